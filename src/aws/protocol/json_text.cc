#include "aws/protocol/json_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace winterbaume::aws {
namespace {

void append_escape(std::string& out, char c) {
  constexpr std::string_view k_hex = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    default:
      break;
  }
  out += "\\u00";
  out += k_hex[static_cast<unsigned char>(c) >> 4];
  out += k_hex[static_cast<unsigned char>(c) & 15];
}

void append_escaped(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const auto plain = static_cast<std::size_t>(std::ranges::find_if(text, is_escaped_in_json) - text.begin());
    out.append(text.data(), plain);
    if (plain == text.size()) break;
    append_escape(out, text[plain]);
    text.remove_prefix(plain + 1);
  }
  out += '"';
}

template <class Number>
void append_shortest(std::string& out, Number value) {
  if (std::isnan(value)) {
    out += "\"NaN\"";
  } else if (std::isinf(value)) {
    out += value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  } else {
    std::array<char, 32> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    out.append(text.data(), end);
  }
}

}  // namespace

void append_json_string(StringAppender& out, std::string_view text) {
  char* to = out.room(text.size() + 2);
  *to = '"';
  if (copy_plain_json(to + 1, text)) {
    to[text.size() + 1] = '"';
    return out.advance_to(to + text.size() + 2);
  }
  out.append_by([text](std::string& whole) { append_escaped(whole, text); });
}

void append_json_string(std::string& out, std::string_view text) {
  StringAppender appender(out);
  append_json_string(appender, text);
}

void append_json_number(std::string& out, double value) { append_shortest(out, value); }
void append_json_number(std::string& out, float value) { append_shortest(out, value); }

void append_integer(std::string& out, std::int64_t value) {
  std::array<char, 24> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  out.append(text.data(), end);
}

}  // namespace winterbaume::aws
