#include "services/s3/uploads/upload_completion.h"

#include <algorithm>
#include <array>

#include "services/s3/objects/content_intake.h"
#include "services/s3/objects/etags.h"
#include "services/s3/objects/object_encryption.h"
#include "services/s3/s3_errors.h"
#include "services/s3/s3_limits.h"
#include "services/s3/uploads/upload_checksums.h"

namespace winterbaume::s3 {
namespace {

// The checksum members of a request or of a listed part, in the order of ChecksumAlgorithm.
template <class T>
std::array<const std::optional<std::string>*, 10> checksum_members(const T& input) {
  return {&input.checksum_crc32,   &input.checksum_crc32_c,  &input.checksum_crc64_nvme, &input.checksum_sha1,
          &input.checksum_sha256,  &input.checksum_sha512,   &input.checksum_md5,        &input.checksum_xxhash64,
          &input.checksum_xxhash3, &input.checksum_xxhash128};
}

// The checksum that was sent; `none` where none was.
template <class T>
ObjectChecksum find_sent_checksum(const T& input) {
  const auto members = checksum_members(input);
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (*members[i]) return {static_cast<ChecksumAlgorithm>(i + 1), ChecksumType::full_object, **members[i]};
  }
  return {};
}

aws::Error invalid_part(const UploadRecord& upload, const CompletedPart& listed) {
  ErrorDetail detail{.upload_id = upload.id, .part_number = std::to_string(*listed.part_number)};
  detail.etag = bare_etag(listed.e_tag.value_or(""));
  return error(ErrorCode::invalid_part, {}, std::move(detail));
}

std::optional<aws::Error> check_order(const std::vector<CompletedPart>& listed) {
  std::int32_t last = 0;
  for (const auto& part : listed) {
    if (!part.part_number || !part.e_tag) return error(ErrorCode::malformed_xml);
    if (auto refusal = check_part_number(*part.part_number)) return refusal;
    if (*part.part_number < last) return error(ErrorCode::invalid_part_order);
    last = *part.part_number;
  }
  return std::nullopt;
}

Result<std::vector<PartRecord>> pick_parts(const UploadRecord& upload, std::vector<PartRecord> uploaded,
                                           const std::vector<CompletedPart>& listed) {
  std::vector<PartRecord> picked;
  picked.reserve(listed.size());
  auto at = uploaded.begin();
  for (std::size_t i = 0; i < listed.size(); ++i) {
    const auto& wanted = listed[i];
    // Of a part that is listed again, as it was sent again, the last counts.
    if (i + 1 < listed.size() && listed[i + 1].part_number == wanted.part_number) continue;
    const auto number = static_cast<std::uint32_t>(*wanted.part_number);
    while (at != uploaded.end() && at->number < number) ++at;
    if (at == uploaded.end() || at->number != number || bare_etag(*wanted.e_tag) != at->etag) {
      return aws::fail(invalid_part(upload, wanted));
    }
    const auto sent = find_sent_checksum(wanted);
    if (sent.algorithm == at->checksum.algorithm && sent.value != at->checksum.value) {
      return aws::fail(invalid_part(upload, wanted));
    }
    picked.push_back(std::move(*at++));
  }
  return picked;
}

std::optional<aws::Error> check_sizes(const std::vector<PartRecord>& parts) {
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    const auto& part = parts[i];
    if (part.size >= k_part_bytes_min) continue;
    return error(ErrorCode::entity_too_small, {},
                 {.proposed_size = std::to_string(part.size),
                  .min_size_allowed = std::to_string(k_part_bytes_min),
                  .part_number = std::to_string(part.number),
                  .etag = part.etag});
  }
  return std::nullopt;
}

