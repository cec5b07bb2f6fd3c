#include "services/s3/s3_service.h"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "aws/payload.h"
#include "aws/protocol/protocol.h"
#include "core/assert.h"
#include "generated/s3/operations.h"
#include "services/s3/handlers.h"
#include "services/s3/store/store_s3_backend.h"
#include "storage/mem_vfs.h"
#include "storage/memory_state_store.h"

namespace winterbaume::s3 {

S3Service::S3Service(std::shared_ptr<S3Backend> backend) : backend_(std::move(backend)), door_{*backend_} {
  door_.background = &background_;
  door_.sessions = sessions_.get();
}

std::unique_ptr<S3Service> S3Service::make() {
  return with_storage(std::make_shared<MemoryStateStore>(), std::make_shared<MemVfs>());
}

std::unique_ptr<S3Service> S3Service::with_storage(std::shared_ptr<StateStore> store, std::shared_ptr<Vfs> vfs) {
  return with_backend(std::make_shared<StoreS3Backend>(std::move(store), std::move(vfs)));
}

std::unique_ptr<S3Service> S3Service::with_backend(std::shared_ptr<S3Backend> backend) {
  WB_ASSERT(backend != nullptr);
  return std::make_unique<S3Service>(std::move(backend));
}

const aws::ServiceSchema& S3Service::schema() const { return k_service; }

asio::awaitable<http::Response> S3Service::handle(const aws::RequestContext& context, http::Request request) {
  if (auto error = aws::unwrap_payload(request, context.signature)) {
    co_return aws::encode_error(k_service, aws::ProtocolKind::rest_xml, context, *error);
  }
  co_return co_await dispatch(context, std::move(request), door_);
}

asio::awaitable<void> S3Service::reset() {
  background_.reset();
  sessions_->forget_all();
  return backend_->reset();
}

asio::awaitable<void> S3Service::run_background(std::stop_token stop) {
  using namespace asio::experimental::awaitable_operators;
  co_await (backend_->run_background(stop) && background_.run(door_, stop));
}

}  // namespace winterbaume::s3
