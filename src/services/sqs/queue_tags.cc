#include "services/sqs/queue_tags.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/common_errors.h"
#include "core/bytes.h"
#include "services/sqs/sqs_limits.h"

namespace winterbaume::sqs {
namespace {

using aws::errors::invalid_parameter_value;

// Letters and digits of any script count one each, whatever their bytes.
std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

// Letters, digits and white space of Unicode, and _ . : / = + - @. Which code points beyond ASCII are letters is not looked up.
bool has_tag_characters(std::string_view text) {
  return is_utf8(text) && std::ranges::all_of(text, [](char c) {
           bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
           return letter || (c & 0x80) != 0 || std::string_view(" \t\n\r_.:/=+-@").contains(c);
         });
}

aws::Error too_many(std::string_view queue_name) {
  return invalid_parameter_value(fmt::format("Too many tags added for queue {}.", queue_name));
}

std::optional<aws::Error> check_key(std::string_view key) {
  auto characters = count_characters(key);
  if (characters < 1 || characters > k_tag_key_chars_max) {
    return invalid_parameter_value("Tag keys must be between 1 and 128 characters in length.");
  }
  if (has_tag_characters(key)) return std::nullopt;
  return invalid_parameter_value(
      "Tag keys may only contain unicode letters, digits, whitespace, or one of these symbols: _ . : / = + - @");
}

std::optional<aws::Error> check_tag(std::string_view key, std::string_view value) {
  if (auto error = check_key(key)) return error;
  if (equals_ignoring_case(key.substr(0, 4), "aws:")) {
    return invalid_parameter_value("Tag keys can't start with the reserved prefix aws:.");
  }
  if (count_characters(value) > k_tag_value_chars_max) {
    return invalid_parameter_value("Tag values must be between 0 and 256 characters in length.");
  }
  if (has_tag_characters(value)) return std::nullopt;
  return invalid_parameter_value(
      "Tag values may only contain unicode letters, digits, whitespace, or one of these symbols: _ . : / = + - @");
}

}  // namespace

aws::Result<Tags> take_tags(std::optional<aws::Map<std::string>>& given, std::string_view queue_name) {
  Tags out;
  if (!given) return out;
  for (auto& [key, value] : *given) {
    if (auto error = check_tag(key, value)) return aws::fail(std::move(*error));
    out.insert_or_assign(std::move(key), std::move(value));
  }
  if (out.size() > k_tags_max) return aws::fail(too_many(queue_name));
  return out;
}

std::optional<aws::Error> check_tag_count(const Tags& held, const Tags& added, std::string_view queue_name) {
  auto kept = static_cast<std::size_t>(std::ranges::count_if(held, [&](const auto& tag) { return !added.contains(tag.first); }));
  if (kept + added.size() <= k_tags_max) return std::nullopt;
  return too_many(queue_name);
}

std::optional<aws::Error> check_tag_keys(const std::vector<std::string>& keys) {
  if (keys.empty()) return invalid_parameter_value("Tag keys must be between 1 and 128 characters in length.");
  for (const auto& key : keys) {
    if (auto error = check_key(key)) return error;
  }
  return std::nullopt;
}

}  // namespace winterbaume::sqs