// x-amz-checksum-* of the whole object; of a composite one "-<parts>" may be left out.
std::optional<aws::Error> check_object_checksum(const UploadRecord& upload, const ObjectChecksum& computed,
                                                const CompleteMultipartUploadRequest& input) {
  if (input.checksum_type && *input.checksum_type != checksum_type_name(upload.checksum.type)) {
    return error(ErrorCode::bad_digest, "The upload was created using the " + checksum_type_name(upload.checksum.type) +
                                            " checksum mode. The complete request must use the same checksum mode.");
  }
  const auto sent = find_sent_checksum(input);
  if (sent.algorithm == ChecksumAlgorithm::none) return std::nullopt;
  if (sent.algorithm != computed.algorithm) {
    return error(ErrorCode::invalid_request,
                 "Checksum Type mismatch occurred, expected checksum Type: " +
                     checksum_word(upload.checksum_asked ? computed.algorithm : ChecksumAlgorithm::none) +
                     ", actual checksum Type: " + checksum_word(sent.algorithm));
  }
  const auto bare = computed.value.substr(0, computed.value.rfind('-'));
  if (sent.value == computed.value || (computed.type == ChecksumType::composite && sent.value == bare)) return std::nullopt;
  return error(ErrorCode::bad_digest, "The " + std::string(aws::checksum_name(computed.algorithm)) +
                                          " you specified did not match the calculated checksum.");
}

std::optional<aws::Error> check_part_checksums(const UploadRecord& upload, const std::vector<CompletedPart>& listed) {
  if (!upload.checksum_asked) return std::nullopt;
  for (const auto& part : listed) {
    const auto sent = find_sent_checksum(part);
    const bool missing = sent.algorithm == ChecksumAlgorithm::none;
    if (missing && upload.checksum.type == ChecksumType::full_object) continue;
    if (sent.algorithm == upload.checksum.algorithm) continue;
    return error(ErrorCode::invalid_request,
                 "The upload was created using a " + checksum_word(upload.checksum.algorithm) +
                     " checksum. The complete request must include the checksum for each part. It was missing for part " +
                     std::to_string(*part.part_number) + " in the request.");
  }
  return std::nullopt;
}

std::optional<aws::Error> check_size(const Completion& completion, const CompleteMultipartUploadRequest& input) {
  if (completion.size > k_object_bytes_max) {
    return error(ErrorCode::entity_too_large, {},
                 {.proposed_size = std::to_string(completion.size), .max_size_allowed = std::to_string(k_object_bytes_max)});
  }
  if (!input.mpu_object_size || static_cast<std::uint64_t>(*input.mpu_object_size) == completion.size) return std::nullopt;
  return error(ErrorCode::invalid_request, "The provided 'x-amz-mp-object-size' header value " +
                                               std::to_string(*input.mpu_object_size) +
                                               " does not match what was computed: " + std::to_string(completion.size));
}

}  // namespace

std::optional<aws::Error> check_upload_key(const UploadRecord& upload, const SentCustomerKey& sent) {
  auto refusal = check_customer_key(upload.object.encryption, sent.algorithm, sent.key, sent.key_md5);
  if (!refusal || !is(*refusal, ErrorCode::access_denied)) return refusal;
  return error(ErrorCode::invalid_request, "The provided encryption parameters did not match the ones used originally.");
}

std::optional<aws::Error> check_part_number(std::int32_t number) {
  if (number >= 1 && number <= static_cast<std::int32_t>(k_part_number_max)) return std::nullopt;
  return invalid_argument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", std::to_string(number));
}

Result<Completion> plan_completion(const UploadRecord& upload, std::vector<PartRecord> uploaded,
                                   const CompleteMultipartUploadRequest& input) {
  if (!input.multipart_upload || !input.multipart_upload->parts || input.multipart_upload->parts->empty()) {
    return aws::fail(error(ErrorCode::malformed_xml));
  }
  const auto& listed = *input.multipart_upload->parts;
  if (auto refusal = check_order(listed)) return aws::fail(std::move(*refusal));
  auto parts = pick_parts(upload, std::move(uploaded), listed);
  if (!parts) return aws::fail(std::move(parts.error()));
  if (auto refusal = check_sizes(*parts)) return aws::fail(std::move(*refusal));
  Completion completion{.parts = std::move(*parts)};
  for (const auto& part : completion.parts) completion.size += part.size;
  completion.etag = etag_of_parts(completion.parts);
  completion.checksum = checksum_of_parts(upload.checksum, completion.parts);
  if (auto refusal = check_object_checksum(upload, completion.checksum, input)) return aws::fail(std::move(*refusal));
  if (auto refusal = check_part_checksums(upload, listed)) return aws::fail(std::move(*refusal));
  if (auto refusal = check_size(completion, input)) return aws::fail(std::move(*refusal));
  return completion;
}

}  // namespace winterbaume::s3
