#include "services/s3/events/event_matching.h"

#include "core/bytes.h"

namespace winterbaume::s3 {

bool asks_for(std::string_view asked, std::string_view event) {
  if (asked.ends_with('*')) return event.starts_with(asked.substr(0, asked.size() - 1));
  return asked == event;
}

bool key_passes(const std::optional<NotificationConfigurationFilter>& filter, std::string_view key) {
  if (!filter || !filter->key || !filter->key->filter_rules) return true;
  for (const auto& rule : *filter->key->filter_rules) {
    if (!rule.name || !rule.value) continue;
    const bool prefix = equals_ignoring_case(*rule.name, "prefix");
    if (prefix ? !key.starts_with(*rule.value) : !key.ends_with(*rule.value)) return false;
  }
  return true;
}

}  // namespace winterbaume::s3
