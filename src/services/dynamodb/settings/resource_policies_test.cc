#include <gtest/gtest.h>

#include "services/dynamodb/operations/item_operation_fixture.h"

namespace winterbaume::dynamodb {
namespace {

const std::string k_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/items";
const std::string k_mismatch = "PolicyNotFoundException: Resource-based policy not found for the provided ResourceArn: ";

class ResourcePolicyTest : public ItemOperationTest {
 protected:
  ResourcePolicyTest() {
    context.principal_arn = "arn:aws:iam::123456789012:root";
    make_table();
  }

  static std::string policy(std::string action, std::string effect = "Allow", std::string principal = "{'AWS':'123456789012'}") {
    std::string out = "{'Version':'2012-10-17','Statement':[{'Effect':'" + effect + "','Principal':" + principal +
                      ",'Action':'dynamodb:" + action + "','Resource':'*'}]}";
    for (auto& c : out) c = c == '\'' ? '"' : c;
    return out;
  }
  auto put_policy(std::string text, std::optional<std::string> expected = {}, std::string arn = k_arn) {
    ops::PutResourcePolicy::Input input{.resource_arn = std::move(arn), .policy = std::move(text)};
    input.expected_revision_id = std::move(expected);
    return put_resource_policy(context, door, std::move(input));
  }
  auto get_policy(std::string arn = k_arn) {
    return get_resource_policy(context, door, ops::GetResourcePolicy::Input{.resource_arn = std::move(arn)});
  }
  auto delete_policy(std::optional<std::string> expected = {}, std::string arn = k_arn) {
    ops::DeleteResourcePolicy::Input input{.resource_arn = std::move(arn)};
    input.expected_revision_id = std::move(expected);
    return delete_resource_policy(context, door, std::move(input));
  }
};

TEST_F(ResourcePolicyTest, RevisionIsTheTimeOfTheLastRealChange) {
  context.now = TimePoint(Millis(1'700'000'000'000));
  EXPECT_EQ(get(put_policy(policy("GetItem"))).revision_id, "1700000000000");
  context.now += Millis(5);
  EXPECT_EQ(get(put_policy("  " + policy("GetItem"))).revision_id, "1700000000000");
  EXPECT_EQ(get(put_policy(policy("PutItem"))).revision_id, "1700000000005");
  EXPECT_EQ(get(put_policy(policy("Query"))).revision_id, "1700000000006");
  EXPECT_EQ(get(get_policy()).revision_id, "1700000000006");
}

TEST_F(ResourcePolicyTest, RevisionCanBeExpected) {
  EXPECT_EQ(refusal(put_policy(policy("GetItem"), "7")),
            k_mismatch + "Requested update for policy with revision id 7, but table items has no associated policy.");
  const auto first = *get(put_policy(policy("GetItem"), "NO_POLICY")).revision_id;
  EXPECT_EQ(refusal(put_policy(policy("PutItem"), "NO_POLICY")),
            k_mismatch +
                "Requested policy update expecting none to be present for table items, but a policy exists with revision "
                "id " +
                first + ".");
  const auto second = *get(put_policy(policy("PutItem"), first)).revision_id;
  EXPECT_EQ(refusal(delete_policy(first)), k_mismatch + "Requested update for policy with revision id " + first +
                                               ", but the policy associated to target table items has revision id " + second +
                                               ".");
  EXPECT_EQ(get(delete_policy(second)).revision_id, second);
}

TEST_F(ResourcePolicyTest, RemovedPolicyIsGone) {
  EXPECT_EQ(get(delete_policy()).revision_id, std::nullopt);
  const auto revision = get(put_policy(policy("GetItem"))).revision_id;
  EXPECT_EQ(get(delete_policy()).revision_id, revision);
  EXPECT_EQ(refusal(get_policy()), k_mismatch + k_arn);
  const auto removal = get(delete_policy()).revision_id;
  EXPECT_GT(removal, revision);
  EXPECT_EQ(get(delete_policy()).revision_id, removal);
  get(put_policy(policy("GetItem"), "NO_POLICY"));
}

TEST_F(ResourcePolicyTest, ResourceIsATableOrAStreamOfTheCaller) {
  const auto wrong = [this](std::string arn) { return refusal(get_policy(std::move(arn))); };
  const std::string invalid = "ValidationException: One or more parameter values were invalid: ";
  EXPECT_EQ(wrong("items"), invalid + "ARNs must start with 'arn:': items");
  EXPECT_EQ(wrong("arn:aws:dynamodb:us-east-1:210987654321:table/items"),
            "ValidationException: This action is only supported by accounts that match the resource owner’s account.");
  for (const std::string arn :
       {"arn:aws:dynamodb:us-west-2:123456789012:table/items", "arn:aws-cn:dynamodb:us-east-1:123456789012:table/items"}) {
    EXPECT_EQ(wrong(arn), invalid + "Invalid resource Arn: " + arn);
  }
  EXPECT_EQ(wrong(k_arn + "/index/global"),
            invalid + "Invalid resource arn provided, only table or stream is accepted. Provided resource arn: " + k_arn +
                "/index/global");
  EXPECT_EQ(wrong(k_arn + "/backup/1"), invalid + "Provided Arn is not a DynamoDB resource arn: " + k_arn + "/backup/1");
  EXPECT_EQ(wrong(k_arn + "s"), "ResourceNotFoundException: Requested resource not found: Table: itemss not found");
  EXPECT_EQ(wrong(k_arn + "/stream/2026"),
            "ResourceNotFoundException: Requested resource not found: Stream: 2026 not found for Table: items");
}

TEST_F(ResourcePolicyTest, StreamHasAPolicyOfItsOwn) {
  auto table = run(backend.find_table(context.scope, "items"));
  auto record = table->record;
  record.streams.push_back({.label = "2026-01-02T03:04:05.678"});
  run(backend.update_table(table, std::move(record)));
  const auto stream = k_arn + "/stream/2026-01-02T03:04:05.678";
  EXPECT_EQ(refusal(get_policy(stream)), k_mismatch + stream);
  get(put_policy(policy("GetItem")));
  const auto revision = get(put_policy(policy("GetRecords"), "NO_POLICY", stream)).revision_id;
  EXPECT_EQ(get(get_policy(stream)).revision_id, revision);
  EXPECT_NE(get(get_policy(stream)).policy, get(get_policy()).policy);
  get(delete_policy({}, stream));
  EXPECT_EQ(refusal(get_policy(stream)), k_mismatch + stream);
  EXPECT_TRUE(get(get_policy()).policy.has_value());
}

TEST_F(ResourcePolicyTest, OnesOwnAccessIsNotRemovedByMistake) {
  const auto lockout = policy("PutResourcePolicy", "Deny", "\"*\"");
  EXPECT_EQ(refusal(put_policy(lockout)),
            "AccessDeniedException: The new resource policy will not allow you to update the resource policy in the future.");
  get(put_policy(policy("DeleteResourcePolicy", "Deny", "\"*\"")));
  ops::PutResourcePolicy::Input input{.resource_arn = k_arn, .policy = lockout};
  input.confirm_remove_self_resource_access = true;
  EXPECT_TRUE(get(put_resource_policy(context, door, std::move(input))).revision_id.has_value());
}

TEST_F(ResourcePolicyTest, TableIsMadeWithItsPolicy) {
  ops::CreateTable::Input input{.table_name = "made"};
  input.attribute_definitions = {{{"pk", "S"}}};
  input.key_schema = {{{"pk", "HASH"}}};
  input.billing_mode = "PAY_PER_REQUEST";
  input.resource_policy = "{}";
  EXPECT_EQ(refusal(create_table(context, door, input)),
            "ValidationException: One or more parameter values were invalid: Invalid policy document: Syntax error at position "
            "(1,3)");
  input.resource_policy = policy("GetItem");
  get(create_table(context, door, input));
  const auto answered = get(get_policy("arn:aws:dynamodb:us-east-1:123456789012:table/made"));
  EXPECT_EQ(answered.revision_id, std::to_string(context.now.time_since_epoch().count()));
  run(backend.delete_table(run(backend.find_table(context.scope, "made"))));
  get(create_table(context, door, [&] {
    input.resource_policy.reset();
    return input;
  }()));
  EXPECT_EQ(refusal(get_policy("arn:aws:dynamodb:us-east-1:123456789012:table/made")),
            k_mismatch + "arn:aws:dynamodb:us-east-1:123456789012:table/made");
}

}  // namespace
}  // namespace winterbaume::dynamodb
