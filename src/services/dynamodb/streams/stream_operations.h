// DynamoDB Streams' four handlers.
#pragma once

#include "aws/request_context.h"
#include "generated/dynamodbstreams/operations.h"
#include "services/dynamodb/dynamodb_backend.h"

namespace winterbaume::dynamodb {

namespace stream_ops = dynamodbstreams::ops;

template <class Operation>
using StreamAnswer = asio::awaitable<Result<typename Operation::Output>>;

StreamAnswer<stream_ops::DescribeStream> describe_stream(const aws::RequestContext&, DynamoDbBackend&,
                                                         stream_ops::DescribeStream::Input);
StreamAnswer<stream_ops::GetRecords> get_records(const aws::RequestContext&, DynamoDbBackend&, stream_ops::GetRecords::Input);
StreamAnswer<stream_ops::GetShardIterator> get_shard_iterator(const aws::RequestContext&, DynamoDbBackend&,
                                                              stream_ops::GetShardIterator::Input);
StreamAnswer<stream_ops::ListStreams> list_streams(const aws::RequestContext&, DynamoDbBackend&, stream_ops::ListStreams::Input);

}  // namespace winterbaume::dynamodb
