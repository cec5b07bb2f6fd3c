#include "services/sqs/batches.h"

#include <gtest/gtest.h>

#include "generated/sqs/errors.h"

namespace winterbaume::sqs {
namespace {

std::string refusal(std::vector<std::string_view> ids) {
  auto error = check_batch_ids(ids, "Entry");
  return error ? std::string(error->shape->name) + ": " + error->message : std::string();
}

TEST(Batch, HasOneToTenDistinctIds) {
  std::vector<std::string> names;
  for (int i = 0; i < 11; ++i) names.push_back("id-" + std::to_string(i));
  std::vector<std::string_view> ids(names.begin(), names.end());
  EXPECT_EQ(refusal({}), "EmptyBatchRequest: There should be at least one Entry in the request.");
  EXPECT_EQ(refusal(ids), "TooManyEntriesInBatchRequest: Maximum number of entries per request are 10. You have sent 11.");
  ids.pop_back();
  EXPECT_EQ(refusal(ids), "");
  EXPECT_EQ(refusal({"a", "b", "b", "a"}), "BatchEntryIdsNotDistinct: Id b repeated.");
  std::string long_id(81, 'i');
  for (std::string_view id :
       {std::string_view(""), std::string_view("a b"), std::string_view("invalid:id"), std::string_view(long_id)}) {
    EXPECT_TRUE(refusal({id}).starts_with("InvalidBatchEntryId: A batch entry id can only contain")) << id;
  }
  EXPECT_EQ(refusal({std::string_view(long_id).substr(1)}), "");
}

TEST(Batch, WithoutEntriesIsEmpty) {
  EXPECT_TRUE(check_batch(std::optional<std::vector<DeleteMessageBatchRequestEntry>>(), "Entry"));
  EXPECT_TRUE(check_batch(std::optional(std::vector<DeleteMessageBatchRequestEntry>(1)), "Entry"));  // an entry without an id
}

TEST(Batch, FailuresCarryTheErrorsCode) {
  std::optional<std::vector<BatchResultErrorEntry>> failed;
  add_failure(failed, "one", errors::receipt_handle_is_invalid("why"));
  ASSERT_TRUE(failed && failed->size() == 1);
  EXPECT_EQ(failed->front().id, "one");
  EXPECT_EQ(failed->front().code, "ReceiptHandleIsInvalid");
  EXPECT_EQ(failed->front().message, "why");
  EXPECT_EQ(failed->front().sender_fault, true);
}

}  // namespace
}  // namespace winterbaume::sqs
