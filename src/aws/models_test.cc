// Every model, walked: what the codecs take for granted holds in each.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "aws/pattern_program.h"
#include "aws/protocol/json_text.h"
#include "generated/athena/operations.h"
#include "generated/dynamodb/operations.h"
#include "generated/dynamodbstreams/operations.h"
#include "generated/ebs/operations.h"
#include "generated/glacier/operations.h"
#include "generated/glue/operations.h"
#include "generated/redshift_data/operations.h"
#include "generated/s3/operations.h"
#include "generated/sqs/operations.h"
#include "generated/sts/operations.h"

namespace winterbaume::aws {
namespace {

class ModelTest : public ::testing::TestWithParam<const ServiceSchema*> {
 protected:
  void walk(const Schema& schema) {
    if (!seen_.insert(&schema).second) return;
    if (schema.constraint) check_constraint(schema);
    if (schema.element) walk(*schema.element);
    if (schema.key) walk(*schema.key);
    if (schema.events) walk(*schema.events);
    for (const Member& member : schema.members) {
      check_member(schema, member);
      walk(*member.schema);
    }
  }

  static void check_constraint(const Schema& schema) {
    if (!schema.constraint->pattern.empty()) {
      EXPECT_TRUE(compile_pattern(schema.constraint->pattern)) << schema.name << ' ' << schema.constraint->pattern;
    }
    EXPECT_LE(schema.constraint->min, schema.constraint->max) << schema.name;
  }

  // Keys go into JSON without escapes; boxed members know how to be boxed; what travels in a header is no structure.
  static void check_member(const Schema& schema, const Member& member) {
    std::string quoted;
    append_json_string(quoted, member.wire);
    EXPECT_EQ(quoted.size(), member.wire.size() + 2) << schema.name << '.' << member.name;
    EXPECT_TRUE(!member.boxed || member.schema->boxed_slot) << schema.name << '.' << member.name;
    EXPECT_TRUE(member.location == Location::body || member.schema->kind != Kind::structure) << schema.name << '.' << member.name;
    if (member.xml_attribute) EXPECT_EQ(member.schema->kind, Kind::string);
    if (member.location == Location::status_code) EXPECT_EQ(member.schema->kind, Kind::integer);
    if (member.location == Location::prefix_headers) EXPECT_EQ(member.schema->element->kind, Kind::string);
  }

  std::set<const Schema*> seen_;
};

TEST_P(ModelTest, HoldsWhatTheCodecsTakeForGranted) {
  const ServiceSchema& service = *GetParam();
  EXPECT_FALSE(service.protocols.empty());
  EXPECT_TRUE(std::ranges::is_sorted(service.operations, {}, &OperationSchema::name));
  for (const OperationSchema& operation : service.operations) {
    EXPECT_EQ(&service.operations[operation.index], &operation);
    EXPECT_EQ(find_operation(service, operation.name), &operation);
    ASSERT_EQ(operation.input->kind, Kind::structure);
    ASSERT_EQ(operation.output->kind, Kind::structure);
    walk(*operation.input);
    walk(*operation.output);
    for (const PathSegment& segment : operation.path) {
      const bool bound = std::ranges::any_of(operation.input->members, [&](const Member& member) {
        return member.location == Location::label && member.wire == segment.text && member.required;
      });
      EXPECT_EQ(segment.label, bound) << operation.name << ' ' << segment.text;
    }
  }
  EXPECT_EQ(find_operation(service, "Nothing"), nullptr);
}

INSTANTIATE_TEST_SUITE_P(All, ModelTest,
                         ::testing::Values(&athena::k_service, &dynamodb::k_service, &dynamodbstreams::k_service, &ebs::k_service,
                                           &glacier::k_service, &glue::k_service, &redshift_data::k_service, &s3::k_service,
                                           &sqs::k_service, &sts::k_service),
                         [](const auto& info) { return std::string(info.param->name); });

}  // namespace
}  // namespace winterbaume::aws
