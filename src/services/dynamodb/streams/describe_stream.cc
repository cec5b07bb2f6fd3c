#include "services/dynamodb/streams/stream_operations.h"
#include "services/dynamodb/streams/stream_reference.h"
#include "services/dynamodb/tables/transitions.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::int32_t k_shards_a_page = 100;

asio::awaitable<dynamodbstreams::Shard> describe_shard(DynamoDbBackend& backend, const FoundStream& found, std::uint32_t shard) {
  dynamodbstreams::SequenceNumberRange range;
  const auto oldest =
      co_await backend.read_stream({.table = found.table, .label = found.stream.label, .shard = shard, .records_max = 1});
  const auto last = co_await backend.last_sequence_number(found.table, found.stream.label, shard);
  const auto none = std::string(k_first_sequence_number);
  if (!oldest.empty()) {
    range.starting_sequence_number = oldest.front().sequence_number;
  } else {
    range.starting_sequence_number = last.empty() ? none : last;
  }
  if (!found.stream.enabled) range.ending_sequence_number = last.empty() ? none : last;
  co_return dynamodbstreams::Shard{shard_id(found.stream, shard), std::move(range), std::nullopt};
}

std::vector<dynamodbstreams::KeySchemaElement> describe_keys(const KeySchemaRecord& keys) {
  std::vector<dynamodbstreams::KeySchemaElement> out;
  for (const auto& attribute : keys.hash) out.push_back({attribute.name, "HASH"});
  for (const auto& attribute : keys.range) out.push_back({attribute.name, "RANGE"});
  return out;
}

}  // namespace

// Shards are never split, so none has children: a filter for them finds nothing.
StreamAnswer<stream_ops::DescribeStream> describe_stream(const aws::RequestContext& /*context*/, DynamoDbBackend& backend,
                                                         stream_ops::DescribeStream::Input input) {
  auto found = co_await get_stream(backend, std::move(*input.stream_arn));
  if (!found) co_return aws::fail(std::move(found.error()));
  const auto& [table, stream] = *found;
  dynamodbstreams::StreamDescription description;
  description.stream_arn = stream_arn(table->record, stream);
  description.stream_label = stream.label;
  description.stream_status = stream.enabled ? "ENABLED" : "DISABLED";
  description.stream_view_type = std::string(stream_view_name(stream.view));
  description.creation_request_date_time = stream.created;
  description.table_name = table->record.name;
  description.key_schema = describe_keys(table->record.keys);
  description.shards.emplace();
  const auto max = static_cast<std::size_t>(std::min(input.limit.value_or(k_shards_a_page), k_shards_a_page));
  for (std::uint32_t shard = 0; shard < backend.shard_count(); ++shard) {
    if (input.shard_filter && input.shard_filter->type) break;
    if (input.exclusive_start_shard_id && shard_id(stream, shard) <= *input.exclusive_start_shard_id) continue;
    if (description.shards->size() == max) {
      description.last_evaluated_shard_id = description.shards->back().shard_id;
      break;
    }
    description.shards->push_back(co_await describe_shard(backend, *found, shard));
  }
  stream_ops::DescribeStream::Output output;
  output.stream_description = std::move(description);
  co_return output;
}

}  // namespace winterbaume::dynamodb
