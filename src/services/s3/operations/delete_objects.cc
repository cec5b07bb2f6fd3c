#include <algorithm>

#include "services/s3/access/authorize.h"
#include "services/s3/objects/etags.h"
#include "services/s3/objects/object_deletion.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"
#include "services/s3/s3_limits.h"

namespace winterbaume::s3 {
namespace {

UnwantedVersion unwanted_of(const ObjectIdentifier& object, bool bypass) {
  UnwantedVersion unwanted{
      .key = object.key.value_or(""), .version_id = object.version_id, .conditions = {}, .bypass_governance = bypass};
  if (object.e_tag) unwanted.conditions.if_match = bare_etag(*object.e_tag);
  if (object.size) unwanted.conditions.if_match_size = static_cast<std::uint64_t>(*object.size);
  unwanted.conditions.if_match_modified = object.last_modified_time;
  return unwanted;
}

// As of DeleteObject: where an ETag is compared, the caller must also have the right to read.
asio::awaitable<Result<void>> authorize_deletion(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                                 const UnwantedVersion& unwanted) {
  AccessRequest asked{.action = unwanted.version_id ? "s3:DeleteObjectVersion" : "s3:DeleteObject",
                      .bucket = std::move(bucket),
                      .key = unwanted.key,
                      .version_id = unwanted.version_id};
  const auto& etag = unwanted.conditions.if_match;
  if (!etag.empty()) asked.conditions.emplace_back("s3:if-match", etag);
  auto allowed = co_await authorize(context, door, asked);
  if (!allowed || etag.empty() || etag == "*") co_return allowed;
  asked.action = unwanted.version_id ? "s3:GetObjectVersion" : "s3:GetObject";
  co_return co_await authorize(context, door, std::move(asked));
}

asio::awaitable<Result<DeletionOutcome>> delete_listed(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                                       UnwantedVersion unwanted) {
  if (context.enforced) {
    auto allowed = co_await authorize_deletion(context, door, bucket, unwanted);
    if (!allowed) co_return aws::fail(std::move(allowed.error()));
  }
  co_return co_await delete_version(context, door, std::move(bucket), std::move(unwanted));
}

DeletedObject deleted_entry(ObjectIdentifier object, DeletionOutcome outcome) {
  DeletedObject entry;
  entry.key = std::move(object.key);
  entry.version_id = std::move(object.version_id);
  if (outcome.delete_marker) {
    entry.delete_marker = true;
    entry.delete_marker_version_id = std::move(outcome.version_id);
  }
  return entry;
}

Error refused_entry(ObjectIdentifier object, const aws::Error& refusal) {
  Error entry;
  entry.key = std::move(object.key);
  entry.version_id = std::move(object.version_id);
  entry.code = refusal.shape->code;
  entry.message = refusal.message;
  return entry;
}

}  // namespace

Answer<ops::DeleteObjects> delete_objects(const aws::RequestContext& context, S3Door& door, DeleteObjectsRequest input) {
  auto bucket = co_await get_bucket(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto& wanted = *input.delete_;
  if (!wanted.objects || wanted.objects->empty() || wanted.objects->size() > k_delete_objects_max) {
    co_return aws::fail(error(ErrorCode::malformed_xml));
  }
  if (std::ranges::any_of(*wanted.objects, [](const auto& object) { return object.version_id.has_value(); })) {
    if (auto refusal = check_mfa(**bucket, input.mfa)) co_return aws::fail(std::move(*refusal));
  }
  const bool quiet = wanted.quiet.value_or(false);
  const bool bypass = input.bypass_governance_retention.value_or(false);
  DeleteObjectsOutput output;
  for (auto& object : *wanted.objects) {
    auto outcome = co_await delete_listed(context, door, *bucket, unwanted_of(object, bypass));
    if (!outcome) {
      if (!output.errors) output.errors.emplace();
      output.errors->push_back(refused_entry(std::move(object), outcome.error()));
    } else if (!quiet) {
      if (!output.deleted) output.deleted.emplace();
      output.deleted->push_back(deleted_entry(std::move(object), std::move(*outcome)));
    }
  }
  co_return output;
}

}  // namespace winterbaume::s3
