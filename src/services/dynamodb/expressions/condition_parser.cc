#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "services/dynamodb/expressions/condition_checks.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_in_operands_max = 100;
constexpr int k_operators_max = 300;  // Developer Guide, "Quotas"
constexpr int k_depth_max = 400;      // so that no expression of 4 KB exhausts the stack

constexpr std::array<std::pair<std::string_view, ConditionOperator>, 6> k_comparators{
    {{"=", ConditionOperator::equal},
     {"<>", ConditionOperator::not_equal},
     {"<", ConditionOperator::less},
     {"<=", ConditionOperator::less_or_equal},
     {">", ConditionOperator::greater},
     {">=", ConditionOperator::greater_or_equal}}};

// What stands where a condition or an operand may: only what follows tells which of them a parenthesis opens.
struct Term {
  ConditionPtr condition;       // null: it is an operand
  Operand operand;              // where `condition` is null
  std::string_view function;    // that it is a call of; empty: none
  bool in_parentheses = false;  // and nothing beside them
};

ConditionPtr make_condition(ConditionOperator op, std::vector<Operand> operands) {
  auto node = std::make_shared<ConditionNode>();
  node->op = op;
  node->operands = std::move(operands);
  return node;
}

ConditionPtr make_joined(ConditionOperator op, std::vector<ConditionPtr> children) {
  auto node = std::make_shared<ConditionNode>();
  node->op = op;
  node->children = std::move(children);
  return node;
}

Term condition_term(ConditionPtr condition) {
  return {.condition = std::move(condition), .operand = {}, .function = {}, .in_parentheses = false};
}
Term operand_term(Operand operand) {
  return {.condition = nullptr, .operand = std::move(operand), .function = {}, .in_parentheses = false};
}

class ConditionParser {
 public:
  explicit ConditionParser(TokenReader reader) : reader_(std::move(reader)) {}

  Result<ConditionPtr> whole() {
    auto term = alternatives();
    if (!term) return aws::fail(std::move(term.error()));
    auto condition = condition_of(std::move(*term));
    if (!condition) return condition;
    if (!reader_.at_end()) return aws::fail(reader_.syntax());
    settle();
    if (auto refusal = find_problem()) return aws::fail(std::move(*refusal));
    return condition;
  }

 private:
  using Part = Result<Term> (ConditionParser::*)();

  std::optional<aws::Error> find_problem() const {
    return reader_.find_problem({problems::k_parentheses, problems::k_unknown_function, problems::k_misused_function,
                                 problems::k_reserved_word, problems::k_condition});
  }

  Result<Term> alternatives() { return joined("OR", ConditionOperator::any_of, &ConditionParser::conjunction); }
  Result<Term> conjunction() { return joined("AND", ConditionOperator::all_of, &ConditionParser::negation); }

  Result<Term> joined(std::string_view keyword, ConditionOperator op, Part part) {
    auto term = (this->*part)();
    if (!term || !reader_.at_keyword(keyword)) return term;
    std::vector<ConditionPtr> children;
    while (true) {
      auto condition = condition_of(std::move(*term));
      if (!condition) return aws::fail(std::move(condition.error()));
      children.push_back(std::move(*condition));
      if (!reader_.take_keyword(keyword)) break;
      if (auto refusal = count_operator()) return aws::fail(std::move(*refusal));
      term = (this->*part)();
      if (!term) return term;
    }
    return condition_term(make_joined(op, std::move(children)));
  }

  Result<Term> negation() {
    if (!reader_.take_keyword("NOT")) return comparison();
    if (auto refusal = count_operator()) return aws::fail(std::move(*refusal));
    if (++depth_ > k_depth_max) return aws::fail(too_deep());
    auto term = negation();
    --depth_;
    if (!term) return term;
    auto condition = condition_of(std::move(*term));
    if (!condition) return aws::fail(std::move(condition.error()));
    return condition_term(make_joined(ConditionOperator::none_of, {std::move(*condition)}));
  }

