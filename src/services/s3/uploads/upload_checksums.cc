#include "services/s3/uploads/upload_checksums.h"

#include "core/bytes.h"
#include "core/digest.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

bool has_full_object(ChecksumAlgorithm algorithm) {
  return algorithm == ChecksumAlgorithm::crc32 || algorithm == ChecksumAlgorithm::crc32c ||
         algorithm == ChecksumAlgorithm::crc64nvme;
}

aws::Error type_refused(std::string_view type, ChecksumAlgorithm algorithm) {
  return error(ErrorCode::invalid_request, "The " + std::string(type) + " checksum type cannot be used with the " +
                                               checksum_word(algorithm) + " checksum algorithm.");
}

std::string digest_of(const PartRecord& part) { return from_base64(part.checksum.value).value_or(""); }

std::string composite_of(ChecksumAlgorithm algorithm, std::span<const PartRecord> parts) {
  std::string digests;
  for (const auto& part : parts) digests += digest_of(part);
  return to_base64(aws::checksum_of(algorithm, digests)) + '-' + std::to_string(parts.size());
}

std::string combined_of(ChecksumAlgorithm algorithm, std::span<const PartRecord> parts) {
  std::string whole = aws::checksum_of(algorithm, "");
  for (const auto& part : parts) {
    auto combined = aws::combine_checksums(algorithm, whole, digest_of(part), part.size);
    if (!combined) return {};
    whole = std::move(*combined);
  }
  return to_base64(whole);
}

}  // namespace

std::string checksum_word(ChecksumAlgorithm algorithm) {
  return algorithm == ChecksumAlgorithm::none ? "null" : to_lower(aws::checksum_name(algorithm));
}

Result<UploadChecksum> plan_upload_checksum(const std::optional<std::string>& algorithm_name,
                                            const std::optional<std::string>& type_name) {
  if (!algorithm_name) {
    if (type_name) {
      return aws::fail(error(ErrorCode::invalid_request,
                             "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header."));
    }
    return UploadChecksum{{ChecksumAlgorithm::crc64nvme, ChecksumType::full_object, {}}, false};
  }
  const auto algorithm = aws::find_checksum_algorithm(*algorithm_name);
  if (!algorithm || *algorithm == ChecksumAlgorithm::none) {
    return aws::fail(error(ErrorCode::invalid_request,
                           "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, "
                           "CRC32C, CRC64NVME, SHA1, SHA256]"));
  }
  auto type = *algorithm == ChecksumAlgorithm::crc64nvme ? ChecksumType::full_object : ChecksumType::composite;
  if (type_name == "FULL_OBJECT") {
    if (!has_full_object(*algorithm)) return aws::fail(type_refused(*type_name, *algorithm));
    type = ChecksumType::full_object;
  } else if (type_name == "COMPOSITE") {
    if (*algorithm == ChecksumAlgorithm::crc64nvme) return aws::fail(type_refused(*type_name, *algorithm));
  } else if (type_name) {
    return aws::fail(error(ErrorCode::invalid_request, "Value for x-amz-checksum-type header is invalid."));
  }
  return UploadChecksum{{*algorithm, type, {}}, true};
}

Result<IntakePlan> plan_part_intake(const UploadRecord& upload, const SentChecksums& sent) {
  auto plan = plan_intake(sent);
  if (!plan) return plan;
  plan->inline_bytes_max = 0;  // a part is always a blob of its own
  const bool named = sent.algorithm || !plan->expected.empty();
  if (!named) {
    plan->algorithm = upload.checksum.algorithm;
  } else if (upload.checksum_asked && plan->algorithm != upload.checksum.algorithm) {
    return aws::fail(error(ErrorCode::invalid_request, "Checksum Type mismatch occurred, expected checksum Type: " +
                                                           checksum_word(upload.checksum.algorithm) +
                                                           ", actual checksum Type: " + checksum_word(plan->algorithm)));
  }
  return plan;
}

ObjectChecksum checksum_of_parts(const ObjectChecksum& wanted, std::span<const PartRecord> parts) {
  if (wanted.algorithm == ChecksumAlgorithm::none) return {};
  auto value =
      wanted.type == ChecksumType::composite ? composite_of(wanted.algorithm, parts) : combined_of(wanted.algorithm, parts);
  return {wanted.algorithm, wanted.type, std::move(value)};
}

std::string etag_of_parts(std::span<const PartRecord> parts) {
  // Each part's ETag is the hexadecimal form of its MD5.
  const auto nibble = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string digests;
  digests.reserve(parts.size() * 16);
  for (const auto& part : parts) {
    for (std::size_t i = 0; i + 1 < part.etag.size(); i += 2) {
      digests += static_cast<char>(nibble(part.etag[i]) * 16 + nibble(part.etag[i + 1]));
    }
  }
  return to_hex(as_bytes(md5(digests))) + '-' + std::to_string(parts.size());
}

}  // namespace winterbaume::s3
