#include "services/s3/objects/etags.h"
#include "services/s3/objects/object_deletion.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {

Answer<ops::DeleteObject> delete_object(const aws::RequestContext& context, S3Door& door, DeleteObjectRequest input) {
  auto bucket = co_await get_bucket(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if (input.version_id) {
    if (auto refusal = check_mfa(**bucket, input.mfa)) co_return aws::fail(std::move(*refusal));
  }
  UnwantedVersion unwanted{.key = std::move(*input.key),
                           .version_id = std::move(input.version_id),
                           .bypass_governance = input.bypass_governance_retention.value_or(false)};
  if (input.if_match) unwanted.conditions.if_match = bare_etag(*input.if_match);
  if (input.if_match_size) unwanted.conditions.if_match_size = static_cast<std::uint64_t>(*input.if_match_size);
  unwanted.conditions.if_match_modified = input.if_match_last_modified_time;
  auto outcome = co_await delete_version(context, door, std::move(*bucket), std::move(unwanted));
  if (!outcome) co_return aws::fail(std::move(outcome.error()));
  DeleteObjectOutput output;
  if (outcome->delete_marker) output.delete_marker = true;
  if (!outcome->version_id.empty()) output.version_id = std::move(outcome->version_id);
  co_return output;
}

}  // namespace winterbaume::s3
