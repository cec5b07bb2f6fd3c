#include "services/s3/configs/configured_bucket.h"
#include "services/s3/configs/lifecycle_configuration.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {
namespace {

constexpr auto k_lifecycle_buckets = DirectoryBuckets::allowed;

Result<std::string> lifecycle_minimum(const std::optional<std::string>& sent) {
  std::string minimum = sent.value_or(std::string(k_minimum_size_default));
  if (minimum == k_minimum_size_default || minimum == "varies_by_storage_class") return minimum;
  return aws::fail(error(ErrorCode::invalid_request, "Invalid TransitionDefaultMinimumObjectSize found: " + minimum));
}

// User Guide, "Working with S3 Lifecycle for directory buckets": they expire objects and abort uploads, and have no tags.
std::optional<aws::Error> check_directory_lifecycle(const BucketLifecycleConfiguration& configuration) {
  for (const auto& rule : *configuration.rules) {
    const bool tags = rule.filter && (rule.filter->tag || (rule.filter->and_ && rule.filter->and_->tags));
    if (tags || rule.transitions || rule.noncurrent_version_expiration || rule.noncurrent_version_transitions) {
      return error(ErrorCode::not_implemented);
    }
  }
  return std::nullopt;
}

asio::awaitable<Result<void>> store_lifecycle(const aws::RequestContext& context, S3Door& door, NamedBucket named,
                                              std::optional<BucketLifecycleConfiguration> configuration, std::string minimum) {
  auto bucket = co_await get_configured_bucket(door, std::move(named));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if (!configuration) co_return aws::fail(error(ErrorCode::missing_request_body));
  if (auto wrong = check_lifecycle(*configuration)) co_return aws::fail(std::move(*wrong));
  if ((*bucket)->directory) {
    if (auto wrong = check_directory_lifecycle(*configuration)) co_return aws::fail(std::move(*wrong));
  }
  name_lifecycle_rules(*configuration, *context.ids);
  auto kept = co_await door.backend.put_config((*bucket)->name, {ConfigKind::lifecycle, std::string(k_minimum_size_id)},
                                               std::move(minimum));
  if (!kept) co_return aws::fail(std::move(kept.error()));
  co_return co_await put_config(door, *bucket, *configuration);
}

}  // namespace

Answer<ops::PutBucketLifecycleConfiguration> put_bucket_lifecycle_configuration(const aws::RequestContext& context, S3Door& door,
                                                                                PutBucketLifecycleConfigurationRequest input) {
  auto minimum = lifecycle_minimum(input.transition_default_minimum_object_size);
  if (!minimum) co_return aws::fail(std::move(minimum.error()));
  auto stored = co_await store_lifecycle(context, door, named(input, k_lifecycle_buckets),
                                         std::move(input.lifecycle_configuration), *minimum);
  if (!stored) co_return aws::fail(std::move(stored.error()));
  co_return PutBucketLifecycleConfigurationOutput{.transition_default_minimum_object_size = std::move(*minimum)};
}

Answer<ops::GetBucketLifecycleConfiguration> get_bucket_lifecycle_configuration(const aws::RequestContext&, S3Door& door,
                                                                                GetBucketLifecycleConfigurationRequest input) {
  auto rules = co_await require_config_of<BucketLifecycleConfiguration>(door, named(input, k_lifecycle_buckets),
                                                                        ErrorCode::no_such_lifecycle_configuration);
  if (!rules) co_return aws::fail(std::move(rules.error()));
  auto bucket = co_await door.backend.get_bucket(*input.bucket);
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto minimum = co_await find_transition_minimum(door, *bucket);
  if (!minimum) co_return aws::fail(std::move(minimum.error()));
  GetBucketLifecycleConfigurationOutput output;
  output.rules = std::move(rules->rules);
  output.transition_default_minimum_object_size = std::move(*minimum);
  co_return output;
}

// Of both forms: there is no other operation that deletes rules.
Answer<ops::DeleteBucketLifecycle> delete_bucket_lifecycle(const aws::RequestContext&, S3Door& door,
                                                           DeleteBucketLifecycleRequest input) {
  auto deleted = co_await delete_config_of(door, named(input, k_lifecycle_buckets), ConfigKind::lifecycle);
  if (!deleted) co_return aws::fail(std::move(deleted.error()));
  auto minimum = co_await door.backend.delete_config(*input.bucket, {ConfigKind::lifecycle, std::string(k_minimum_size_id)});
  if (!minimum) co_return aws::fail(std::move(minimum.error()));
  co_return ops::DeleteBucketLifecycle::Output{};
}

// The deprecated pair works on the same rules.
Answer<ops::PutBucketLifecycle> put_bucket_lifecycle(const aws::RequestContext& context, S3Door& door,
                                                     PutBucketLifecycleRequest input) {
  std::optional<BucketLifecycleConfiguration> current;
  if (input.lifecycle_configuration) current = to_current(std::move(*input.lifecycle_configuration));
  co_return done<ops::PutBucketLifecycle>(
      co_await store_lifecycle(context, door, named(input), std::move(current), std::string(k_minimum_size_default)));
}

Answer<ops::GetBucketLifecycle> get_bucket_lifecycle(const aws::RequestContext&, S3Door& door, GetBucketLifecycleRequest input) {
  auto rules =
      co_await require_config_of<BucketLifecycleConfiguration>(door, named(input), ErrorCode::no_such_lifecycle_configuration);
  if (!rules) co_return aws::fail(std::move(rules.error()));
  co_return GetBucketLifecycleOutput{.rules = to_deprecated(std::move(*rules)).rules};
}

}  // namespace winterbaume::s3
