// Amazon Resource Names: arn:partition:service:region:account:resource.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace winterbaume::aws {

// The parts of an ARN where they lie in its text. The resource keeps its own colons and slashes.
struct Arn {
  std::string_view partition;   // "aws", "aws-cn", "aws-us-gov", …
  std::string_view service;     // "sqs"
  std::string_view region;      // empty for global services
  std::string_view account_id;  // 12 digits, or empty ("arn:aws:s3:::bucket"), or "aws" for what AWS owns
  std::string_view resource;    // "queue-name", "role/path/name"; never empty

  std::string text() const;
};

// Null where `text` isn't an ARN: six parts, of which partition, service and resource aren't empty.
std::optional<Arn> parse_arn(std::string_view text);

// The partition that a region belongs to; "aws" for one that no other claims.
std::string_view partition_of(std::string_view region);

// "arn:<partition of region>:service:region:account:resource".
std::string make_arn(std::string_view service, std::string_view region, std::string_view account_id, std::string_view resource);

// The role that a session is of: "arn:aws:sts::account:assumed-role/name/session" gives "arn:aws:iam::account:role/name". Any
// other ARN is given back as it is.
std::string role_arn_of(const std::string& arn);

// An AWS account's id: twelve decimal digits.
bool is_account_id(std::string_view text);

}  // namespace winterbaume::aws
