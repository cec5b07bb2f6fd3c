#include "services/dynamodb/dynamodb_service.h"

#include "core/assert.h"
#include "generated/dynamodb/operations.h"
#include "services/dynamodb/archive/object_store.h"
#include "services/dynamodb/capacity/throttle.h"
#include "services/dynamodb/frontend.h"
#include "services/dynamodb/global/strong_backend.h"
#include "services/dynamodb/handlers.h"
#include "services/dynamodb/store/store_dynamodb_backend.h"
#include "storage/memory_state_store.h"

namespace winterbaume::dynamodb {

DynamoDbService::DynamoDbService(std::shared_ptr<DynamoDbBackend> backend)
    : backend_(std::move(backend)), door_{.backend = *backend_, .write_queues = write_queues_} {
  door_.background = &background_;
}

DynamoDbService::~DynamoDbService() = default;

std::unique_ptr<DynamoDbService> DynamoDbService::make() { return with_store(std::make_shared<MemoryStateStore>()); }

std::unique_ptr<DynamoDbService> DynamoDbService::with_store(std::shared_ptr<StateStore> store) {
  return with_backend(std::make_shared<StoreDynamoDbBackend>(std::move(store)));
}

std::unique_ptr<DynamoDbService> DynamoDbService::with_backend(std::shared_ptr<DynamoDbBackend> backend) {
  WB_ASSERT(backend != nullptr);
  return std::make_unique<DynamoDbService>(std::make_shared<global::StrongBackend>(std::move(backend)));
}

void DynamoDbService::set_objects(std::shared_ptr<ObjectStore> objects) {
  objects_ = std::move(objects);
  door_.objects = objects_.get();
}

void DynamoDbService::set_throttling(bool on) {
  throttle_ = on ? std::make_unique<Throttle>() : nullptr;
  door_.throttle = throttle_.get();
}

const aws::ServiceSchema& DynamoDbService::schema() const { return k_service; }

asio::awaitable<http::Response> DynamoDbService::handle(const aws::RequestContext& context, http::Request request) {
  if (auto answer = find_direct_answer(request)) return http::at_once(std::move(*answer));
  const bool from_other_origin = request.headers.find("Origin").has_value();
  auto answering = dispatch(context, std::move(request), door_);
  if (from_other_origin) return with_origin_allowed(std::move(answering));
  return answering;
}

asio::awaitable<void> DynamoDbService::reset() {
  if (throttle_ != nullptr) throttle_->reset();
  return backend_->reset();
}

asio::awaitable<void> DynamoDbService::run_background(std::stop_token stop) { return background_.run(door_, stop); }

}  // namespace winterbaume::dynamodb
