// A parsed pattern, between its text and its program. Known to pattern_parse.cc and pattern_compile.cc only.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "aws/pattern_program.h"

namespace winterbaume::aws {

struct PatternNode {
  static constexpr std::uint32_t k_unbounded = UINT32_MAX;
  enum class Type : std::uint8_t { empty, take, sequence, either, repeat, at_start, at_end, unless };
  Type type = Type::empty;
  std::vector<PatternNode> children;
  std::uint32_t class_index = 0;
  std::uint32_t min = 1, max = 1;  // repeat
};

struct PatternTree {
  PatternNode root;
  std::vector<CodePointClass> classes;
};

// Null where the pattern is beyond the dialect, or nested too deeply.
std::optional<PatternTree> parse_pattern(std::string_view pattern);

}  // namespace winterbaume::aws
