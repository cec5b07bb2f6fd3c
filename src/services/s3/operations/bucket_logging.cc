#include "services/s3/configs/configured_bucket.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {
namespace {

std::optional<aws::Error> check_log_format(const LoggingEnabled& logging) {
  const auto& format = logging.target_object_key_format;
  if (format && format->simple_prefix.has_value() == format->partitioned_prefix.has_value()) {
    return error(ErrorCode::malformed_xml);
  }
  if (!logging.target_grants) return std::nullopt;
  for (const auto& grant : *logging.target_grants) {
    if (!grant.grantee || !grant.permission) return error(ErrorCode::malformed_xml);
  }
  return std::nullopt;
}

// User Guide, "Enabling Amazon S3 server access logging" and "Troubleshoot server access logging".
asio::awaitable<Result<void>> check_log_target(const S3Door& door, BucketPtr source, LoggingEnabled logging) {
  auto target = co_await door.backend.get_bucket(*logging.target_bucket);
  if (!target) co_return aws::fail(error(ErrorCode::invalid_target_bucket_for_logging));
  if ((*target)->owner.account_id != source->owner.account_id) {
    co_return aws::fail(error(ErrorCode::invalid_target_bucket_for_logging,
                              "The owner for the bucket to be logged and the target bucket must be the same."));
  }
  if ((*target)->region != source->region) co_return aws::fail(error(ErrorCode::cross_location_logging_prohibited));
  const bool grants = logging.target_grants && !logging.target_grants->empty();
  if (grants && (*target)->ownership == ObjectOwnership::bucket_owner_enforced) {
    co_return aws::fail(
        error(ErrorCode::access_control_list_not_supported, "Target grants not allowed for bucket owner enforced buckets"));
  }
  co_return Result<void>{};
}

}  // namespace

Answer<ops::GetBucketLogging> get_bucket_logging(const aws::RequestContext&, S3Door& door, GetBucketLoggingRequest input) {
  auto found = co_await find_config_of<BucketLoggingStatus>(door, named(input));
  if (!found) co_return aws::fail(std::move(found.error()));
  GetBucketLoggingOutput output;
  if (*found) output.logging_enabled = std::move((*found)->logging_enabled);
  co_return output;
}

// An empty status turns logging off.
Answer<ops::PutBucketLogging> put_bucket_logging(const aws::RequestContext&, S3Door& door, PutBucketLoggingRequest input) {
  const auto& logging = input.bucket_logging_status->logging_enabled;
  if (!logging) co_return done<ops::PutBucketLogging>(co_await delete_config_of(door, named(input), ConfigKind::logging));
  if (auto wrong = check_log_format(*logging)) co_return aws::fail(std::move(*wrong));
  auto bucket = co_await get_configured_bucket(door, named(input));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if (auto fits = co_await check_log_target(door, *bucket, *logging); !fits) co_return aws::fail(std::move(fits.error()));
  co_return done<ops::PutBucketLogging>(co_await put_config(door, *bucket, *input.bucket_logging_status));
}

}  // namespace winterbaume::s3
