#include "services/dynamodb/capacity/consumed_capacity.h"
#include "services/dynamodb/item_writes/write_item.h"
#include "services/dynamodb/item_writes/write_parameters.h"
#include "services/dynamodb/items/item_editor.h"
#include "services/dynamodb/operations/operations.h"

namespace winterbaume::dynamodb {
namespace {

enum class UpdateReturn : std::uint8_t { none, all_old, updated_old, all_new, updated_new };

UpdateReturn update_return(const std::optional<std::string>& value) {
  if (!value || *value == "NONE") return UpdateReturn::none;
  if (*value == "ALL_OLD") return UpdateReturn::all_old;
  if (*value == "UPDATED_OLD") return UpdateReturn::updated_old;
  return *value == "ALL_NEW" ? UpdateReturn::all_new : UpdateReturn::updated_new;
}

// Of the updated parts, those that are in that image: nothing where none is.
std::optional<Item> updated_parts(const std::optional<Item>& image, const UpdatePtr& update) {
  if (!image || update == nullptr) return std::nullopt;
  auto parts = project(image->view(), paths_of(*update));
  if (parts.empty()) return std::nullopt;
  return parts;
}

std::optional<Item> returned_attributes(WrittenItem written, UpdateReturn wanted, const UpdatePtr& update) {
  switch (wanted) {
    case UpdateReturn::none:
      return std::nullopt;
    case UpdateReturn::all_old:
      return std::move(written.before);
    case UpdateReturn::updated_old:
      return updated_parts(written.before, update);
    case UpdateReturn::all_new:
      return std::move(written.after);
    case UpdateReturn::updated_new:
      return updated_parts(written.after, update);
  }
  std::unreachable();
}

}  // namespace

Answer<ops::UpdateItem> update_item(const aws::RequestContext& context, DynamoDbDoor& door, ops::UpdateItem::Input input) {
  auto expressions = read_write_request(input, *input.key);
  if (!expressions) co_return aws::fail(std::move(expressions.error()));
  auto table = co_await get_table(context, door, std::move(*input.table_name), TablePurpose::items);
  if (!table) co_return aws::fail(std::move(table.error()));
  const auto metrics = collection_metrics((*table)->record, input.key->view(), input.return_item_collection_metrics);

  const auto wanted = update_return(input.return_values);
  PlannedWrite write{.table = std::move(*table), .key = std::move(*input.key)};
  write.action = UpdateAction{expressions->update};
  write.condition = std::move(expressions->condition);
  write.on_failed_condition = on_failed_condition(input.return_values_on_condition_check_failure);
  CapacityMeter meter(input.return_consumed_capacity);
  const auto metered = meter.on() ? write.table : nullptr;
  write.wants_before = wanted == UpdateReturn::all_old || wanted == UpdateReturn::updated_old || meter.on();
  write.wants_after = wanted == UpdateReturn::all_new || wanted == UpdateReturn::updated_new || meter.on();
  auto written = co_await write_item(context, door, std::move(write));
  if (!written) co_return aws::fail(std::move(written.error()));
  ops::UpdateItem::Output output;
  if (meter.on()) {
    meter.write_item(*metered, written->before, written->after);
    output.consumed_capacity = meter.of_one();
  }
  output.attributes = returned_attributes(std::move(*written), wanted, expressions->update);
  output.item_collection_metrics = metrics;
  co_return output;
}

}  // namespace winterbaume::dynamodb
