// Takes in the bytes of an object or a part: once, in pieces, hashed on the way, whole or not at all.
#pragma once

#include <optional>
#include <string>

#include "http/body.h"
#include "services/s3/s3_backend.h"
#include "services/s3/s3_limits.h"

namespace winterbaume::s3 {

// What the client says of the bytes that it sends.
struct IntakePlan {
  std::optional<std::string> content_md5;                      // base64
  ChecksumAlgorithm algorithm = ChecksumAlgorithm::crc64nvme;  // none: no checksum is kept
  std::string expected;                                        // base64; empty: in the trailer, or not sent
  std::uint64_t bytes_max = k_put_bytes_max;
  std::uint64_t inline_bytes_max = k_inline_bytes_max;
};

// The plan that the request's headers make, from any input that has the checksum members. Errors: InvalidRequest where more than
// one checksum was sent, or one that is not of its algorithm's size; InvalidDigest for a Content-MD5 that is none.
struct SentChecksums {
  std::optional<std::string> content_md5, algorithm, crc32, crc32c, crc64nvme, sha1, sha256, sha512, md5, xxhash64, xxhash3,
      xxhash128;
};
Result<IntakePlan> plan_intake(const SentChecksums& sent);
template <class Input>
SentChecksums sent_checksums(const Input& input) {
  return {input.content_md5,         input.checksum_algorithm, input.checksum_crc32,   input.checksum_crc32_c,
          input.checksum_crc64_nvme, input.checksum_sha1,      input.checksum_sha256,  input.checksum_sha512,
          input.checksum_md5,        input.checksum_xxhash64,  input.checksum_xxhash3, input.checksum_xxhash128};
}

struct Intake {
  std::uint64_t size = 0;
  std::string md5;          // 16 bytes
  ObjectChecksum checksum;  // base64
  Content content;          // inline bytes, or a committed blob that is the taker's to remove
};

// Takes in a body that is in memory already and goes into the record. Null where it is to be read or is too long for that:
// nothing is moved then.
std::optional<Result<Intake>> take_in_at_once(http::Body& body, IntakePlan& plan);

// Reads the body to its end. Errors: BadDigest, EntityTooLarge, IncompleteBody; what the body's source throws passes through.
// Nothing is left behind then.
asio::awaitable<Result<Intake>> take_in(BlobStore& blobs, http::Body body, IntakePlan plan);

// The record's object is what was taken in: size, ETag, checksum and content are its.
void take_over(ObjectRecord& record, Intake intake);

// Sets the member of `output` that carries the checksum.
template <class Output>
void set_checksum(Output& output, const ObjectChecksum& checksum) {
  switch (checksum.algorithm) {
    case ChecksumAlgorithm::none:
      return;
    case ChecksumAlgorithm::crc32:
      output.checksum_crc32 = checksum.value;
      return;
    case ChecksumAlgorithm::crc32c:
      output.checksum_crc32_c = checksum.value;
      return;
    case ChecksumAlgorithm::crc64nvme:
      output.checksum_crc64_nvme = checksum.value;
      return;
    case ChecksumAlgorithm::sha1:
      output.checksum_sha1 = checksum.value;
      return;
    case ChecksumAlgorithm::sha256:
      output.checksum_sha256 = checksum.value;
      return;
    case ChecksumAlgorithm::sha512:
      output.checksum_sha512 = checksum.value;
      return;
    case ChecksumAlgorithm::md5:
      output.checksum_md5 = checksum.value;
      return;
    case ChecksumAlgorithm::xxhash64:
      output.checksum_xxhash64 = checksum.value;
      return;
    case ChecksumAlgorithm::xxhash3:
      output.checksum_xxhash3 = checksum.value;
      return;
    case ChecksumAlgorithm::xxhash128:
      output.checksum_xxhash128 = checksum.value;
      return;
  }
}

// "FULL_OBJECT" or "COMPOSITE".
std::string checksum_type_name(ChecksumType type);

}  // namespace winterbaume::s3
