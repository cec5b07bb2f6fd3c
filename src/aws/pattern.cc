#include "aws/pattern.h"

#include <memory>
#include <unordered_map>
#include <vector>

#include "aws/pattern_program.h"

namespace winterbaume::aws {
namespace {

using Op = PatternInstruction::Op;

// Runs every thread of the automaton at once, one code point after another (Thompson's construction).
class PatternRun {
 public:
  PatternRun(const PatternProgram& program, std::string_view text, bool from_start)
      : program_(program), rest_(text), at_start_(from_start), marks_(program.code.size(), 0) {}

  // Whether a thread that starts at `begin` accepts: at the end of the text, or at any point where `prefix`.
  bool matches(std::uint32_t begin, bool prefix) {
    std::vector<std::uint32_t> now, next;
    follow(begin, now);
    for (;;) {
      if (accepted_ && (prefix || rest_.empty())) return true;
      if (rest_.empty() || now.empty()) return false;
      const char32_t c = take_code_point(rest_);
      at_start_ = false;
      accepted_ = false;
      ++step_;
      next.clear();
      for (const std::uint32_t pc : now) {
        if (program_.classes[program_.code[pc].a].holds(c)) follow(pc + 1, next);
      }
      now.swap(next);
    }
  }

 private:
  // Adds to `threads` every instruction that takes a character and is reached from `begin` without one.
  void follow(std::uint32_t begin, std::vector<std::uint32_t>& threads);

  const PatternProgram& program_;
  std::string_view rest_;
  bool at_start_;
  bool accepted_ = false;
  std::uint32_t step_ = 1;
  std::vector<std::uint32_t> marks_;  // the step at which an instruction was last reached
  std::vector<std::uint32_t> todo_;
};

void PatternRun::follow(std::uint32_t begin, std::vector<std::uint32_t>& threads) {
  todo_.push_back(begin);
  while (!todo_.empty()) {
    const std::uint32_t pc = todo_.back();
    todo_.pop_back();
    if (marks_[pc] == step_) continue;
    marks_[pc] = step_;
    const PatternInstruction& instruction = program_.code[pc];
    switch (instruction.op) {
      case Op::take:
        threads.push_back(pc);
        break;
      case Op::accept:
        accepted_ = true;
        break;
      case Op::jump:
        todo_.push_back(instruction.a);
        break;
      case Op::split:
        todo_.push_back(instruction.a);
        todo_.push_back(instruction.b);
        break;
      case Op::at_start:
        if (at_start_) todo_.push_back(pc + 1);
        break;
      case Op::at_end:
        if (rest_.empty()) todo_.push_back(pc + 1);
        break;
      case Op::unless:
        if (!PatternRun(program_, rest_, at_start_).matches(pc + 1, true)) todo_.push_back(instruction.a);
        break;
    }
  }
}

// Null: a pattern beyond this dialect.
const PatternProgram* program_of(std::string_view pattern) {
  // One cache a thread: no lock, and a model has a few dozen patterns at most.
  thread_local std::unordered_map<const char*, std::unique_ptr<const PatternProgram>> programs;
  const auto [entry, fresh] = programs.try_emplace(pattern.data());
  if (fresh) {
    if (auto program = compile_pattern(pattern)) entry->second = std::make_unique<const PatternProgram>(std::move(*program));
  }
  return entry->second.get();
}

}  // namespace

bool matches_pattern(std::string_view pattern, std::string_view text) {
  const PatternProgram* program = program_of(pattern);
  return program == nullptr || PatternRun(*program, text, true).matches(0, false);
}

}  // namespace winterbaume::aws
