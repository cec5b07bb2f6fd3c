#include "services/sqs/move_task_input.h"

#include <gtest/gtest.h>

#include "core/bytes.h"

namespace winterbaume::sqs {
namespace {

TEST(MoveArn, NamesItsParameter) {
  EXPECT_TRUE(parse_move_arn("arn:aws:sqs:us-east-1:123456789012:q", "SourceArn"));
  EXPECT_EQ(
      parse_move_arn("q", "DestinationArn").error().message,
      "You must use this format to specify the DestinationArn: arn:<partition>:<service>:<region>:<account-id>:<resource-id>");
}

TEST(TaskHandle, HoldsTheSource) {
  EXPECT_EQ(parse_task_handle(to_base64(R"({"taskId":"t","sourceArn":"s"})")), "s");
  for (const std::string& broken : {std::string(), std::string("not base64!"), to_base64("x"), to_base64("[]"),
                                    to_base64(R"({"taskId":"t"})"), to_base64(R"({"taskId":1,"sourceArn":"s"})")}) {
    EXPECT_FALSE(parse_task_handle(broken)) << broken;
  }
}

}  // namespace
}  // namespace winterbaume::sqs
