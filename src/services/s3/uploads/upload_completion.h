// What an upload's parts become: CompleteMultipartUpload's rules, without the store.
#pragma once

#include <string>
#include <vector>

#include "generated/s3/types.h"
#include "services/s3/s3_backend.h"

namespace winterbaume::s3 {

struct Completion {
  std::vector<PartRecord> parts;  // those that were listed, in order
  std::uint64_t size = 0;
  std::string etag;
  ObjectChecksum checksum;
};
// `uploaded`: all parts of the upload, in order of number. Errors: MalformedXML (no parts), InvalidArgument (a number out of
// range), InvalidPartOrder, InvalidPart, EntityTooSmall, EntityTooLarge, BadDigest, InvalidRequest.
Result<Completion> plan_completion(const UploadRecord& upload, std::vector<PartRecord> uploaded,
                                   const CompleteMultipartUploadRequest& input);

// SSE-C's headers of a request to an upload: null where they fit. A key that is not the upload's is InvalidRequest here,
// AccessDenied of an object.
struct SentCustomerKey {
  std::optional<std::string> algorithm, key, key_md5;
};
std::optional<aws::Error> check_upload_key(const UploadRecord& upload, const SentCustomerKey& sent);

// InvalidArgument below 1 and above 10,000.
std::optional<aws::Error> check_part_number(std::int32_t number);

}  // namespace winterbaume::s3
