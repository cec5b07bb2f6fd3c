#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include "aws/code_point_classes.h"
#include "aws/pattern_tree.h"

namespace winterbaume::aws {
namespace {

constexpr char32_t k_last_code_point = 0x10FFFF;
constexpr int k_depth_max = 100;
constexpr std::uint32_t k_unbounded = PatternNode::k_unbounded;

std::vector<CodePointRange> ranges_of(std::span<const CodePointRange> ranges) { return {ranges.begin(), ranges.end()}; }

// The tables are in no order.
std::vector<CodePointRange> complement(std::span<const CodePointRange> table) {
  std::vector<CodePointRange> ranges = ranges_of(table);
  std::ranges::sort(ranges, {}, &CodePointRange::first);
  std::vector<CodePointRange> result;
  char32_t next = 0;
  for (const auto& [first, last] : ranges) {
    if (first > next) result.push_back({next, first - 1});
    next = std::max<char32_t>(next, last + 1);
  }
  if (next <= k_last_code_point) result.push_back({next, k_last_code_point});
  return result;
}

bool is_surrogate(char32_t c, char32_t from) { return c >= from && c < from + 0x400; }

// Recursive descent over Java's syntax. Anything not understood sets failed_.
class PatternParser {
 public:
  explicit PatternParser(std::string_view text) : rest_(text) {}
  std::optional<PatternNode> parse() {
    PatternNode node = either();
    if (failed_ || !rest_.empty()) return std::nullopt;
    return node;
  }
  std::vector<CodePointClass> classes;

 private:
  PatternNode either();
  PatternNode sequence();
  PatternNode repeated();
  PatternNode atom();
  PatternNode group();
  PatternNode bracket();
  PatternNode escape();
  PatternNode class_node(std::vector<CodePointRange> ranges, bool negated = false);
  std::optional<std::vector<CodePointRange>> escaped_class(char c);
  std::optional<std::vector<CodePointRange>> property();
  char32_t escaped_character(char c);
  char32_t bracket_character();
  char32_t hexadecimal(std::size_t digits);
  bool count(std::uint32_t& min, std::uint32_t& max);
  bool take(std::string_view text) {
    const bool there = rest_.starts_with(text);
    if (there) rest_.remove_prefix(text.size());
    return there;
  }
  PatternNode fail() {
    failed_ = true;
    rest_ = {};
    return {};
  }

  std::string_view rest_;
  bool failed_ = false;
  int depth_ = 0;
};

PatternNode PatternParser::either() {
  if (++depth_ > k_depth_max) return fail();
  PatternNode node{.type = PatternNode::Type::either};
  do {
    node.children.push_back(sequence());
  } while (take("|"));
  --depth_;
  return node;
}

PatternNode PatternParser::sequence() {
  PatternNode node{.type = PatternNode::Type::sequence};
  while (!rest_.empty() && rest_.front() != '|' && rest_.front() != ')') node.children.push_back(repeated());
  return node;
}

PatternNode PatternParser::repeated() {
  PatternNode node = atom();
  for (;;) {
    PatternNode repeat{.type = PatternNode::Type::repeat};
    if (take("*")) {
      repeat.min = 0, repeat.max = k_unbounded;
    } else if (take("+")) {
      repeat.max = k_unbounded;
    } else if (take("?")) {
      repeat.min = 0;
    } else if (!count(repeat.min, repeat.max)) {
      return node;
    }
    take("?");  // reluctance changes which match is found, not whether there is one
    repeat.children.push_back(std::move(node));
    node = std::move(repeat);
  }
}

// "{3}", "{3,}", "{3,63}"
bool PatternParser::count(std::uint32_t& min, std::uint32_t& max) {
  const std::string_view before = rest_;
  const auto number = [this](std::uint32_t& value) {
    std::size_t digits = 0;
    for (value = 0; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9' && digits < 6; ++digits) {
      value = value * 10 + static_cast<std::uint32_t>(rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return digits > 0;
  };
  if (take("{") && number(min)) {
    max = min;
    if (take(",") && !number(max)) max = k_unbounded;
    if (take("}")) return true;
  }
  rest_ = before;
  return false;
}

PatternNode PatternParser::class_node(std::vector<CodePointRange> ranges, bool negated) {
  classes.push_back({std::move(ranges), negated});
  return {.type = PatternNode::Type::take, .class_index = static_cast<std::uint32_t>(classes.size() - 1)};
}

PatternNode PatternParser::atom() {
  if (take("(")) return group();
  if (take("[")) return bracket();
  if (take("\\")) return escape();
  if (take("^")) return {.type = PatternNode::Type::at_start};
  if (take("$")) return {.type = PatternNode::Type::at_end};
  if (take(".")) return class_node(ranges_of(k_line_ends), true);
  if (rest_.empty() || rest_.front() == '*' || rest_.front() == '+' || rest_.front() == '?') return fail();
  const char32_t c = take_code_point(rest_);
  return class_node({{c, c}});
}

PatternNode PatternParser::group() {
  const bool unless = take("?!");
  if (!unless && !take("?:") && rest_.starts_with('?')) return fail();
  PatternNode node = either();
  if (!take(")")) return fail();
  if (!unless) return node;
  PatternNode look{.type = PatternNode::Type::unless};
  look.children.push_back(std::move(node));
  return look;
}

char32_t PatternParser::hexadecimal(std::size_t digits) {
  char32_t value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    const char c = rest_.empty() ? '?' : rest_.front();
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return fail(), 0;
    value = value * 16 + static_cast<char32_t>(digit);
    rest_.remove_prefix(1);
  }
  return value;
}

char32_t PatternParser::escaped_character(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'f':
      return '\f';
    case 'x':
      return hexadecimal(2);
    case 'u':
      break;
    default:
      if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) fail();
      return static_cast<unsigned char>(c);
  }
  const char32_t unit = hexadecimal(4);
  if (!is_surrogate(unit, 0xD800) || !take("\\u")) return unit;
  const char32_t low = hexadecimal(4);
  return is_surrogate(low, 0xDC00) ? 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00) : (fail(), 0);
}

