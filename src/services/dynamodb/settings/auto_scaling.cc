#include "services/dynamodb/settings/auto_scaling.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "aws/arn.h"
#include "aws/common_errors.h"
#include "storage/record_json.h"

namespace winterbaume::dynamodb {
namespace {

const std::string k_setting = "auto_scaling";

// Application Auto Scaling, for the utilisation of DynamoDB's capacities, and for any metric.
constexpr double k_target_min = 10;
constexpr double k_target_max = 90;
constexpr double k_any_target_min = 8.51592e-109;
// Of an index that nobody gave a policy.
constexpr std::int64_t k_new_index_minimum = 1;
constexpr std::int64_t k_new_index_maximum = 10;
constexpr double k_new_index_target = 70;

using Problem = std::optional<aws::Error>;

// Parameters of an update by name, in the order in which AWS names them: those that are there, or those that are not.
std::vector<std::string_view> parameters(const AutoScalingSettingsUpdate& update, bool there) {
  std::vector<std::string_view> out;
  if (update.maximum_units.has_value() == there) out.emplace_back("'MaximumUnits'");
  if (update.scaling_policy_update.has_value() == there) out.emplace_back("'ScalingPolicyUpdate'");
  if (update.minimum_units.has_value() == there) out.emplace_back("'MinimumUnits'");
  return out;
}

aws::Error refused_by_scaling(const aws::RequestContext& context, std::string_view why) {
  return aws::errors::validation(
      fmt::format("{} (Service: AWSApplicationAutoScaling; Status Code: 400; Error Code: ValidationException; Request ID: {}; "
                  "Proxy: null)",
                  why, context.request_id()));
}

std::string_view metric_name(ScaledCapacity capacity) {
  return capacity == ScaledCapacity::read ? "DynamoDBReadCapacityUtilization" : "DynamoDBWriteCapacityUtilization";
}

// As Java prints it: "90.0".
std::string printed(double value) {
  auto text = fmt::format("{}", value);
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

AutoScalingPolicyDescription describe_policy(const ScalingRecord& scaling) {
  AutoScalingPolicyDescription out;
  out.policy_name = scaling.policy_name;
  auto& tracking = out.target_tracking_scaling_policy_configuration.emplace();
  tracking.disable_scale_in = scaling.disable_scale_in;
  if (scaling.scale_in_cooldown) tracking.scale_in_cooldown = static_cast<std::int32_t>(*scaling.scale_in_cooldown);
  if (scaling.scale_out_cooldown) tracking.scale_out_cooldown = static_cast<std::int32_t>(*scaling.scale_out_cooldown);
  tracking.target_value = scaling.target_value;
  return out;
}

}  // namespace

AutoScalingRecord auto_scaling(const TableRecord& table) {
  const auto kept = table.settings.find(k_setting);
  return kept == table.settings.end() ? AutoScalingRecord() : read_record<AutoScalingRecord>(kept->second);
}

void set_auto_scaling(TableRecord& table, const AutoScalingRecord& scaling) { table.settings[k_setting] = write_record(scaling); }

void scale_new_indexes(TableRecord& table) {
  if (table.replicas.empty() || table.billing != BillingMode::provisioned) return;
  auto scaling = auto_scaling(table);
  if (!scaling.write) return;
  for (const auto& index : table.indexes) {
    if (!index.global || index.status != IndexStatus::creating) continue;
    scaling.index_writes.try_emplace(
        index.name, ScalingRecord{.minimum = k_new_index_minimum,
                                  .maximum = k_new_index_maximum,
                                  .policy_name = fmt::format("{}:table/{}/index/{}", metric_name(ScaledCapacity::write),
                                                             table.name, index.name),
                                  .target_value = k_new_index_target});
  }
  set_auto_scaling(table, scaling);
}

void share_write_scaling(const TableRecord& table, TableRecord& replica) {
  auto scaling = auto_scaling(table);
  if (!scaling.write && scaling.index_writes.empty()) return;
  scaling.read.reset();
  scaling.index_reads.clear();
  set_auto_scaling(replica, scaling);
}

bool ends_scaling(const AutoScalingSettingsUpdate& update) { return update.auto_scaling_disabled.value_or(false); }

Problem check_scaling_shape(const AutoScalingSettingsUpdate& update, std::string_view table) {
  if (ends_scaling(update)) {
    const auto surplus = parameters(update, true);
    if (surplus.empty()) return std::nullopt;
    return aws::errors::validation(
        fmt::format("Failed to update settings for global table with name ‘{}’: Parameters {} must be left blank when disabling "
                    "auto scaling.",
                    table, fmt::join(surplus, ", ")));
  }
  const auto missing = parameters(update, false);
  if (missing.empty()) return std::nullopt;
  return aws::errors::validation(fmt::format(
      "Failed to update settings for global table with name: ‘{}’: Parameters {} are required unless auto scaling is being "
      "disabled.",
      table, fmt::join(missing, ", ")));
}

Problem check_scaling_values(const aws::RequestContext& context, const AutoScalingSettingsUpdate& update,
                             ScaledCapacity capacity) {
  if (ends_scaling(update)) return std::nullopt;
  if (*update.maximum_units < *update.minimum_units) {
    return refused_by_scaling(context, "Maximum capacity cannot be less than minimum capacity");
  }
  const auto target = *update.scaling_policy_update->target_tracking_scaling_policy_configuration->target_value;
  if (target < k_any_target_min) {
    return refused_by_scaling(
        context, fmt::format("For target tracking scaling, target value must be between '8.51592E-109' and '1.174271E108', but "
                             "was '{}'.",
                             printed(target)));
  }
  if (target >= k_target_min && target <= k_target_max) return std::nullopt;
  return refused_by_scaling(
      context, fmt::format("For predefined metric type {}, target value must be between '{}' and '{}', but was '{}'.",
                           metric_name(capacity), printed(k_target_min), printed(k_target_max), printed(target)));
}

std::optional<ScalingRecord> scaling_after(const AutoScalingSettingsUpdate& update, ScaledCapacity capacity,
                                           std::string_view resource) {
  if (ends_scaling(update)) return std::nullopt;
  const auto& policy = *update.scaling_policy_update;
  const auto& tracking = *policy.target_tracking_scaling_policy_configuration;
  ScalingRecord out;
  out.minimum = *update.minimum_units;
  out.maximum = *update.maximum_units;
  out.policy_name = policy.policy_name.value_or(fmt::format("{}:{}", metric_name(capacity), resource));
  out.target_value = *tracking.target_value;
  out.disable_scale_in = tracking.disable_scale_in;
  if (tracking.scale_in_cooldown) out.scale_in_cooldown = *tracking.scale_in_cooldown;
  if (tracking.scale_out_cooldown) out.scale_out_cooldown = *tracking.scale_out_cooldown;
  return out;
}

std::int64_t scaled_units(std::int64_t units, const std::optional<ScalingRecord>& scaling) {
  return scaling ? std::clamp(units, scaling->minimum, scaling->maximum) : units;
}

AutoScalingSettingsDescription describe_scaling(const TableRecord& table, const std::optional<ScalingRecord>& scaling) {
  AutoScalingSettingsDescription out;
  out.scaling_policies.emplace();
  if (!scaling || table.billing == BillingMode::pay_per_request) out.auto_scaling_disabled = true;
  if (!scaling) return out;
  out.minimum_units = scaling->minimum;
  out.maximum_units = scaling->maximum;
  // Whatever role a request names, it is the service's own (measured).
  out.auto_scaling_role_arn = fmt::format(
      "arn:{}:iam::{}:role/aws-service-role/dynamodb.application-autoscaling.amazonaws.com/"
      "AWSServiceRoleForApplicationAutoScaling_DynamoDBTable",
      aws::partition_of(table.region), table.account_id);
  out.scaling_policies->push_back(describe_policy(*scaling));
  return out;
}

std::optional<ScalingRecord> find_scaling(const std::map<std::string, ScalingRecord>& by_index, const std::string& index) {
  const auto found = by_index.find(index);
  return found == by_index.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace winterbaume::dynamodb
