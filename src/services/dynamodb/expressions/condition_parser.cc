#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "services/dynamodb/expressions/condition.h"
#include "services/dynamodb/expressions/token_reader.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_in_operands_max = 100;
constexpr int k_operators_max = 300;    // Developer Guide, "Quotas"
constexpr int k_parentheses_max = 400;  // so that no expression of 4 KB exhausts the stack

struct Function {
  std::string_view name;
  ConditionOperator op;
  std::size_t operands;
};
constexpr std::array<Function, 5> k_functions{{{"attribute_exists", ConditionOperator::attribute_exists, 1},
                                               {"attribute_not_exists", ConditionOperator::attribute_not_exists, 1},
                                               {"attribute_type", ConditionOperator::attribute_type, 2},
                                               {"begins_with", ConditionOperator::begins_with, 2},
                                               {"contains", ConditionOperator::contains, 2}}};

constexpr std::array<std::pair<std::string_view, ConditionOperator>, 6> k_comparators{
    {{"=", ConditionOperator::equal},
     {"<>", ConditionOperator::not_equal},
     {"<", ConditionOperator::less},
     {"<=", ConditionOperator::less_or_equal},
     {">", ConditionOperator::greater},
     {">=", ConditionOperator::greater_or_equal}}};

const AttributeValue* constant(const Operand& operand) { return std::get_if<AttributeValue>(&operand); }

bool has_order(ValueView value) {
  return value.type() == ValueType::s || value.type() == ValueType::n || value.type() == ValueType::b;
}

// {N:5}: as AWS's messages print S, N and B.
std::string printed_scalar(const AttributeValue& value) {
  std::string json;
  value.append_json(json);
  std::erase(json, '"');
  return json;
}

class ConditionParser {
 public:
  explicit ConditionParser(TokenReader reader) : reader_(std::move(reader)) {}

  Result<ConditionPtr> whole() {
    auto condition = alternatives();
    if (condition && !reader_.at_end()) return aws::fail(reader_.syntax());
    return condition;
  }

 private:
  using Part = Result<ConditionPtr> (ConditionParser::*)();

  Result<ConditionPtr> alternatives() { return joined("OR", ConditionOperator::any_of, &ConditionParser::conjunction); }
  Result<ConditionPtr> conjunction() { return joined("AND", ConditionOperator::all_of, &ConditionParser::negation); }

  Result<ConditionPtr> joined(std::string_view keyword, ConditionOperator op, Part part) {
    auto first = (this->*part)();
    if (!first || !reader_.at_keyword(keyword)) return first;
    auto node = std::make_shared<ConditionNode>();
    node->op = op;
    node->children.push_back(std::move(*first));
    while (reader_.take_keyword(keyword)) {
      if (auto refusal = count_operator()) return aws::fail(std::move(*refusal));
      auto next = (this->*part)();
      if (!next) return next;
      node->children.push_back(std::move(*next));
    }
    return node;
  }

  Result<ConditionPtr> negation() {
    if (!reader_.at_keyword("NOT")) return primary();
    reader_.next();
    if (auto refusal = count_operator()) return aws::fail(std::move(*refusal));
    if (++depth_ > k_parentheses_max) return aws::fail(too_deep());
    auto negated = negation();
    --depth_;
    if (!negated) return negated;
    auto node = std::make_shared<ConditionNode>();
    node->op = ConditionOperator::none_of;
    node->children.push_back(std::move(*negated));
    return node;
  }

  // In parentheses, a function, or a comparison.
  Result<ConditionPtr> primary() {
    if (reader_.at_symbol("(")) return parenthesised();
    if (const auto* function = at_function()) return call(*function);
    return comparison();
  }

  Result<ConditionPtr> parenthesised() {
    reader_.next();
    const bool twice = reader_.at_symbol("(");
    if (++depth_ > k_parentheses_max) return aws::fail(too_deep());
    const auto inner_before = inner_closed_;
    auto inside = alternatives();
    --depth_;
    if (!inside) return inside;
    if (auto closed = reader_.expect_symbol(")"); !closed) return aws::fail(std::move(closed.error()));
    // ((a = b)): the inner pair was all that the outer one holds.
    if (twice && inner_closed_ == inner_before + 1 && last_inner_ == inside->get()) {
      return aws::fail(reader_.invalid("The expression has redundant parentheses;"));
    }
    ++inner_closed_;
    last_inner_ = inside->get();
    return inside;
  }

  const Function* at_function() const {
    if (reader_.peek().kind != TokenKind::name) return nullptr;
    const auto& after = reader_.peek(1);
    if (after.kind != TokenKind::symbol || after.text != "(") return nullptr;
    const auto found = std::ranges::find(k_functions, reader_.peek().text, &Function::name);
    return found == k_functions.end() ? nullptr : &*found;
  }

