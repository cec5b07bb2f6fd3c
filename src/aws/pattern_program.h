// A compiled pattern: a small non-deterministic automaton over Unicode code points.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace winterbaume::aws {

struct CodePointRange {
  char32_t first, last;
};
// Sorted by nothing: classes are short.
struct CodePointClass {
  std::vector<CodePointRange> ranges;
  bool negated = false;
  bool holds(char32_t c) const;
};

struct PatternInstruction {
  enum class Op : std::uint8_t {
    take,      // one code point of class `a`, then the next instruction
    split,     // go on at `a` and at `b`
    jump,      // go on at `a`
    at_start,  // only at the text's start
    at_end,    // only at its end
    unless,    // only where the instructions that follow, up to their `accept`, match no prefix; then go on at `a`
    accept,
  };
  Op op;
  std::uint32_t a = 0, b = 0;
};

struct PatternProgram {
  std::vector<PatternInstruction> code;
  std::vector<CodePointClass> classes;
};

// Null where the pattern uses what this dialect lacks: back-references, look-behind, named groups, class intersections.
std::optional<PatternProgram> compile_pattern(std::string_view pattern);
// The code point at the front of UTF-8 `text`, taken off it; a broken byte stands for itself.
char32_t take_code_point(std::string_view& text);

}  // namespace winterbaume::aws
