#include <fmt/format.h>

#include "aws/common_errors.h"
#include "core/bytes.h"
#include "core/digest.h"
#include "generated/dynamodbstreams/errors.h"
#include "services/dynamodb/streams/shard_iterator.h"
#include "services/dynamodb/streams/stream_operations.h"
#include "services/dynamodb/streams/stream_reference.h"
#include "services/dynamodb/streams/trimmed_records.h"
#include "services/dynamodb/tables/transitions.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::int32_t k_records_max = 1000;

// The same for the same record, whoever reads it.
std::string event_id(const std::string& stream_arn, std::uint32_t shard, const std::string& number) {
  const auto digest = md5(fmt::format("{}/{}/{}", stream_arn, shard, number));
  return to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

dynamodbstreams::Record describe_record(const TableRecord& table, const StreamInfo& stream, std::uint32_t shard, StreamRow row) {
  dynamodbstreams::StreamRecord change;
  change.approximate_creation_date_time = std::chrono::floor<std::chrono::seconds>(row.at);
  change.keys = std::move(row.key);
  change.new_image = std::move(row.new_item);
  change.old_image = std::move(row.old_item);
  change.size_bytes = static_cast<std::int64_t>(row.bytes);
  change.stream_view_type = std::string(stream_view_name(stream.view));
  dynamodbstreams::Record record;
  record.event_id = event_id(stream_arn(table, stream), shard, row.sequence_number);
  record.event_name = !row.is_there ? "REMOVE" : row.was_there ? "MODIFY" : "INSERT";
  record.event_version = "1.1";
  record.event_source = "aws:dynamodb";
  record.aws_region = table.region;
  if (row.cause == WriteCause::time_to_live)
    record.user_identity = dynamodbstreams::Identity{"dynamodb.amazonaws.com", "Service"};
  change.sequence_number = std::move(row.sequence_number);
  record.dynamodb = std::move(change);
  return record;
}

std::optional<aws::Error> check_age(const ShardIterator& iterator, TimePoint now) {
  if (now <= iterator.issued + k_iterator_lifetime) return std::nullopt;
  return dynamodbstreams::errors::expired_iterator_exception(fmt::format(
      "Iterator expired. The iterator was created at time {} while right now it is {} which is further in the future than "
      "the tolerated delay of 900000 milliseconds.",
      iterator.issued.time_since_epoch().count(), now.time_since_epoch().count()));
}

}  // namespace

// A shard that is closed gives no next iterator once it is read to its end.
StreamAnswer<stream_ops::GetRecords> get_records(const aws::RequestContext& context, DynamoDbBackend& backend,
                                                 stream_ops::GetRecords::Input input) {
  auto iterator = decode_shard_iterator(*input.shard_iterator);
  if (!iterator || iterator->shard >= backend.shard_count()) {
    co_return aws::fail(aws::errors::validation("Invalid ShardIterator"));
  }
  if (input.limit.value_or(1) > k_records_max) {
    co_return aws::fail(aws::errors::validation(fmt::format(
        "1 validation error detected: Value '{}' at 'limit' failed to satisfy constraint: Member must have value less than "
        "or equal to 1000",
        *input.limit)));
  }
  if (auto wrong = check_age(*iterator, context.now)) co_return aws::fail(std::move(*wrong));
  auto found = co_await get_stream(backend, iterator->stream_arn);
  if (!found) co_return aws::fail(std::move(found.error()));
  const auto max = static_cast<std::size_t>(input.limit.value_or(k_records_max));
  auto rows = co_await backend.read_stream({.table = found->table,
                                            .label = found->stream.label,
                                            .shard = iterator->shard,
                                            .after = iterator->after,
                                            .inclusive = iterator->inclusive,
                                            .records_max = max});
  const bool at_end = rows.empty();
  const bool may_be_trimmed =
      !iterator->after.empty() && (at_end || skips_records(iterator->after, rows.front().sequence_number));
  if (may_be_trimmed) {
    if (auto wrong = co_await check_kept(backend, *found, *iterator)) co_return aws::fail(std::move(*wrong));
  }
  if (!at_end) {
    iterator->after = rows.back().sequence_number;
    iterator->inclusive = false;
  }
  iterator->issued = context.now;
  stream_ops::GetRecords::Output output;
  output.records.emplace();
  for (auto& row : rows) {
    output.records->push_back(describe_record(found->table->record, found->stream, iterator->shard, std::move(row)));
  }
  if (found->stream.enabled || !at_end) output.next_shard_iterator = encode(*iterator);
  co_return output;
}

}  // namespace winterbaume::dynamodb
