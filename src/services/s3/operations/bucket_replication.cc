#include "services/s3/configs/replication_configuration.h"

#include "services/s3/configs/configured_bucket.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {

Answer<ops::GetBucketReplication> get_bucket_replication(const aws::RequestContext&, S3Door& door,
                                                         GetBucketReplicationRequest input) {
  auto found =
      co_await require_config_of<ReplicationConfiguration>(door, named(input), ErrorCode::replication_configuration_not_found);
  if (!found) co_return aws::fail(std::move(found.error()));
  co_return GetBucketReplicationOutput{.replication_configuration = std::move(*found)};
}

Answer<ops::PutBucketReplication> put_bucket_replication(const aws::RequestContext& context, S3Door& door,
                                                         PutBucketReplicationRequest input) {
  auto& configuration = *input.replication_configuration;
  auto bucket = co_await get_configured_bucket(door, named(input));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if ((*bucket)->versioning != Versioning::enabled) {
    co_return aws::fail(
        error(ErrorCode::invalid_request, "Versioning must be 'Enabled' on the bucket to apply a replication configuration"));
  }
  if (auto wrong = check_replication(configuration)) co_return aws::fail(std::move(*wrong));
  if (auto fits = co_await check_destinations(door, *bucket, configuration); !fits) {
    co_return aws::fail(std::move(fits.error()));
  }
  name_replication_rules(configuration, *context.ids);
  co_return done<ops::PutBucketReplication>(co_await put_config(door, *bucket, configuration));
}

Answer<ops::DeleteBucketReplication> delete_bucket_replication(const aws::RequestContext&, S3Door& door,
                                                               DeleteBucketReplicationRequest input) {
  co_return done<ops::DeleteBucketReplication>(co_await delete_config_of(door, named(input), ConfigKind::replication));
}

}  // namespace winterbaume::s3
