#include "services/s3/content_intake.h"

#include "core/bytes.h"
#include "core/digest.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

constexpr std::size_t k_piece_bytes = 256 << 10;

aws::Error bad_checksum(ChecksumAlgorithm algorithm) {
  return error(ErrorCode::bad_digest,
               "The " + std::string(aws::checksum_name(algorithm)) + " you specified did not match the calculated checksum.");
}

aws::Error too_large(const IntakePlan& plan, std::uint64_t size) {
  return error(ErrorCode::entity_too_large, {},
               {.proposed_size = std::to_string(size), .max_size_allowed = std::to_string(plan.bytes_max)});
}

// The trailer's checksum counts like a header's.
Result<void> settle_expected(const http::Headers* trailers, IntakePlan& plan) {
  if (!plan.expected.empty() || trailers == nullptr || plan.algorithm == ChecksumAlgorithm::none) return {};
  if (auto value = trailers->find(aws::checksum_header(plan.algorithm))) plan.expected = trim(*value);
  return {};
}

Result<Intake> check(Intake intake, IntakePlan plan, const http::Headers* trailers) {
  if (plan.content_md5 && from_base64(*plan.content_md5) != intake.md5) return aws::fail(error(ErrorCode::bad_digest));
  if (auto settled = settle_expected(trailers, plan); !settled) return aws::fail(std::move(settled.error()));
  if (!plan.expected.empty() && plan.expected != intake.checksum.value) return aws::fail(bad_checksum(plan.algorithm));
  return intake;
}

Result<Intake> take_in_memory(http::Body body, IntakePlan plan) {
  Intake intake;
  auto& bytes = body.bytes();
  intake.size = bytes.size();
  const auto digest = md5(bytes);
  intake.md5 = as_bytes(digest);
  if (plan.algorithm != ChecksumAlgorithm::none) {
    intake.checksum = {plan.algorithm, ChecksumType::full_object, to_base64(aws::checksum_of(plan.algorithm, bytes))};
  }
  auto checked = check(std::move(intake), std::move(plan), body.trailers());
  if (checked) checked->content.inline_bytes = std::move(bytes);
  return checked;
}

// Reads a body in pieces, whether it is in memory or streams.
class Pieces {
 public:
  explicit Pieces(http::Body& body) : body_(body) {
    if (!body.in_memory()) buffer_ = std::make_unique_for_overwrite<char[]>(k_piece_bytes);
  }
  // Empty at the end. Stays until the next call.
  asio::awaitable<std::string_view> next() {
    if (body_.in_memory()) {
      auto piece = std::string_view(body_.bytes()).substr(at_, k_piece_bytes);
      at_ += piece.size();
      co_return piece;
    }
    std::size_t filled = 0;
    while (filled < k_piece_bytes) {
      const auto got = co_await body_.source()->read({buffer_.get() + filled, k_piece_bytes - filled});
      if (got == 0) break;
      filled += got;
    }
    co_return std::string_view(buffer_.get(), filled);
  }

 private:
  http::Body& body_;
  std::unique_ptr<char[]> buffer_;
  std::size_t at_ = 0;
};

}  // namespace

std::string checksum_type_name(ChecksumType type) { return type == ChecksumType::composite ? "COMPOSITE" : "FULL_OBJECT"; }

Result<IntakePlan> plan_intake(const SentChecksums& sent) {
  IntakePlan plan;
  if (sent.content_md5) {
    auto digest = from_base64(*sent.content_md5);
    if (!digest || digest->size() != 16) return aws::fail(error(ErrorCode::invalid_digest));
    plan.content_md5 = sent.content_md5;
  }
  const std::optional<std::string>* values[] = {&sent.crc32,  &sent.crc32c, &sent.crc64nvme, &sent.sha1,    &sent.sha256,
                                                &sent.sha512, &sent.md5,    &sent.xxhash64,  &sent.xxhash3, &sent.xxhash128};
  bool found = false;
  for (std::size_t i = 0; i < std::size(values); ++i) {
    if (!*values[i]) continue;
    const auto algorithm = static_cast<ChecksumAlgorithm>(i + 1);
    if (found) {
      return aws::fail(error(ErrorCode::invalid_request,
                             "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed."));
    }
    found = true;
    auto digest = from_base64(**values[i]);
    if (!digest || digest->size() != aws::checksum_bytes(algorithm)) {
      return aws::fail(
          error(ErrorCode::invalid_request, "Value for " + std::string(aws::checksum_header(algorithm)) + " header is invalid."));
    }
    plan.algorithm = algorithm;
    plan.expected = **values[i];
  }
  if (!found && sent.algorithm) {
    auto algorithm = aws::find_checksum_algorithm(*sent.algorithm);
    if (!algorithm)
      return aws::fail(error(ErrorCode::invalid_request,
                             "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, "
                             "CRC32C, CRC64NVME, SHA1, SHA256]"));
    plan.algorithm = *algorithm;
  }
  return plan;
}

asio::awaitable<Result<Intake>> take_in(BlobStore& blobs, http::Body body, IntakePlan plan) {
  if (body.size() > plan.bytes_max) co_return aws::fail(too_large(plan, *body.size()));
  if (body.in_memory() && body.bytes().size() <= plan.inline_bytes_max)
    co_return take_in_memory(std::move(body), std::move(plan));
  Pieces pieces(body);
  auto piece = co_await pieces.next();
  if (!body.in_memory() && piece.size() <= plan.inline_bytes_max) {
    http::Body whole{std::string(piece)};
    if (const auto* trailers = body.trailers()) whole.set_trailers(std::make_unique<http::Headers>(*trailers));
    co_return take_in_memory(std::move(whole), std::move(plan));
  }
  Intake intake;
  DigestStream digest(DigestAlgorithm::md5);
  auto checksum = aws::make_checksum(plan.algorithm);
  auto blob = co_await blobs.create();
  for (; !piece.empty(); piece = co_await pieces.next()) {
    intake.size += piece.size();
    if (intake.size > plan.bytes_max) co_return aws::fail(too_large(plan, intake.size));
    digest.update(piece);
    if (checksum) checksum->update(piece);
    co_await blob.writer->write(piece);
  }
  intake.md5 = digest.finish();
  if (checksum) intake.checksum = {plan.algorithm, ChecksumType::full_object, to_base64(checksum->finish())};
  auto checked = check(std::move(intake), std::move(plan), body.trailers());
  if (!checked) co_return checked;
  co_await blob.writer->commit();
  checked->content.blob = std::move(blob.id);
  co_return checked;
}

}  // namespace winterbaume::s3
