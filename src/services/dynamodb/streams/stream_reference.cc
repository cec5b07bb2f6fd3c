#include "services/dynamodb/streams/stream_reference.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/common_errors.h"
#include "generated/dynamodbstreams/errors.h"
#include "services/dynamodb/tables/table_reference.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::string_view k_rest = "stream/";

std::optional<FoundStream> stream_of(const TablePtr& table, std::string_view label) {
  if (table == nullptr) return std::nullopt;
  const auto& streams = table->record.streams;
  const auto found = std::ranges::find(streams, label, &StreamInfo::label);
  if (found == streams.end()) return std::nullopt;
  return FoundStream{table, *found};
}

}  // namespace

asio::awaitable<Result<FoundStream>> get_stream(DynamoDbBackend& backend, std::string arn) {
  const auto parsed = parse_table_arn(arn);
  if (!parsed || !parsed->rest.starts_with(k_rest)) {
    co_return aws::fail(aws::errors::validation("Invalid StreamArn"));
  }
  const auto label = parsed->rest.substr(k_rest.size());
  if (auto found = stream_of(co_await backend.find_table(parsed->scope, parsed->table), label)) co_return std::move(*found);
  for (const auto& table : co_await backend.list_stream_tables(parsed->scope)) {
    if (table->record.name != parsed->table) continue;
    if (auto found = stream_of(table, label)) co_return std::move(*found);
  }
  co_return aws::fail(dynamodbstreams::errors::resource_not_found_exception(
      fmt::format("Requested resource not found: Stream: {} not found", arn)));
}

std::string shard_id(const StreamInfo& stream, std::uint32_t shard) {
  return fmt::format("shardId-{:020}-{:08x}", stream.created.time_since_epoch().count(), shard);
}

std::optional<std::uint32_t> find_shard(const StreamInfo& stream, std::string_view id, std::uint32_t shard_count) {
  for (std::uint32_t shard = 0; shard < shard_count; ++shard) {
    if (shard_id(stream, shard) == id) return shard;
  }
  return std::nullopt;
}

bool is_sequence_number(std::string_view text) {
  return text.size() == k_first_sequence_number.size() && text.front() == '1' &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace winterbaume::dynamodb
