#include "services/s3/configs/lifecycle_configuration.h"

#include <algorithm>
#include <set>
#include <vector>

#include "services/s3/configs/configured_bucket.h"
#include "services/s3/configs/filters.h"
#include "services/s3/s3_limits.h"

namespace winterbaume::s3 {
namespace {

constexpr std::int64_t k_size_bound_max = 1'099'511'627'776'000;  // what S3's message names, past its own 50 TB

aws::Error invalid_lifecycle(std::string message) { return error(ErrorCode::invalid_request, std::move(message)); }

std::optional<aws::Error> check_ids(const std::vector<LifecycleRule>& rules) {
  std::set<std::string_view> seen;
  for (const auto& rule : rules) {
    if (!rule.id || rule.id->empty()) continue;
    if (rule.id->size() > k_rule_id_characters_max) {
      return invalid_argument("ID length should not exceed allowed limit of 255", "ID", *rule.id);
    }
    if (!seen.insert(*rule.id).second) {
      return invalid_argument("Rule ID must be unique. Found same ID for more than one rule", "ID", *rule.id);
    }
  }
  return std::nullopt;
}

// The first rule decides which form the configuration is of.
std::optional<aws::Error> check_form(const std::vector<LifecycleRule>& rules) {
  const bool old = rules.front().prefix.has_value();
  for (const auto& rule : rules) {
    if (rule.filter.has_value() == rule.prefix.has_value()) return error(ErrorCode::malformed_xml);
    if (old && rule.filter) return invalid_lifecycle("Filter element can only be used in Lifecycle V2.");
    if (!old && rule.prefix) {
      return invalid_lifecycle("Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the Filter.");
    }
    if (old && ((rule.noncurrent_version_expiration && rule.noncurrent_version_expiration->newer_noncurrent_versions) ||
                std::ranges::any_of(rule.noncurrent_version_transitions.value_or(std::vector<NoncurrentVersionTransition>()),
                                    [](const auto& each) { return each.newer_noncurrent_versions.has_value(); }))) {
      return invalid_lifecycle("NewerNoncurrentVersions element can only be used in Lifecycle V2.");
    }
  }
  return std::nullopt;
}

template <class Predicates>
std::optional<aws::Error> check_sizes(const Predicates& predicates) {
  const auto& larger = predicates.object_size_greater_than;
  const auto& smaller = predicates.object_size_less_than;
  if (larger && (*larger < 0 || *larger > k_size_bound_max)) {
    return invalid_lifecycle("'ObjectSizeGreaterThan' should be between 0 and 1099511627776000.");
  }
  if (smaller && (*smaller < 1 || *smaller > k_size_bound_max)) {
    return invalid_lifecycle("'ObjectSizeLessThan' should be between 1 and 1099511627776000.");
  }
  if (larger && smaller && *smaller <= *larger) {
    return invalid_lifecycle("'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.");
  }
  return std::nullopt;
}

std::optional<aws::Error> check_scope(const LifecycleRule& rule) {
  if (!rule.filter) return std::nullopt;
  if (auto wrong = check_filter(*rule.filter, EmptyFilter::allowed)) return wrong;
  if (auto wrong = check_sizes(*rule.filter)) return wrong;
  return rule.filter->and_ ? check_sizes(*rule.filter->and_) : std::nullopt;
}

// The old form has no way to say which of two rules wins.
std::optional<aws::Error> check_overlaps(const std::vector<LifecycleRule>& rules) {
  const auto shared_action = [](const LifecycleRule& a, const LifecycleRule& b) -> std::string_view {
    if (a.expiration && b.expiration) return "Expiration";
    if (a.transitions && b.transitions) return "Transition";
    if (a.noncurrent_version_expiration && b.noncurrent_version_expiration) return "NoncurrentVersionExpiration";
    if (a.noncurrent_version_transitions && b.noncurrent_version_transitions) return "NoncurrentVersionTransition";
    if (a.abort_incomplete_multipart_upload && b.abort_incomplete_multipart_upload) return "AbortIncompleteMultipartUpload";
    return {};
  };
  std::vector<const LifecycleRule*> sorted;
  for (const auto& rule : rules) sorted.push_back(&rule);
  std::ranges::sort(sorted, {}, [](const LifecycleRule* rule) -> const std::string& { return *rule->prefix; });
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    for (std::size_t j = i + 1; j < sorted.size() && sorted[j]->prefix->starts_with(*sorted[i]->prefix); ++j) {
      const auto action = shared_action(*sorted[i], *sorted[j]);
      if (action.empty()) continue;
      return invalid_lifecycle("Found overlapping prefixes '" + *sorted[i]->prefix + "' and '" + *sorted[j]->prefix +
                               "' for same action type '" + std::string(action) + "'");
    }
  }
  return std::nullopt;
}

}  // namespace

