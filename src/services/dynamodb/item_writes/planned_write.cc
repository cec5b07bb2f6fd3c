#include "services/dynamodb/item_writes/planned_write.h"

#include "aws/common_errors.h"
#include "generated/dynamodb/errors.h"
#include "services/dynamodb/item_reads/item_keys.h"
#include "services/dynamodb/item_writes/item_checks.h"

namespace winterbaume::dynamodb {
namespace {

// Of the attributes that an update writes, none is a key's; what an index takes for its key has no parts.
std::optional<aws::Error> check_updated_attributes(const TableRecord& table, const UpdatePlan& plan) {
  for (const auto& path : paths_of(plan)) {
    if (is_key_attribute(table.keys, path.root)) {
      return aws::errors::validation("One or more parameter values were invalid: Cannot update attribute " + path.root +
                                     ". This attribute is part of the key");
    }
    if (path.steps.empty()) continue;
    for (const auto& index : table.indexes) {
      if (!is_key_attribute(index.keys, path.root)) continue;
      return aws::errors::validation(
          "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: " + path.root);
    }
  }
  return std::nullopt;
}

aws::Error failed_condition(const PlannedWrite& write, const std::optional<StoredItem>& stored) {
  constexpr std::string_view message = "The conditional request failed";
  if (!stored || write.on_failed_condition == OnFailedCondition::none) {
    return errors::conditional_check_failed_exception(std::string(message));
  }
  ConditionalCheckFailedException fields;
  fields.item = stored->item;
  return errors::conditional_check_failed_exception(std::string(message), std::move(fields));
}

Result<std::optional<Item>> updated_item(const PlannedWrite& write, const UpdateAction& action, const Item* stored) {
  const auto& before = stored != nullptr ? *stored : write.key;
  if (action.plan == nullptr) return before;
  auto after = apply(*action.plan, before.view(), stored != nullptr);
  if (!after) return aws::fail(std::move(after.error()));
  // An update that only takes away makes no item of nothing; one that says nothing does.
  if (stored == nullptr && *after == before && !paths_of(*action.plan).empty()) return std::nullopt;
  if (auto wrong = check_new_item(write.table->record, after->view(), ItemOrigin::update)) return aws::fail(std::move(*wrong));
  return std::move(*after);
}

}  // namespace

std::optional<aws::Error> check_write(PlannedWrite& write) {
  const auto& table = write.table->record;
  if (const auto* put = std::get_if<PutAction>(&write.action)) {
    if (auto wrong = check_new_item(table, put->item.view(), ItemOrigin::put)) return wrong;
    write.key = key_of(table, put->item.view());
    return std::nullopt;
  }
  if (auto wrong = check_key(table, write.key.view())) return wrong;
  const auto* update = std::get_if<UpdateAction>(&write.action);
  if (update == nullptr || update->plan == nullptr) return std::nullopt;
  return check_updated_attributes(table, *update->plan);
}

Result<std::optional<Item>> outcome_of(const PlannedWrite& write, const std::optional<StoredItem>& stored) {
  const auto* item = stored ? &stored->item : nullptr;
  if (write.condition != nullptr) {
    const auto view = item == nullptr ? ItemView({}) : item->view();
    if (!holds(*write.condition, view)) return aws::fail(failed_condition(write, stored));
  }
  if (const auto* put = std::get_if<PutAction>(&write.action)) return put->item;
  if (const auto* update = std::get_if<UpdateAction>(&write.action)) return updated_item(write, *update, item);
  if (std::holds_alternative<DeleteAction>(write.action)) return std::nullopt;
  if (item == nullptr) return std::nullopt;
  return *item;
}

bool needs_read(const PlannedWrite& write) {
  if (write.condition != nullptr || write.wants_before || std::holds_alternative<UpdateAction>(write.action)) return true;
  return needs_old_item(write.table->record);
}

}  // namespace winterbaume::dynamodb
