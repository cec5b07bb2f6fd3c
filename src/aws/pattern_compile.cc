#include "aws/pattern_program.h"
#include "aws/pattern_tree.h"

namespace winterbaume::aws {
namespace {

// Counted repetitions are written out; past this the pattern is not ours.
constexpr std::size_t k_instructions_max = 50'000;

using Node = PatternNode;

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
  if (node.max == Node::k_unbounded) {
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

std::optional<PatternProgram> compile_pattern(std::string_view pattern) {
  auto tree = parse_pattern(pattern);
  if (!tree) return std::nullopt;
  PatternProgram program{.classes = std::move(tree->classes)};
  PatternEmitter emitter(program.code);
  emitter.emit(tree->root);
  emitter.add(PatternInstruction::Op::accept);
  if (emitter.too_long()) return std::nullopt;
  return program;
}

}  // namespace winterbaume::aws
