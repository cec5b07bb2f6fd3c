#include "services/dynamodb/tables/table_tags.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/common_errors.h"
#include "aws/pattern.h"

namespace winterbaume::dynamodb {

std::optional<aws::Error> read_tags(const std::vector<Tag>& tags, std::map<std::string, std::string>& into) {
  auto all = into;
  for (auto tag = tags.begin(); tag != tags.end(); ++tag) {
    const auto is_same = [&tag](const Tag& other) { return *other.key == *tag->key; };
    if (std::find_if(tags.begin(), tag, is_same) != tag) {
      return aws::errors::validation(fmt::format("One or more parameter values were invalid: Duplicate tag key: {}", *tag->key));
    }
    if (tag->key->empty()) {
      return aws::errors::validation("One or more parameter values were invalid: Tag key cannot be empty");
    }
    if (tag->key->starts_with("aws:")) {
      return aws::errors::validation("One or more parameter values were invalid: User-defined tag keys can't start with aws:");
    }
    // Developer Guide, "Tagging": letters, spaces, numbers and these.
    constexpr std::string_view k_characters = R"(^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$)";
    if (!aws::matches_pattern(k_characters, *tag->key) || !aws::matches_pattern(k_characters, *tag->value)) {
      return aws::errors::validation(
          "One or more parameter values were invalid: Tag keys and values may have letters, spaces, numbers and + - = . _ : / @ "
          "only");
    }
    all[*tag->key] = *tag->value;
  }
  if (all.size() > k_tags_max) {
    return aws::errors::validation(fmt::format("One or more parameter values were invalid: Too many tags: {}", all.size()));
  }
  into = std::move(all);
  return std::nullopt;
}

}  // namespace winterbaume::dynamodb
