// Checksums of multipart uploads: which one an upload keeps, and what the parts' come to (Amazon S3 User Guide, "Checking object
// integrity for data uploads", COMPOSITE and FULL_OBJECT).
#pragma once

#include <optional>
#include <span>
#include <string>

#include "services/s3/objects/content_intake.h"
#include "services/s3/s3_backend.h"

namespace winterbaume::s3 {

// By x-amz-checksum-algorithm and -type of CreateMultipartUpload. Where no algorithm was asked for, CRC64NVME of the full object.
// Errors: InvalidRequest for a type that the algorithm does not have, or without an algorithm.
struct UploadChecksum {
  ObjectChecksum checksum;
  bool asked = false;
};
Result<UploadChecksum> plan_upload_checksum(const std::optional<std::string>& algorithm, const std::optional<std::string>& type);

// How a part of the upload is taken in. Where no algorithm was asked for, a part may carry any: it is checked, and CRC64NVME is
// kept. Errors: those of plan_intake(); InvalidRequest where the part carries another algorithm than the upload's.
Result<IntakePlan> plan_part_intake(const UploadRecord& upload, const SentChecksums& sent);

// The object's: of parts that all carry a checksum of the upload's algorithm. `composite` is the checksum of the parts'
// checksums, with "-<parts>" at the end.
ObjectChecksum checksum_of_parts(const ObjectChecksum& wanted, std::span<const PartRecord> parts);
// "<MD5 of the parts' MD5s>-<parts>".
std::string etag_of_parts(std::span<const PartRecord> parts);

// "SHA256 (lower case)", as AWS names an algorithm in sentences; "null" of none.
std::string checksum_word(ChecksumAlgorithm algorithm);

}  // namespace winterbaume::s3
