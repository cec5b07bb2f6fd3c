// Tags of objects and buckets: their rules, and the header that carries them.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "aws/error.h"
#include "generated/s3/types.h"
#include "services/s3/s3_limits.h"
#include "services/s3/s3_types.h"

namespace winterbaume::s3 {

struct TagRules {
  std::size_t max;
  static TagRules object() { return {k_object_tags_max}; }
  static TagRules bucket() { return {k_bucket_tags_max}; }
};

// Amazon S3 User Guide, "Categorizing your storage using tags": keys of 1 to 128 characters, values of up to 256, no key twice,
// letters, digits, spaces and + - = . _ : / @, no key that begins with "aws:". Errors: BadRequest (too many), InvalidTag.
std::optional<aws::Error> check_tags(const std::vector<Tag>& tags, TagRules rules);
// x-amz-tagging: "a=b&c=d", percent-encoded.
aws::Result<TextPairs> parse_tagging_header(std::string_view header);
TextPairs to_pairs(const std::vector<Tag>& tags);
std::vector<Tag> to_tags(const TextPairs& pairs);

}  // namespace winterbaume::s3
