// The messages that tell of a change (Amazon S3 User Guide, "Event message structure" and "EventBridge event message structure").
#pragma once

#include <string>
#include <string_view>

#include "services/s3/events/announce.h"
#include "services/s3/s3_types.h"

namespace winterbaume::s3 {

// Who caused a change, and by which request.
struct EventOrigin {
  TimePoint now{};
  std::string request_id;
  std::string extended_request_id;
  std::string principal_id;         // "AWS:AKIA…", or a service's name
  std::string source_ip;            // empty: no request came
  std::string replication_rule_id;  // of s3:Replication events
  std::string destination_bucket;   // the same: an ARN
  std::string replication_failure;  // the same: AWS's name for the reason
  Millis replication_threshold{0};  // the same: of the rule's time control
  Millis replication_time{0};       // the same: what it took
};

// Of what S3 does by itself: lifecycle rules, replication, copies of archived objects that go. `ids` gives the request's id.
EventOrigin service_origin(TimePoint now, std::string request_id);

// {"Records": [...]}: what a queue, a topic or a function gets. `configuration_id` is that of the notification.
std::string make_event_message(const BucketRecord& bucket, const EventOrigin& origin, const ObjectChange& change,
                               std::string_view configuration_id);

// What the event bus gets. `event_id` is a UUID.
std::string make_bus_event(const BucketRecord& bucket, const EventOrigin& origin, const ObjectChange& change,
                           std::string_view event_id);

// What a target gets when a configuration that names it is accepted: an s3:TestEvent.
std::string make_test_message(const BucketRecord& bucket, const EventOrigin& origin);

}  // namespace winterbaume::s3
