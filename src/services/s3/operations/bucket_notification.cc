#include "services/s3/configs/configured_bucket.h"
#include "services/s3/configs/notification_configuration.h"
#include "services/s3/events/notifications.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {
namespace {

asio::awaitable<Result<void>> store_notifications(const aws::RequestContext& context, S3Door& door, NamedBucket named,
                                                  NotificationConfiguration configuration, bool validate) {
  auto bucket = co_await get_configured_bucket(door, std::move(named));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if (auto wrong = prepare_notifications(configuration, **bucket, *context.ids)) co_return aws::fail(std::move(*wrong));
  if (validate) {
    if (auto there = co_await check_notification_queues(door, configuration); !there) co_return there;
  }
  if (notifications_of(configuration).empty() && !configuration.event_bridge_configuration) {
    co_return co_await delete_config_of(door, {.name = (*bucket)->name}, ConfigKind::notification);
  }
  auto kept = co_await put_config(door, *bucket, configuration);
  if (!kept || !validate) co_return kept;
  co_await send_test_event(context, door, std::move(*bucket), std::move(configuration));
  co_return kept;
}

asio::awaitable<Result<NotificationConfiguration>> load_notifications(const S3Door& door, NamedBucket named) {
  auto found = co_await find_config_of<NotificationConfiguration>(door, std::move(named));
  if (!found) co_return aws::fail(std::move(found.error()));
  co_return *found ? std::move(**found) : NotificationConfiguration{};
}

}  // namespace

// A bucket without notifications gives an empty configuration.
Answer<ops::GetBucketNotificationConfiguration> get_bucket_notification_configuration(
    const aws::RequestContext&, S3Door& door, GetBucketNotificationConfigurationRequest input) {
  return load_notifications(door, named(input));
}

Answer<ops::PutBucketNotificationConfiguration> put_bucket_notification_configuration(
    const aws::RequestContext& context, S3Door& door, PutBucketNotificationConfigurationRequest input) {
  const bool validate = !input.skip_destination_validation.value_or(false);
  co_return done<ops::PutBucketNotificationConfiguration>(
      co_await store_notifications(context, door, named(input), std::move(*input.notification_configuration), validate));
}

// The deprecated pair works on the same configuration.
Answer<ops::GetBucketNotification> get_bucket_notification(const aws::RequestContext&, S3Door& door,
                                                           GetBucketNotificationConfigurationRequest input) {
  auto found = co_await load_notifications(door, named(input));
  if (!found) co_return aws::fail(std::move(found.error()));
  co_return to_deprecated(std::move(*found));
}

Answer<ops::PutBucketNotification> put_bucket_notification(const aws::RequestContext& context, S3Door& door,
                                                           PutBucketNotificationRequest input) {
  auto current = to_current(std::move(*input.notification_configuration));
  co_return done<ops::PutBucketNotification>(co_await store_notifications(context, door, named(input), std::move(current), true));
}

}  // namespace winterbaume::s3
