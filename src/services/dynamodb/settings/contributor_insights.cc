#include "services/dynamodb/settings/contributor_insights.h"

#include <fmt/format.h>

#include <map>

#include "aws/common_errors.h"
#include "generated/dynamodb/errors.h"
#include "services/dynamodb/tables/transitions.h"
#include "storage/record_json.h"

namespace winterbaume::dynamodb {
namespace {

const std::string k_setting = "insights";

// By the number of the index, which no other index gets after it; "0" is the table.
using AllInsights = std::map<std::string, InsightsRecord>;

AllInsights all_insights(const TableRecord& table) {
  AllInsights out;
  const auto kept = table.settings.find(k_setting);
  if (kept != table.settings.end()) record_json::from_json(record_json::read(kept->second), out);
  return out;
}

const IndexRecord* find_index(const TableRecord& table, std::string_view name) {
  for (const auto& index : table.indexes) {
    if (index.global && index.name == name) return &index;
  }
  return nullptr;
}

std::string number_of(const TableRecord& table, std::string_view index) {
  const auto* found = index.empty() ? nullptr : find_index(table, index);
  return std::to_string(found == nullptr ? 0 : found->number);
}

std::optional<aws::Error> check_made(const TableRecord& table, std::string_view index, TimePoint now) {
  constexpr std::string_view k_state =
      "Table or Index is not in a valid state to update Key Access Insights: {} must be ACTIVE to enable ContributorInsights.";
  if (status_at(table, now) == TableStatus::creating) {
    return aws::errors::validation(fmt::format(fmt::runtime(k_state), "TableStatus"));
  }
  const auto* found = index.empty() ? nullptr : find_index(table, index);
  if (found == nullptr || status_at(*found, now) == IndexStatus::active) return std::nullopt;
  return aws::errors::validation(fmt::format(fmt::runtime(k_state), "IndexStatus"));
}

void settle(InsightsRecord& insights, TimePoint now) {
  if (!insights.changed || *insights.changed > now) return;
  if (insights.status == InsightsStatus::ENABLING) insights.status = InsightsStatus::ENABLED;
  if (insights.status == InsightsStatus::DISABLING) insights.status = InsightsStatus::DISABLED;
}

}  // namespace

InsightsRecord contributor_insights(const TableRecord& table, std::string_view index, TimePoint now) {
  auto all = all_insights(table);
  auto insights = std::move(all[number_of(table, index)]);
  settle(insights, now);
  return insights;
}

std::optional<aws::Error> check_insights_index(const TableRecord& table, const std::optional<std::string>& index) {
  if (!index || find_index(table, *index) != nullptr) return std::nullopt;
  return errors::resource_not_found_exception(
      fmt::format("Requested resource not found: Index: {} not found for table: {}", *index, table.name));
}

Result<InsightsRecord> change_insights(TableRecord& table, const InsightsChange& change, TimePoint now, Millis delay) {
  if (auto wrong = check_made(table, change.index, now)) return aws::fail(std::move(*wrong));
  auto insights = contributor_insights(table, change.index, now);
  const bool is_on = insights.status == InsightsStatus::ENABLED || insights.status == InsightsStatus::ENABLING;
  if (change.enable ? is_on && insights.mode == change.mode : !is_on) return insights;
  if (change.enable) {
    if (!is_on) insights.enabled = now;  // another mode leaves the rules that stay their names
    insights.mode = change.mode;
  }
  insights.status = change.enable ? InsightsStatus::ENABLING : InsightsStatus::DISABLING;
  insights.changed = now + delay;
  auto all = all_insights(table);
  all[number_of(table, change.index)] = insights;
  table.settings[k_setting] = record_json::write(record_json::to_json(all));
  return insights;
}

std::vector<std::string> insights_rules(const TableRecord& table, std::string_view index, const InsightsRecord& insights) {
  if (insights.status == InsightsStatus::DISABLED) return {};
  const auto* found = index.empty() ? nullptr : find_index(table, index);
  const auto& keys = found == nullptr ? table.keys : found->keys;
  const bool accessed = insights.mode != "THROTTLED_KEYS";
  const auto resource = index.empty() ? table.name : fmt::format("{}-{}", table.name, index);
  std::vector<std::string> out;
  const auto add = [&](std::string_view kind) {
    out.push_back(fmt::format("DynamoDBContributorInsights-{}-{}-{}", kind, resource,
                              std::chrono::floor<Millis>(insights.enabled.time_since_epoch()).count()));
  };
  if (accessed) add("PKC");
  add("PKT");
  if (keys.range.empty()) return out;
  if (accessed) add("SKC");
  add("SKT");
  return out;
}

}  // namespace winterbaume::dynamodb
