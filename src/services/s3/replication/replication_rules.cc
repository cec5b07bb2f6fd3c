#include "services/s3/replication/replication_rules.h"

#include <algorithm>
#include <map>

#include "services/s3/configs/replication_configuration.h"

namespace winterbaume::s3 {
namespace {

bool has_tag(const ObjectRecord& record, const Tag& tag) {
  return std::ranges::find(record.tags, std::pair(tag.key.value_or(""), tag.value.value_or(""))) != record.tags.end();
}

bool filter_passes(const ReplicationRule& rule, const FoundObject& version) {
  if (!rule.filter) return version.key.starts_with(rule.prefix.value_or(""));
  const auto& filter = *rule.filter;
  if (filter.prefix && !version.key.starts_with(*filter.prefix)) return false;
  if (filter.tag && !has_tag(version.record, *filter.tag)) return false;
  if (!filter.and_) return true;
  if (filter.and_->prefix && !version.key.starts_with(*filter.and_->prefix)) return false;
  return !filter.and_->tags ||
         std::ranges::all_of(*filter.and_->tags, [&](const Tag& tag) { return has_tag(version.record, tag); });
}

bool selects(const ReplicationRule& rule, const ObjectRecord& record) {
  if (record.delete_marker) {
    return !rule.filter || (rule.delete_marker_replication && rule.delete_marker_replication->status == "Enabled");
  }
  const auto& criteria = rule.source_selection_criteria;
  const bool syncs = criteria && criteria->replica_modifications && criteria->replica_modifications->status == "Enabled";
  if (record.replica && !syncs) return false;
  if (!record.encryption.algorithm.starts_with("aws:kms")) return true;
  return criteria && criteria->sse_kms_encrypted_objects && criteria->sse_kms_encrypted_objects->status == "Enabled";
}

ReplicationTarget target_of(const ReplicationRule& rule, const std::string& bucket) {
  const auto& destination = *rule.destination;
  ReplicationTarget target{
      .rule_id = rule.id.value_or(""),
      .bucket = bucket,
      .storage_class = destination.storage_class.value_or(""),
      .kms_key_id = {},
      .owner_override = destination.access_control_translation && destination.access_control_translation->owner == "Destination"};
  target.metrics = destination.metrics && destination.metrics->status == "Enabled";
  if (const auto& control = destination.replication_time; control && control->status == "Enabled") {
    target.threshold = std::chrono::minutes(control->time ? control->time->minutes.value_or(0) : 0);
  }
  if (destination.encryption_configuration) {
    target.kms_key_id = destination.encryption_configuration->replica_kms_key_id.value_or("");
  }
  return target;
}

}  // namespace

std::vector<ReplicationTarget> find_targets(const ReplicationConfiguration& configuration, const FoundObject& version) {
  std::map<std::string, const ReplicationRule*> chosen;
  if (!configuration.rules) return {};
  for (const auto& rule : *configuration.rules) {
    if (rule.status != "Enabled" || !rule.destination || !filter_passes(rule, version)) continue;
    auto bucket = bucket_of_arn(rule.destination->bucket.value_or(""));
    if (!bucket) continue;
    auto& best = chosen[std::move(*bucket)];
    if (best == nullptr || rule.priority.value_or(0) > best->priority.value_or(0)) best = &rule;
  }
  std::vector<ReplicationTarget> targets;
  for (const auto& [bucket, rule] : chosen) {
    if (selects(*rule, version.record)) targets.push_back(target_of(*rule, bucket));
  }
  return targets;
}

}  // namespace winterbaume::s3
