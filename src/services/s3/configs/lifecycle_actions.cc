// The actions of a lifecycle rule: when each happens, and what may stand together.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include "services/s3/configs/filters.h"
#include "services/s3/configs/lifecycle_configuration.h"

namespace winterbaume::s3 {
namespace {

// User Guide, "Constraints and considerations for transitions": objects move only down this list.
constexpr std::array<std::string_view, 6> k_waterfall = {"STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR",
                                                         "GLACIER",     "DEEP_ARCHIVE"};

aws::Error invalid_action(std::string message) { return error(ErrorCode::invalid_request, std::move(message)); }
aws::Error invalid_days(std::string message, std::string name, std::int64_t value) {
  return invalid_argument(std::move(message), std::move(name), std::to_string(value));
}

bool at_midnight(TimePoint time) { return std::chrono::floor<std::chrono::days>(time) == time; }

std::optional<aws::Error> check_date(TimePoint date) {
  if (at_midnight(date)) return std::nullopt;
  return invalid_argument("'Date' must be at midnight GMT", "Date", std::to_string(date.time_since_epoch().count() / 1000));
}

bool has_sizes(const LifecycleRule& rule) {
  if (!rule.filter) return false;
  const auto any = [](const auto& part) { return part.object_size_greater_than || part.object_size_less_than; };
  return any(*rule.filter) || (rule.filter->and_ && any(*rule.filter->and_));
}

// Delete markers and uploads have neither tags nor a size.
std::optional<aws::Error> check_untagged(const LifecycleRule& rule, std::string_view action) {
  if (rule.filter && has_tags(*rule.filter)) return invalid_action(fmt::format("{} cannot be specified with Tags.", action));
  if (has_sizes(rule)) return invalid_action(fmt::format("{} cannot be specified with Object Size.", action));
  return std::nullopt;
}

std::optional<aws::Error> check_expiration(const LifecycleRule& rule) {
  if (!rule.expiration) return std::nullopt;
  const auto& expiration = *rule.expiration;
  if ((expiration.days ? 1 : 0) + (expiration.date ? 1 : 0) + (expiration.expired_object_delete_marker ? 1 : 0) != 1) {
    return error(ErrorCode::malformed_xml);
  }
  if (expiration.days && *expiration.days < 1) {
    return invalid_days("'Days' for Expiration action must be a positive integer", "Days", *expiration.days);
  }
  if (expiration.date) return check_date(*expiration.date);
  return expiration.expired_object_delete_marker ? check_untagged(rule, "ExpiredObjectDeleteMarker") : std::nullopt;
}

std::size_t depth_of(std::string_view storage_class) {
  return static_cast<std::size_t>(std::ranges::find(k_waterfall, storage_class) - k_waterfall.begin());
}

// What transitions of current and of noncurrent versions have in common, to be compared with each other.
struct Step {
  std::string storage_class;
  std::int64_t at;  // days, or milliseconds of a date
};

// Each class once, and the deeper one later.
std::optional<aws::Error> check_steps(const LifecycleRule& rule, std::vector<Step> steps, std::string_view action,
                                      std::string_view unit) {
  std::ranges::sort(steps, {}, [](const Step& step) { return std::pair(depth_of(step.storage_class), step.at); });
  for (std::size_t i = 1; i < steps.size(); ++i) {
    const auto& before = steps[i - 1];
    const auto& after = steps[i];
    if (before.storage_class == after.storage_class) {
      return invalid_action(fmt::format("'StorageClass' must be different for '{}' actions in same 'Rule' with filter '{}'",
                                        action, shown_filter(rule)));
    }
    if (before.at >= after.at) {
      return invalid_argument(
          fmt::format("'{0}' in the '{1}' action for StorageClass '{2}' for filter '{4}' must be greater than '{0}' in the "
                      "'{1}' action for StorageClass '{3}' for filter '{4}'",
                      unit, action, after.storage_class, before.storage_class, shown_filter(rule)),
          std::string(unit), std::to_string(after.at));
    }
  }
  return std::nullopt;
}

// Infrequent access is for what is at least 30 days old.
std::optional<aws::Error> check_age(std::int32_t days, const std::string& storage_class, std::string_view action,
                                    std::string_view unit) {
  if (days < 0) return invalid_days(fmt::format("'{}' in {} action must be nonnegative", unit, action), std::string(unit), days);
  if (days >= 30 || !storage_class.ends_with("_IA")) return std::nullopt;
  return invalid_days(
      fmt::format("'{}' in {} action must be greater than or equal to 30 for storageClass '{}'", unit, action, storage_class),
      std::string(unit), days);
}

std::optional<aws::Error> check_transitions(const LifecycleRule& rule) {
  if (!rule.transitions) return std::nullopt;
  std::vector<Step> steps;
  const bool by_date = rule.transitions->front().date.has_value();
  for (const auto& transition : *rule.transitions) {
    if (!transition.storage_class || transition.days.has_value() == transition.date.has_value()) {
      return error(ErrorCode::malformed_xml);
    }
    if (transition.date.has_value() != by_date) {
      return invalid_action(fmt::format(
          "Found mixed 'Date' and 'Days' based Transition actions in lifecycle rule for filter '{}'", shown_filter(rule)));
    }
    if (auto wrong = by_date ? check_date(*transition.date)
                             : check_age(*transition.days, *transition.storage_class, "Transition", "Days")) {
      return wrong;
    }
    steps.push_back({*transition.storage_class, by_date ? transition.date->time_since_epoch().count() : *transition.days});
  }
  return check_steps(rule, std::move(steps), "Transition", by_date ? "Date" : "Days");
}

// An object expires after it has moved.
std::optional<aws::Error> check_expiration_after_transitions(const LifecycleRule& rule) {
  if (!rule.transitions || !rule.expiration || rule.expiration->expired_object_delete_marker) return std::nullopt;
  for (const auto& transition : *rule.transitions) {
    if (transition.days.has_value() != rule.expiration->days.has_value()) {
      return invalid_action(
          fmt::format("Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule for filter '{}'",
                      shown_filter(rule)));
    }
    const bool late = transition.days ? *rule.expiration->days > *transition.days : *rule.expiration->date > *transition.date;
    if (late) continue;
    const std::string unit = transition.days ? "Days" : "Date";
    return invalid_argument(
        fmt::format("'{0}' in the Expiration action for filter '{1}' must be greater than '{0}' in the Transition action", unit,
                    shown_filter(rule)),
        unit, transition.days ? std::to_string(*rule.expiration->days) : "");
  }
  return std::nullopt;
}

std::optional<aws::Error> check_newer(const std::optional<std::int32_t>& count) {
  if (!count || *count > 0) return std::nullopt;
  return invalid_days("'NewerNoncurrentVersions' must be a positive integer", "NewerNoncurrentVersions", *count);
}

std::optional<aws::Error> check_noncurrent_transitions(const LifecycleRule& rule) {
  if (!rule.noncurrent_version_transitions) return std::nullopt;
  std::vector<Step> steps;
  for (const auto& transition : *rule.noncurrent_version_transitions) {
    if (!transition.storage_class || !transition.noncurrent_days) return error(ErrorCode::malformed_xml);
    if (auto wrong = check_newer(transition.newer_noncurrent_versions)) return wrong;
    if (auto wrong =
            check_age(*transition.noncurrent_days, *transition.storage_class, "NoncurrentVersionTransition", "NoncurrentDays")) {
      return wrong;
    }
    steps.push_back({*transition.storage_class, *transition.noncurrent_days});
  }
  return check_steps(rule, std::move(steps), "NoncurrentVersionTransition", "NoncurrentDays");
}

std::optional<aws::Error> check_noncurrent_expiration(const LifecycleRule& rule) {
  if (!rule.noncurrent_version_expiration) return std::nullopt;
  const auto& expiration = *rule.noncurrent_version_expiration;
  if (!expiration.noncurrent_days) return error(ErrorCode::malformed_xml);
  if (*expiration.noncurrent_days < 1) {
    return invalid_days("'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer", "NoncurrentDays",
                        *expiration.noncurrent_days);
  }
  if (auto wrong = check_newer(expiration.newer_noncurrent_versions)) return wrong;
  if (!rule.noncurrent_version_transitions) return std::nullopt;
  for (const auto& transition : *rule.noncurrent_version_transitions) {
    if (*expiration.noncurrent_days > *transition.noncurrent_days) continue;
    return invalid_days(fmt::format("'NoncurrentDays' in the NoncurrentVersionExpiration action for filter '{}' must be greater "
                                    "than 'NoncurrentDays' in the NoncurrentVersionTransition action",
                                    shown_filter(rule)),
                        "NoncurrentDays", *expiration.noncurrent_days);
  }
  return std::nullopt;
}

std::optional<aws::Error> check_abort(const LifecycleRule& rule) {
  if (!rule.abort_incomplete_multipart_upload) return std::nullopt;
  const auto& days = rule.abort_incomplete_multipart_upload->days_after_initiation;
  if (!days) return error(ErrorCode::malformed_xml);
  if (*days < 1) {
    return invalid_days("'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer",
                        "DaysAfterInitiation", *days);
  }
  return check_untagged(rule, "AbortIncompleteMultipartUpload");
}

}  // namespace

std::optional<aws::Error> check_lifecycle_actions(const LifecycleRule& rule) {
  if (!rule.expiration && !rule.transitions && !rule.noncurrent_version_expiration && !rule.noncurrent_version_transitions &&
      !rule.abort_incomplete_multipart_upload) {
    return invalid_action("At least one action needs to be specified in a rule");
  }
  for (auto check : {check_expiration, check_transitions, check_expiration_after_transitions, check_noncurrent_transitions,
                     check_noncurrent_expiration, check_abort}) {
    if (auto wrong = check(rule)) return wrong;
  }
  return std::nullopt;
}

}  // namespace winterbaume::s3