std::string shown_filter(const LifecycleRule& rule) {
  return "(prefix=" + (rule.filter ? prefix_of(*rule.filter) : rule.prefix.value_or("")) + ")";
}

std::optional<aws::Error> check_lifecycle(const BucketLifecycleConfiguration& configuration) {
  if (!configuration.rules || configuration.rules->empty()) return error(ErrorCode::malformed_xml);
  const auto& rules = *configuration.rules;
  if (rules.size() > k_lifecycle_rules_max) {
    return invalid_lifecycle("The number of lifecycle rules must not exceed the allowed limit of 1000 rules.");
  }
  if (auto wrong = check_ids(rules)) return wrong;
  if (auto wrong = check_form(rules)) return wrong;
  for (const auto& rule : rules) {
    if (auto wrong = check_scope(rule)) return wrong;
    if (auto wrong = check_lifecycle_actions(rule)) return wrong;
  }
  return rules.front().prefix ? check_overlaps(rules) : std::nullopt;
}

void name_lifecycle_rules(BucketLifecycleConfiguration& configuration, Ids& ids) {
  for (auto& rule : *configuration.rules) {
    if (rule.id.value_or("").empty()) rule.id = new_rule_id(ids);
  }
}

asio::awaitable<Result<std::string>> find_transition_minimum(const S3Door& door, BucketPtr bucket) {
  if (!bucket->has(ConfigKind::lifecycle)) co_return std::string(k_minimum_size_default);
  auto kept = co_await door.backend.find_config(bucket->name, {ConfigKind::lifecycle, std::string(k_minimum_size_id)});
  if (!kept) co_return aws::fail(std::move(kept.error()));
  co_return *kept ? std::move(**kept) : std::string(k_minimum_size_default);
}

BucketLifecycleConfiguration to_current(LifecycleConfiguration old) {
  BucketLifecycleConfiguration current;
  current.rules.emplace();
  for (auto& rule : old.rules.value_or(std::vector<Rule>())) {
    auto& made = current.rules->emplace_back();
    made.expiration = std::move(rule.expiration);
    made.id = std::move(rule.id);
    made.prefix = std::move(rule.prefix);
    made.status = std::move(rule.status);
    if (rule.transition) made.transitions = std::vector{std::move(*rule.transition)};
    if (rule.noncurrent_version_transition) {
      made.noncurrent_version_transitions = std::vector{std::move(*rule.noncurrent_version_transition)};
    }
    made.noncurrent_version_expiration = std::move(rule.noncurrent_version_expiration);
    made.abort_incomplete_multipart_upload = std::move(rule.abort_incomplete_multipart_upload);
  }
  return current;
}

LifecycleConfiguration to_deprecated(BucketLifecycleConfiguration current) {
  LifecycleConfiguration old;
  old.rules.emplace();
  for (auto& rule : *current.rules) {
    auto& made = old.rules->emplace_back();
    made.prefix = rule.filter ? prefix_of(*rule.filter) : rule.prefix.value_or("");
    made.expiration = std::move(rule.expiration);
    made.id = std::move(rule.id);
    made.status = std::move(rule.status);
    if (rule.transitions) made.transition = std::move(rule.transitions->front());
    if (rule.noncurrent_version_transitions) {
      made.noncurrent_version_transition = std::move(rule.noncurrent_version_transitions->front());
    }
    made.noncurrent_version_expiration = std::move(rule.noncurrent_version_expiration);
    made.abort_incomplete_multipart_upload = std::move(rule.abort_incomplete_multipart_upload);
  }
  return old;
}

}  // namespace winterbaume::s3
