#include <gtest/gtest.h>

#include "services/dynamodb/operations/item_operation_fixture.h"

namespace winterbaume::dynamodb {
namespace {

using Strings = std::vector<std::string>;

class ContributorInsightsTest : public ItemOperationTest {
 protected:
  ContributorInsightsTest() {
    make_table(true);
    context.now = TimePoint(Millis(1000));
  }

  auto update(std::string action, std::optional<std::string> index = {}, std::optional<std::string> mode = {}) {
    ops::UpdateContributorInsights::Input input{.table_name = "items", .index_name = std::move(index)};
    input.contributor_insights_action = std::move(action);
    input.contributor_insights_mode = std::move(mode);
    return update_contributor_insights(context, door, std::move(input));
  }
  auto describe(std::optional<std::string> index = {}) {
    ops::DescribeContributorInsights::Input input{.table_name = "items", .index_name = std::move(index)};
    return describe_contributor_insights(context, door, std::move(input));
  }
  // Pages of at most `max`, of one table or of all: "items/global ENABLED".
  std::vector<Strings> pages(std::optional<std::string> table, std::int32_t max) {
    std::vector<Strings> out;
    std::optional<std::string> token;
    do {
      const auto page =
          get(list_contributor_insights(context, door, {.table_name = table, .next_token = token, .max_results = max}));
      auto& names = out.emplace_back();
      for (const auto& one : *page.contributor_insights_summaries) {
        names.push_back(*one.table_name + "/" + one.index_name.value_or("") + " " + *one.contributor_insights_status);
      }
      token = page.next_token;
    } while (token);
    return out;
  }
};

TEST_F(ContributorInsightsTest, AreOfTheTableAndOfEachGlobalIndex) {
  const auto fresh = get(describe());
  EXPECT_EQ(fresh.contributor_insights_status, "DISABLED");
  EXPECT_EQ(fresh.contributor_insights_mode, std::nullopt);
  EXPECT_EQ(fresh.last_update_date_time, std::nullopt);
  EXPECT_EQ(get(update("ENABLE", "global")).contributor_insights_status, "ENABLING");
  EXPECT_EQ(get(describe()).contributor_insights_status, "DISABLED");
  const auto index = get(describe("global"));
  EXPECT_EQ(index.contributor_insights_status, "ENABLED");
  EXPECT_EQ(index.contributor_insights_rule_list,
            (Strings{"DynamoDBContributorInsights-PKC-items-global-1000", "DynamoDBContributorInsights-PKT-items-global-1000"}));
  for (const char* name : {"local", "none"}) {
    EXPECT_EQ(refusal(update("ENABLE", name)), "ResourceNotFoundException: Requested resource not found: Index: " +
                                                   std::string(name) + " not found for table: items");
  }
}

TEST_F(ContributorInsightsTest, SameAgainChangesNothing) {
  EXPECT_EQ(get(update("DISABLE")).contributor_insights_status, "DISABLED");
  get(update("ENABLE"));
  context.now += Millis(5);
  EXPECT_EQ(get(update("ENABLE")).contributor_insights_status, "ENABLED");
  EXPECT_EQ(get(describe()).last_update_date_time, TimePoint(Millis(1000)));
  EXPECT_EQ(get(update("DISABLE")).contributor_insights_status, "DISABLING");
  EXPECT_EQ(get(update("DISABLE")).contributor_insights_status, "DISABLED");
  const auto off = get(describe());
  EXPECT_EQ(off.contributor_insights_mode, "ACCESSED_AND_THROTTLED_KEYS");
  EXPECT_EQ(off.last_update_date_time, TimePoint(Millis(1005)));
  EXPECT_EQ(off.contributor_insights_rule_list, std::nullopt);
}

TEST_F(ContributorInsightsTest, ModeDecidesOnTheRules) {
  get(update("ENABLE"));
  EXPECT_EQ(get(describe()).contributor_insights_rule_list,
            (Strings{"DynamoDBContributorInsights-PKC-items-1000", "DynamoDBContributorInsights-PKT-items-1000",
                     "DynamoDBContributorInsights-SKC-items-1000", "DynamoDBContributorInsights-SKT-items-1000"}));
  context.now += Millis(5);
  EXPECT_EQ(get(update("ENABLE", {}, "THROTTLED_KEYS")).contributor_insights_status, "ENABLING");
  EXPECT_EQ(get(describe()).contributor_insights_rule_list,
            (Strings{"DynamoDBContributorInsights-PKT-items-1000", "DynamoDBContributorInsights-SKT-items-1000"}));
  EXPECT_EQ(get(describe()).contributor_insights_mode, "THROTTLED_KEYS");
  get(update("DISABLE"));
  get(update("ENABLE"));
  EXPECT_EQ(get(describe()).contributor_insights_rule_list->front(), "DynamoDBContributorInsights-PKC-items-1005");
}

TEST_F(ContributorInsightsTest, ListHasWhatIsNotDisabled) {
  EXPECT_EQ(pages("items", 1), std::vector<Strings>{{}});
  get(update("ENABLE"));
  get(update("ENABLE", "global"));
  auto other = run(backend.find_table(context.scope, "items"))->record;
  other.name = "others";
  run(backend.create_table(std::move(other)));
  const std::vector<Strings> all{{"items/ ENABLED", "items/global ENABLED", "others/ ENABLED", "others/global ENABLED"}};
  EXPECT_EQ(pages({}, 100), all);
  EXPECT_EQ(pages({}, 3), (std::vector<Strings>{{all[0][0], all[0][1], all[0][2]}, {all[0][3]}}));
  EXPECT_EQ(pages("items", 1), (std::vector<Strings>{{all[0][0]}, {all[0][1]}}));
  get(update("DISABLE"));
  EXPECT_EQ(pages("items", 100), std::vector<Strings>{{all[0][1]}});
  EXPECT_EQ(refusal(list_contributor_insights(context, door, {.next_token = "x"})), "ValidationException: Invalid NextToken");
}

TEST_F(ContributorInsightsTest, ChangesTakeTheirTimeAndAnActiveTable) {
  door.transitions.table_delay = Millis(1000);
  get(update("ENABLE"));
  EXPECT_EQ(get(describe()).contributor_insights_status, "ENABLING");
  context.now += Millis(1000);
  EXPECT_EQ(get(describe()).contributor_insights_status, "ENABLED");
  auto table = run(backend.find_table(context.scope, "items"));
  auto record = table->record;
  record.indexes.back().status = IndexStatus::creating;
  record.indexes.back().backfilling = true;
  run(backend.update_table(table, std::move(record)));
  EXPECT_EQ(
      refusal(update("ENABLE", "global")),
      "ValidationException: Table or Index is not in a valid state to update Key Access Insights: IndexStatus must be ACTIVE "
      "to enable ContributorInsights.");
}

}  // namespace
}  // namespace winterbaume::dynamodb
