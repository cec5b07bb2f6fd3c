#include "services/s3/buckets/document_integrity.h"

#include "core/bytes.h"
#include "core/digest.h"
#include "services/s3/objects/content_intake.h"
#include "services/s3/s3_errors.h"
#include "services/s3/s3_limits.h"

namespace winterbaume::s3 {
namespace {

SentChecksums sent_with(const http::Request& request) {
  const auto header = [&](std::string_view name) -> std::optional<std::string> {
    if (auto value = request.headers.find(name)) return std::string(*value);
    if (const auto* trailers = request.body.trailers()) {
      if (auto value = trailers->find(name)) return std::string(trim(*value));
    }
    return std::nullopt;
  };
  return {.content_md5 = header("content-md5"),
          .crc32 = header("x-amz-checksum-crc32"),
          .crc32c = header("x-amz-checksum-crc32c"),
          .crc64nvme = header("x-amz-checksum-crc64nvme"),
          .sha1 = header("x-amz-checksum-sha1"),
          .sha256 = header("x-amz-checksum-sha256"),
          .sha512 = header("x-amz-checksum-sha512"),
          .md5 = header("x-amz-checksum-md5"),
          .xxhash64 = header("x-amz-checksum-xxhash64"),
          .xxhash3 = header("x-amz-checksum-xxhash3"),
          .xxhash128 = header("x-amz-checksum-xxhash128")};
}

// CompleteMultipartUpload's checksum headers are the object's, not the document's.
bool has_checksum_of_its_own(const aws::OperationSchema& operation) {
  return operation.input != nullptr && std::ranges::any_of(operation.input->members, [](const aws::Member& member) {
           return member.wire == "x-amz-checksum-crc32";
         });
}

std::size_t document_bytes_max(std::string_view operation) {
  if (operation == "PutBucketCors") return k_cors_bytes_max;
  if (operation == "PutBucketReplication") return k_replication_bytes_max;
  return std::numeric_limits<std::size_t>::max();
}

}  // namespace

std::optional<aws::Error> check_document(const aws::OperationSchema& operation, const http::Request& request) {
  if (operation.method == http::Method::get || operation.method == http::Method::head) return std::nullopt;
  if (operation.streams_in || !request.body.in_memory() || has_checksum_of_its_own(operation)) return std::nullopt;
  const auto& bytes = request.body.bytes();
  if (bytes.size() > document_bytes_max(operation.name)) return error(ErrorCode::max_message_length_exceeded);
  auto plan = plan_intake(sent_with(request));
  if (!plan) return std::move(plan.error());
  // API Reference, DeleteObjects; the other operations that AWS asks the same of take a document without.
  if (operation.name == "DeleteObjects" && !plan->content_md5 && plan->expected.empty()) {
    return error(ErrorCode::invalid_request, "Missing required header for this request: Content-MD5");
  }
  if (plan->content_md5 && from_base64(*plan->content_md5) != as_bytes(md5(bytes))) return error(ErrorCode::bad_digest);
  if (!plan->expected.empty() && to_base64(aws::checksum_of(plan->algorithm, bytes)) != plan->expected) {
    return error(ErrorCode::bad_digest, "The " + std::string(aws::checksum_name(plan->algorithm)) +
                                            " you specified did not match the calculated checksum.");
  }
  return std::nullopt;
}

}  // namespace winterbaume::s3
