#include "services/s3/events/notifications.h"

#include "aws/arn.h"
#include "aws/protocol/response_headers.h"
#include "services/s3/background.h"
#include "services/s3/buckets/config_documents.h"
#include "services/s3/events/event_matching.h"
#include "services/s3/events/event_queues.h"

namespace winterbaume::s3 {
namespace {

asio::awaitable<void> send(S3Door& door, std::string queue_arn, std::string message) {
  if (door.queues != nullptr) co_await door.queues->send(std::move(queue_arn), std::move(message));
}

void record(S3Door& door, TimePoint now, std::string target, std::string message) {
  if (door.background != nullptr) door.background->recorded_events().add({now, std::move(target), std::move(message)});
}

// The default bus of the bucket's owner.
std::string bus_arn(const BucketRecord& bucket) {
  return aws::make_arn("events", bucket.region, bucket.owner.account_id, "event-bus/default");
}

// "[::1]:4711" is "::1". A peer is known only where something is enforced by it; else this machine stands for it.
std::string address_of(std::string_view peer) {
  const auto colon = peer.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return "127.0.0.1";
  auto address = peer.substr(0, colon);
  if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
  return std::string(address);
}

template <class Configurations, class Target>
void record_matching(S3Door& door, const Configurations& configurations, Target target, const BucketRecord& bucket,
                     const EventOrigin& origin, const ObjectChange& change) {
  if (!configurations) return;
  for (const auto& configuration : *configurations) {
    if (!asks_for(configuration, change.event, change.object.key)) continue;
    record(door, origin.now, (configuration.*target).value_or(""),
           make_event_message(bucket, origin, change, configuration.id.value_or("")));
  }
}

}  // namespace

EventOrigin origin_of(const aws::RequestContext& context) {
  EventOrigin origin;
  origin.now = context.now;
  origin.request_id = context.request_id();
  origin.extended_request_id = aws::extended_request_id(context);
  origin.principal_id = "Anonymous";
  origin.source_ip = address_of(context.peer);
  if (!context.anonymous) {
    origin.principal_id = "AWS:" + (context.access_key_id.empty() ? context.scope.account_id : context.access_key_id);
  }
  return origin;
}

asio::awaitable<void> notify(S3Door& door, BucketPtr bucket, EventOrigin origin, ObjectChange change) {
  if (!bucket->has(ConfigKind::notification)) co_return;
  auto found = co_await find_config<NotificationConfiguration>(door, bucket);
  if (!found || !*found) co_return;
  const auto& configuration = **found;
  if (configuration.queue_configurations) {
    for (const auto& queue : *configuration.queue_configurations) {
      if (!asks_for(queue, change.event, change.object.key)) continue;
      auto message = make_event_message(*bucket, origin, change, queue.id.value_or(""));
      co_await send(door, queue.queue_arn.value_or(""), std::move(message));
    }
  }
  record_matching(door, configuration.topic_configurations, &TopicConfiguration::topic_arn, *bucket, origin, change);
  record_matching(door, configuration.lambda_function_configurations, &LambdaFunctionConfiguration::lambda_function_arn, *bucket,
                  origin, change);
  if (configuration.event_bridge_configuration) {
    auto event = make_bus_event(*bucket, origin, change, origin.request_id);
    if (!event.empty()) record(door, origin.now, bus_arn(*bucket), std::move(event));
  }
}

asio::awaitable<void> send_test_event(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                      NotificationConfiguration configuration) {
  const auto origin = origin_of(context);
  const auto message = make_test_message(*bucket, origin);
  if (configuration.queue_configurations) {
    for (auto& queue : *configuration.queue_configurations) co_await send(door, queue.queue_arn.value_or(""), message);
  }
  if (configuration.topic_configurations) {
    for (auto& topic : *configuration.topic_configurations) record(door, origin.now, topic.topic_arn.value_or(""), message);
  }
}

}  // namespace winterbaume::s3
