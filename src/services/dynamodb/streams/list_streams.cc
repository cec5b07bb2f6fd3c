#include <algorithm>

#include "aws/common_errors.h"
#include "services/dynamodb/streams/stream_operations.h"
#include "services/dynamodb/tables/table_reference.h"

namespace winterbaume::dynamodb {

constexpr std::int32_t k_streams_a_page = 100;

// In the order of their ARNs.
StreamAnswer<stream_ops::ListStreams> list_streams(const aws::RequestContext& context, DynamoDbBackend& backend,
                                                   stream_ops::ListStreams::Input input) {
  if (input.limit.value_or(1) > k_streams_a_page) {
    co_return aws::fail(
        aws::errors::validation("1 validation error detected: Value '" + std::to_string(*input.limit) +
                                "' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100"));
  }
  if (input.exclusive_start_stream_arn && !parse_table_arn(*input.exclusive_start_stream_arn)) {
    co_return aws::fail(aws::errors::validation("Invalid StreamArn"));
  }
  std::vector<dynamodbstreams::Stream> streams;
  for (const auto& table : co_await backend.list_stream_tables(context.scope)) {
    if (input.table_name && table->record.name != *input.table_name) continue;
    for (const auto& stream : table->record.streams) {
      streams.push_back({stream_arn(table->record, stream), table->record.name, stream.label});
    }
  }
  std::ranges::sort(streams, {}, &dynamodbstreams::Stream::stream_arn);
  const auto start = input.exclusive_start_stream_arn
                         ? std::ranges::upper_bound(streams, *input.exclusive_start_stream_arn, {},
                                                    [](const auto& stream) { return *stream.stream_arn; })
                         : streams.begin();
  const auto left = static_cast<std::size_t>(streams.end() - start);
  const auto count = std::min<std::size_t>(left, static_cast<std::size_t>(input.limit.value_or(k_streams_a_page)));
  stream_ops::ListStreams::Output output;
  output.streams.emplace(start, start + static_cast<std::ptrdiff_t>(count));
  if (count < left) output.last_evaluated_stream_arn = output.streams->back().stream_arn;
  co_return output;
}

}  // namespace winterbaume::dynamodb
