#include "services/s3/configs/notification_configuration.h"

#include <algorithm>
#include <set>

#include "aws/arn.h"
#include "core/bytes.h"
#include "services/s3/configs/configured_bucket.h"
#include "services/s3/events/event_queues.h"
#include "services/s3/s3_limits.h"

namespace winterbaume::s3 {
namespace {

// The model's own list.
constexpr std::string_view k_events[] = {"s3:ReducedRedundancyLostObject",
                                         "s3:ObjectCreated:*",
                                         "s3:ObjectCreated:Put",
                                         "s3:ObjectCreated:Post",
                                         "s3:ObjectCreated:Copy",
                                         "s3:ObjectCreated:CompleteMultipartUpload",
                                         "s3:ObjectRemoved:*",
                                         "s3:ObjectRemoved:Delete",
                                         "s3:ObjectRemoved:DeleteMarkerCreated",
                                         "s3:ObjectRestore:*",
                                         "s3:ObjectRestore:Post",
                                         "s3:ObjectRestore:Completed",
                                         "s3:Replication:*",
                                         "s3:Replication:OperationFailedReplication",
                                         "s3:Replication:OperationNotTracked",
                                         "s3:Replication:OperationMissedThreshold",
                                         "s3:Replication:OperationReplicatedAfterThreshold",
                                         "s3:ObjectRestore:Delete",
                                         "s3:LifecycleTransition",
                                         "s3:IntelligentTiering",
                                         "s3:ObjectAcl:Put",
                                         "s3:LifecycleExpiration:*",
                                         "s3:LifecycleExpiration:Delete",
                                         "s3:LifecycleExpiration:DeleteMarkerCreated",
                                         "s3:ObjectTagging:*",
                                         "s3:ObjectTagging:Put",
                                         "s3:ObjectTagging:Delete",
                                         "s3:ObjectAnnotation:*",
                                         "s3:ObjectAnnotation:Put",
                                         "s3:ObjectAnnotation:Delete",
                                         "s3:ObjectRetention:Put"};
constexpr std::size_t k_filter_bytes_max = 1024;

aws::Error invalid_notification(std::string message, std::string_view name, std::string value) {
  return invalid_argument(std::move(message), std::string(name), std::move(value));
}

std::optional<aws::Error> check_events(const std::vector<std::string>& events) {
  if (events.empty()) return error(ErrorCode::malformed_xml);
  for (const auto& event : events) {
    if (!is_notification_event(event)) {
      return invalid_notification("The event is not supported for notifications", "Event", event);
    }
  }
  return std::nullopt;
}

std::optional<aws::Error> check_arn(const NotificationView& view, const BucketRecord& bucket) {
  const auto arn = aws::parse_arn(*view.arn);
  if (!arn || arn->service != view.service || arn->account_id.empty()) {
    return invalid_notification("The ARN could not be parsed", view.arn_name, *view.arn);
  }
  if (arn->region != bucket.region) {
    return invalid_notification("The notification destination service region is not valid for the bucket location constraint",
                                view.arn_name, *view.arn);
  }
  // User Guide, "Supported event destinations": FIFO queues and topics are none.
  if (arn->resource.ends_with(".fifo")) {
    return invalid_notification("Unable to validate the following destination configurations", *view.arn,
                                "FIFO destinations are not supported");
  }
  return std::nullopt;
}

// One prefix and one suffix at most; their names come back with a capital.
std::optional<aws::Error> prepare_filter(std::optional<NotificationConfigurationFilter>& filter) {
  if (!filter || !filter->key || !filter->key->filter_rules) return std::nullopt;
  std::set<std::string> seen;
  for (auto& rule : *filter->key->filter_rules) {
    if (!rule.name || !rule.value) return error(ErrorCode::malformed_xml);
    const std::string name = to_lower(*rule.name);
    if (name != "prefix" && name != "suffix") {
      return invalid_notification("filter rule name must be either prefix or suffix", "FilterRule.Name", *rule.name);
    }
    if (rule.value->size() > k_filter_bytes_max) {
      return invalid_notification("Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation",
                                  "FilterRule.Value", *rule.value);
    }
    if (!seen.insert(name).second) {
      return invalid_notification("Cannot specify more than one " + name + " rule in a filter.", "FilterRule.Name", name);
    }
    rule.name = name == "prefix" ? "Prefix" : "Suffix";
  }
  return std::nullopt;
}

std::string filter_value(const NotificationView& view, std::string_view name) {
  const auto& filter = *view.filter;
  if (!filter || !filter->key || !filter->key->filter_rules) return {};
  const auto& rules = *filter->key->filter_rules;
  const auto at = std::ranges::find_if(rules, [&](const FilterRule& rule) { return rule.name == name; });
  return at == rules.end() ? std::string() : *at->value;
}

// "s3:ObjectCreated:*" and "s3:ObjectCreated:Put" have an event in common.
bool same_event(std::string_view a, std::string_view b) {
  const auto within = [](std::string_view whole, std::string_view event) {
    return whole.ends_with('*') && event.starts_with(whole.substr(0, whole.size() - 1));
  };
  return a == b || within(a, b) || within(b, a);
}

bool ambiguous(const NotificationView& a, const NotificationView& b) {
  const bool event = std::ranges::any_of(*a.events, [&](const auto& one) {
    return std::ranges::any_of(*b.events, [&](const auto& two) { return same_event(one, two); });
  });
  if (!event) return false;
  const std::string prefix_a = filter_value(a, "Prefix"), prefix_b = filter_value(b, "Prefix");
  const std::string suffix_a = filter_value(a, "Suffix"), suffix_b = filter_value(b, "Suffix");
  return (prefix_a.starts_with(prefix_b) || prefix_b.starts_with(prefix_a)) &&
         (suffix_a.ends_with(suffix_b) || suffix_b.ends_with(suffix_a));
}

std::optional<aws::Error> check_together(const std::vector<NotificationView>& views) {
  std::set<std::string_view> ids;
  for (std::size_t i = 0; i < views.size(); ++i) {
    if (!ids.insert(**views[i].id).second) {
      return invalid_notification("Same ID used for multiple configurations. IDs must be unique", "Id", **views[i].id);
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (!ambiguous(views[i], views[j])) continue;
      return error(ErrorCode::invalid_argument,
                   "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are "
                   "overlapping for the same event type.");
    }
  }
  return std::nullopt;
}

template <class List, class Arn>
void add_views(std::vector<NotificationView>& views, List& list, std::string_view service, std::string_view name, Arn arn) {
  if (!list) return;
  for (auto& each : *list) {
    if (!(each.*arn)) (each.*arn).emplace();
    if (!each.events) each.events.emplace();
    views.push_back({service, name, &each.id, &*(each.*arn), &*each.events, &each.filter});
  }
}

// The old form has one Event beside, or instead of, the list of them.
std::vector<std::string> all_events(std::optional<std::vector<std::string>> events, const std::optional<std::string>& event) {
  auto all = std::move(events).value_or(std::vector<std::string>());
  if (event && std::ranges::find(all, *event) == all.end()) all.push_back(*event);
  return all;
}

}  // namespace

bool is_notification_event(std::string_view event) { return std::ranges::find(k_events, event) != std::ranges::end(k_events); }

std::vector<NotificationView> notifications_of(NotificationConfiguration& configuration) {
  std::vector<NotificationView> views;
  add_views(views, configuration.topic_configurations, "sns", "TopicArn", &TopicConfiguration::topic_arn);
  add_views(views, configuration.queue_configurations, "sqs", "QueueArn", &QueueConfiguration::queue_arn);
  add_views(views, configuration.lambda_function_configurations, "lambda", "LambdaFunctionArn",
            &LambdaFunctionConfiguration::lambda_function_arn);
  return views;
}

std::optional<aws::Error> prepare_notifications(NotificationConfiguration& configuration, const BucketRecord& bucket, Ids& ids) {
  const auto views = notifications_of(configuration);
  if (views.size() > k_notifications_max) {
    return error(ErrorCode::invalid_argument, "The number of notification configurations must not exceed 100.");
  }
  for (const auto& view : views) {
    if (auto wrong = check_events(*view.events)) return wrong;
    if (auto wrong = check_arn(view, bucket)) return wrong;
    if (auto wrong = prepare_filter(*view.filter)) return wrong;
    if (view.id->value_or("").empty()) *view.id = new_rule_id(ids);
    if ((*view.id)->size() > k_rule_id_characters_max) {
      return invalid_notification("ID length should not exceed allowed limit of 255", "Id", **view.id);
    }
  }
  return check_together(views);
}

asio::awaitable<Result<void>> check_notification_queues(const S3Door& door, NotificationConfiguration configuration) {
  if (door.queues == nullptr || !configuration.queue_configurations) co_return Result<void>{};
  for (const auto& queue : *configuration.queue_configurations) {
    if (co_await door.queues->exists(*queue.queue_arn)) continue;
    co_return aws::fail(invalid_notification("Unable to validate the following destination configurations", *queue.queue_arn,
                                             "The destination queue does not exist"));
  }
  co_return Result<void>{};
}

NotificationConfiguration to_current(NotificationConfigurationDeprecated old) {
  NotificationConfiguration current;
  if (auto& topic = old.topic_configuration) {
    current.topic_configurations = std::vector{
        TopicConfiguration{.id = topic->id, .topic_arn = topic->topic, .events = all_events(topic->events, topic->event)}};
  }
  if (auto& queue = old.queue_configuration) {
    current.queue_configurations = std::vector{
        QueueConfiguration{.id = queue->id, .queue_arn = queue->queue, .events = all_events(queue->events, queue->event)}};
  }
  if (auto& function = old.cloud_function_configuration) {
    current.lambda_function_configurations =
        std::vector{LambdaFunctionConfiguration{.id = function->id,
                                                .lambda_function_arn = function->cloud_function,
                                                .events = all_events(function->events, function->event)}};
  }
  return current;
}

NotificationConfigurationDeprecated to_deprecated(NotificationConfiguration current) {
  NotificationConfigurationDeprecated old;
  const auto set = [](auto& made, const auto& one) {
    made.id = one.id;
    made.events = one.events;
    if (one.events && !one.events->empty()) made.event = one.events->front();
  };
  if (auto& topics = current.topic_configurations; topics && !topics->empty()) {
    set(old.topic_configuration.emplace(), topics->front());
    old.topic_configuration->topic = topics->front().topic_arn;
  }
  if (auto& queues = current.queue_configurations; queues && !queues->empty()) {
    set(old.queue_configuration.emplace(), queues->front());
    old.queue_configuration->queue = queues->front().queue_arn;
  }
  if (auto& functions = current.lambda_function_configurations; functions && !functions->empty()) {
    set(old.cloud_function_configuration.emplace(), functions->front());
    old.cloud_function_configuration->cloud_function = functions->front().lambda_function_arn;
  }
  return old;
}

}  // namespace winterbaume::s3
