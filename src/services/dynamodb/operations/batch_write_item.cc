#include <algorithm>

#include "services/dynamodb/capacity/consumed_capacity.h"
#include "services/dynamodb/item_writes/throttled_batch.h"
#include "services/dynamodb/item_writes/write_batch.h"
#include "services/dynamodb/item_writes/write_parameters.h"
#include "services/dynamodb/operations/operations.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_batch_write_items_max = 25;

Result<PlannedWrite> batch_write_of(WriteRequest& request) {
  if (request.put_request.has_value() == request.delete_request.has_value()) {
    return aws::fail(aws::errors::validation("Supplied WriteRequest must contain exactly one of PutRequest, DeleteRequest"));
  }
  PlannedWrite write;
  auto& item = request.put_request ? *request.put_request->item : *request.delete_request->key;
  if (auto wrong = check_faults(item)) return aws::fail(std::move(*wrong));
  if (request.put_request) {
    write.action = PutAction{std::move(item)};
  } else {
    write.action = DeleteAction{};
    write.key = std::move(item);
  }
  return write;
}

struct BatchWritePart {
  std::string name;
  std::vector<PlannedWrite> writes;
};

Result<std::vector<BatchWritePart>> batch_write_parts(ops::BatchWriteItem::Input& input) {
  std::size_t count = 0;
  for (const auto& [name, requests] : *input.request_items) count += requests.size();
  if (count > k_batch_write_items_max) {
    return aws::fail(aws::errors::validation("Too many items requested for the BatchWriteItem call"));
  }
  std::vector<BatchWritePart> parts;
  for (auto& [name, requests] : *input.request_items) {
    auto& part = parts.emplace_back(name);
    for (auto& request : requests) {
      auto write = batch_write_of(request);
      if (!write) return aws::fail(std::move(write.error()));
      part.writes.push_back(std::move(*write));
    }
  }
  return parts;
}

std::vector<ItemCollectionMetrics> batch_metrics(const TableRecord& table, const std::vector<PlannedWrite>& writes,
                                                 const std::optional<std::string>& wanted) {
  std::vector<ItemCollectionMetrics> out;
  for (const auto& write : writes) {
    const auto* put = std::get_if<PutAction>(&write.action);
    auto metrics = collection_metrics(table, put != nullptr ? put->item.view() : write.key.view(), wanted);
    if (metrics) out.push_back(std::move(*metrics));
  }
  return out;
}

WriteRequest request_of(const PlannedWrite& write) {
  WriteRequest request;
  if (const auto* put = std::get_if<PutAction>(&write.action)) {
    request.put_request.emplace().item = put->item;
  } else {
    request.delete_request.emplace().key = write.key;
  }
  return request;
}

// Under the table's name as the client has it.
struct NamedRequest {
  std::string table;
  WriteRequest request;
};

aws::Map<std::vector<WriteRequest>> unprocessed_items(std::vector<NamedRequest> requests, const std::vector<std::size_t>& which) {
  aws::Map<std::vector<WriteRequest>> out;
  std::vector<WriteRequest>* list = nullptr;
  const std::string* table = nullptr;
  for (const auto at : which) {
    auto& [name, request] = requests[at];
    if (table == nullptr || *table != name) list = &out.add(name);
    table = &name;
    list->push_back(std::move(request));
  }
  return out;
}

}  // namespace

Answer<ops::BatchWriteItem> batch_write_item(const aws::RequestContext& context, DynamoDbDoor& door,
                                             ops::BatchWriteItem::Input input) {
  auto parts = batch_write_parts(input);
  if (!parts) co_return aws::fail(std::move(parts.error()));
  ops::BatchWriteItem::Output output;
  CapacityMeter meter(input.return_consumed_capacity);
  std::vector<PlannedWrite> writes;
  std::vector<TablePtr> metered;
  std::vector<NamedRequest> requests;  // where some of them may be left undone
  for (auto& part : *parts) {
    auto table = co_await get_table(context, door, part.name, TablePurpose::items);
    if (!table) co_return aws::fail(std::move(table.error()));
    auto metrics = batch_metrics((*table)->record, part.writes, input.return_item_collection_metrics);
    if (!metrics.empty()) {
      if (!output.item_collection_metrics) output.item_collection_metrics.emplace();
      output.item_collection_metrics->add(part.name, std::move(metrics));
    }
    for (auto& write : part.writes) {
      write.table = *table;
      write.wants_before = write.wants_after = meter.on();
      if (meter.on()) metered.push_back(*table);
      if (door.throttle != nullptr) requests.push_back({part.name, request_of(write)});
      writes.push_back(std::move(write));
    }
  }
  ThrottledBatch batch;
  if (door.throttle != nullptr) {
    auto done = co_await write_throttled_batch(context, door, std::move(writes));
    if (!done) co_return aws::fail(std::move(done.error()));
    batch = std::move(*done);
  } else {
    auto written = co_await write_batch(context, door, std::move(writes));
    if (!written) co_return aws::fail(std::move(written.error()));
    batch.written = std::move(*written);
  }
  for (std::size_t i = 0; i < metered.size(); ++i) {
    if (std::ranges::binary_search(batch.throttled, i)) continue;
    meter.write_item(*metered[i], batch.written[i].before, batch.written[i].after);
  }
  output.consumed_capacity = meter.of_each();
  output.unprocessed_items = unprocessed_items(std::move(requests), batch.throttled);
  co_return output;
}

}  // namespace winterbaume::dynamodb
