#include "aws/constraint.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/pattern.h"

namespace winterbaume::aws {
namespace {

// A text that is longer than allowed and than this is refused for that; matching it would be work for nothing.
constexpr std::size_t k_matched_bytes_max = 64 * 1024;

bool is_number(Kind kind) {
  return kind == Kind::integer || kind == Kind::long_ || kind == Kind::float_ || kind == Kind::double_;
}

std::int64_t utf16_length(std::string_view text) {
  std::int64_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    units += (byte & 0xC0) != 0x80;  // not a continuation byte
    units += byte >= 0xF0;           // a surrogate pair
  }
  return units;
}

std::string_view measure(Kind kind) { return is_number(kind) ? "value" : "length"; }

std::string min_requirement(const Schema& schema) {
  return fmt::format("Member must have {} greater than or equal to {}", measure(schema.kind), schema.constraint->min);
}

std::string max_requirement(const Schema& schema) {
  return fmt::format("Member must have {} less than or equal to {}", measure(schema.kind), schema.constraint->max);
}

std::string pattern_requirement(const Constraint& rule) {
  return fmt::format("Member must satisfy regular expression pattern: {}", rule.pattern);
}

std::string enum_requirement(const Constraint& rule) {
  return fmt::format("Member must satisfy enum value set: [{}]", fmt::join(rule.values, ", "));
}

template <class Number>
void check_bounds(const Schema& schema, Number measured, std::vector<std::string>& broken) {
  const Constraint& rule = *schema.constraint;
  if (rule.min != INT64_MIN && measured < static_cast<Number>(rule.min)) broken.push_back(min_requirement(schema));
  if (rule.max != INT64_MAX && measured > static_cast<Number>(rule.max)) broken.push_back(max_requirement(schema));
}

void check_text(const Schema& schema, const std::string& text, std::vector<std::string>& broken) {
  const Constraint& rule = *schema.constraint;
  check_bounds(schema, utf16_length(text), broken);
  const bool far_too_long = text.size() > k_matched_bytes_max && rule.max != INT64_MAX;
  if (!rule.pattern.empty() && !far_too_long && !matches_pattern(rule.pattern, text)) broken.push_back(pattern_requirement(rule));
  if (!rule.values.empty() && std::ranges::find(rule.values, text) == rule.values.end()) broken.push_back(enum_requirement(rule));
}

}  // namespace

std::vector<std::string> broken_requirements(const Schema& schema, const void* value) {
  std::vector<std::string> broken;
  if (schema.constraint == nullptr) return broken;
  switch (schema.kind) {
    case Kind::string:
      check_text(schema, *static_cast<const std::string*>(value), broken);
      break;
    case Kind::blob:
      check_bounds(schema, static_cast<std::int64_t>(static_cast<const Blob*>(value)->bytes.size()), broken);
      break;
    case Kind::list:
    case Kind::map:
      check_bounds(schema, static_cast<std::int64_t>(schema.container->size(value)), broken);
      break;
    case Kind::integer:
      check_bounds(schema, std::int64_t{*static_cast<const std::int32_t*>(value)}, broken);
      break;
    case Kind::long_:
      check_bounds(schema, *static_cast<const std::int64_t*>(value), broken);
      break;
    case Kind::float_:
      check_bounds(schema, double{*static_cast<const float*>(value)}, broken);
      break;
    case Kind::double_:
      check_bounds(schema, *static_cast<const double*>(value), broken);
      break;
    default:
      break;
  }
  return broken;
}

std::string all_requirements(const Schema& schema) {
  const Constraint& rule = *schema.constraint;
  std::vector<std::string> requirements;
  if (rule.max != INT64_MAX) requirements.push_back(max_requirement(schema));
  if (rule.min != INT64_MIN) requirements.push_back(min_requirement(schema));
  if (!rule.pattern.empty()) requirements.push_back(pattern_requirement(rule));
  if (!rule.values.empty()) requirements.push_back(enum_requirement(rule));
  return fmt::format("[{}]", fmt::join(requirements, ", "));
}

}  // namespace winterbaume::aws
