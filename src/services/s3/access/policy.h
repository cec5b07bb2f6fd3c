// What a bucket policy decides: an explicit denial wins, then an allowance; else it is silent (IAM User Guide, "Policy evaluation
// logic").
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "services/s3/access/policy_document.h"
#include "services/s3/s3_types.h"

namespace winterbaume::s3 {

struct PolicyCaller {
  bool anonymous = false;
  std::string account_id;
  std::string canonical_id;
  std::string arn;  // "arn:aws:sts::123456789012:assumed-role/reader/session"
};

struct PolicyQuestion {
  PolicyCaller caller;
  std::string_view action;
  std::string resource;  // "arn:aws:s3:::bucket/key"
  TextPairs keys;
};

enum class Decision : std::uint8_t { silent, allow, deny };

Decision decide(const PolicyDocument& policy, const PolicyQuestion& question);

// Whether it allows the public something: a statement that allows to more than fixed principals without a condition that fixes
// who or where from (Amazon S3 User Guide, "The meaning of 'public'").
bool is_public(const PolicyDocument& policy);

// Whether one of its conditions asks for the tags of the object.
bool asks_for_object_tags(const PolicyDocument& policy);

// The policy of that text, parsed once: some hundred texts are remembered. Null where it can't be parsed. Thread-safe.
std::shared_ptr<const PolicyDocument> remembered_policy(const std::string& json);

}  // namespace winterbaume::s3
