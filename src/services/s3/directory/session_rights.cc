#include "services/s3/directory/session_rights.h"

#include <algorithm>

#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

// HeadBucket is not in AWS's list of what a session that reads may do; its own page asks for any session at all.
constexpr std::string_view k_reading[] = {
    "GetObject", "GetObjectAttributes", "HeadBucket", "HeadObject", "ListMultipartUploads", "ListObjectsV2", "ListParts"};
constexpr std::string_view k_writing[] = {
    "AbortMultipartUpload", "CompleteMultipartUpload", "CopyObject", "CreateMultipartUpload",
    "DeleteObject",         "DeleteObjects",           "PutObject",  "RenameObject",
    "UploadPart",           "UploadPartCopy"};

bool is_in(const auto& operations, std::string_view operation) {
  return std::ranges::find(operations, operation) != std::ranges::end(operations);
}

}  // namespace

std::shared_ptr<const DirectorySession> find_session(const aws::RequestContext& context, const S3Door& door) {
  if (!context.enforced || context.session_token.empty() || door.sessions == nullptr) return nullptr;
  return door.sessions->find_session(context.access_key_id);
}

Result<void> check_session(const DirectorySession& session, std::string_view operation, std::string_view bucket) {
  const bool may = is_in(k_reading, operation) || (!session.read_only && is_in(k_writing, operation));
  if (may && bucket == session.bucket) return {};
  return aws::fail(error(ErrorCode::access_denied));
}

}  // namespace winterbaume::s3