  Result<ConditionPtr> call(const Function& function) {
    if (auto refusal = count_operator()) return aws::fail(std::move(*refusal));
    reader_.next();
    auto operands = arguments();
    if (!operands) return aws::fail(std::move(operands.error()));
    if (operands->size() != function.operands) {
      return aws::fail(reader_.invalid(
          fmt::format("Incorrect number of operands for operator or function; operator or function: {}, number of operands: {}",
                      function.name, operands->size())));
    }
    if (auto refusal = check_operands(function, *operands)) return aws::fail(std::move(*refusal));
    return made(function.op, std::move(*operands));
  }

  Result<std::vector<Operand>> arguments() {
    if (auto opened = reader_.expect_symbol("("); !opened) return aws::fail(std::move(opened.error()));
    std::vector<Operand> out;
    do {
      auto one = operand();
      if (!one) return aws::fail(std::move(one.error()));
      out.push_back(std::move(*one));
    } while (reader_.take_symbol(","));
    if (auto closed = reader_.expect_symbol(")"); !closed) return aws::fail(std::move(closed.error()));
    return out;
  }

  std::optional<aws::Error> check_operands(const Function& function, const std::vector<Operand>& operands) {
    if (function.operands == 1 && !std::holds_alternative<DocumentPath>(operands[0])) {
      return reader_.invalid(
          fmt::format("Operator or function requires a document path; operator or function: {}", function.name));
    }
    if (function.op == ConditionOperator::attribute_type) return check_type_operand(operands[1]);
    if (function.op != ConditionOperator::begins_with) return std::nullopt;
    for (const auto& operand : operands) {
      const auto* value = constant(operand);
      if (value != nullptr && value->view().type() != ValueType::s && value->view().type() != ValueType::b) {
        return wrong_type(function.name, value->view().type());
      }
    }
    return std::nullopt;
  }

  std::optional<aws::Error> check_type_operand(const Operand& operand) {
    const auto* value = constant(operand);
    if (value == nullptr) return reader_.syntax();
    if (value->view().type() != ValueType::s) return wrong_type("attribute_type", value->view().type());
    for (int type = 0; type <= static_cast<int>(ValueType::bool_); ++type) {
      if (value_type_name(static_cast<ValueType>(type)) == value->view().text()) return std::nullopt;
    }
    return reader_.invalid(fmt::format(
        "Invalid attribute type name found; type: {}, valid types: {{B,NULL,SS,BOOL,L,BS,N,NS,S,M}}", value->view().text()));
  }

  aws::Error wrong_type(std::string_view function, ValueType type) const {
    return reader_.invalid(
        fmt::format("Incorrect operand type for operator or function; operator or function: {}, operand type: {}", function,
                    value_type_name(type)));
  }

  Result<ConditionPtr> comparison() {
    auto first = operand();
    if (!first) return aws::fail(std::move(first.error()));
    if (auto refusal = count_operator()) return aws::fail(std::move(*refusal));
    std::vector<Operand> operands;
    operands.push_back(std::move(*first));
    if (reader_.take_keyword("BETWEEN")) return between(std::move(operands));
    if (reader_.take_keyword("IN")) return in(std::move(operands));
    const auto found = std::ranges::find(k_comparators, reader_.peek().text, [](const auto& pair) { return pair.first; });
    if (reader_.peek().kind != TokenKind::symbol || found == k_comparators.end()) return aws::fail(reader_.syntax());
    reader_.next();
    auto second = operand();
    if (!second) return aws::fail(std::move(second.error()));
    operands.push_back(std::move(*second));
    if (auto refusal = check_comparison(found->first, operands)) return aws::fail(std::move(*refusal));
    return made(found->second, std::move(operands));
  }

  std::optional<aws::Error> check_comparison(std::string_view comparator, const std::vector<Operand>& operands) {
    if (operands[0].index() == 0 && operands[0] == operands[1]) {
      return reader_.invalid(
          fmt::format("The first operand must be distinct from the remaining operands for this operator or "
                      "function; operator: {}, first operand: {}",
                      comparator, printed_path(std::get<DocumentPath>(operands[0]))));
    }
    if (comparator == "=" || comparator == "<>") return std::nullopt;
    for (const auto& operand : operands) {
      const auto* value = constant(operand);
      if (value != nullptr && !has_order(value->view())) return wrong_type(comparator, value->view().type());
    }
    return std::nullopt;
  }

