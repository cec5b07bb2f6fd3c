#include "services/s3/objects/content_intake.h"

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/multiple_exceptions.hpp>
#include <exception>
#include <thread>

#include "core/bytes.h"
#include "core/digest.h"
#include "core/offload.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

// Of what two are held: hashing, writing and receiving meet once a piece, which costs four changes of threads.
constexpr std::size_t k_piece_bytes = 1 << 20;
// Up to here a change of threads costs more than it gives: MD5 takes 0.4 ms.
constexpr std::size_t k_hashed_here_bytes = 256 << 10;

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
    if (!body.in_memory()) piece_bytes_ = piece_bytes(body.size());
  }

  // Empty at the end. Stays until the call after the next: while one piece is hashed and written the next one is received.
  asio::awaitable<std::string_view> next() {
    auto piece = body_.in_memory() ? next_in_memory() : co_await receive();
    size_ += piece.size();
    co_return piece;
  }
  std::uint64_t size() const { return size_; }  // so far

 private:
  // One byte more than a small body has: only at its end are its trailers known.
  static std::size_t piece_bytes(std::optional<std::uint64_t> size) {
    return size && *size < k_piece_bytes ? static_cast<std::size_t>(*size) + 1 : k_piece_bytes;
  }

  std::string_view next_in_memory() {
    return std::string_view(body_.bytes()).substr(std::min<std::size_t>(size_, body_.bytes().size()), k_piece_bytes);
  }
  asio::awaitable<std::string_view> receive() {
    auto& buffer = buffers_[turn_ ^= 1];
    if (!buffer) buffer = std::make_unique_for_overwrite<char[]>(piece_bytes_);
    std::size_t filled = 0;
    while (filled < piece_bytes_) {
      const auto got = co_await body_.source()->read({buffer.get() + filled, piece_bytes_ - filled});
      if (got == 0) break;
      filled += got;
    }
    co_return std::string_view(buffer.get(), filled);
  }

  http::Body& body_;
  std::uint64_t size_ = 0;
  std::size_t piece_bytes_ = 0;
  std::unique_ptr<char[]> buffers_[2];
  std::size_t turn_ = 0;
};

// What is hashed of a blob: large pieces on threads of their own, as MD5 is slower than a network.
class Hashes {
 public:
  explicit Hashes(ChecksumAlgorithm algorithm) : algorithm_(algorithm), checksum_(aws::make_checksum(algorithm)) {}

  asio::awaitable<void> update(std::string_view piece) {
    if (piece.size() <= k_hashed_here_bytes) {
      hash(piece);
    } else {
      co_await offload(pool(), [this, piece] { hash(piece); });
    }
  }
  Intake finish(std::uint64_t size) {
    Intake intake;
    intake.size = size;
    intake.md5 = md5_.finish();
    if (checksum_) intake.checksum = {algorithm_, ChecksumType::full_object, to_base64(checksum_->finish())};
    return intake;
  }

 private:
  static OffloadPool& pool() {
    static OffloadPool threads(std::max(1u, std::thread::hardware_concurrency()));
    return threads;
  }
  void hash(std::string_view piece) {
    md5_.update(piece);
    if (checksum_) checksum_->update(piece);
  }

  ChecksumAlgorithm algorithm_;
  DigestStream md5_{DigestAlgorithm::md5};
  std::unique_ptr<aws::Checksum> checksum_;
};

// One of several that failed at once.
[[noreturn]] void rethrow_first(std::exception_ptr failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const asio::multiple_exceptions& several) {
    rethrow_first(several.first_exception());
  }
}

// A piece is written and hashed while the next one is received. Where several of these fail it is the disk that is told of.
asio::awaitable<std::string_view> pass_on(BlobWriter& writer, Hashes& hashes, std::string_view piece, Pieces& pieces) {
  using asio::experimental::awaitable_operators::operator&&;
  std::exception_ptr failure;
  try {
    co_return co_await (writer.write(piece) && hashes.update(piece) && pieces.next());
  } catch (...) {
    failure = std::current_exception();
  }
  rethrow_first(failure);
}

asio::awaitable<Result<Intake>> take_in_blob(BlobStore& blobs, http::Body& body, Pieces& pieces, std::string_view piece,
                                             IntakePlan plan) {
  auto blob = co_await blobs.create();
  Hashes hashes(plan.algorithm);
  while (!piece.empty()) {
    if (pieces.size() > plan.bytes_max) co_return aws::fail(too_large(plan, pieces.size()));
    piece = co_await pass_on(*blob.writer, hashes, piece, pieces);
  }
  auto checked = check(hashes.finish(pieces.size()), std::move(plan), body.trailers());
  if (!checked) co_return checked;
  co_await blob.writer->commit();
  checked->content.blob = std::move(blob.id);
  co_return checked;
}

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
  if (found && sent.algorithm && aws::find_checksum_algorithm(*sent.algorithm) != plan.algorithm) {
    return aws::fail(
        error(ErrorCode::bad_digest, "The checksum that was sent is not of the algorithm in x-amz-sdk-checksum-algorithm."));
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

std::optional<Result<Intake>> take_in_at_once(http::Body& body, IntakePlan& plan) {
  if (!body.in_memory() || body.bytes().size() > std::min(plan.inline_bytes_max, plan.bytes_max)) return std::nullopt;
  return take_in_memory(std::move(body), std::move(plan));
}

asio::awaitable<Result<Intake>> take_in(BlobStore& blobs, http::Body body, IntakePlan plan) {
  if (body.size() > plan.bytes_max) co_return aws::fail(too_large(plan, *body.size()));
  if (auto taken = take_in_at_once(body, plan)) co_return std::move(*taken);
  Pieces pieces(body);
  auto piece = co_await pieces.next();
  if (!body.in_memory() && piece.size() <= plan.inline_bytes_max) {
    http::Body whole{std::string(piece)};
    if (const auto* trailers = body.trailers()) whole.set_trailers(std::make_unique<http::Headers>(*trailers));
    co_return take_in_memory(std::move(whole), std::move(plan));
  }
  co_return co_await take_in_blob(blobs, body, pieces, piece, std::move(plan));
}

void take_over(ObjectRecord& record, Intake intake) {
  record.size = intake.size;
  record.etag = to_hex(intake.md5);
  record.checksum = std::move(intake.checksum);
  record.content = std::move(intake.content);
}

}  // namespace winterbaume::s3
