#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "aws/pattern_program.h"

namespace winterbaume::aws {
namespace {

constexpr char32_t k_last_code_point = 0x10FFFF;
// Counted repetitions are written out; past this the pattern is not ours.
constexpr std::size_t k_instructions_max = 50'000;
constexpr int k_depth_max = 100;
constexpr std::uint32_t k_unbounded = UINT32_MAX;

struct Node {
  enum class Type : std::uint8_t { empty, take, sequence, either, repeat, at_start, at_end, unless };
  Type type = Type::empty;
  std::vector<Node> children;
  std::uint32_t class_index = 0;
  std::uint32_t min = 1, max = 1;  // repeat
};

// Letters beyond ASCII, roughly: everything that is not in a block of punctuation, symbols, controls or private use. Models
// use \p{L} and \p{N} in tags alone, where the difference shows in symbols at most.
const std::vector<CodePointRange> k_letters = {
    {'A', 'Z'},       {'a', 'z'},       {0xAA, 0xAA},       {0xB5, 0xB5},       {0xBA, 0xBA},
    {0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x167F},     {0x1681, 0x1FFF},   {0x2071, 0x2071},
    {0x207F, 0x207F}, {0x2090, 0x209C}, {0x2C00, 0x2DFF},   {0x3005, 0x3007},   {0x3031, 0x3035},
    {0x303B, 0x303C}, {0x3040, 0xD7FF}, {0xF900, 0xFDFF},   {0xFE70, 0xFEFE},   {0xFF21, 0xFF3A},
    {0xFF41, 0xFF5A}, {0xFF66, 0xFFDC}, {0x10000, 0x1CFFF}, {0x1E000, 0x1EFFF}, {0x20000, 0x3FFFF}};
const std::vector<CodePointRange> k_numbers = {{'0', '9'},       {0xB2, 0xB3},     {0xB9, 0xB9},     {0xBC, 0xBE},
                                               {0x2070, 0x2070}, {0x2074, 0x2079}, {0x2080, 0x2089}, {0x2150, 0x218B},
                                               {0x2460, 0x249B}, {0xFF10, 0xFF19}};
const std::vector<CodePointRange> k_separators = {{' ', ' '},       {0xA0, 0xA0},     {0x1680, 0x1680}, {0x2000, 0x200A},
                                                  {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}};
const std::vector<CodePointRange> k_punctuation = {
    {'!', '#'},   {'%', '*'},       {',', '/'},       {':', ';'},       {'?', '@'},      {'[', ']'},   {'_', '_'},
    {'{', '{'},   {'}', '}'},       {0xA1, 0xA1},     {0xA7, 0xA7},     {0xAB, 0xAB},    {0xB6, 0xB7}, {0xBB, 0xBB},
    {0xBF, 0xBF}, {0x2010, 0x2027}, {0x2030, 0x205E}, {0x3001, 0x3003}, {0x3008, 0x3011}};

const std::vector<CodePointRange> k_digits = {{'0', '9'}};
const std::vector<CodePointRange> k_word = {{'a', 'z'}, {'A', 'Z'}, {'0', '9'}, {'_', '_'}};
const std::vector<CodePointRange> k_space = {{' ', ' '}, {'\t', '\r'}};
const std::vector<CodePointRange> k_printable = {{' ', '~'}};
const std::vector<CodePointRange> k_line_ends = {{'\n', '\n'}, {'\r', '\r'}, {0x85, 0x85}, {0x2028, 0x2029}};

std::vector<CodePointRange> complement(std::vector<CodePointRange> ranges) {
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
  std::optional<Node> parse() {
    Node node = either();
    if (failed_ || !rest_.empty()) return std::nullopt;
    return node;
  }
  std::vector<CodePointClass> classes;

 private:
  Node either();
  Node sequence();
  Node repeated();
  Node atom();
  Node group();
  Node bracket();
  Node escape();
  Node class_node(std::vector<CodePointRange> ranges, bool negated = false);
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
  Node fail() {
    failed_ = true;
    rest_ = {};
    return {};
  }

  std::string_view rest_;
  bool failed_ = false;
  int depth_ = 0;
};

Node PatternParser::either() {
  if (++depth_ > k_depth_max) return fail();
  Node node{.type = Node::Type::either};
  do {
    node.children.push_back(sequence());
  } while (take("|"));
  --depth_;
  return node;
}

Node PatternParser::sequence() {
  Node node{.type = Node::Type::sequence};
  while (!rest_.empty() && rest_.front() != '|' && rest_.front() != ')') node.children.push_back(repeated());
  return node;
}

Node PatternParser::repeated() {
  Node node = atom();
  for (;;) {
    Node repeat{.type = Node::Type::repeat};
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

Node PatternParser::class_node(std::vector<CodePointRange> ranges, bool negated) {
  classes.push_back({std::move(ranges), negated});
  return {.type = Node::Type::take, .class_index = static_cast<std::uint32_t>(classes.size() - 1)};
}

Node PatternParser::atom() {
  if (take("(")) return group();
  if (take("[")) return bracket();
  if (take("\\")) return escape();
  if (take("^")) return {.type = Node::Type::at_start};
  if (take("$")) return {.type = Node::Type::at_end};
  if (take(".")) return class_node(k_line_ends, true);
  if (rest_.empty() || rest_.front() == '*' || rest_.front() == '+' || rest_.front() == '?') return fail();
  const char32_t c = take_code_point(rest_);
  return class_node({{c, c}});
}

Node PatternParser::group() {
  const bool unless = take("?!");
  if (!unless && !take("?:") && rest_.starts_with('?')) return fail();
  Node node = either();
  if (!take(")")) return fail();
  if (!unless) return node;
  Node look{.type = Node::Type::unless};
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
  if (take("{L}")) return k_letters;
  if (take("{N}")) return k_numbers;
  if (take("{Z}")) return k_separators;
  if (take("{P}")) return k_punctuation;
  if (take("{Print}")) return k_printable;
  fail();
  return std::nullopt;
}

std::optional<std::vector<CodePointRange>> PatternParser::escaped_class(char c) {
  switch (c) {
    case 'd':
      return k_digits;
    case 'D':
      return complement(k_digits);
    case 'w':
      return k_word;
    case 'W':
      return complement(k_word);
    case 's':
      return k_space;
    case 'S':
      return complement(k_space);
    case 'p':
      return property();
    default:
      return std::nullopt;
  }
}

Node PatternParser::escape() {
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

Node PatternParser::bracket() {
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

// Writes a tree as instructions.
class PatternEmitter {
 public:
  explicit PatternEmitter(std::vector<PatternInstruction>& code) : code_(code) {}
  void emit(const Node& node);
  bool too_long() const { return code_.size() > k_instructions_max; }
  std::uint32_t add(PatternInstruction::Op op, std::uint32_t a = 0) {
    code_.push_back({op, a, 0});
    return here() - 1;
  }

 private:
  void either(const Node& node);
  void repeat(const Node& node);
  std::uint32_t here() const { return static_cast<std::uint32_t>(code_.size()); }

  std::vector<PatternInstruction>& code_;
};

void PatternEmitter::emit(const Node& node) {
  using Op = PatternInstruction::Op;
  if (too_long()) return;
  switch (node.type) {
    case Node::Type::empty:
      return;
    case Node::Type::take:
      add(Op::take, node.class_index);
      return;
    case Node::Type::at_start:
      add(Op::at_start);
      return;
    case Node::Type::at_end:
      add(Op::at_end);
      return;
    case Node::Type::either:
      return either(node);
    case Node::Type::repeat:
      return repeat(node);
    case Node::Type::sequence:
      for (const Node& child : node.children) emit(child);
      return;
    case Node::Type::unless: {
      const std::uint32_t look = add(Op::unless);
      emit(node.children.front());
      add(Op::accept);
      code_[look].a = here();
      return;
    }
  }
}

void PatternEmitter::either(const Node& node) {
  using Op = PatternInstruction::Op;
  std::vector<std::uint32_t> jumps;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const bool last = i + 1 == node.children.size();
    const std::uint32_t split = here();
    if (!last) add(Op::split, split + 1);
    emit(node.children[i]);
    if (last) break;
    jumps.push_back(add(Op::jump));
    code_[split].b = here();
  }
  for (const std::uint32_t jump : jumps) code_[jump].a = here();
}

void PatternEmitter::repeat(const Node& node) {
  using Op = PatternInstruction::Op;
  const Node& child = node.children.front();
  for (std::uint32_t i = 0; i < node.min && !too_long(); ++i) emit(child);
  if (node.max == k_unbounded) {
    const std::uint32_t split = add(Op::split, here() + 1);
    emit(child);
    add(Op::jump, split);
    code_[split].b = here();
    return;
  }
  std::vector<std::uint32_t> splits;
  for (std::uint32_t i = node.min; i < node.max && !too_long(); ++i) {
    splits.push_back(add(Op::split, here() + 1));
    emit(child);
  }
  for (const std::uint32_t split : splits) code_[split].b = here();
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

std::optional<PatternProgram> compile_pattern(std::string_view pattern) {
  PatternParser parser(pattern);
  const auto tree = parser.parse();
  if (!tree) return std::nullopt;
  PatternProgram program{.classes = std::move(parser.classes)};
  PatternEmitter emitter(program.code);
  emitter.emit(*tree);
  emitter.add(PatternInstruction::Op::accept);
  if (emitter.too_long()) return std::nullopt;
  return program;
}

}  // namespace winterbaume::aws
