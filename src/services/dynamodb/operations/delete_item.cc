#include "services/dynamodb/capacity/consumed_capacity.h"
#include "services/dynamodb/item_writes/write_item.h"
#include "services/dynamodb/item_writes/write_parameters.h"
#include "services/dynamodb/operations/operations.h"

namespace winterbaume::dynamodb {

Answer<ops::DeleteItem> delete_item(const aws::RequestContext& context, DynamoDbDoor& door, ops::DeleteItem::Input input) {
  auto expressions = read_write_request(input, *input.key);
  if (!expressions) co_return aws::fail(std::move(expressions.error()));
  auto table = co_await get_table(context, door, std::move(*input.table_name), TablePurpose::items);
  if (!table) co_return aws::fail(std::move(table.error()));
  const auto metrics = collection_metrics((*table)->record, input.key->view(), input.return_item_collection_metrics);

  PlannedWrite write{.table = std::move(*table), .key = std::move(*input.key)};
  write.action = DeleteAction{};
  write.condition = std::move(expressions->condition);
  write.on_failed_condition = on_failed_condition(input.return_values_on_condition_check_failure);
  const bool returns_old = input.return_values && *input.return_values == "ALL_OLD";
  CapacityMeter meter(input.return_consumed_capacity);
  const auto metered = meter.on() ? write.table : nullptr;
  write.wants_before = returns_old || meter.on();
  write.wants_after = meter.on();
  auto written = co_await write_item(context, door, std::move(write));
  if (!written) co_return aws::fail(std::move(written.error()));
  ops::DeleteItem::Output output;
  if (meter.on()) {
    meter.write_item(*metered, written->before, written->after);
    output.consumed_capacity = meter.of_one();
  }
  if (returns_old) output.attributes = std::move(written->before);
  output.item_collection_metrics = metrics;
  co_return output;
}

}  // namespace winterbaume::dynamodb
