#include "services/s3/objects/object_tags.h"

#include <algorithm>
#include <set>

#include "core/bytes.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

constexpr std::size_t k_key_characters_max = 128;
constexpr std::size_t k_value_characters_max = 256;

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

// Letters and digits of every script come as bytes past ASCII.
bool allowed(std::string_view text) {
  return is_utf8(text) && std::ranges::all_of(text, [](char c) {
           const auto u = static_cast<unsigned char>(c);
           return u >= 0x80 || std::isalnum(u) != 0 || std::string_view(" +-=._:/@").find(c) != std::string_view::npos;
         });
}

aws::Error invalid_tag(std::string message) { return error(ErrorCode::invalid_tag, std::move(message)); }

}  // namespace

std::optional<aws::Error> check_tags(const std::vector<Tag>& tags, TagRules rules) {
  if (tags.size() > rules.max) {
    const bool object = rules.max == k_object_tags_max;
    return error(ErrorCode::bad_request,
                 object ? "Object tags cannot be greater than 10" : "Bucket tag count cannot be greater than 50");
  }
  std::set<std::string_view> seen;
  for (const auto& tag : tags) {
    const std::string_view key = tag.key ? std::string_view(*tag.key) : std::string_view();
    const std::string_view value = tag.value ? std::string_view(*tag.value) : std::string_view();
    if (key.empty() || characters(key) > k_key_characters_max || !allowed(key)) {
      return invalid_tag("The TagKey you have provided is invalid");
    }
    if (characters(value) > k_value_characters_max || !allowed(value))
      return invalid_tag("The TagValue you have provided is invalid");
    if (to_lower(key.substr(0, 4)) == "aws:") return invalid_tag("System tags cannot be added/updated by requester");
    if (!seen.insert(key).second) return invalid_tag("Cannot provide multiple Tags with the same key");
  }
  return std::nullopt;
}

aws::Result<TextPairs> parse_tagging_header(std::string_view header) {
  std::vector<Tag> tags;
  while (!header.empty()) {
    const auto pair = header.substr(0, header.find('&'));
    header.remove_prefix(std::min(header.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto key = percent_decode(pair.substr(0, equals), true);
    auto value = percent_decode(equals == std::string_view::npos ? "" : pair.substr(equals + 1), true);
    if (!key || !value) {
      return aws::fail(
          invalid_argument("The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without "
                           "tag name duplicates.",
                           "x-amz-tagging", std::string(pair)));
    }
    tags.push_back({.key = std::move(*key), .value = std::move(*value)});
  }
  if (auto wrong = check_tags(tags, TagRules::object())) return aws::fail(std::move(*wrong));
  auto pairs = to_pairs(tags);
  std::ranges::sort(pairs);  // the order in which GetObjectTagging gives them
  return pairs;
}

TextPairs to_pairs(const std::vector<Tag>& tags) {
  TextPairs pairs;
  for (const auto& tag : tags) pairs.emplace_back(tag.key.value_or(""), tag.value.value_or(""));
  return pairs;
}

std::vector<Tag> to_tags(const TextPairs& pairs) {
  std::vector<Tag> tags;
  for (const auto& [key, value] : pairs) tags.push_back({.key = key, .value = value});
  return tags;
}

}  // namespace winterbaume::s3
