#include "aws/common_errors.h"
#include "services/dynamodb/capacity/consumed_capacity.h"
#include "services/dynamodb/item_reads/read_transaction.h"
#include "services/dynamodb/items/item_editor.h"
#include "services/dynamodb/items/item_size.h"
#include "services/dynamodb/operations/operations.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_transact_get_bytes_max = 4 * 1024 * 1024;

std::size_t transact_get_size(const std::vector<std::optional<Item>>& items) {
  std::size_t bytes = 0;
  for (const auto& item : items) bytes += item ? item_size(item->view()) : 0;
  return bytes;
}

Result<std::vector<ReadPaths>> transact_get_paths(const std::vector<TransactGetItem>& items) {
  std::vector<ReadPaths> out;
  for (const auto& item : items) {
    const auto& get = *item.get;
    auto paths =
        parse_projection_parameters(nullptr, pointer_to(get.projection_expression), pointer_to(get.expression_attribute_names));
    if (!paths) return aws::fail(std::move(paths.error()));
    if (auto wrong = check_faults(*get.key)) return aws::fail(std::move(*wrong));
    out.push_back(std::move(*paths));
  }
  return out;
}

}  // namespace

Answer<ops::TransactGetItems> transact_get_items(const aws::RequestContext& context, DynamoDbDoor& door,
                                                 ops::TransactGetItems::Input input) {
  const auto paths = transact_get_paths(*input.transact_items);
  if (!paths) co_return aws::fail(paths.error());
  CapacityMeter meter(input.return_consumed_capacity, true);
  std::vector<TablePtr> metered;
  std::vector<PlannedRead> reads;
  for (auto& item : *input.transact_items) {
    auto table = co_await get_table(context, door, std::move(*item.get->table_name), TablePurpose::items);
    if (!table) co_return aws::fail(std::move(table.error()));
    if (meter.on()) metered.push_back(*table);
    reads.push_back({.table = std::move(*table), .key = std::move(*item.get->key)});
  }
  auto items = co_await read_transaction(context, door, std::move(reads));
  if (!items) co_return aws::fail(std::move(items.error()));
  if (transact_get_size(*items) > k_transact_get_bytes_max) {
    co_return aws::fail(
        aws::errors::validation("Aggregate size of all items in the transaction request cannot exceed 4194304 bytes"));
  }
  ops::TransactGetItems::Output output;
  for (std::size_t i = 0; i < metered.size(); ++i) meter.read_item(*metered[i], (*items)[i] ? &*(*items)[i] : nullptr, true);
  output.consumed_capacity = meter.of_each();
  auto& responses = output.responses.emplace(items->size());
  for (std::size_t i = 0; i < items->size(); ++i) {
    auto& item = (*items)[i];
    if (!item) continue;
    const auto& wanted = (*paths)[i];
    responses[i].item = wanted ? project(item->view(), *wanted) : std::move(*item);
  }
  co_return output;
}

}  // namespace winterbaume::dynamodb
