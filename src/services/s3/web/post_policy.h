// The policy of a POST form: until when it holds, and what the form must and may say (Amazon S3 API Reference, "Creating a POST
// policy"). Pure rules; who signed it is form_signature.h's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/error.h"
#include "core/clock.h"
#include "services/s3/web/form_data.h"
#include "services/s3/web/form_file.h"

namespace winterbaume::s3 {

struct FormCondition {
  enum class Kind : std::uint8_t { equal, starts_with, content_length_range };
  Kind kind = Kind::equal;
  std::string field;  // without '$', lower case; empty of a condition that names none and so never holds
  std::string value;
  FileSizes sizes;
  bool readable_sizes = true;  // false: the bounds are text that is no number, and the condition never holds
  std::string text;            // as S3 prints it: ["eq", "$key", "a.txt"]
};

struct PostPolicy {
  TimePoint expiration{};
  std::vector<FormCondition> conditions;
};

// Reads the base64 of the form's field. Errors: InvalidPolicyDocument.
aws::Result<PostPolicy> parse_post_policy(std::string_view base64);

// The sizes that the policy lets the file have. Errors: AccessDenied where it has expired, where a condition does not hold, or
// where no condition is about a field of the form. `fields` have the file's name filled in.
aws::Result<FileSizes> check_post_policy(const PostPolicy& policy, const FormFields& fields, const std::string& bucket,
                                         TimePoint now);

}  // namespace winterbaume::s3
