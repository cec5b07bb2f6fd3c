#include "emulator/dynamodb_objects.h"

#include <algorithm>
#include <cstring>

#include "core/assert.h"
#include "services/s3/operations/operations.h"

namespace winterbaume {
namespace {

using dynamodb::BucketAddress;
using dynamodb::ObjectContent;
using dynamodb::ObjectResult;
using dynamodb::ObjectStoreError;
using dynamodb::ObjectSummary;

std::unexpected<ObjectStoreError> refused(const aws::Error& error) {
  return std::unexpected(ObjectStoreError{std::string(error.shape->code), error.message});
}

std::optional<std::string> sent(std::string value) { return value.empty() ? std::nullopt : std::optional(std::move(value)); }

// A body as DynamoDB reads it.
class BodyContent final : public ObjectContent {
 public:
  explicit BodyContent(http::Body body) : body_(std::move(body)) {}

  asio::awaitable<std::size_t> read(std::span<char> into) override {
    if (!body_.in_memory()) co_return co_await body_.source()->read(into);
    const auto count = std::min(into.size(), body_.bytes().size() - at_);
    std::memcpy(into.data(), body_.bytes().data() + at_, count);
    at_ += count;
    co_return count;
  }

 private:
  http::Body body_;
  std::size_t at_ = 0;
};

class S3Objects final : public dynamodb::ObjectStore {
 public:
  S3Objects(s3::S3Door& door, std::shared_ptr<Clock> clock, std::shared_ptr<Ids> ids)
      : door_(door), clock_(std::move(clock)), ids_(std::move(ids)) {
    WB_ASSERT(clock_ && ids_);
  }

  asio::awaitable<ObjectResult<std::string>> put(BucketAddress bucket, dynamodb::ObjectUpload object) override {
    const auto context = context_of(bucket);
    s3::PutObjectRequest request;
    request.bucket = std::move(bucket.bucket);
    request.expected_bucket_owner = sent(std::move(bucket.owner));
    request.key = std::move(object.key);
    request.content_type = sent(std::move(object.content_type));
    request.server_side_encryption = sent(std::move(object.sse_algorithm));
    request.ssekms_key_id = sent(std::move(object.kms_key_id));
    request.body = http::Body(std::move(object.content));
    auto stored = co_await s3::put_object(context, door_, std::move(request));
    if (!stored) co_return refused(stored.error());
    auto etag = stored->e_tag.value_or(std::string());
    std::erase(etag, '"');
    co_return etag;
  }

  asio::awaitable<ObjectResult<std::unique_ptr<ObjectContent>>> open(BucketAddress bucket, std::string key) override {
    const auto context = context_of(bucket);
    s3::GetObjectRequest request;
    request.bucket = std::move(bucket.bucket);
    request.expected_bucket_owner = sent(std::move(bucket.owner));
    request.key = std::move(key);
    auto found = co_await s3::get_object(context, door_, std::move(request));
    if (!found) co_return refused(found.error());
    co_return std::make_unique<BodyContent>(found->body ? std::move(*found->body) : http::Body());
  }

  asio::awaitable<ObjectResult<std::vector<ObjectSummary>>> list(BucketAddress bucket, std::string prefix,
                                                                 std::string start_after) override {
    const auto context = context_of(bucket);
    s3::ListObjectsV2Request request;
    request.bucket = std::move(bucket.bucket);
    request.expected_bucket_owner = sent(std::move(bucket.owner));
    request.prefix = std::move(prefix);
    request.start_after = sent(std::move(start_after));
    auto listed = co_await s3::list_objects_v2(context, door_, std::move(request));
    if (!listed) co_return refused(listed.error());
    std::vector<ObjectSummary> out;
    for (auto& object : listed->contents.value_or(std::vector<s3::Object>())) {
      out.push_back({std::move(*object.key), static_cast<std::uint64_t>(object.size.value_or(0))});
    }
    co_return out;
  }

 private:
  aws::RequestContext context_of(const BucketAddress& bucket) const {
    aws::RequestContext context;
    context.scope = bucket.scope;
    context.clock = clock_.get();
    context.ids = ids_.get();
    context.now = clock_->now();
    ids_->uuid().write_text(context.request_id_text);
    return context;
  }

  s3::S3Door& door_;
  std::shared_ptr<Clock> clock_;
  std::shared_ptr<Ids> ids_;
};

}  // namespace

std::shared_ptr<dynamodb::ObjectStore> make_dynamodb_objects(s3::S3Door& s3, std::shared_ptr<Clock> clock,
                                                             std::shared_ptr<Ids> ids) {
  return std::make_shared<S3Objects>(s3, std::move(clock), std::move(ids));
}

}  // namespace winterbaume
