#include "services/dynamodb/streams/trimmed_records.h"

#include <fmt/format.h>

#include <charconv>

#include "generated/dynamodbstreams/errors.h"

namespace winterbaume::dynamodb {
namespace {

// The number before it. Null: it is the first.
std::optional<std::string> number_before(std::string_view number) {
  std::uint64_t value = 0;
  const auto parsed = std::from_chars(number.data() + 1, number.data() + number.size(), value);
  if (parsed.ec != std::errc() || value == 0) return std::nullopt;
  return fmt::format("1{:020}", value - 1);
}

// What a reader there is given first. Null: nothing.
asio::awaitable<std::optional<std::string>> first_kept(DynamoDbBackend& backend, const FoundStream& found,
                                                       const ShardIterator& iterator) {
  auto rows = co_await backend.read_stream({.table = found.table,
                                            .label = found.stream.label,
                                            .shard = iterator.shard,
                                            .after = iterator.after,
                                            .inclusive = iterator.inclusive,
                                            .records_max = 1});
  if (rows.empty()) co_return std::nullopt;
  co_return std::move(rows.front().sequence_number);
}

}  // namespace

aws::Error trimmed_data() {
  return dynamodbstreams::errors::trimmed_data_access_exception("The data you are trying to access has been trimmed");
}

bool skips_records(std::string_view after, std::string_view next) {
  const auto before = number_before(next);
  return before && after < *before;
}

// The last number is taken before the records are looked for: else one that is written in between would seem forgotten.
asio::awaitable<std::optional<aws::Error>> check_kept(DynamoDbBackend& backend, const FoundStream& found,
                                                      const ShardIterator& iterator) {
  if (iterator.after.empty()) co_return std::nullopt;
  const auto last = co_await backend.last_sequence_number(found.table, found.stream.label, iterator.shard);
  const auto next = co_await first_kept(backend, found, iterator);
  const bool trimmed = next ? skips_records(iterator.after, *next) : !last.empty() && iterator.after < last;
  co_return trimmed ? std::optional(trimmed_data()) : std::nullopt;
}

}  // namespace winterbaume::dynamodb
