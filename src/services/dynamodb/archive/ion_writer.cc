#include <algorithm>

#include "core/bytes.h"
#include "services/dynamodb/archive/ion_text.h"

namespace winterbaume::dynamodb {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$'; }

// A symbol without quotes: an identifier that is no keyword, nor "$" and digits, which is a number of a symbol.
bool is_plain_symbol(std::string_view name) {
  if (name.empty() || !is_letter(name.front())) return false;
  if (name == "null" || name == "true" || name == "false" || name == "nan") return false;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (name.front() == '$' && std::ranges::all_of(name.substr(1), is_digit)) return false;
  return std::ranges::all_of(name, [&](char c) { return is_letter(c) || is_digit(c); });
}

void append_quoted(std::string& out, std::string_view text, char quote) {
  constexpr std::string_view hex = "0123456789abcdef";
  out += quote;
  for (const char c : text) {
    if (c == quote || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\x";
      out += hex[static_cast<unsigned char>(c) >> 4];
      out += hex[static_cast<unsigned char>(c) & 15];
    } else {
      out += c;
    }
  }
  out += quote;
}

void append_symbol(std::string& out, std::string_view name) {
  if (is_plain_symbol(name)) {
    out += name;
  } else {
    append_quoted(out, name, '\'');
  }
}

// A decimal: one without a point is an integer.
void append_decimal(std::string& out, const Number& number) {
  const auto begin = out.size();
  number.append_text(out);
  if (out.find('.', begin) == std::string::npos) out += '.';
}

void append_blob(std::string& out, std::string_view bytes) {
  out += "{{";
  append_base64(out, bytes);
  out += "}}";
}

void append_value(std::string& out, ValueView value);

void append_set(std::string& out, SetView set) {
  out += set.tag() == ValueTag::ss ? "$dynamodb_SS::[" : set.tag() == ValueTag::ns ? "$dynamodb_NS::[" : "$dynamodb_BS::[";
  bool first = true;
  for (auto member : set) {
    if (!std::exchange(first, false)) out += ',';
    if (set.tag() == ValueTag::ss) {
      append_ion_string(out, member);
    } else if (set.tag() == ValueTag::bs) {
      append_blob(out, member);
    } else {
      append_decimal(out, Number::take_ordered(member));
    }
  }
  out += ']';
}

void append_list(std::string& out, ListView list) {
  out += '[';
  bool first = true;
  for (const auto value : list) {
    if (!std::exchange(first, false)) out += ',';
    append_value(out, value);
  }
  out += ']';
}

void append_value(std::string& out, ValueView value) {
  switch (value.type()) {
    case ValueType::s:
      return append_ion_string(out, value.text());
    case ValueType::n:
      return append_decimal(out, value.number());
    case ValueType::b:
      return append_blob(out, value.text());
    case ValueType::ss:
    case ValueType::ns:
    case ValueType::bs:
      return append_set(out, value.set());
    case ValueType::m:
      return append_ion_item(out, value.map());
    case ValueType::l:
      return append_list(out, value.list());
    case ValueType::null:
      out += "null";
      return;
    case ValueType::bool_:
      out += value.boolean() ? "true" : "false";
      return;
  }
}

}  // namespace

void append_ion_string(std::string& out, std::string_view text) { append_quoted(out, text, '"'); }

void append_ion_item(std::string& out, ItemView item) {
  out += '{';
  bool first = true;
  for (const auto& [name, value] : item) {
    if (!std::exchange(first, false)) out += ',';
    append_symbol(out, name);
    out += ':';
    append_value(out, value);
  }
  out += '}';
}

}  // namespace winterbaume::dynamodb
