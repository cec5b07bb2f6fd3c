// A resource policy as its JSON says it (IAM User Guide, "IAM JSON policy elements reference"), and the form in which DynamoDB
// answers it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/error.h"

namespace winterbaume::dynamodb {

using aws::Result;

struct PolicyCondition {
  std::string type;  // "StringEquals", "ForAnyValue:ArnLikeIfExists"
  std::string key;
  std::vector<std::string> values;
};

struct PolicyStatement {
  std::optional<std::string> sid;
  std::optional<bool> allow;  // set in every statement that was read
  bool not_principal = false;
  // By kind, as in the document: {"AWS", {"arn:…"}}; "Principal": "*" is {"*", {"*"}}.
  std::vector<std::pair<std::string, std::vector<std::string>>> principals;
  bool not_action = false;
  std::vector<std::string> actions;
  bool not_resource = false;
  std::vector<std::string> resources;
  std::vector<PolicyCondition> conditions;
};

struct PolicyDocument {
  std::optional<std::string> version;
  std::optional<std::string> id;
  std::vector<PolicyStatement> statements;
};

// Account ids among the principals become the ARNs of their root users in `partition`, principals that are named twice are one.
// Errors: ValidationException for a text over 20,480 bytes and for one that is no policy, in AWS's words as far as they are
// known; the place of a syntax error is where AWS's own parser stands when it finds it (measured).
Result<PolicyDocument> parse_policy(std::string_view json, std::string_view partition);

// Without white space and with members in AWS's order; lists of one are their element. Two policies are the same to DynamoDB if
// these texts are.
std::string canonical_text(const PolicyDocument& policy);
// What GetResourcePolicy answers: a policy without a Version has the oldest one.
std::string shown_text(const std::string& canonical);

// "One or more parameter values were invalid: Invalid policy document: …".
aws::Error invalid_policy(std::string_view why);

}  // namespace winterbaume::dynamodb
