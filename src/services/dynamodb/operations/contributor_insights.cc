// UpdateContributorInsights, DescribeContributorInsights, ListContributorInsights.
#include <algorithm>

#include "aws/common_errors.h"
#include "services/dynamodb/archive/archive_ids.h"
#include "services/dynamodb/operations/operations.h"
#include "services/dynamodb/settings/contributor_insights.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::string_view k_default_insights_mode = "ACCESSED_AND_THROTTLED_KEYS";
constexpr std::size_t k_insights_listed_max = 100;  // API Reference: MaxResults
constexpr std::size_t k_insights_tables_at_once = 100;

std::string insights_status_name(const InsightsRecord& insights) { return boost::describe::enum_to_string(insights.status, ""); }

// The table itself (no name), and its indexes.
std::vector<std::string> insights_candidates(const TableRecord& table) {
  std::vector<std::string> out{{}};
  for (const auto& index : table.indexes) {
    if (index.global) out.push_back(index.name);
  }
  return out;
}

// Where a page ended: "table/", "table/index".
std::string insights_place(const TableRecord& table, const std::string& index) { return table.name + "/" + index; }

// What is not disabled, after `place`.
void list_insights(const TableRecord& table, TimePoint now, const std::string& place,
                   std::vector<ContributorInsightsSummary>& out) {
  auto candidates = insights_candidates(table);
  const auto last =
      std::ranges::find_if(candidates, [&](const std::string& index) { return insights_place(table, index) == place; });
  if (last != candidates.end()) candidates.erase(candidates.begin(), last + 1);
  for (const auto& index : candidates) {
    const auto insights = contributor_insights(table, index, now);
    if (insights.status == InsightsStatus::DISABLED) continue;
    auto& summary = out.emplace_back();
    summary.table_name = table.name;
    if (!index.empty()) summary.index_name = index;
    summary.contributor_insights_status = insights_status_name(insights);
    summary.contributor_insights_mode = insights.mode;
  }
}

// Of all tables of the scope, from the one that the last page ended with; more than `max`, where there are.
asio::awaitable<std::vector<ContributorInsightsSummary>> list_all_insights(const aws::RequestContext& context,
                                                                           const DynamoDbDoor& door, std::string place,
                                                                           std::size_t max) {
  std::vector<ContributorInsightsSummary> found;
  auto after = place.substr(0, place.find('/'));
  std::vector<std::string> names;
  if (!after.empty()) names.push_back(after);
  while (true) {
    for (auto& name : names) {
      const auto table = co_await door.backend.find_table(context.scope, std::move(name));
      if (table != nullptr) list_insights(table->record, context.now, place, found);
    }
    if (found.size() > max) co_return found;
    names = co_await door.backend.list_tables(context.scope, after, k_insights_tables_at_once);
    if (names.empty()) co_return found;
    after = names.back();
  }
}

}  // namespace

Answer<ops::UpdateContributorInsights> update_contributor_insights(const aws::RequestContext& context, DynamoDbDoor& door,
                                                                   ops::UpdateContributorInsights::Input input) {
  InsightsChange change{.index = input.index_name.value_or(""), .enable = *input.contributor_insights_action == "ENABLE"};
  change.mode = input.contributor_insights_mode.value_or(std::string(k_default_insights_mode));
  while (true) {
    auto table = co_await get_table(context, door, *input.table_name, TablePurpose::description);
    if (!table) co_return aws::fail(std::move(table.error()));
    auto record = (*table)->record;
    if (auto wrong = check_insights_index(record, input.index_name)) co_return aws::fail(std::move(*wrong));
    auto changed = change_insights(record, change, context.now, door.transitions.table_delay);
    if (!changed) co_return aws::fail(std::move(changed.error()));
    ops::UpdateContributorInsights::Output output{.table_name = record.name, .index_name = input.index_name};
    output.contributor_insights_status = insights_status_name(*changed);
    if (!changed->mode.empty()) output.contributor_insights_mode = changed->mode;
    if (record.settings == (*table)->record.settings) co_return output;
    if (co_await door.backend.update_table(*table, std::move(record)) != nullptr) co_return output;
  }
}

Answer<ops::DescribeContributorInsights> describe_contributor_insights(const aws::RequestContext& context, DynamoDbDoor& door,
                                                                       ops::DescribeContributorInsights::Input input) {
  auto table = co_await get_table(context, door, *input.table_name, TablePurpose::description);
  if (!table) co_return aws::fail(std::move(table.error()));
  const auto& record = (*table)->record;
  if (auto wrong = check_insights_index(record, input.index_name)) co_return aws::fail(std::move(*wrong));
  const auto index = input.index_name.value_or("");
  const auto insights = contributor_insights(record, index, context.now);
  ops::DescribeContributorInsights::Output output{.table_name = record.name, .index_name = input.index_name};
  output.contributor_insights_status = insights_status_name(insights);
  if (!insights.changed) co_return output;
  output.contributor_insights_mode = insights.mode;
  output.last_update_date_time = insights.changed;
  if (auto rules = insights_rules(record, index, insights); !rules.empty()) {
    output.contributor_insights_rule_list = std::move(rules);
  }
  co_return output;
}

Answer<ops::ListContributorInsights> list_contributor_insights(const aws::RequestContext& context, DynamoDbDoor& door,
                                                               ops::ListContributorInsights::Input input) {
  const auto asked = input.max_results.value_or(0);
  const auto max = asked < 1 ? k_insights_listed_max : static_cast<std::size_t>(asked);
  const auto place = input.next_token ? parse_list_token(*input.next_token) : std::string();
  if (!place) co_return aws::fail(aws::errors::validation("Invalid NextToken"));
  std::vector<ContributorInsightsSummary> found;
  if (input.table_name) {
    auto table = co_await get_table(context, door, *input.table_name, TablePurpose::description);
    if (!table) co_return aws::fail(std::move(table.error()));
    list_insights((*table)->record, context.now, *place, found);
  } else {
    found = co_await list_all_insights(context, door, *place, max);
  }
  ops::ListContributorInsights::Output output;
  if (found.size() > max) {
    found.resize(max);
    output.next_token = make_list_token(*found.back().table_name + "/" + found.back().index_name.value_or(""));
  }
  output.contributor_insights_summaries = std::move(found);
  co_return output;
}

}  // namespace winterbaume::dynamodb
