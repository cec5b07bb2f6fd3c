// Amazon DynamoDB Streams, in AWS JSON 1.0, over the same backend as DynamoDB's tables.
#pragma once

#include <memory>

#include "aws/service.h"
#include "services/dynamodb/dynamodb_backend.h"

namespace winterbaume::dynamodb {

// Thread-safe, like its backend. Keeps nothing of its own.
class DynamoDbStreamsService final : public aws::Service {
 public:
  // Never null: DynamoDbService::backend().
  explicit DynamoDbStreamsService(std::shared_ptr<DynamoDbBackend> backend);

  const aws::ServiceSchema& schema() const override;
  asio::awaitable<http::Response> handle(const aws::RequestContext& context, http::Request request) override;
  // Its tables are DynamoDB's to forget.
  asio::awaitable<void> reset() override;

 private:
  std::shared_ptr<DynamoDbBackend> backend_;
};

}  // namespace winterbaume::dynamodb
