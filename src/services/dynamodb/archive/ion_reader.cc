#include <array>
#include <cstdint>

#include "core/bytes.h"
#include "services/dynamodb/archive/ion_text.h"
#include "services/dynamodb/items/attribute_value.h"

namespace winterbaume::dynamodb {
namespace {

constexpr int k_depth_max = 33;  // levels of an item, and the record around it

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f'; }
bool is_symbol_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
}
bool is_number_byte(char c) { return is_symbol_byte(c) || c == '.' || c == '-' || c == '+'; }

void append_utf8(std::string& out, std::uint32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | code >> 6);
    out += static_cast<char>(0x80 | (code & 63));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | code >> 12);
    out += static_cast<char>(0x80 | (code >> 6 & 63));
    out += static_cast<char>(0x80 | (code & 63));
  } else {
    out += static_cast<char>(0xF0 | code >> 18);
    out += static_cast<char>(0x80 | (code >> 12 & 63));
    out += static_cast<char>(0x80 | (code >> 6 & 63));
    out += static_cast<char>(0x80 | (code & 63));
  }
}

using Fields = std::vector<std::pair<std::string, AttributeValue>>;

Item item_of(const Fields& fields) {
  std::vector<std::pair<std::string_view, ValueView>> views;
  for (const auto& [name, value] : fields) views.emplace_back(name, value.view());
  return Item(std::move(views));
}

// Reads one value after the other off a text. The first problem ends it: what is given then is of no use.
class IonReader {
 public:
  IonReader(std::string_view text, std::string& problem) : rest_(text), problem_(problem) {}

  AttributeValue value(int depth) {
    const auto annotation = take_annotation();
    if (failed() || rest_.empty()) return fail("a value is missing");
    if (depth > k_depth_max) return fail("Nesting Levels have exceeded supported limits");
    if (rest_.starts_with("{{")) return AttributeValue::of_binary(blob());
    if (rest_.front() == '{') return AttributeValue::of_map(item_of(fields(depth)).view());
    if (rest_.front() == '[') return annotation.starts_with("$dynamodb_") ? set(annotation, depth) : list(depth);
    if (rest_.front() == '"' || rest_.starts_with("'''")) return AttributeValue::of_string(string());
    if (rest_.front() == '-' || rest_.front() == '+' || (rest_.front() >= '0' && rest_.front() <= '9')) return number();
    return keyword();
  }

  // The version marker and the like.
  void skip_marker() {
    skip();
    while (!failed() && rest_.starts_with("$ion_1_0")) {
      rest_.remove_prefix(8);
      skip();
    }
  }
  void expect_end() {
    skip();
    if (!rest_.empty()) fail("text behind the struct");
  }
  bool failed() const { return !problem_.empty(); }

 private:
  AttributeValue fail(std::string_view why) {
    if (problem_.empty()) problem_ = why;
    rest_ = {};
    return AttributeValue::of_null();
  }

