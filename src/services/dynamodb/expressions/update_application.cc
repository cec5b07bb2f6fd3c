#include <deque>

#include "aws/common_errors.h"
#include "services/dynamodb/expressions/update.h"
#include "services/dynamodb/items/item_editor.h"

namespace winterbaume::dynamodb {
namespace {

aws::Error bad_path() {
  return aws::errors::validation("The document path provided in the update expression is invalid for update");
}
aws::Error missing_attribute() {
  return aws::errors::validation("The provided expression refers to an attribute that does not exist in the item");
}

// A sum that needs too many digits is told of as one that is too large (measured on AWS by the tests of Alternator).
NumberFault fault_of_sum(NumberFault fault) { return fault == NumberFault::too_many_digits ? NumberFault::overflow : fault; }

// Applies one plan to one item. What it computes with is the item as it was, whatever was edited before.
class UpdateApplication {
 public:
  UpdateApplication(const UpdatePlan& plan, ItemView before, bool exists)
      : plan_(plan), before_(before), editor_(before), exists_(exists) {}

  Result<Item> run() {
    for (const auto& action : plan_.sets) {
      auto value = computed(action);
      if (!value) return aws::fail(std::move(value.error()));
      if (!editor_.set(action.path, *value)) return aws::fail(bad_path());
    }
    for (const auto& path : plan_.removes) {
      // Of an item that is not there, anything may be removed (measured on AWS by the tests of Alternator).
      if (!editor_.remove(path) && exists_) return aws::fail(bad_path());
    }
    for (const auto& action : plan_.adds) {
      if (auto done = add(action); !done) return aws::fail(std::move(done.error()));
    }
    for (const auto& action : plan_.deletes) {
      if (auto done = delete_members(action); !done) return aws::fail(std::move(done.error()));
    }
    return std::move(editor_).finish();
  }

 private:
  aws::Error wrong_type() const {
    return aws::errors::validation(plan_.of_attribute_updates ? "Type mismatch for attribute to update"
                                                              : "An operand in the update expression has an incorrect data type");
  }
  ValueView keep(AttributeValue value) { return made_.emplace_back(std::move(value)).view(); }

  Result<ValueView> computed(const SetAction& action) {
    auto first = value_of(action.first);
    if (!first || action.op == SetOperator::none) return first;
    auto second = value_of(*action.second);
    if (!second) return second;
    return sum(*first, action.op, *second);
  }

  Result<ValueView> sum(ValueView first, SetOperator op, ValueView second) {
    if (first.tag() != ValueTag::n || second.tag() != ValueTag::n) return aws::fail(wrong_type());
    const auto result = op == SetOperator::plus ? first.number().plus(second.number()) : first.number().minus(second.number());
    if (!result) return aws::fail(aws::errors::validation(number_fault_message(fault_of_sum(result.error()), {})));
    return keep(AttributeValue::of_number(*result));
  }

  Result<ValueView> value_of(const UpdateOperand& operand) {
    if (const auto* constant = std::get_if<AttributeValue>(&operand)) return constant->view();
    if (const auto* path = std::get_if<DocumentPath>(&operand)) {
      const auto found = find_value(before_, *path);
      if (!found) return aws::fail(missing_attribute());
      return *found;
    }
    const auto& function = *std::get<std::shared_ptr<const UpdateFunction>>(operand);
    switch (function.kind) {
      case UpdateFunctionKind::list_append:
        return appended(function);
      case UpdateFunctionKind::plus:
        return sum_of(function, SetOperator::plus);
      case UpdateFunctionKind::minus:
        return sum_of(function, SetOperator::minus);
      case UpdateFunctionKind::if_not_exists:
        break;
    }
    if (const auto found = find_value(before_, std::get<DocumentPath>(function.first))) return *found;
    return value_of(function.second);
  }

  Result<ValueView> sum_of(const UpdateFunction& function, SetOperator op) {
    auto first = value_of(function.first);
    if (!first) return first;
    auto second = value_of(function.second);
    if (!second) return second;
    return sum(*first, op, *second);
  }

  Result<ValueView> appended(const UpdateFunction& function) {
    auto first = value_of(function.first);
    if (!first) return first;
    auto second = value_of(function.second);
    if (!second) return second;
    if (first->tag() != ValueTag::l || second->tag() != ValueTag::l) return aws::fail(wrong_type());
    std::vector<ValueView> values;
    values.reserve(first->list().size() + second->list().size());
    for (const auto value : first->list()) values.push_back(value);
    for (const auto value : second->list()) values.push_back(value);
    return keep(AttributeValue::of_list(values));
  }

  Result<void> add(const ValueAction& action) {
    const auto added = action.value.view();
    const auto found = find_value(before_, action.path);
    ValueView result = added;
    if (found) {
      if (found->tag() != added.tag()) return aws::fail(wrong_type());
      if (added.tag() == ValueTag::n) {
        auto total = sum(*found, SetOperator::plus, added);
        if (!total) return aws::fail(std::move(total.error()));
        result = *total;
      } else {
        std::vector<std::string_view> members;
        members.reserve(found->set().size() + added.set().size());
        for (const auto member : found->set()) members.push_back(member);
        for (const auto member : added.set()) members.push_back(member);
        result = keep(AttributeValue::of_set(added.tag(), std::move(members)));
      }
    }
    if (!editor_.set(action.path, result)) return aws::fail(bad_path());
    return {};
  }

  // A set that has no members left goes.
  Result<void> delete_members(const ValueAction& action) {
    const auto found = find_value(before_, action.path);
    if (!found) {
      if (!editor_.remove(action.path) && exists_) return aws::fail(bad_path());
      return {};
    }
    const auto gone = action.value.view();
    if (found->tag() != gone.tag()) return aws::fail(wrong_type());
    std::vector<std::string_view> members;
    for (const auto member : found->set()) {
      if (!gone.set().contains(member)) members.push_back(member);
    }
    const bool done = members.empty() ? editor_.remove(action.path)
                                      : editor_.set(action.path, keep(AttributeValue::of_set(gone.tag(), std::move(members))));
    if (!done) return aws::fail(bad_path());
    return {};
  }

  const UpdatePlan& plan_;
  ItemView before_;
  ItemEditor editor_;
  bool exists_;
  std::deque<AttributeValue> made_;  // what was computed: the editor looks at it until it ends
};

}  // namespace

Result<Item> apply(const UpdatePlan& update, ItemView before, bool exists) {
  return UpdateApplication(update, before, exists).run();
}

std::vector<DocumentPath> paths_of(const UpdatePlan& update) {
  std::vector<DocumentPath> paths;
  paths.reserve(update.sets.size() + update.removes.size() + update.adds.size() + update.deletes.size());
  for (const auto& action : update.sets) paths.push_back(action.path);
  for (const auto& path : update.removes) paths.push_back(path);
  for (const auto& action : update.adds) paths.push_back(action.path);
  for (const auto& action : update.deletes) paths.push_back(action.path);
  return paths;
}

std::vector<std::string> attributes_of(const UpdatePlan& update) {
  std::vector<std::string> names;
  for (auto& path : paths_of(update)) names.push_back(std::move(path.root));
  return names;
}

}  // namespace winterbaume::dynamodb
