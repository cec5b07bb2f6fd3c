#include "core/bytes.h"
#include "services/s3/objects/content_intake.h"
#include "services/s3/objects/etags.h"
#include "services/s3/objects/object_encryption.h"
#include "services/s3/operations/operations.h"
#include "services/s3/uploads/upload_checksums.h"
#include "services/s3/uploads/upload_completion.h"

namespace winterbaume::s3 {
namespace {

// A body whose bytes are also hashed by a second algorithm on their way.
class TwiceHashedPart final : public http::BodySource {
 public:
  TwiceHashedPart(http::Body body, std::shared_ptr<aws::Checksum> checksum)
      : body_(std::move(body)), checksum_(std::move(checksum)) {}

  asio::awaitable<std::size_t> read(std::span<char> into) override {
    const auto got = co_await body_.source()->read(into);
    checksum_->update({into.data(), got});
    co_return got;
  }
  const http::Headers* trailers() const override { return body_.trailers(); }

 private:
  http::Body body_;
  std::shared_ptr<aws::Checksum> checksum_;
};

http::Body hashed_twice(http::Body body, std::shared_ptr<aws::Checksum> checksum) {
  if (body.in_memory()) {
    checksum->update(body.bytes());
    return body;
  }
  const auto size = body.size();
  return {std::make_unique<TwiceHashedPart>(std::move(body), std::move(checksum)), size};
}

// The checksum that the upload keeps of the part goes into `kept`: it may be another than the one that the client sent.
asio::awaitable<Result<Intake>> take_in_part(S3Door& door, const UploadRecord& upload, http::Body body, IntakePlan plan,
                                             ObjectChecksum& kept) {
  std::shared_ptr<aws::Checksum> second;
  const auto algorithm = upload.checksum.algorithm;
  if (plan.algorithm != algorithm) {
    second = aws::make_checksum(algorithm);
    if (second) body = hashed_twice(std::move(body), second);
  }
  auto intake = co_await take_in(door.backend.blobs(), std::move(body), std::move(plan));
  if (!intake) co_return intake;
  kept = intake->checksum;
  if (second) kept = {algorithm, ChecksumType::full_object, to_base64(second->finish())};
  co_return intake;
}

}  // namespace

Answer<ops::UploadPart> upload_part(const aws::RequestContext& context, S3Door& door, UploadPartRequest input) {
  if (auto refusal = check_part_number(*input.part_number)) co_return aws::fail(std::move(*refusal));
  auto bucket = co_await get_bucket(door, input.bucket, input.expected_bucket_owner);
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto upload = co_await door.backend.get_upload((*bucket)->name, *input.key, *input.upload_id);
  if (!upload) co_return aws::fail(std::move(upload.error()));
  const auto& encryption = upload->object.encryption;
  auto refusal = check_upload_key(*upload, {input.sse_customer_algorithm, input.sse_customer_key, input.sse_customer_key_md5});
  if (refusal) co_return aws::fail(std::move(*refusal));
  const auto sent = sent_checksums(input);
  auto plan = plan_part_intake(*upload, sent);
  if (!plan) co_return aws::fail(std::move(plan.error()));
  const bool shown = upload->checksum_asked || sent.algorithm || !plan->expected.empty();
  PartRecord part{.number = static_cast<std::uint32_t>(*input.part_number), .modified = context.now};
  auto body = input.body ? std::move(*input.body) : http::Body();
  auto intake = co_await take_in_part(door, *upload, std::move(body), std::move(*plan), part.checksum);
  if (!intake) co_return aws::fail(std::move(intake.error()));
  part.size = intake->size;
  part.etag = to_hex(intake->md5);
  part.blob = std::move(intake->content.blob);
  UploadPartOutput output;
  output.e_tag = quoted_etag(part.etag);
  if (shown) set_checksum(output, intake->checksum);
  set_encryption(output, encryption);
  auto stored = co_await door.backend.put_part((*bucket)->name, *input.key, *input.upload_id, std::move(part));
  if (!stored) co_return aws::fail(std::move(stored.error()));
  co_return output;
}

}  // namespace winterbaume::s3
