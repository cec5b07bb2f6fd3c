// Contributor Insights of a table and of its global indexes: whether they are on, in which mode, by which rules of CloudWatch.
// (Developer Guide, "CloudWatch Contributor Insights for DynamoDB"; states and names of rules are measured.) The rules are named
// only: nothing is counted.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/error.h"
#include "services/dynamodb/dynamodb_types.h"

namespace winterbaume::dynamodb {

using aws::Result;

// As the model's ContributorInsightsStatus.
BOOST_DEFINE_ENUM_CLASS(InsightsStatus, DISABLED, ENABLING, ENABLED, DISABLING)

struct InsightsRecord {
  InsightsStatus status = InsightsStatus::DISABLED;
  std::string mode;                  // as the model has it; empty: never enabled
  TimePoint enabled;                 // when last; the rules' names end with it
  std::optional<TimePoint> changed;  // when its last change ends, or ended
};
BOOST_DESCRIBE_STRUCT(InsightsRecord, (), (status, mode, enabled, changed))

// Of an index, or of the table itself (no name); as it is at `now`.
InsightsRecord contributor_insights(const TableRecord& table, std::string_view index, TimePoint now);

// ResourceNotFoundException where `index` is no global index of the table.
std::optional<aws::Error> check_insights_index(const TableRecord& table, const std::optional<std::string>& index);

struct InsightsChange {
  std::string index;  // empty: the table
  bool enable = false;
  std::string mode;  // of enabling
};
// What a request makes of it; the same again changes nothing. Errors: ValidationException where the table or the index is still
// being made.
Result<InsightsRecord> change_insights(TableRecord& table, const InsightsChange& change, TimePoint now, Millis delay);

// Two for each key attribute: what is accessed most, what is throttled most. None of a disabled one.
std::vector<std::string> insights_rules(const TableRecord& table, std::string_view index, const InsightsRecord& insights);

}  // namespace winterbaume::dynamodb
