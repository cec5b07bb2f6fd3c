#include <gtest/gtest.h>

#include "services/dynamodb/operations/item_operation_fixture.h"

namespace winterbaume::dynamodb {
namespace {

const std::string k_one = "arn:aws:kinesis:us-east-1:123456789012:stream/one";
const std::string k_two = "arn:aws:kinesis:us-east-1:123456789012:stream/two";
const std::string k_state = "ValidationException: Table is not in a valid state to enable Kinesis Streaming Destination: ";
const std::string k_no_enabling =
    k_state + "EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform ENABLE operation.";
const std::string k_no_disabling = k_state + "KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.";

class KinesisDestinationTest : public ItemOperationTest {
 protected:
  KinesisDestinationTest() { make_table(); }

  auto enable(std::string arn, std::optional<std::string> precision = {}) {
    ops::EnableKinesisStreamingDestination::Input input{.table_name = "items", .stream_arn = std::move(arn)};
    if (precision) input.enable_kinesis_streaming_configuration = {std::move(precision)};
    return enable_kinesis_streaming_destination(context, door, std::move(input));
  }
  auto disable(std::string arn) {
    ops::DisableKinesisStreamingDestination::Input input{.table_name = "items", .stream_arn = std::move(arn)};
    return disable_kinesis_streaming_destination(context, door, std::move(input));
  }
  auto update(std::string arn, std::optional<std::string> precision) {
    ops::UpdateKinesisStreamingDestination::Input input{.table_name = "items", .stream_arn = std::move(arn)};
    if (precision) input.update_kinesis_streaming_configuration = {std::move(precision)};
    return update_kinesis_streaming_destination(context, door, std::move(input));
  }
  // "one ACTIVE", …
  std::vector<std::string> all() {
    const auto answer = get(describe_kinesis_streaming_destination(
        context, door, ops::DescribeKinesisStreamingDestination::Input{.table_name = "items"}));
    std::vector<std::string> out;
    for (const auto& one : *answer.kinesis_data_stream_destinations) {
      auto text = one.stream_arn->substr(one.stream_arn->rfind('/') + 1) + " " + *one.destination_status;
      if (one.approximate_creation_date_time_precision) text += " " + *one.approximate_creation_date_time_precision;
      if (one.destination_status_description) text += ": " + *one.destination_status_description;
      out.push_back(std::move(text));
    }
    return out;
  }
};
using Strings = std::vector<std::string>;

TEST_F(KinesisDestinationTest, OneIsAliveAtMost) {
  EXPECT_EQ(all(), Strings());
  EXPECT_EQ(get(enable(k_one)).destination_status, "ENABLING");
  EXPECT_EQ(all(), Strings{"one ACTIVE"});
  EXPECT_EQ(refusal(enable(k_one)), k_no_enabling);
  EXPECT_EQ(refusal(enable(k_two)), k_no_enabling);
  EXPECT_EQ(refusal(disable(k_two)), k_no_disabling);
  EXPECT_EQ(get(disable(k_one)).destination_status, "DISABLING");
  EXPECT_EQ(refusal(disable(k_one)), k_no_disabling);
  get(enable(k_two));
  EXPECT_EQ(all(), (Strings{"two ACTIVE", "one DISABLED"}));
  get(disable(k_two));
  get(enable(k_one));
  EXPECT_EQ(all(), (Strings{"one ACTIVE", "two DISABLED"}));
}

TEST_F(KinesisDestinationTest, PrecisionIsShownOnceItIsSet) {
  EXPECT_EQ(refusal(update(k_one, "MICROSECOND")),
            k_state +
                "Kinesis streaming is not in ACTIVE state. Updates are only allowed in ACTIVE state. TableName: items, "
                "kdsArn: " +
                k_one);
  get(enable(k_one));
  const std::string same = "ValidationException: Invalid Request: Precision is already set to the desired value of ";
  EXPECT_EQ(refusal(update(k_one, "MILLISECOND")), same + "MILLISECOND for tableId: 1, kdsArn: " + k_one);
  EXPECT_EQ(get(update(k_one, "MICROSECOND")).destination_status, "UPDATING");
  EXPECT_EQ(all(), Strings{"one ACTIVE MICROSECOND"});
  EXPECT_EQ(refusal(update(k_one, "MICROSECOND")), same + "MICROSECOND for tableId: 1, kdsArn: " + k_one);
  EXPECT_EQ(refusal(update(k_one, {})),
            "ValidationException: Streaming destination cannot be updated with given parameters: "
            "UpdateKinesisStreamingConfiguration cannot be null or contain only null values");
  get(disable(k_one));
  get(enable(k_one));
  EXPECT_EQ(all(), Strings{"one ACTIVE"});
}

TEST_F(KinesisDestinationTest, WhatIsNoStreamHereFailsLater) {
  get(enable("arn:aws:kinesis:us-west-2:123456789012:stream/far"));
  get(enable("arn:aws:kinesis:us-east-1:210987654321:stream/strange"));
  get(enable("arn:aws:dynamodb:us-east-1:123456789012:table/items"));
  get(enable(k_one));
  constexpr std::string_view k_begin = "The kinesis Arn used to enable kinesis replication belongs to a stream which is not in ";
  EXPECT_EQ(all(), (Strings{"one ACTIVE", "items ENABLE_FAILED: User does not have a permission to use kinesis stream",
                            "strange ENABLE_FAILED: " + std::string(k_begin) + "Active state",
                            "far ENABLE_FAILED: " + std::string(k_begin) + "the current region"}));
}

TEST_F(KinesisDestinationTest, ChangesTakeTheirTime) {
  door.transitions.table_delay = Millis(1000);
  get(enable(k_one, "MICROSECOND"));
  EXPECT_EQ(all(), Strings{"one ENABLING MICROSECOND"});
  EXPECT_EQ(refusal(disable(k_one)), k_no_disabling);
  context.now += Millis(1000);
  get(disable(k_one));
  EXPECT_EQ(all(), Strings{"one DISABLING MICROSECOND"});
  EXPECT_EQ(get(disable(k_one)).destination_status, "DISABLING");
  EXPECT_EQ(refusal(enable(k_two)), k_no_enabling);
  context.now += Millis(1000);
  EXPECT_EQ(all(), Strings{"one DISABLED MICROSECOND"});
}

}  // namespace
}  // namespace winterbaume::dynamodb
