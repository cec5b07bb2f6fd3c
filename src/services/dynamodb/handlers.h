// DynamoDB's operations and who handles them.
#pragma once

#include "aws/service.h"
#include "services/dynamodb/dynamodb_door.h"

namespace winterbaume::dynamodb {

// Answers one request in AWS JSON. `context` and `door` outlive the answer.
asio::awaitable<http::Response> dispatch(const aws::RequestContext& context, http::Request request, DynamoDbDoor& door);

}  // namespace winterbaume::dynamodb
