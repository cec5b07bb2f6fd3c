#include "services/s3/s3_service.h"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "core/assert.h"
#include "generated/s3/operations.h"
#include "services/s3/addressing.h"
#include "services/s3/directory/directory_listing.h"
#include "services/s3/frontend.h"
#include "services/s3/inspection.h"
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
  name_directory_listing(request);
  return answer_request(context, std::move(request), door_, domains_);
}

// Anonymous requests say nothing of S3 but by their host. It has nothing to POST to at its root; a bucket takes forms there.
aws::Claim S3Service::claim(const http::Request& request) const {
  const auto address = find_address(request.headers.get_or("Host"), domains_);
  if (address.by_s3_label) return aws::Claim::certain;
  const bool none = address.bucket.empty() && request.method == http::Method::post && request.path() == "/";
  return none ? aws::Claim::none : aws::Claim::otherwise_unclaimed;
}

// Directory buckets and Object Lambda sign as services of their own.
bool S3Service::has_signing_alias(std::string_view signing_name) const {
  return signing_name == "s3express" || signing_name == "s3-object-lambda";
}

asio::awaitable<std::optional<std::string>> S3Service::inspect(std::string target) {
  return inspect_storage(door_, std::move(target));
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