  Result<ConditionPtr> between(std::vector<Operand> operands) {
    auto lower = operand();
    if (!lower) return aws::fail(std::move(lower.error()));
    if (!reader_.take_keyword("AND")) return aws::fail(reader_.syntax());
    auto upper = operand();
    if (!upper) return aws::fail(std::move(upper.error()));
    const auto* low = constant(*lower);
    const auto* high = constant(*upper);
    if (low != nullptr && !has_order(low->view())) return aws::fail(wrong_type("BETWEEN", low->view().type()));
    if (high != nullptr && !has_order(high->view())) return aws::fail(wrong_type("BETWEEN", high->view().type()));
    if (low != nullptr && high != nullptr) {
      if (auto refusal = check_bounds(*low, *high)) return aws::fail(std::move(*refusal));
    }
    operands.push_back(std::move(*lower));
    operands.push_back(std::move(*upper));
    return made(ConditionOperator::between, std::move(operands));
  }

  std::optional<aws::Error> check_bounds(const AttributeValue& low, const AttributeValue& high) {
    const auto printed = fmt::format("lower bound operand: AttributeValue: {}, upper bound operand: AttributeValue: {}",
                                     printed_scalar(low), printed_scalar(high));
    if (low.view().type() != high.view().type()) {
      return reader_.invalid("The BETWEEN operator requires same data type for lower and upper bounds; " + printed);
    }
    const bool falling = low.view().type() == ValueType::n ? low.view().ordered_number() > high.view().ordered_number()
                                                           : low.view().text() > high.view().text();
    if (!falling) return std::nullopt;
    return reader_.invalid("The BETWEEN operator requires upper bound to be greater than or equal to lower bound; " + printed);
  }

  Result<ConditionPtr> in(std::vector<Operand> operands) {
    auto choices = arguments();
    if (!choices) return aws::fail(std::move(choices.error()));
    if (choices->size() > k_in_operands_max) {
      return aws::fail(reader_.invalid(
          fmt::format("Incorrect number of operands for operator or function; operator or function: IN, number of operands: {}",
                      choices->size() + 1)));
    }
    std::ranges::move(*choices, std::back_inserter(operands));
    return made(ConditionOperator::in, std::move(operands));
  }

  Result<Operand> operand() {
    if (reader_.peek().kind == TokenKind::value_place) {
      auto value = reader_.value();
      if (!value) return aws::fail(std::move(value.error()));
      return Operand(std::move(*value));
    }
    const auto& after = reader_.peek(1);
    if (reader_.peek().kind == TokenKind::name && after.kind == TokenKind::symbol && after.text == "(") return size_call();
    auto path = reader_.path();
    if (!path) return aws::fail(std::move(path.error()));
    return Operand(std::move(*path));
  }

  Result<Operand> size_call() {
    const auto function = reader_.peek().text;
    const bool known = std::ranges::find(k_functions, function, &Function::name) != k_functions.end();
    if (known) {
      return aws::fail(reader_.invalid(
          fmt::format("The function is not allowed to be used this way in an expression; function: {}", function)));
    }
    if (function == "if_not_exists" || function == "list_append") {
      return aws::fail(
          reader_.invalid(fmt::format("The function is not allowed in a condition expression; function: {}", function)));
    }
    if (function != "size") return aws::fail(reader_.invalid(fmt::format("Invalid function name; function: {}", function)));
    reader_.next();
    auto operands = arguments();
    if (!operands) return aws::fail(std::move(operands.error()));
    if (operands->size() != 1) {
      return aws::fail(reader_.invalid(
          fmt::format("Incorrect number of operands for operator or function; operator or function: size, number of operands: {}",
                      operands->size())));
    }
    if (auto* path = std::get_if<DocumentPath>(&operands->front())) return Operand(SizeOf{std::move(*path)});
    const auto* value = constant(operands->front());
    if (value == nullptr) return aws::fail(reader_.syntax());
    const auto size = measured_size(value->view());
    if (!size) return aws::fail(wrong_type("size", value->view().type()));
    return Operand(AttributeValue::of_number(Number::from_integer(*size)));
  }

  static Result<ConditionPtr> made(ConditionOperator op, std::vector<Operand> operands) {
    auto node = std::make_shared<ConditionNode>();
    node->op = op;
    node->operands = std::move(operands);
    return node;
  }

  std::optional<aws::Error> count_operator() {
    if (++operators_ <= k_operators_max) return std::nullopt;
    return reader_.invalid(fmt::format("The expression contains too many operators; operator count: {}", operators_));
  }

  aws::Error too_deep() const { return reader_.invalid("The expression has too many nested parentheses;"); }

  TokenReader reader_;
  int operators_ = 0;
  int depth_ = 0;
  int inner_closed_ = 0;
  const ConditionNode* last_inner_ = nullptr;
};

}  // namespace

Result<ConditionPtr> parse_condition(ExpressionKind kind, std::string_view text, Placeholders& placeholders) {
  auto reader = read_tokens(kind, text, placeholders);
  if (!reader) return aws::fail(std::move(reader.error()));
  return ConditionParser(std::move(*reader)).whole();
}

}  // namespace winterbaume::dynamodb
