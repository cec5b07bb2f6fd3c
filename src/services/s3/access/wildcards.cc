#include "services/s3/access/wildcards.h"

#include "core/bytes.h"

namespace winterbaume::s3 {
namespace {

// Bytes, and past them the two wildcards: a literal star in a variable's value is none of them.
using Compiled = std::u16string;
constexpr char16_t k_any = 0x100;
constexpr char16_t k_one = 0x101;

char16_t fold(char c, bool ignore_case) { return static_cast<unsigned char>(ignore_case ? ascii_lower(c) : c); }

char16_t compile(char c, bool ignore_case) { return c == '*' ? k_any : c == '?' ? k_one : fold(c, ignore_case); }

bool match(std::u16string_view pattern, std::string_view text, bool ignore_case) {
  std::size_t p = 0, t = 0, after_star = std::u16string_view::npos, retry = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == k_any) {
      after_star = ++p;
      retry = t;
    } else if (p < pattern.size() && (pattern[p] == k_one || pattern[p] == fold(text[t], ignore_case))) {
      ++p, ++t;
    } else if (after_star != std::u16string_view::npos) {
      p = after_star;
      t = ++retry;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == k_any) ++p;
  return p == pattern.size();
}

// What stands between "${" and "}".
std::optional<std::string> variable_value(std::string_view inside, const VariableLookup& lookup) {
  if (inside == "*" || inside == "?" || inside == "$") return std::string(inside);
  const auto comma = inside.find(',');
  if (auto value = lookup(trim(inside.substr(0, comma)))) return value;
  if (comma == std::string_view::npos) return std::nullopt;
  auto fallback = trim(inside.substr(comma + 1));
  if (fallback.size() < 2 || fallback.front() != '\'' || fallback.back() != '\'') return std::nullopt;
  return std::string(fallback.substr(1, fallback.size() - 2));
}

// Calls `plain(char)` for what the policy wrote and `literal(char)` for what variables gave. False: a variable has no value.
template <class Plain, class Literal>
bool walk(std::string_view text, const VariableLookup& lookup, Plain plain, Literal literal) {
  while (!text.empty()) {
    const auto end = text.starts_with("${") ? text.find('}') : std::string_view::npos;
    if (end == std::string_view::npos) {
      plain(text.front());
      text.remove_prefix(1);
      continue;
    }
    auto value = variable_value(text.substr(2, end - 2), lookup);
    if (!value) return false;
    for (char c : *value) literal(c);
    text.remove_prefix(end + 1);
  }
  return true;
}

}  // namespace

bool wildcard_match(std::string_view pattern, std::string_view text, bool ignore_case) {
  Compiled compiled;
  for (char c : pattern) compiled.push_back(compile(c, ignore_case));
  return match(compiled, text, ignore_case);
}

bool wildcard_match(std::string_view pattern, std::string_view text, const VariableLookup& lookup, bool ignore_case) {
  Compiled compiled;
  const bool known = walk(
      pattern, lookup, [&](char c) { compiled.push_back(compile(c, ignore_case)); },
      [&](char c) { compiled.push_back(fold(c, ignore_case)); });
  return known && match(compiled, text, ignore_case);
}

std::optional<std::string> expand_variables(std::string_view text, const VariableLookup& lookup) {
  std::string out;
  const auto append = [&](char c) { out.push_back(c); };
  if (!walk(text, lookup, append, append)) return std::nullopt;
  return out;
}

bool has_wildcard(std::string_view text) { return text.find_first_of("*?") != std::string_view::npos; }

}  // namespace winterbaume::s3
