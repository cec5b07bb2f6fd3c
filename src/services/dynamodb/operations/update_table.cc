#include <fmt/format.h>

#include "aws/common_errors.h"
#include "generated/dynamodb/errors.h"
#include "services/dynamodb/background.h"
#include "services/dynamodb/global/group_checks.h"
#include "services/dynamodb/global/replica_updates.h"
#include "services/dynamodb/global/shared_settings.h"
#include "services/dynamodb/operations/operations.h"
#include "services/dynamodb/settings/auto_scaling.h"
#include "services/dynamodb/tables/table_change.h"
#include "services/dynamodb/tables/table_description.h"
#include "services/dynamodb/tables/transitions.h"

namespace winterbaume::dynamodb {
namespace {

std::optional<aws::Error> check_changeable(const TableRecord& table, TimePoint now) {
  if (!table.replicas.empty()) return global::check_settled(table, now);
  if (table.status == TableStatus::active) return std::nullopt;
  return errors::resource_in_use_exception(
      fmt::format("Attempt to change a resource which is still in use: Table is being {}: {}",
                  table.status == TableStatus::creating   ? "created"
                  : table.status == TableStatus::deleting ? "deleted"
                                                          : "updated",
                  table.name));
}

// Where nothing takes time, what is stored is the change's end; but an index is not done before it is filled.
TableRecord as_stored(const TableRecord& changed, TimePoint now) { return settled(changed, now); }

}  // namespace

Answer<ops::UpdateTable> update_table(const aws::RequestContext& context, DynamoDbDoor& door, ops::UpdateTable::Input input) {
  while (true) {
    auto table = co_await get_table(context, door, *input.table_name, TablePurpose::description);
    if (!table) co_return aws::fail(std::move(table.error()));
    if (global::asks_for_replicas(input)) {
      auto changed = co_await global::update_replicas(context, door, *table, std::move(input));
      if (!changed) co_return aws::fail(std::move(changed.error()));
      ops::UpdateTable::Output output;
      const auto count = co_await door.backend.count(*changed);
      output.table_description = describe_table_record((*changed)->record, count, context.now - Millis(1));
      co_return output;
    }
    const auto before = settled((*table)->record, context.now);
    if (auto wrong = check_changeable(before, context.now)) co_return aws::fail(std::move(*wrong));
    auto changed = change_table(input, before, context.now, door.transitions);
    if (!changed) co_return aws::fail(std::move(changed.error()));
    scale_new_indexes(*changed);
    const auto stored = co_await door.backend.update_table(*table, as_stored(*changed, context.now));
    if (stored == nullptr) continue;  // somebody else was faster
    co_await global::share_table_change(door, stored, input, context.now);
    if (door.background != nullptr) door.background->wake();
    ops::UpdateTable::Output output;
    output.table_description = describe_table_record(*changed, co_await door.backend.count(stored), context.now - Millis(1));
    co_return output;
  }
}

}  // namespace winterbaume::dynamodb
