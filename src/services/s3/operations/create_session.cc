#include "services/s3/directory/directory_sessions.h"
#include "services/s3/objects/object_encryption.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {

// API Reference, CreateSession: for directory buckets alone; the credentials last five minutes.
Answer<ops::CreateSession> create_session(const aws::RequestContext& context, S3Door& door, CreateSessionRequest input) {
  auto bucket = co_await get_bucket(door, std::move(input.bucket), std::nullopt);
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if (!(*bucket)->directory) co_return aws::fail(error(ErrorCode::method_not_allowed));
  if (input.session_mode && *input.session_mode != "ReadOnly" && *input.session_mode != "ReadWrite") {
    co_return aws::fail(invalid_argument("Invalid session mode", "x-amz-create-session-mode", std::move(*input.session_mode)));
  }
  auto encryption = co_await plan_encryption(context, door, *bucket,
                                             {.server_side_encryption = std::move(input.server_side_encryption),
                                              .ssekms_key_id = std::move(input.ssekms_key_id),
                                              .ssekms_encryption_context = std::move(input.ssekms_encryption_context),
                                              .bucket_key_enabled = input.bucket_key_enabled});
  if (!encryption) co_return aws::fail(std::move(encryption.error()));
  CreateSessionOutput output;
  if (!encryption->algorithm.empty()) output.server_side_encryption = std::move(encryption->algorithm);
  if (!encryption->kms_key_id.empty()) output.ssekms_key_id = std::move(encryption->kms_key_id);
  if (!encryption->kms_context.empty()) output.ssekms_encryption_context = std::move(encryption->kms_context);
  if (encryption->bucket_key) output.bucket_key_enabled = true;
  const auto session = door.sessions->issue(context, (*bucket)->name, input.session_mode == "ReadOnly");
  output.credentials = SessionCredentials{.access_key_id = session->key.id,
                                          .secret_access_key = session->key.secret,
                                          .session_token = session->key.session_token,
                                          .expiration = session->key.expires};
  co_return output;
}

}  // namespace winterbaume::s3
