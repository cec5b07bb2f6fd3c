#include "services/s3/configs/replication_configuration.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "aws/arn.h"
#include "services/s3/buckets/bucket_names.h"
#include "services/s3/configs/configured_bucket.h"
#include "services/s3/configs/filters.h"
#include "services/s3/s3_limits.h"

namespace winterbaume::s3 {
namespace {

constexpr std::int32_t k_time_control_minutes = 15;

aws::Error invalid_replication(std::string message) { return error(ErrorCode::invalid_request, std::move(message)); }

std::optional<aws::Error> check_rule_id(const ReplicationRule& rule, std::set<std::string_view>& seen) {
  if (!rule.id || rule.id->empty()) return std::nullopt;
  if (rule.id->size() > k_rule_id_characters_max) {
    return invalid_argument("Rule Id cannot be greater than 255", "ID", *rule.id);
  }
  if (std::ranges::any_of(*rule.id, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
    return invalid_argument("Rule Id must not contain non-ASCII characters", "ID", *rule.id);
  }
  if (!seen.insert(*rule.id).second) return invalid_replication("Rule Id must be unique");
  return std::nullopt;
}

std::optional<aws::Error> check_old_form(const ReplicationRule& rule) {
  constexpr std::string_view elsewhere =
      " cannot be used for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for "
      "more information.";
  if (!rule.prefix) return error(ErrorCode::malformed_xml);
  if (rule.priority) return invalid_replication("Priority" + std::string(elsewhere));
  if (rule.delete_marker_replication) return invalid_replication("DeleteMarkerReplication" + std::string(elsewhere));
  if (rule.source_selection_criteria && rule.source_selection_criteria->replica_modifications) {
    return invalid_replication("ReplicaModifications" + std::string(elsewhere));
  }
  return std::nullopt;
}

std::optional<aws::Error> check_new_form(const ReplicationRule& rule) {
  constexpr std::string_view missing =
      " must be specified for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide "
      "for more information.";
  if (rule.prefix) return error(ErrorCode::malformed_xml);
  if (auto wrong = check_filter(*rule.filter, EmptyFilter::allowed)) return wrong;
  if (!rule.priority) return invalid_replication("Priority" + std::string(missing));
  if (*rule.priority < 0) return invalid_argument("Priority must be nonnegative", "Priority", std::to_string(*rule.priority));
  if (!rule.delete_marker_replication) return invalid_replication("DeleteMarkerReplication" + std::string(missing));
  if (!rule.delete_marker_replication->status) return error(ErrorCode::malformed_xml);
  if (*rule.delete_marker_replication->status == "Enabled" && has_tags(*rule.filter)) {
    return invalid_replication(
        "Delete marker replication is not supported if any Tag filter is specified. Please refer to S3 Developer Guide for more "
        "information.");
  }
  return std::nullopt;
}

// S3 Replication Time Control: its two elements come together, with the only threshold that there is.
std::optional<aws::Error> check_time_control(const Destination& destination) {
  const auto bad_minutes = [](const std::optional<ReplicationTimeValue>& time) {
    return time && time->minutes != k_time_control_minutes;
  };
  if (destination.replication_time && !destination.metrics) {
    return invalid_replication("Replication destination must contain both ReplicationTime and Metrics or neither.");
  }
  if (destination.replication_time) {
    if (bad_minutes(destination.replication_time->time)) {
      return invalid_argument("ReplicationTimeValue Minutes must be 15", "Minutes", "");
    }
    if (destination.replication_time->status != destination.metrics->status) {
      return invalid_replication("ReplicationTime and Metrics must have the same status.");
    }
    if (!destination.metrics->event_threshold) {
      return invalid_argument("ReplicationMetrics must contain an EventThreshold", "EventThreshold", "null");
    }
  }
  if (destination.metrics && bad_minutes(destination.metrics->event_threshold)) {
    return invalid_argument("EventThreshold Minutes must be 15", "Minutes", "");
  }
  return std::nullopt;
}

std::optional<aws::Error> check_destination(const ReplicationRule& rule) {
  const auto& destination = *rule.destination;
  if (!bucket_of_arn(destination.bucket.value_or(""))) {
    return invalid_argument("Invalid bucket ARN", "Bucket", destination.bucket.value_or(""));
  }
  if (destination.account && destination.account->empty()) {
    return invalid_argument("Account element is empty. It must contain a valid account ID", "Account", "");
  }
  if (destination.access_control_translation && !destination.account) {
    return invalid_replication("Account must be specified for AccessControlTranslation.");
  }
  const auto& criteria = rule.source_selection_criteria;
  const bool keys = criteria && criteria->sse_kms_encrypted_objects && criteria->sse_kms_encrypted_objects->status == "Enabled";
  const bool key_named = destination.encryption_configuration && destination.encryption_configuration->replica_kms_key_id;
  if (keys && !key_named) {
    return invalid_replication("EncryptionConfiguration must be specified if SseKmsEncryptedObjects tag is present.");
  }
  if (destination.encryption_configuration && !keys) {
    return invalid_replication("SseKmsEncryptedObjects must be specified if EncryptionConfiguration is present.");
  }
  return check_time_control(destination);
}

}  // namespace

std::optional<std::string> bucket_of_arn(const std::string& arn) {
  const auto parsed = aws::parse_arn(arn);
  if (!parsed || parsed->service != "s3" || !parsed->region.empty() || !parsed->account_id.empty()) return std::nullopt;
  if (!is_bucket_name(parsed->resource)) return std::nullopt;
  return std::string(parsed->resource);
}

std::optional<aws::Error> check_replication(const ReplicationConfiguration& configuration) {
  if (!configuration.rules || configuration.rules->empty() || configuration.rules->size() > k_replication_rules_max) {
    return error(ErrorCode::malformed_xml);
  }
  const std::string named_role = configuration.role.value_or("");
  const auto role = aws::parse_arn(named_role);
  if (!role || role->service != "iam" || !role->resource.starts_with("role/")) {
    return invalid_argument("Invalid Role specified in replication configuration", "Role", named_role);
  }
  std::set<std::string_view> ids;
  std::set<std::int32_t> priorities;
  const bool filters = configuration.rules->front().filter.has_value();
  for (const auto& rule : *configuration.rules) {
    if (rule.filter.has_value() != filters) return error(ErrorCode::malformed_xml);
    if (auto wrong = check_rule_id(rule, ids)) return wrong;
    if (auto wrong = filters ? check_new_form(rule) : check_old_form(rule)) return wrong;
    if (rule.priority && !priorities.insert(*rule.priority).second) {
      return invalid_replication("Found rules with the same priority. Rule priorities must be unique.");
    }
    if (auto wrong = check_destination(rule)) return wrong;
  }
  return std::nullopt;
}

asio::awaitable<Result<void>> check_destinations(const S3Door& door, BucketPtr source, ReplicationConfiguration configuration) {
  for (const auto& rule : *configuration.rules) {
    const std::string name = *bucket_of_arn(*rule.destination->bucket);
    if (name == source->name) {
      co_return aws::fail(invalid_replication("Destination bucket cannot be the same as the source bucket."));
    }
    auto bucket = co_await door.backend.get_bucket(name);
    if (!bucket) co_return aws::fail(invalid_replication("Destination bucket must exist."));
    if ((*bucket)->versioning != Versioning::enabled) {
      co_return aws::fail(invalid_replication("Destination bucket must have versioning enabled."));
    }
    if (rule.destination->account && *rule.destination->account != (*bucket)->owner.account_id) {
      co_return aws::fail(invalid_argument("The AWS account specified in Account must match the destination bucket owner",
                                           "Account", *rule.destination->account));
    }
  }
  co_return Result<void>{};
}

void name_replication_rules(ReplicationConfiguration& configuration, Ids& ids) {
  for (auto& rule : *configuration.rules) {
    if (rule.id.value_or("").empty()) rule.id = new_rule_id(ids);
  }
}

}  // namespace winterbaume::s3
