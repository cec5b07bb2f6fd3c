#include "aws/common_errors.h"
#include "generated/dynamodbstreams/errors.h"
#include "services/dynamodb/streams/shard_iterator.h"
#include "services/dynamodb/streams/stream_operations.h"
#include "services/dynamodb/streams/stream_reference.h"
#include "services/dynamodb/streams/trimmed_records.h"

namespace winterbaume::dynamodb {
namespace {

std::optional<aws::Error> check_parameters(const stream_ops::GetShardIterator::Input& input) {
  const auto& type = *input.shard_iterator_type;
  const bool by_number = type == "AT_SEQUENCE_NUMBER" || type == "AFTER_SEQUENCE_NUMBER";
  if (by_number && !input.sequence_number) return aws::errors::validation("SequenceNumber must be provided for " + type);
  if (!by_number && input.sequence_number) return aws::errors::validation("SequenceNumber must not be provided for " + type);
  if (by_number && !is_sequence_number(*input.sequence_number)) return aws::errors::validation("Invalid SequenceNumber");
  if ((type == "AT_TIMESTAMP") == input.timestamp.has_value()) return std::nullopt;
  return aws::errors::validation("Timestamp must be provided for AT_TIMESTAMP, and for nothing else");
}

// The record before the first that is not older than `at`: an iterator begins after it.
asio::awaitable<std::string> last_before(DynamoDbBackend& backend, const FoundStream& found, std::uint32_t shard, TimePoint at) {
  std::string after;
  while (true) {
    const auto rows =
        co_await backend.read_stream({.table = found.table, .label = found.stream.label, .shard = shard, .after = after});
    for (const auto& row : rows) {
      if (row.at >= at) co_return after;
      after = row.sequence_number;
    }
    if (rows.empty()) co_return after;
  }
}

}  // namespace

StreamAnswer<stream_ops::GetShardIterator> get_shard_iterator(const aws::RequestContext& context, DynamoDbBackend& backend,
                                                              stream_ops::GetShardIterator::Input input) {
  if (auto wrong = check_parameters(input)) co_return aws::fail(std::move(*wrong));
  auto found = co_await get_stream(backend, *input.stream_arn);
  if (!found) co_return aws::fail(std::move(found.error()));
  const auto shard = find_shard(found->stream, *input.shard_id, backend.shard_count());
  if (!shard) {
    co_return aws::fail(dynamodbstreams::errors::resource_not_found_exception(
        "Requested resource not found: Shard: " + *input.shard_id + " in Stream: " + *input.stream_arn + " not found"));
  }
  ShardIterator iterator{.stream_arn = std::move(*input.stream_arn), .shard = *shard, .after = {}, .issued = context.now};
  const auto& type = *input.shard_iterator_type;
  if (type == "LATEST") {
    iterator.after = co_await backend.last_sequence_number(found->table, found->stream.label, *shard);
  } else if (type == "AT_TIMESTAMP") {
    iterator.after = co_await last_before(backend, *found, *shard, *input.timestamp);
  } else if (input.sequence_number) {
    iterator.after = std::move(*input.sequence_number);
    iterator.inclusive = type == "AT_SEQUENCE_NUMBER";
    if (auto wrong = co_await check_kept(backend, *found, iterator)) co_return aws::fail(std::move(*wrong));
  }
  stream_ops::GetShardIterator::Output output;
  output.shard_iterator = encode(iterator);
  co_return output;
}

}  // namespace winterbaume::dynamodb
