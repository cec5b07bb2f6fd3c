// A bucket policy as its JSON says it (IAM User Guide, "IAM JSON policy elements reference"), without any meaning yet.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/error.h"

namespace winterbaume::s3 {

enum class Effect : std::uint8_t { allow, deny };

// One of Principal's entries: {"AWS": "arn:…"} has kind "AWS". "Principal": "*" is {"*", "*"}.
struct PolicyPrincipal {
  std::string kind;
  std::string value;
};

// One operator over one key: {"StringEqualsIfExists": {"aws:Referer": […]}}.
struct PolicyCondition {
  std::string base;  // "StringEquals", without what stands before and after it
  bool if_exists = false;
  bool for_any = false;
  bool for_all = false;
  std::string key;  // as written; compared without case
  std::vector<std::string> values;
};

struct PolicyStatement {
  std::string sid;
  Effect effect = Effect::deny;
  std::vector<PolicyPrincipal> principals;
  bool not_principal = false;
  std::vector<std::string> actions;
  bool not_action = false;
  std::vector<std::string> resources;
  bool not_resource = false;
  std::vector<PolicyCondition> conditions;
};

struct PolicyDocument {
  std::string version = "2008-10-17";
  std::string id;
  std::vector<PolicyStatement> statements;
  bool variables() const { return version == "2012-10-17"; }
};

// Errors: MalformedPolicy, in AWS's words. Principals, actions and resources are not looked into: check_policy() does.
aws::Result<PolicyDocument> parse_policy(std::string_view json);

// MalformedPolicy where the policy can't be that of this bucket: an unknown principal, action or key of a condition, a resource
// elsewhere, an action that none of its statement's resources can have.
std::optional<aws::Error> check_policy(const PolicyDocument& policy, std::string_view bucket);

}  // namespace winterbaume::s3
