// What a notification configuration may say (API Reference, "PutBucketNotificationConfiguration"; User Guide, "Event notification
// types and destinations", "Configuring event notifications using object key name filtering").
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "generated/s3/types.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

// One configuration of any of the three kinds of destination, pointing into its document.
struct NotificationView {
  std::string_view service;   // "sqs"
  std::string_view arn_name;  // "QueueArn"
  std::optional<std::string>* id;
  std::string* arn;
  std::vector<std::string>* events;
  std::optional<NotificationConfigurationFilter>* filter;
};
std::vector<NotificationView> notifications_of(NotificationConfiguration& configuration);

// Makes the configuration as S3 keeps it: an id for each, "Prefix" and "Suffix" with a capital. Errors: InvalidArgument
// (events, ARNs, filters, ids twice, two that would both match an object), MalformedXML.
std::optional<aws::Error> prepare_notifications(NotificationConfiguration& configuration, const BucketRecord& bucket, Ids& ids);

// InvalidArgument where a queue is not there. Topics and functions are taken at their word.
asio::awaitable<Result<void>> check_notification_queues(const S3Door& door, NotificationConfiguration configuration);

// Whether S3 has that event, wildcards included.
bool is_notification_event(std::string_view event);

// The deprecated operations' form: one configuration of each kind at most.
NotificationConfiguration to_current(NotificationConfigurationDeprecated old);
NotificationConfigurationDeprecated to_deprecated(NotificationConfiguration current);

}  // namespace winterbaume::s3
