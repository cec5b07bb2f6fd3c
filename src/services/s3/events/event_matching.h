// Which notifications a change sets off (Amazon S3 User Guide, "Configuring event notifications using object key name
// filtering").
#pragma once

#include <string_view>

#include "generated/s3/types.h"

namespace winterbaume::s3 {

// Whether "s3:ObjectCreated:*" or "s3:ObjectCreated:Put" asks for the event "s3:ObjectCreated:Put".
bool asks_for(std::string_view asked, std::string_view event);

// QueueConfiguration, TopicConfiguration or LambdaFunctionConfiguration: one of its events, and its prefix and suffix.
bool key_passes(const std::optional<NotificationConfigurationFilter>& filter, std::string_view key);
template <class Configuration>
bool asks_for(const Configuration& configuration, std::string_view event, std::string_view key) {
  if (!configuration.events) return false;
  for (const auto& asked : *configuration.events) {
    if (asks_for(asked, event)) return key_passes(configuration.filter, key);
  }
  return false;
}

}  // namespace winterbaume::s3
