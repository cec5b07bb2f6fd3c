#include "services/s3/lifecycle/lifecycle_rules.h"

#include <algorithm>
#include <array>
#include <limits>

namespace winterbaume::s3 {
namespace {

constexpr std::uint64_t k_moved_bytes_min = 128 << 10;

// A rule's filter, whichever of its three forms it has.
struct Conditions {
  std::string_view prefix;
  std::vector<const Tag*> tags;
  std::optional<std::int64_t> greater_than;
  std::optional<std::int64_t> less_than;

  bool names_sizes() const { return greater_than || less_than; }
};

std::string_view text_of(const std::optional<std::string>& text) { return text ? std::string_view(*text) : std::string_view(); }

Conditions conditions_of(const LifecycleRule& rule) {
  Conditions out{.prefix = text_of(rule.prefix), .tags = {}, .greater_than = {}, .less_than = {}};
  if (!rule.filter) return out;
  const auto& filter = *rule.filter;
  if (filter.prefix) out.prefix = *filter.prefix;
  if (filter.tag) out.tags.push_back(&*filter.tag);
  out.greater_than = filter.object_size_greater_than;
  out.less_than = filter.object_size_less_than;
  if (!filter.and_) return out;
  if (filter.and_->prefix) out.prefix = *filter.and_->prefix;
  if (filter.and_->tags) {
    for (const auto& tag : *filter.and_->tags) out.tags.push_back(&tag);
  }
  if (filter.and_->object_size_greater_than) out.greater_than = filter.and_->object_size_greater_than;
  if (filter.and_->object_size_less_than) out.less_than = filter.and_->object_size_less_than;
  return out;
}

bool has_tag(const ObjectRecord& record, const Tag& tag) {
  return std::ranges::any_of(record.tags,
                             [&](const auto& own) { return own.first == text_of(tag.key) && own.second == text_of(tag.value); });
}

// A delete marker has neither tags nor a size: only a filter of a prefix reaches it.
bool applies(const LifecycleView& view, const Conditions& conditions, const FoundObject& version) {
  if (!version.key.starts_with(conditions.prefix)) return false;
  const auto& record = version.record;
  if (record.delete_marker) return conditions.tags.empty() && !conditions.names_sizes();
  if (conditions.greater_than && record.size <= static_cast<std::uint64_t>(*conditions.greater_than)) return false;
  if (conditions.less_than && record.size >= static_cast<std::uint64_t>(*conditions.less_than)) return false;
  return view.ignore_tags || std::ranges::all_of(conditions.tags, [&](const Tag* tag) { return has_tag(record, *tag); });
}

bool enabled(const LifecycleRule& rule) { return rule.status == "Enabled"; }

// From warm to cold: objects only go down ("Transitioning objects using Amazon S3 Lifecycle").
std::size_t coldness(std::string_view storage_class) {
  constexpr std::array<std::string_view, 8> k_classes{"REDUCED_REDUNDANCY", "STANDARD",   "STANDARD_IA", "INTELLIGENT_TIERING",
                                                      "ONEZONE_IA",         "GLACIER_IR", "GLACIER",     "DEEP_ARCHIVE"};
  const auto found = std::ranges::find(k_classes, storage_class);
  return static_cast<std::size_t>(found - k_classes.begin());
}
std::string_view class_of(const ObjectRecord& record) {
  return record.storage_class.empty() ? std::string_view("STANDARD") : std::string_view(record.storage_class);
}

// Objects of less than 128 KiB don't move, unless the configuration or the rule's own filter says so; where it varies by class,
// the archives take any size.
bool may_move(const LifecycleView& view, const Conditions& conditions, const ObjectRecord& record, std::string_view to) {
  if (record.delete_marker || coldness(to) <= coldness(class_of(record))) return false;
  if (conditions.names_sizes() || record.size >= k_moved_bytes_min) return true;
  return view.any_size_moves && (to == "GLACIER" || to == "DEEP_ARCHIVE");
}

void take_colder(LifecycleAction& action, const std::string& storage_class) {
  if (action.kind == LifecycleAction::Kind::move && coldness(storage_class) <= coldness(action.storage_class)) return;
  action = {LifecycleAction::Kind::move, storage_class};
}

std::optional<TimePoint> due_of(std::optional<TimePoint> date, std::optional<std::int32_t> days, TimePoint from,
                                std::chrono::seconds day) {
  if (date) return *date;
  if (days) return after_days(from, *days, day);
  return std::nullopt;
}

bool marker_expires(const LifecycleView& view, const LifecycleRule& rule, const FoundObject& marker) {
  if (!rule.expiration) return false;
  if (rule.expiration->expired_object_delete_marker.value_or(false)) return true;
  const auto due = due_of(rule.expiration->date, rule.expiration->days, marker.record.modified, view.day);
  return due && *due <= view.now;
}

// True: the rule lets the version expire. Moves are collected.
bool judge_latest(const LifecycleView& view, const LifecycleRule& rule, const Conditions& conditions, const FoundObject& version,
                  const VersionPlace& place, LifecycleAction& action) {
  const auto& record = version.record;
  if (record.delete_marker) return place.only && marker_expires(view, rule, version);
  if (rule.expiration) {
    const auto due = due_of(rule.expiration->date, rule.expiration->days, record.modified, view.day);
    if (due && *due <= view.now) return true;
  }
  if (!rule.transitions) return false;
  for (const auto& move : *rule.transitions) {
    const auto due = due_of(move.date, move.days.value_or(0), record.modified, view.day);
    if (due && *due <= view.now && may_move(view, conditions, record, text_of(move.storage_class))) {
      take_colder(action, *move.storage_class);
    }
  }
  return false;
}

bool judge_noncurrent(const LifecycleView& view, const LifecycleRule& rule, const Conditions& conditions,
                      const FoundObject& version, const VersionPlace& place, LifecycleAction& action) {
  const auto is_due = [&](std::optional<std::int32_t> days, std::optional<std::int32_t> kept) {
    return place.newer_noncurrent >= kept.value_or(0) &&
           after_days(place.noncurrent_since, days.value_or(0), view.day) <= view.now;
  };
  if (const auto& expiration = rule.noncurrent_version_expiration;
      expiration && is_due(expiration->noncurrent_days, expiration->newer_noncurrent_versions)) {
    return true;
  }
  if (!rule.noncurrent_version_transitions) return false;
  for (const auto& move : *rule.noncurrent_version_transitions) {
    if (is_due(move.noncurrent_days, move.newer_noncurrent_versions) &&
        may_move(view, conditions, version.record, text_of(move.storage_class))) {
      take_colder(action, *move.storage_class);
    }
  }
  return false;
}

// Rules leave what has yet to be replicated, and what could not be (Amazon S3 User Guide, "Getting replication status
// information").
bool waits_for_replication(const ObjectRecord& record) {
  return !record.delete_marker && (record.replication_status == "PENDING" || record.replication_status == "FAILED");
}

void take_earlier(std::optional<Expiry>& found, TimePoint at, const LifecycleRule& rule) {
  if (!found || at < found->at) found = Expiry{at, std::string(text_of(rule.id))};
}

}  // namespace

TimePoint after_days(TimePoint from, std::int32_t days, std::chrono::seconds day) {
  const auto due = from + days * day;
  return day == std::chrono::hours(24) ? TimePoint(std::chrono::ceil<std::chrono::days>(due)) : due;
}

LifecycleAction judge(const LifecycleView& view, const FoundObject& version, const VersionPlace& place) {
  LifecycleAction action;
  if (waits_for_replication(version.record)) return action;
  for (const auto& rule : view.rules) {
    if (!enabled(rule)) continue;
    const auto conditions = conditions_of(rule);
    if (!applies(view, conditions, version)) continue;
    const bool expires = version.latest ? judge_latest(view, rule, conditions, version, place, action)
                                        : judge_noncurrent(view, rule, conditions, version, place, action);
    if (expires) return {LifecycleAction::Kind::expire, {}};
  }
  return action;
}

std::optional<Expiry> find_expiry(const LifecycleView& view, const FoundObject& version) {
  std::optional<Expiry> found;
  if (!version.latest || version.record.delete_marker) return found;
  for (const auto& rule : view.rules) {
    if (!enabled(rule) || !rule.expiration || !applies(view, conditions_of(rule), version)) continue;
    if (auto due = due_of(rule.expiration->date, rule.expiration->days, version.record.modified, view.day)) {
      take_earlier(found, *due, rule);
    }
  }
  return found;
}

std::optional<Expiry> find_abort(const LifecycleView& view, std::string_view key, TimePoint initiated) {
  std::optional<Expiry> found;
  for (const auto& rule : view.rules) {
    const auto& abort = rule.abort_incomplete_multipart_upload;
    if (!enabled(rule) || !abort || !abort->days_after_initiation || !key.starts_with(conditions_of(rule).prefix)) continue;
    take_earlier(found, after_days(initiated, *abort->days_after_initiation, view.day), rule);
  }
  return found;
}

}  // namespace winterbaume::s3
