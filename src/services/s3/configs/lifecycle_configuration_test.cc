#include "services/s3/configs/lifecycle_configuration.h"

#include <gtest/gtest.h>

#include "aws/timestamps.h"
#include "services/s3/testing/told_error.h"

namespace winterbaume::s3 {
namespace {

LifecycleRule rule(std::string prefix = "a/") {
  LifecycleRule made{.status = "Enabled"};
  made.filter.emplace().prefix = std::move(prefix);
  made.expiration.emplace().days = 1;
  return made;
}
LifecycleRule old_rule(std::string prefix) {
  LifecycleRule made{.prefix = std::move(prefix), .status = "Enabled"};
  made.expiration.emplace().days = 1;
  return made;
}
template <class... Rules>
std::string verdict(Rules... rules) {
  BucketLifecycleConfiguration configuration;
  configuration.rules = std::vector<LifecycleRule>{std::move(rules)...};
  return told(check_lifecycle(configuration));
}
std::string changed(auto change) {
  auto made = rule();
  change(made);
  return verdict(std::move(made));
}

TEST(LifecycleConfigurationTest, TakesBothForms) {
  EXPECT_EQ(verdict(rule(), rule()), "");
  EXPECT_EQ(verdict(old_rule("a"), old_rule("b")), "");
  EXPECT_EQ(changed([](auto& r) { r.filter = LifecycleRuleFilter{}; }), "");
  EXPECT_EQ(changed([](auto& r) { r.expiration->days.reset(), r.expiration->expired_object_delete_marker = true; }), "");
  EXPECT_EQ(changed([](auto& r) {
              r.transitions =
                  std::vector<Transition>{{.days = 90, .storage_class = "GLACIER"}, {.days = 30, .storage_class = "STANDARD_IA"}};
              r.expiration->days = 91;
            }),
            "");
}

TEST(LifecycleConfigurationTest, ChecksIds) {
  EXPECT_EQ(changed([](auto& r) { r.id = std::string(256, 'a'); }),
            "InvalidArgument: ID length should not exceed allowed limit of 255");
  auto one = rule("a"), two = rule("b");
  one.id = two.id = "same";
  EXPECT_EQ(verdict(one, two), "InvalidArgument: Rule ID must be unique. Found same ID for more than one rule");
}

TEST(LifecycleConfigurationTest, ChecksFormsAndFilters) {
  EXPECT_EQ(verdict(), "MalformedXML");
  EXPECT_EQ(changed([](auto& r) { r.filter.reset(); }), "MalformedXML");
  EXPECT_EQ(changed([](auto& r) { r.prefix = "a"; }), "MalformedXML");
  EXPECT_EQ(verdict(old_rule("a"), rule("b")), "InvalidRequest: Filter element can only be used in Lifecycle V2.");
  EXPECT_EQ(verdict(old_rule("a/"), old_rule("a/b")),
            "InvalidRequest: Found overlapping prefixes 'a/' and 'a/b' for same action type 'Expiration'");
  EXPECT_EQ(changed([](auto& r) { r.filter->tag = Tag{"k", "v"}; }), "MalformedXML");
  EXPECT_EQ(changed([](auto& r) {
              r.filter->prefix.reset();
              r.filter->and_.emplace().tags = std::vector<Tag>{{"k", "v"}, {"k", "w"}};
            }),
            "InvalidRequest: Duplicate Tag Keys are not allowed.");
  EXPECT_EQ(changed([](auto& r) {
              r.filter->prefix.reset();
              r.filter->object_size_less_than = 0;
            }),
            "InvalidRequest: 'ObjectSizeLessThan' should be between 1 and 1099511627776000.");
  BucketLifecycleConfiguration many;
  many.rules = std::vector<LifecycleRule>(1001, rule());
  EXPECT_EQ(told(check_lifecycle(many)),
            "InvalidRequest: The number of lifecycle rules must not exceed the allowed limit of 1000 rules.");
}

TEST(LifecycleConfigurationTest, ChecksExpiration) {
  EXPECT_EQ(changed([](auto& r) { r.expiration.reset(); }),
            "InvalidRequest: At least one action needs to be specified in a rule");
  EXPECT_EQ(changed([](auto& r) { r.expiration->days = 0; }),
            "InvalidArgument: 'Days' for Expiration action must be a positive integer");
  EXPECT_EQ(changed([](auto& r) { r.expiration->expired_object_delete_marker = true; }), "MalformedXML");
  EXPECT_EQ(changed([](auto& r) {
              r.expiration->days.reset();
              r.expiration->date = aws::parse_iso8601("2026-01-01T00:00:01Z");
            }),
            "InvalidArgument: 'Date' must be at midnight GMT");
  EXPECT_EQ(changed([](auto& r) {
              r.filter->prefix.reset();
              r.filter->tag = Tag{"k", "v"};
              r.abort_incomplete_multipart_upload.emplace().days_after_initiation = 1;
            }),
            "InvalidRequest: AbortIncompleteMultipartUpload cannot be specified with Tags.");
}

TEST(LifecycleConfigurationTest, ChecksTransitions) {
  const auto moved = [](std::vector<Transition> transitions) {
    return changed([&](auto& r) {
      r.transitions = transitions;
      r.expiration->days = 400;
    });
  };
  EXPECT_EQ(moved({{.days = 29, .storage_class = "STANDARD_IA"}}),
            "InvalidArgument: 'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'");
  EXPECT_EQ(moved({{.storage_class = "GLACIER"}}), "MalformedXML");
  EXPECT_EQ(moved({{.days = 1, .storage_class = "GLACIER"}, {.days = 2, .storage_class = "GLACIER"}}),
            "InvalidRequest: 'StorageClass' must be different for 'Transition' actions in same 'Rule' with filter '(prefix=a/)'");
  EXPECT_TRUE(moved({{.days = 50, .storage_class = "GLACIER"}, {.days = 40, .storage_class = "DEEP_ARCHIVE"}})
                  .starts_with("InvalidArgument: 'Days' in the 'Transition' action for StorageClass 'DEEP_ARCHIVE'"));
  EXPECT_TRUE(moved({{.days = 400, .storage_class = "GLACIER"}}).starts_with("InvalidArgument: 'Days' in the Expiration action"));
  EXPECT_EQ(changed([](auto& r) { r.noncurrent_version_expiration.emplace().newer_noncurrent_versions = 1; }), "MalformedXML");
}

TEST(LifecycleConfigurationTest, ConvertsTheDeprecatedForm) {
  LifecycleConfiguration old;
  old.rules = std::vector<Rule>{{.id = "x", .prefix = "p/", .status = "Enabled", .transition = Transition{.days = 3}}};
  auto current = to_current(old);
  ASSERT_EQ(current.rules->size(), 1u);
  EXPECT_EQ(current.rules->front().prefix, "p/");
  EXPECT_EQ(current.rules->front().transitions->front().days, 3);
  EXPECT_EQ(to_deprecated(current).rules->front().transition->days, 3);
  SequentialIds ids;
  current.rules->front().id.reset();
  name_lifecycle_rules(current, ids);
  EXPECT_EQ(current.rules->front().id->size(), 48u);
}

}  // namespace
}  // namespace winterbaume::s3
