// Amazon SQS: 23 operations over the door, in AWS JSON 1.0 and the query protocol.
#pragma once

#include <memory>

#include "aws/service.h"
#include "services/sqs/sqs_backend.h"

namespace winterbaume::sqs {

// Thread-safe, like its backend. The queues live in the backend alone.
class SqsService final : public aws::Service {
 public:
  // Queues in memory, gone with the service, on the system's clock. Where requests carry the time of another clock, give it an
  // InMemorySqsBackend that waits on that one.
  SqsService();
  explicit SqsService(std::shared_ptr<SqsBackend> backend);  // never null
  static std::unique_ptr<SqsService> make();
  static std::unique_ptr<SqsService> with_backend(std::shared_ptr<SqsBackend> backend);

  const aws::ServiceSchema& schema() const override;
  aws::asio::awaitable<http::Response> handle(const aws::RequestContext& context, http::Request request) override;
  aws::asio::awaitable<void> reset() override;
  aws::asio::awaitable<void> run_background(std::stop_token stop) override;

 private:
  std::shared_ptr<SqsBackend> backend_;
};

}  // namespace winterbaume::sqs
