// The Kinesis data streams that a table's changes go to: which there are and how far they have come. At most one is alive; those
// that were disabled or failed stay listed. (Developer Guide, "Change data capture for Kinesis Data Streams with DynamoDB";
// the rules of their states are measured.)
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "aws/error.h"
#include "services/dynamodb/dynamodb_types.h"

namespace winterbaume::dynamodb {

using aws::Result;

// As the model's DestinationStatus.
BOOST_DEFINE_ENUM_CLASS(DestinationStatus, ENABLING, ACTIVE, DISABLING, DISABLED, ENABLE_FAILED, UPDATING)

struct KinesisDestinationRecord {
  std::string stream_arn;
  DestinationStatus status = DestinationStatus::DISABLED;
  std::string failure;                      // why it will fail, or did; empty: it will not
  std::optional<std::string> precision;     // as the model has it; null: MILLISECOND, and not shown
  std::optional<TimePoint> changing_until;  // enabling, disabling, updating: not done before this time
};
BOOST_DESCRIBE_STRUCT(KinesisDestinationRecord, (), (stream_arn, status, failure, precision, changing_until))

// As they are at `now`, the newest first.
std::vector<KinesisDestinationRecord> kinesis_destinations(const TableRecord& table, TimePoint now);

// Each changes the table's record. Errors: ValidationException in AWS's words where the destination's state does not allow it;
// a stream that can't take records fails later, as on AWS.
std::optional<aws::Error> enable_kinesis(TableRecord& table, const std::string& stream_arn,
                                         const std::optional<std::string>& precision, TimePoint now, Millis delay);
std::optional<aws::Error> disable_kinesis(TableRecord& table, const std::string& stream_arn, TimePoint now, Millis delay);
std::optional<aws::Error> update_kinesis(TableRecord& table, const std::string& stream_arn, const std::string& precision,
                                         TimePoint now, Millis delay);

}  // namespace winterbaume::dynamodb
