#include <algorithm>
#include <boost/container/small_vector.hpp>

#include "services/dynamodb/expressions/condition.h"

namespace winterbaume::dynamodb {
namespace {

// An operand's value for one item; `made` owns what is in no item.
struct Resolved {
  std::optional<ValueView> view;
  AttributeValue made;
};

using Operands = boost::container::small_vector<Resolved, 3>;

void resolve(const Operand& operand, ItemView item, Resolved& out) {
  if (const auto* path = std::get_if<DocumentPath>(&operand)) {
    out.view = find_value(item, *path);
  } else if (const auto* value = std::get_if<AttributeValue>(&operand)) {
    out.view = value->view();
  } else {
    const auto measured = find_value(item, std::get<SizeOf>(operand).path);
    const auto size = measured ? measured_size(*measured) : std::nullopt;
    if (!size) return;
    out.made = AttributeValue::of_number(Number::from_integer(*size));
    out.view = out.made.view();
  }
}

// Null where the two are of types that have no order between them.
std::optional<std::strong_ordering> order(ValueView a, ValueView b) {
  if (a.type() != b.type()) return std::nullopt;
  if (a.type() == ValueType::n) return a.ordered_number().compare(b.ordered_number()) <=> 0;
  if (a.type() == ValueType::s || a.type() == ValueType::b) return a.text().compare(b.text()) <=> 0;
  return std::nullopt;
}

bool compare(ConditionOperator op, const Resolved& a, const Resolved& b) {
  if (op == ConditionOperator::equal) return a.view && b.view && *a.view == *b.view;
  if (op == ConditionOperator::not_equal) return !a.view || !b.view || *a.view != *b.view;
  if (!a.view || !b.view) return false;
  const auto found = order(*a.view, *b.view);
  if (!found) return false;
  switch (op) {
    case ConditionOperator::less:
      return *found < 0;
    case ConditionOperator::less_or_equal:
      return *found <= 0;
    case ConditionOperator::greater:
      return *found > 0;
    default:
      return *found >= 0;
  }
}

bool contains(ValueView in, ValueView sought) {
  if (in.type() == ValueType::s || in.type() == ValueType::b) {
    return in.type() == sought.type() && in.text().find(sought.text()) != std::string_view::npos;
  }
  if (in.type() == ValueType::l) {
    for (const auto element : in.list()) {
      if (element == sought) return true;
    }
    return false;
  }
  if (!in.is_set()) return false;
  const auto wanted = in.type() == ValueType::ss ? ValueType::s : in.type() == ValueType::ns ? ValueType::n : ValueType::b;
  if (sought.type() != wanted) return false;
  return in.set().contains(wanted == ValueType::n ? sought.ordered_number() : sought.text());
}

bool begins_with(ValueView value, ValueView prefix) {
  const bool has_text = value.type() == ValueType::s || value.type() == ValueType::b;
  return has_text && value.type() == prefix.type() && value.text().starts_with(prefix.text());
}

bool holds_of(ConditionOperator op, const Operands& operands) {
  const auto& first = operands[0];
  switch (op) {
    case ConditionOperator::between:
      return compare(ConditionOperator::greater_or_equal, first, operands[1]) &&
             compare(ConditionOperator::less_or_equal, first, operands[2]);
    case ConditionOperator::in:
      return std::any_of(operands.begin() + 1, operands.end(),
                         [&](const Resolved& one) { return compare(ConditionOperator::equal, first, one); });
    case ConditionOperator::attribute_exists:
      return first.view.has_value();
    case ConditionOperator::attribute_not_exists:
      return !first.view.has_value();
    case ConditionOperator::attribute_type:
      return first.view && operands[1].view && value_type_name(first.view->type()) == operands[1].view->text();
    case ConditionOperator::begins_with:
      return first.view && operands[1].view && begins_with(*first.view, *operands[1].view);
    case ConditionOperator::contains:
      return first.view && operands[1].view && contains(*first.view, *operands[1].view);
    default:
      return compare(op, first, operands[1]);
  }
}

const DocumentPath* path_of(const Operand& operand) {
  if (const auto* size = std::get_if<SizeOf>(&operand)) return &size->path;
  return std::get_if<DocumentPath>(&operand);
}

void collect_attributes(const ConditionNode& condition, std::vector<std::string>& out) {
  for (const auto& child : condition.children) collect_attributes(*child, out);
  for (const auto& operand : condition.operands) {
    const auto* path = path_of(operand);
    if (path != nullptr && std::ranges::find(out, path->root) == out.end()) out.push_back(path->root);
  }
}

}  // namespace

std::optional<std::int64_t> measured_size(ValueView value) {
  switch (value.type()) {
    case ValueType::s:
    case ValueType::b:
      return static_cast<std::int64_t>(value.text().size());
    case ValueType::ss:
    case ValueType::ns:
    case ValueType::bs:
      return static_cast<std::int64_t>(value.set().size());
    case ValueType::m:
      return static_cast<std::int64_t>(value.map().size());
    case ValueType::l:
      return static_cast<std::int64_t>(value.list().size());
    default:
      return std::nullopt;
  }
}

bool holds(const ConditionNode& condition, ItemView item) {
  const auto child_holds = [&](const ConditionPtr& child) { return holds(*child, item); };
  switch (condition.op) {
    case ConditionOperator::all_of:
      return std::ranges::all_of(condition.children, child_holds);
    case ConditionOperator::any_of:
      return std::ranges::any_of(condition.children, child_holds);
    case ConditionOperator::none_of:
      return std::ranges::none_of(condition.children, child_holds);
    default:
      break;
  }
  Operands operands(condition.operands.size());
  for (std::size_t i = 0; i < operands.size(); ++i) resolve(condition.operands[i], item, operands[i]);
  return holds_of(condition.op, operands);
}

std::vector<std::string> attributes_of(const ConditionNode& condition) {
  std::vector<std::string> out;
  collect_attributes(condition, out);
  return out;
}

}  // namespace winterbaume::dynamodb
