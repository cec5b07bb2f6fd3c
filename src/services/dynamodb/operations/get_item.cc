#include "services/dynamodb/capacity/throttle.h"
#include "services/dynamodb/item_reads/item_keys.h"
#include "services/dynamodb/item_reads/request_parameters.h"
#include "services/dynamodb/items/item_editor.h"
#include "services/dynamodb/operations/operations.h"

namespace winterbaume::dynamodb {

Answer<ops::GetItem> get_item(const aws::RequestContext& context, DynamoDbDoor& door, ops::GetItem::Input input) {
  auto projection = parse_projection_parameters(pointer_to(input.attributes_to_get), pointer_to(input.projection_expression),
                                                pointer_to(input.expression_attribute_names));
  if (!projection) co_return aws::fail(std::move(projection.error()));
  if (auto wrong = check_faults(*input.key)) co_return aws::fail(std::move(*wrong));
  auto table = co_await get_table(context, door, std::move(*input.table_name), TablePurpose::items);
  if (!table) co_return aws::fail(std::move(table.error()));
  if (auto wrong = check_key((*table)->record, input.key->view())) co_return aws::fail(std::move(*wrong));
  if (auto refused = check_read_capacity(door, **table, "", context.now)) co_return aws::fail(std::move(*refused));
  CapacityMeter meter(input.return_consumed_capacity, false, door.throttle != nullptr);
  const auto read = meter.on() ? *table : nullptr;
  auto stored = co_await door.backend.get_item(std::move(*table), std::move(*input.key));
  ops::GetItem::Output output;
  if (meter.on()) {
    meter.read_item(*read, stored ? &stored->item : nullptr, input.consistent_read.value_or(false));
    output.consumed_capacity = meter.of_one();
    charge_capacity(door, meter, context.now);
  }
  if (!stored) co_return output;
  output.item = *projection ? project(stored->item.view(), **projection) : std::move(stored->item);
  co_return output;
}

}  // namespace winterbaume::dynamodb
