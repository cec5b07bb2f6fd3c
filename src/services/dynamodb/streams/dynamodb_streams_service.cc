#include "services/dynamodb/streams/dynamodb_streams_service.h"

#include "aws/dispatch.h"
#include "core/assert.h"
#include "services/dynamodb/frontend.h"
#include "services/dynamodb/streams/stream_operations.h"

namespace winterbaume::dynamodb {
namespace {

constexpr auto k_handlers = aws::handlers<DynamoDbBackend>(aws::on<stream_ops::DescribeStream, &describe_stream>(),
                                                           aws::on<stream_ops::GetRecords, &get_records>(),
                                                           aws::on<stream_ops::GetShardIterator, &get_shard_iterator>(),
                                                           aws::on<stream_ops::ListStreams, &list_streams>())
                                .with_completion(sign_off);

}  // namespace

DynamoDbStreamsService::DynamoDbStreamsService(std::shared_ptr<DynamoDbBackend> backend) : backend_(std::move(backend)) {
  WB_ASSERT(backend_ != nullptr);
}

const aws::ServiceSchema& DynamoDbStreamsService::schema() const { return dynamodbstreams::k_service; }

asio::awaitable<http::Response> DynamoDbStreamsService::handle(const aws::RequestContext& context, http::Request request) {
  if (auto answer = find_direct_answer(request)) return http::at_once(std::move(*answer));
  const bool from_other_origin = request.headers.find("Origin").has_value();
  auto answering = aws::dispatch(k_handlers, context, std::move(request), *backend_);
  if (from_other_origin) return with_origin_allowed(std::move(answering));
  return answering;
}

asio::awaitable<void> DynamoDbStreamsService::reset() { co_return; }

}  // namespace winterbaume::dynamodb
