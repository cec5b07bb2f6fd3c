#include <fmt/format.h>

#include "aws/common_errors.h"
#include "services/dynamodb/expressions/legacy.h"
#include "services/dynamodb/expressions/update.h"

namespace winterbaume::dynamodb {
namespace {

aws::Error refuse(std::string why) {
  return aws::errors::validation("One or more parameter values were invalid: " + std::move(why));
}

// What is there, or an empty list, with the list's elements behind it.
SetAction append_to_list(DocumentPath path, AttributeValue list) {
  UpdateFunction there{.kind = UpdateFunctionKind::if_not_exists, .first = path, .second = AttributeValue::of_list({})};
  UpdateFunction appended{.kind = UpdateFunctionKind::list_append,
                          .first = std::make_shared<const UpdateFunction>(std::move(there)),
                          .second = std::move(list)};
  return {.path = std::move(path),
          .first = std::make_shared<const UpdateFunction>(std::move(appended)),
          .op = SetOperator::none,
          .second = std::nullopt};
}

std::optional<aws::Error> plan_add(UpdatePlan& plan, DocumentPath path, const AttributeValue& value) {
  const auto view = value.view();
  if (view.type() == ValueType::l) {
    plan.sets.push_back(append_to_list(std::move(path), value));
    return std::nullopt;
  }
  if (view.type() != ValueType::n && !view.is_set()) {
    return refuse(fmt::format("ADD action is not supported for the type {}", value_type_name(view.type())));
  }
  plan.adds.push_back({std::move(path), value});
  return std::nullopt;
}

std::optional<aws::Error> plan_update(UpdatePlan& plan, const std::string& attribute, const AttributeValueUpdate& update) {
  const auto action = update.action.value_or("PUT");
  DocumentPath path{attribute, {}};
  if (!update.value) {
    if (action != "DELETE") return refuse("Only DELETE action is allowed when no attribute value is specified");
    plan.removes.push_back(std::move(path));
    return std::nullopt;
  }
  if (const auto fault = update.value->fault()) return aws::errors::validation(std::string(*fault));
  if (action == "ADD") return plan_add(plan, std::move(path), *update.value);
  if (action == "PUT") {
    plan.sets.push_back({.path = std::move(path), .first = *update.value, .op = SetOperator::none, .second = std::nullopt});
    return std::nullopt;
  }
  if (!update.value->view().is_set()) {
    return refuse(
        fmt::format("DELETE action with value is not supported for the type {}", value_type_name(update.value->view().type())));
  }
  plan.deletes.push_back({std::move(path), *update.value});
  return std::nullopt;
}

}  // namespace

Result<UpdatePtr> plan_attribute_updates(const aws::Map<AttributeValueUpdate>& updates) {
  UpdatePlan plan;
  plan.of_attribute_updates = true;
  for (const auto& [attribute, update] : updates) {
    if (auto wrong = plan_update(plan, attribute, update)) return aws::fail(std::move(*wrong));
  }
  return std::make_shared<const UpdatePlan>(std::move(plan));
}

}  // namespace winterbaume::dynamodb