  // A comparison, or what its first operand would be.
  Result<Term> comparison() {
    auto first = reader_.at_symbol("(") ? group(&ConditionParser::alternatives) : term();
    if (!first) return first;
    const auto comparator = at_comparator();
    const bool compared = comparator != k_comparators.end() || reader_.at_keyword("BETWEEN") || reader_.at_keyword("IN");
    if (!compared) {
      if (first->condition != nullptr && !first->in_parentheses) settle();
      return first;
    }
    if (auto refusal = count_operator()) return aws::fail(std::move(*refusal));
    std::vector<Operand> operands;
    if (auto taken = take_operand(operands, std::move(*first)); !taken) return aws::fail(std::move(taken.error()));
    auto condition = reader_.take_keyword("BETWEEN") ? between(std::move(operands))
                     : reader_.take_keyword("IN")    ? in(std::move(operands))
                                                     : compare(*comparator, std::move(operands));
    if (!condition) return aws::fail(std::move(condition.error()));
    settle();
    return condition_term(std::move(*condition));
  }

  decltype(k_comparators)::const_iterator at_comparator() const {
    if (reader_.peek().kind != TokenKind::symbol) return k_comparators.end();
    return std::ranges::find(k_comparators, reader_.peek().text, [](const auto& pair) { return pair.first; });
  }

  // In parentheses; a path may go on behind them.
  Result<Term> group(Part inside) {
    reader_.next();
    if (++depth_ > k_depth_max) return aws::fail(too_deep());
    auto term = (this->*inside)();
    --depth_;
    if (!term) return term;
    if (auto closed = reader_.expect_symbol(")"); !closed) return aws::fail(std::move(closed.error()));
    if (term->in_parentheses) reader_.note(problems::k_parentheses, "The expression has redundant parentheses;");
    auto* path = std::get_if<DocumentPath>(&term->operand);
    const bool goes_on = reader_.at_symbol(".") || reader_.at_symbol("[");
    term->in_parentheses = term->condition != nullptr || path == nullptr || !goes_on;
    if (term->in_parentheses) return term;
    if (auto more = reader_.extend(*path); !more) return aws::fail(std::move(more.error()));
    return term;
  }

  Result<Term> operand() { return reader_.at_symbol("(") ? group(&ConditionParser::operand) : term(); }

  Result<Term> term() {
    if (reader_.peek().kind == TokenKind::value_place) {
      auto value = reader_.value();
      if (!value) return aws::fail(std::move(value.error()));
      return operand_term(std::move(*value));
    }
    const auto& after = reader_.peek(1);
    if (reader_.peek().kind == TokenKind::name && after.kind == TokenKind::symbol && after.text == "(") return call();
    auto path = reader_.path();
    if (!path) return aws::fail(std::move(path.error()));
    return operand_term(std::move(*path));
  }

  Result<Term> call() {
    const auto name = reader_.peek().text;
    const auto* function = find_condition_function(name);
    const bool of_size = name == "size";
    if (function == nullptr && !of_size) note_unknown(name);
    if (function != nullptr) {
      if (auto refusal = count_operator()) return aws::fail(std::move(*refusal));
    }
    reader_.next();
    if (++depth_ > k_depth_max) return aws::fail(too_deep());
    auto operands = arguments();
    --depth_;
    if (!operands) return aws::fail(std::move(operands.error()));
    auto term = of_size               ? size_term(std::move(*operands))
                : function != nullptr ? function_term(*function, std::move(*operands))
                                      : condition_term(make_condition(ConditionOperator::attribute_exists, {}));
    term.function = name;
    return term;
  }

  void note_unknown(std::string_view name) {
    const bool of_updates = name == "if_not_exists" || name == "list_append";
    reader_.note(
        problems::k_unknown_function,
        fmt::format("{}; function: {}",
                    of_updates ? "The function is not allowed in a condition expression" : "Invalid function name", name));
  }

  Term function_term(const ConditionFunction& function, std::vector<Operand> operands) {
    if (operands.size() == function.operands) {
      check_function_operands(reader_, function, operands);
    } else {
      note_operand_count(reader_, function.name, operands.size());
    }
    return condition_term(make_condition(function.op, std::move(operands)));
  }

  Term size_term(std::vector<Operand> operands) {
    if (operands.size() != 1) note_operand_count(reader_, "size", operands.size());
    return operand_term(size_of(reader_, std::move(operands.front())));
  }

