#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {

Answer<ops::AbortMultipartUpload> abort_multipart_upload(const aws::RequestContext&, S3Door& door,
                                                         AbortMultipartUploadRequest input) {
  auto bucket = co_await get_bucket(door, input.bucket, input.expected_bucket_owner);
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if (input.if_match_initiated_time) {
    if (!(*bucket)->directory) co_return aws::fail(error(ErrorCode::not_implemented));
    auto upload = co_await door.backend.get_upload((*bucket)->name, *input.key, *input.upload_id);
    if (!upload && is(upload.error(), ErrorCode::no_such_upload)) co_return AbortMultipartUploadOutput{};
    if (!upload) co_return aws::fail(std::move(upload.error()));
    const auto seconds = [](TimePoint time) { return std::chrono::floor<std::chrono::seconds>(time); };
    if (seconds(upload->initiated) != seconds(*input.if_match_initiated_time)) {
      co_return aws::fail(error(ErrorCode::precondition_failed, {}, {.condition = "x-amz-if-match-initiated-time"}));
    }
  }
  auto aborted = co_await door.backend.abort_upload((*bucket)->name, *input.key, *input.upload_id);
  if (!aborted) co_return aws::fail(std::move(aborted.error()));
  co_return AbortMultipartUploadOutput{};
}

}  // namespace winterbaume::s3
