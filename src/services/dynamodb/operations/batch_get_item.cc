#include <set>
#include "services/dynamodb/capacity/throttle.h"

#include "aws/common_errors.h"
#include "services/dynamodb/item_reads/item_keys.h"
#include "services/dynamodb/item_reads/request_parameters.h"
#include "services/dynamodb/items/item_editor.h"
#include "services/dynamodb/items/item_size.h"
#include "services/dynamodb/operations/operations.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_batch_get_keys_max = 100;
constexpr std::size_t k_batch_get_bytes_max = 16 * 1024 * 1024;

// What is asked of one table.
struct BatchGetPart {
  std::string name;  // as the client names it
  TablePtr table;
  ReadPaths paths;
  KeysAndAttributes wanted;
};

Result<std::vector<BatchGetPart>> batch_get_parts(ops::BatchGetItem::Input input) {
  std::vector<BatchGetPart> parts;
  std::size_t keys = 0;
  bool legacy = false;
  bool expressions = false;
  for (const auto& [name, wanted] : *input.request_items) {
    keys += wanted.keys->size();
    legacy = legacy || wanted.attributes_to_get;
    expressions = expressions || wanted.projection_expression;
  }
  // In one table or in two: both are refused.
  if (auto wrong = check_mixing({{"AttributesToGet", legacy}}, {{"ProjectionExpression", expressions}})) {
    return aws::fail(std::move(*wrong));
  }
  if (keys > k_batch_get_keys_max) {
    return aws::fail(aws::errors::validation("Too many items requested for the BatchGetItem call"));
  }
  for (auto& [name, wanted] : *input.request_items) {
    auto paths = parse_projection_parameters(pointer_to(wanted.attributes_to_get), pointer_to(wanted.projection_expression),
                                             pointer_to(wanted.expression_attribute_names));
    if (!paths) return aws::fail(std::move(paths.error()));
    std::set<std::string_view> seen;
    for (const auto& key : *wanted.keys) {
      if (auto wrong = check_faults(key)) return aws::fail(std::move(*wrong));
      if (seen.insert(key.bytes()).second) continue;
      return aws::fail(aws::errors::validation("Provided list of item keys contains duplicates"));
    }
    parts.push_back({.name = name, .table = nullptr, .paths = std::move(*paths), .wanted = std::move(wanted)});
  }
  return parts;
}

std::optional<aws::Error> check_batch_get_keys(const BatchGetPart& part) {
  for (const auto& key : *part.wanted.keys) {
    if (auto wrong = check_key(part.table->record, key.view())) return wrong;
  }
  return std::nullopt;
}

// Of a table, from `first` on, what did not fit into the answer: asked for with the same parameters.
KeysAndAttributes unprocessed_keys(KeysAndAttributes wanted, std::size_t first) {
  wanted.keys->erase(wanted.keys->begin(), wanted.keys->begin() + static_cast<std::ptrdiff_t>(first));
  return wanted;
}

void read_metered(const DynamoDbDoor& door, CapacityMeter& meter, const BatchGetPart& part,
                  const std::optional<StoredItem>& stored, TimePoint now) {
  if (!meter.on()) return;
  const auto* item = stored ? &stored->item : nullptr;
  const bool consistent = part.wanted.consistent_read.value_or(false);
  meter.read_item(*part.table, item, consistent);
  if (door.throttle == nullptr) return;
  auto own = CapacityMeter::silent();
  own.read_item(*part.table, item, consistent);
  charge_capacity(door, own, now);
}

}  // namespace

Answer<ops::BatchGetItem> batch_get_item(const aws::RequestContext& context, DynamoDbDoor& door, ops::BatchGetItem::Input input) {
  CapacityMeter meter(input.return_consumed_capacity, false, door.throttle != nullptr);
  auto parts = batch_get_parts(std::move(input));
  if (!parts) co_return aws::fail(std::move(parts.error()));
  for (auto& part : *parts) {
    auto table = co_await get_table(context, door, part.name, TablePurpose::items);
    if (!table) co_return aws::fail(std::move(table.error()));
    part.table = std::move(*table);
    if (auto wrong = check_batch_get_keys(part)) co_return aws::fail(std::move(*wrong));
  }
  ops::BatchGetItem::Output output;
  auto& responses = output.responses.emplace();
  auto& unprocessed = output.unprocessed_keys.emplace();
  std::size_t bytes = 0;
  std::size_t processed = 0;
  std::optional<aws::Error> refused;
  for (auto& part : *parts) {
    auto& items = responses.add(part.name);
    std::size_t next = 0;
    for (; next < part.wanted.keys->size() && bytes <= k_batch_get_bytes_max; ++next) {
      if (auto wrong = check_read_capacity(door, *part.table, "", context.now)) {
        refused = std::move(wrong);
        break;
      }
      auto stored = co_await door.backend.get_item(part.table, (*part.wanted.keys)[next]);
      read_metered(door, meter, part, stored, context.now);
      if (!stored) continue;
      bytes += item_size(stored->item.view());
      if (bytes > k_batch_get_bytes_max) break;
      items.push_back(part.paths ? project(stored->item.view(), *part.paths) : std::move(stored->item));
    }
    processed += next;
    if (next < part.wanted.keys->size()) unprocessed.add(part.name, unprocessed_keys(std::move(part.wanted), next));
  }
  if (refused && processed == 0) co_return aws::fail(std::move(*refused));
  output.consumed_capacity = meter.of_each();
  co_return output;
}

}  // namespace winterbaume::dynamodb
