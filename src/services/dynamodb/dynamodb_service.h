// Amazon DynamoDB over the door, in AWS JSON 1.0.
#pragma once

#include <memory>

#include "aws/service.h"
#include "services/dynamodb/background.h"
#include "services/dynamodb/dynamodb_backend.h"
#include "services/dynamodb/dynamodb_door.h"
#include "services/dynamodb/write_queues.h"
#include "storage/state_store.h"

namespace winterbaume::dynamodb {

// Thread-safe, like its backend. Tables and items live in the backend alone.
class DynamoDbService final : public aws::Service {
 public:
  explicit DynamoDbService(std::shared_ptr<DynamoDbBackend> backend);  // never null
  ~DynamoDbService() override;
  // Everything in memory, gone with the service.
  static std::unique_ptr<DynamoDbService> make();
  static std::unique_ptr<DynamoDbService> with_backend(std::shared_ptr<DynamoDbBackend> backend);
  static std::unique_ptr<DynamoDbService> with_store(std::shared_ptr<StateStore> store);

  // For DynamoDB Streams, which reads the same state (streams/dynamodb_streams_service.h).
  std::shared_ptr<DynamoDbBackend> backend() const { return backend_; }
  // What goes on without a request; its clock and settings, before the first request.
  Background& background() { return background_; }
  // S3, as exports and imports need it; before the first request. emulator/dynamodb_objects.h has the emulator's own.
  void set_objects(std::shared_ptr<ObjectStore> objects);
  // Before the first request.
  void set_transitions(TransitionSettings transitions) { door_.transitions = transitions; }
  // Holds clients to the throughput that tables and indexes have; before the first request.
  void set_throttling(bool on);

  const aws::ServiceSchema& schema() const override;
  asio::awaitable<http::Response> handle(const aws::RequestContext& context, http::Request request) override;
  asio::awaitable<void> reset() override;
  asio::awaitable<void> run_background(std::stop_token stop) override;

 private:
  std::shared_ptr<DynamoDbBackend> backend_;
  WriteQueues write_queues_;
  Background background_;
  std::shared_ptr<ObjectStore> objects_;
  std::unique_ptr<Throttle> throttle_;  // null: nothing is throttled
  DynamoDbDoor door_;
};

}  // namespace winterbaume::dynamodb