  Result<std::vector<Operand>> arguments() {
    if (auto opened = reader_.expect_symbol("("); !opened) return aws::fail(std::move(opened.error()));
    std::vector<Operand> out;
    do {
      if (auto taken = next_operand(out); !taken) return aws::fail(std::move(taken.error()));
    } while (reader_.take_symbol(","));
    if (auto closed = reader_.expect_symbol(")"); !closed) return aws::fail(std::move(closed.error()));
    return out;
  }

  Result<void> next_operand(std::vector<Operand>& operands) {
    auto one = operand();
    if (!one) return aws::fail(std::move(one.error()));
    return take_operand(operands, std::move(*one));
  }

  // A condition is no operand: where it is a function's call AWS says so, else it is a syntax error.
  Result<void> take_operand(std::vector<Operand>& operands, Term term) {
    if (term.condition != nullptr) {
      if (term.function.empty()) return aws::fail(reader_.syntax());
      note_misused(term.function);
    }
    operands.push_back(std::move(term.operand));
    return {};
  }

  // An operand is no condition, but for the call of size() it is no syntax error.
  Result<ConditionPtr> condition_of(Term term) {
    if (term.condition != nullptr) return std::move(term.condition);
    if (term.function.empty()) return aws::fail(reader_.syntax());
    note_misused(term.function);
    return make_condition(ConditionOperator::attribute_exists, {});
  }

  void note_misused(std::string_view function) {
    reader_.note(problems::k_misused_function,
                 fmt::format("The function is not allowed to be used this way in an expression; function: {}", function));
  }

  Result<ConditionPtr> compare(const std::pair<std::string_view, ConditionOperator>& comparator, std::vector<Operand> operands) {
    reader_.next();
    if (auto second = next_operand(operands); !second) return aws::fail(std::move(second.error()));
    check_comparison_operands(reader_, comparator.first, operands);
    return make_condition(comparator.second, std::move(operands));
  }

  Result<ConditionPtr> between(std::vector<Operand> operands) {
    if (auto lower = next_operand(operands); !lower) return aws::fail(std::move(lower.error()));
    if (!reader_.take_keyword("AND")) return aws::fail(reader_.syntax());
    if (auto upper = next_operand(operands); !upper) return aws::fail(std::move(upper.error()));
    check_between_operands(reader_, operands[1], operands[2]);
    return make_condition(ConditionOperator::between, std::move(operands));
  }

  Result<ConditionPtr> in(std::vector<Operand> operands) {
    auto choices = arguments();
    if (!choices) return aws::fail(std::move(choices.error()));
    if (choices->size() > k_in_operands_max) note_operand_count(reader_, "IN", choices->size() + 1);
    std::ranges::move(*choices, std::back_inserter(operands));
    return make_condition(ConditionOperator::in, std::move(operands));
  }

  // The first condition that has something wrong by itself is told of.
  void settle() {
    if (settled_) return;
    const auto* why = reader_.find_noted({problems::k_undefined_name | problems::k_undefined_value, problems::k_operand_count,
                                          problems::k_same_operands, problems::k_operand});
    if (why == nullptr) return;
    settled_ = true;
    reader_.note(problems::k_condition, std::string(*why));
  }

  std::optional<aws::Error> count_operator() {
    if (++operators_ <= k_operators_max) return std::nullopt;
    return reader_.invalid(fmt::format("The expression contains too many operators; operator count: {}", operators_));
  }

  // Nothing goes so deep without too many operators, but for parentheses within parentheses and calls within calls.
  aws::Error too_deep() const {
    auto noted = find_problem();
    return noted ? std::move(*noted) : reader_.invalid("The expression has redundant parentheses;");
  }

  TokenReader reader_;
  int operators_ = 0;
  int depth_ = 0;
  bool settled_ = false;
};

}  // namespace

Result<ConditionPtr> parse_condition(ExpressionKind kind, std::string_view text, Placeholders& placeholders) {
  auto reader = read_tokens(kind, text, placeholders);
  if (!reader) return aws::fail(std::move(reader.error()));
  return ConditionParser(std::move(*reader)).whole();
}

}  // namespace winterbaume::dynamodb