std::optional<std::vector<CodePointRange>> PatternParser::property() {
  if (take("{L}")) return ranges_of(k_letters);
  if (take("{N}")) return ranges_of(k_numbers);
  if (take("{Z}")) return ranges_of(k_separators);
  if (take("{P}")) return ranges_of(k_punctuation);
  if (take("{Print}")) return ranges_of(k_printable);
  fail();
  return std::nullopt;
}

std::optional<std::vector<CodePointRange>> PatternParser::escaped_class(char c) {
  switch (c) {
    case 'd':
      return ranges_of(k_digits);
    case 'D':
      return complement(k_digits);
    case 'w':
      return ranges_of(k_word);
    case 'W':
      return complement(k_word);
    case 's':
      return ranges_of(k_space);
    case 'S':
      return complement(k_space);
    case 'p':
      return property();
    default:
      return std::nullopt;
  }
}

PatternNode PatternParser::escape() {
  if (rest_.empty()) return fail();
  const char c = rest_.front();
  rest_.remove_prefix(1);
  if (auto ranges = escaped_class(c)) return class_node(std::move(*ranges));
  const char32_t point = escaped_character(c);
  return class_node({{point, point}});
}

// One character within brackets, escaped or not.
char32_t PatternParser::bracket_character() {
  if (!take("\\")) return take_code_point(rest_);
  const char c = rest_.empty() ? ' ' : rest_.front();
  if (!rest_.empty()) rest_.remove_prefix(1);
  return escaped_character(c);
}

PatternNode PatternParser::bracket() {
  const bool negated = take("^");
  std::vector<CodePointRange> ranges;
  while (!failed_ && !take("]")) {
    if (rest_.empty() || rest_.front() == '[' || rest_.starts_with("&&")) return fail();
    if (rest_.size() > 1 && rest_.front() == '\\') {
      const std::string_view before = rest_;
      const char c = rest_[1];
      rest_.remove_prefix(2);
      if (auto named = escaped_class(c)) {
        ranges.insert(ranges.end(), named->begin(), named->end());
        continue;
      }
      if (failed_) break;
      rest_ = before;
    }
    const char32_t first = bracket_character();
    char32_t last = first;
    // A '-' at the end of the brackets, or before a class, is itself.
    if (rest_.size() > 1 && rest_[0] == '-' && rest_[1] != ']') {
      rest_.remove_prefix(1);
      last = bracket_character();
    }
    if (last < first) return fail();
    ranges.push_back({first, last});
  }
  return class_node(std::move(ranges), negated);
}

}  // namespace

bool CodePointClass::holds(char32_t c) const {
  for (const auto& [first, last] : ranges) {
    if (c >= first && c <= last) return !negated;
  }
  return negated;
}

char32_t take_code_point(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  const std::size_t size = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  char32_t point = lead;
  if (size > 1 && size <= text.size()) {
    point = lead & (0xFF >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) point = point << 6 | (byte(i) & 0x3F);
  }
  text.remove_prefix(std::min(size, text.size()));
  return point;
}

std::optional<PatternTree> parse_pattern(std::string_view pattern) {
  PatternParser parser(pattern);
  auto root = parser.parse();
  if (!root) return std::nullopt;
  return PatternTree{std::move(*root), std::move(parser.classes)};
}

}  // namespace winterbaume::aws
