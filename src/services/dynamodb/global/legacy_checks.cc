#include "services/dynamodb/global/legacy_checks.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/common_errors.h"
#include "services/dynamodb/tables/transitions.h"

namespace winterbaume::dynamodb::global {
namespace {

aws::Error unfit(const TableRecord& table, std::string_view why) {
  return aws::errors::validation(fmt::format(
      "One or more parameter values were invalid: Table with name: '{}' in region: '{}' {}", table.name, table.region, why));
}

bool same_attributes(const std::vector<KeyAttribute>& a, const std::vector<KeyAttribute>& b) {
  return std::ranges::equal(a, b, [](const KeyAttribute& left, const KeyAttribute& right) {
    return left.name == right.name && left.type == right.type;
  });
}

bool same_keys(const KeySchemaRecord& a, const KeySchemaRecord& b) {
  return same_attributes(a.hash, b.hash) && same_attributes(a.range, b.range);
}

bool has_like(const TableRecord& table, const IndexRecord& index) {
  return std::ranges::any_of(table.indexes, [&index](const IndexRecord& other) {
    return other.name == index.name && other.global == index.global && same_keys(other.keys, index.keys);
  });
}

bool same_indexes(const TableRecord& a, const TableRecord& b) {
  return a.indexes.size() == b.indexes.size() &&
         std::ranges::all_of(a.indexes, [&b](const IndexRecord& index) { return has_like(b, index); });
}

}  // namespace

std::optional<aws::Error> check_alike(const std::vector<TablePtr>& tables, TimePoint now) {
  const auto& first = tables.front()->record;
  for (const auto& table : tables) {
    const auto& record = table->record;
    if (status_at(record, now) != TableStatus::active) return unfit(record, "must be ACTIVE");
    const auto* stream = table->enabled_stream();
    if (stream == nullptr || stream->view != StreamView::new_and_old_images) {
      return unfit(record, "must have a stream with StreamViewType NEW_AND_OLD_IMAGES");
    }
    if (!same_keys(record.keys, first.keys)) return unfit(record, "must have the same key schema as the other replicas");
    if (!same_indexes(record, first)) return unfit(record, "must have the same secondary indexes as the other replicas");
  }
  return std::nullopt;
}

asio::awaitable<std::optional<aws::Error>> check_empty(const DynamoDbDoor& door, std::vector<TablePtr> tables) {
  for (const auto& table : tables) {
    const auto page = co_await door.backend.read_items({.table = table, .items_max = 1});
    if (!page.items.empty()) co_return unfit(table->record, "must be empty");
  }
  co_return std::nullopt;
}

}  // namespace winterbaume::dynamodb::global