  void skip() {
    while (true) {
      while (!rest_.empty() && is_space(rest_.front())) rest_.remove_prefix(1);
      if (rest_.starts_with("//")) {
        rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
      } else if (rest_.starts_with("/*")) {
        const auto end = rest_.find("*/");
        rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 2);
      } else {
        return;
      }
    }
  }

  bool take(char c) {
    skip();
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view take_while(bool (*belongs)(char)) {
    std::size_t size = 0;
    while (size < rest_.size() && belongs(rest_[size])) ++size;
    const auto taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  // The last of the value's annotations; empty: none.
  std::string take_annotation() {
    std::string annotation;
    while (true) {
      skip();
      const auto before = rest_;
      if (rest_.empty() || rest_.starts_with("'''") || (rest_.front() != '\'' && !is_symbol_byte(rest_.front())))
        return annotation;
      auto name = symbol();
      skip();
      if (!rest_.starts_with("::")) {
        rest_ = before;
        return annotation;
      }
      rest_.remove_prefix(2);
      annotation = std::move(name);
    }
  }

  std::string symbol() {
    if (!rest_.empty() && rest_.front() == '\'') return quoted('\'');
    return std::string(take_while(is_symbol_byte));
  }

  std::string string() {
    if (rest_.front() == '"') return quoted('"');
    std::string out;  // long strings, of which several in a row are one
    while (rest_.starts_with("'''")) {
      rest_.remove_prefix(3);
      while (!rest_.empty() && !rest_.starts_with("'''")) unit(out);
      if (rest_.empty()) fail("a string without an end");
      rest_.remove_prefix(std::min<std::size_t>(3, rest_.size()));
      skip();
    }
    return out;
  }

  std::string quoted(char quote) {
    std::string out;
    rest_.remove_prefix(1);
    while (!rest_.empty() && rest_.front() != quote) unit(out);
    if (rest_.empty()) {
      fail("a string without an end");
    } else {
      rest_.remove_prefix(1);
    }
    return out;
  }

  // A byte, or an escape.
  void unit(std::string& out) {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (c != '\\') {
      out += c;
      return;
    }
    if (rest_.empty()) return;
    const char escape = rest_.front();
    rest_.remove_prefix(1);
    constexpr std::string_view names = "abtnfrv0", codes{"\a\b\t\n\f\r\v\0", 8};
    if (const auto at = names.find(escape); at != std::string_view::npos) {
      out += codes[at];
    } else if (escape == 'x' || escape == 'u' || escape == 'U') {
      code_point(out, escape == 'x' ? 2 : escape == 'u' ? 4 : 8);
    } else if (escape != '\n') {
      out += escape;
    }
  }

  std::uint32_t hexadecimal(std::size_t digits) {
    std::uint32_t code = 0;
    if (rest_.size() < digits) fail("a broken escape");
    for (std::size_t i = 0; i < digits && !rest_.empty(); ++i) {
      const char c = ascii_lower(rest_.front());
      const bool letter = c >= 'a' && c <= 'f';
      if (!letter && (c < '0' || c > '9')) {
        fail("a broken escape");
        return 0;
      }
      code = code << 4 | static_cast<std::uint32_t>(letter ? c - 'a' + 10 : c - '0');
      rest_.remove_prefix(1);
    }
    return code;
  }

  void code_point(std::string& out, std::size_t digits) {
    auto code = hexadecimal(digits);
    if (code >= 0xD800 && code < 0xDC00 && rest_.starts_with("\\u")) {
      rest_.remove_prefix(2);
      code = 0x10000 + ((code - 0xD800) << 10) + (hexadecimal(4) - 0xDC00);
    }
    append_utf8(out, code);
  }

  std::string blob() {
    rest_.remove_prefix(2);
    const auto end = rest_.find("}}");
    if (end == std::string_view::npos) {
      fail("a blob without an end");
      return {};
    }
    std::string text;
    for (const char c : rest_.substr(0, end)) {
      if (!is_space(c)) text += c;
    }
    rest_.remove_prefix(end + 2);
    auto bytes = from_base64(text);
    if (!bytes) fail("a blob that is no base64");
    return bytes.value_or(std::string());
  }

  Fields fields(int depth) {
    Fields out;
    rest_.remove_prefix(1);
    while (!failed() && !take('}')) {
      if (!out.empty() && !take(',')) fail("a comma is missing");
      if (take('}')) return out;
      auto name = !rest_.empty() && (rest_.front() == '"' || rest_.starts_with("'''")) ? string() : symbol();
      if (!take(':')) fail("a field without a value");
      auto field = value(depth + 1);
      if (!failed()) out.emplace_back(std::move(name), std::move(field));
    }
    return out;
  }

  std::vector<AttributeValue> elements(int depth) {
    std::vector<AttributeValue> out;
    rest_.remove_prefix(1);
    while (!failed() && !take(']')) {
      if (!out.empty() && !take(',')) fail("a comma is missing");
      if (take(']')) return out;
      out.push_back(value(depth + 1));
    }
    return out;
  }

  AttributeValue list(int depth) {
    const auto members = elements(depth);
    std::vector<ValueView> views;
    for (const auto& member : members) views.push_back(member.view());
    return AttributeValue::of_list(views);
  }

  AttributeValue set(std::string_view annotation, int depth) {
    const auto members = elements(depth);
    const auto kind = annotation.substr(annotation.find('_') + 1);
    const auto type = kind == "SS" ? ValueType::s : kind == "NS" ? ValueType::n : ValueType::b;
    std::vector<std::string_view> views;
    for (const auto& member : members) {
      const auto view = member.view();
      if (view.type() != type) return fail("a set of values of other types");
      views.push_back(type == ValueType::n ? view.ordered_number() : view.text());
    }
    if (views.empty()) return fail("an empty set");
    return AttributeValue::of_set(kind == "SS" ? ValueTag::ss : kind == "NS" ? ValueTag::ns : ValueTag::bs, std::move(views));
  }

  // An integer, a decimal (1.5d3) or a float (1.5e3).
  AttributeValue number() {
    std::string text;
    for (const char c : take_while(is_number_byte)) {
      if (c == '_') continue;
      text += c == 'd' || c == 'D' ? 'E' : c;
    }
    if (text.find('.') == text.size() - 1) text.pop_back();
    if (const auto at = text.find(".E"); at != std::string::npos) text.erase(at, 1);
    const auto number = Number::parse(text);
    if (!number) return fail(number_fault_message(number.error(), text));
    return AttributeValue::of_number(*number);
  }

  AttributeValue keyword() {
    const auto name = symbol();
    if (name == "true" || name == "false") return AttributeValue::of_boolean(name == "true");
    if (name == "null") {
      if (!rest_.empty() && rest_.front() == '.') take_while(is_number_byte);  // null.string
      return AttributeValue::of_null();
    }
    return fail("a value that DynamoDB has no type for");
  }

  std::string_view rest_;
  std::string& problem_;
};

}  // namespace

std::optional<Item> read_ion_struct(std::string_view text, std::string& problem) {
  IonReader reader(text, problem);
  reader.skip_marker();
  const auto value = reader.value(0);
  if (!reader.failed()) reader.expect_end();
  if (reader.failed()) return std::nullopt;
  if (value.view().type() == ValueType::m) return Item(value.view().map());
  problem = "no struct";
  return std::nullopt;
}

}  // namespace winterbaume::dynamodb
