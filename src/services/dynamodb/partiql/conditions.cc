#include "services/dynamodb/partiql/conditions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/bytes.h"
#include "services/dynamodb/partiql/operand_checks.h"

namespace winterbaume::dynamodb::partiql {
namespace {

constexpr std::size_t k_in_values_max = 100;
// What a condition's outcome is compared with is evaluated twice, and so is the condition: that many in a statement, or a nest of
// them would take forever.
constexpr int k_compared_outcomes_max = 6;

template <class Key, class Value, std::size_t N>
const Value* find_in(const std::array<std::pair<Key, Value>, N>& table, std::string_view key) {
  const auto found = std::ranges::find(table, key, &std::pair<Key, Value>::first);
  return found == table.end() ? nullptr : &found->second;
}

constexpr std::array<std::pair<std::string_view, ConditionOperator>, 5> k_condition_functions{
    {{"attribute_exists", ConditionOperator::attribute_exists},
     {"attribute_not_exists", ConditionOperator::attribute_not_exists},
     {"attribute_type", ConditionOperator::attribute_type},
     {"begins_with", ConditionOperator::begins_with},
     {"contains", ConditionOperator::contains}}};

constexpr std::array<std::pair<std::string_view, ConditionOperator>, 6> k_comparison_operators{
    {{"=", ConditionOperator::equal},
     {"<>", ConditionOperator::not_equal},
     {"<", ConditionOperator::less},
     {"<=", ConditionOperator::less_or_equal},
     {">", ConditionOperator::greater},
     {">=", ConditionOperator::greater_or_equal}}};

// Developer Guide, "PartiQL arithmetic, comparison, and logical operators": what IS knows, but MISSING.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> k_is_types{{{"null", "NULL"},
                                                                                   {"boolean", "BOOL"},
                                                                                   {"bool", "BOOL"},
                                                                                   {"blob", "B"},
                                                                                   {"string", "S"},
                                                                                   {"numeric", "N"},
                                                                                   {"struct", "M"},
                                                                                   {"tuple", "M"},
                                                                                   {"list", "L"}}};

ConditionPtr leaf(ConditionOperator op, std::vector<Operand> operands) {
  auto node = std::make_shared<ConditionNode>();
  node->op = op;
  node->operands = std::move(operands);
  return node;
}

ConditionPtr never() { return make_junction(ConditionOperator::any_of, {}); }

ConditionPtr opposite(ConditionPtr condition) { return make_junction(ConditionOperator::none_of, {std::move(condition)}); }

class WhereMaker {
 public:
  explicit WhereMaker(Parameters parameters) : parameters_(parameters) {}

  Result<ConditionPtr> condition(const Expr& expr) {
    switch (expr.kind) {
      case ExprKind::logical_and:
        return junction(expr, ConditionOperator::all_of);
      case ExprKind::logical_or:
        return junction(expr, ConditionOperator::any_of);
      case ExprKind::logical_not:
        return negation(expr);
      case ExprKind::comparison:
        return comparison(expr);
      case ExprKind::in:
        return in(expr);
      case ExprKind::between:
        return between(expr);
      case ExprKind::is_type:
        return is_type(expr);
      case ExprKind::call:
        return function(expr);
      case ExprKind::like:
        return aws::fail(unsupported_operator("like"));
      default:
        return aws::fail(refused("WHERE clause must contain an expression that resolves to a boolean"));
    }
  }

 private:
  static bool is_condition(const Expr& expr) {
    switch (expr.kind) {
      case ExprKind::logical_and:
      case ExprKind::logical_or:
      case ExprKind::logical_not:
      case ExprKind::comparison:
      case ExprKind::in:
      case ExprKind::between:
      case ExprKind::like:
      case ExprKind::is_type:
        return true;
      default:
        return expr.kind == ExprKind::call && expr.text != "size";
    }
  }

  static aws::Error unsupported_operator(std::string_view symbol) {
    return refused(fmt::format("Unsupported operator in Condition Expression. Operator: {}", symbol));
  }

  Result<ConditionPtr> junction(const Expr& expr, ConditionOperator op) {
    std::vector<ConditionPtr> children;
    for (const auto& child : expr.children) {
      if (!is_condition(child)) return aws::fail(refused("The arguments to AND/OR must be Expressions"));
      auto made = condition(child);
      if (!made) return made;
      children.push_back(std::move(*made));
    }
    return make_junction(op, std::move(children));
  }

  Result<ConditionPtr> negation(const Expr& expr) {
    if (!is_condition(expr.children[0])) return aws::fail(refused("The argument to NOT must be a Type or Expression"));
    auto child = condition(expr.children[0]);
    if (!child) return child;
    return opposite(std::move(*child));
  }

  Result<ConditionPtr> comparison(const Expr& expr) {
    const auto& left = expr.children[0];
    const auto& right = expr.children[1];
    if (is_condition(left)) return outcome_comparison(expr.text, left, right);
    if (is_condition(right)) return outcome_comparison(expr.text, right, left);
    auto operands = operands_of(expr.children);
    if (!operands) return aws::fail(std::move(operands.error()));
    if (auto wrong = check_comparison(expr.text, *operands)) return aws::fail(std::move(*wrong));
    return leaf(*find_in(k_comparison_operators, expr.text), std::move(*operands));
  }

  // "attribute_exists(a) = true": a condition's outcome is a boolean.
  Result<ConditionPtr> outcome_comparison(std::string_view symbol, const Expr& compared, const Expr& with) {
    if (symbol != "=" && symbol != "<>") return aws::fail(wrong_operand_type(symbol, ValueType::bool_));
    auto outcome = condition(compared);
    if (!outcome) return outcome;
    auto equal = has_outcome(std::move(*outcome), with);
    if (!equal || symbol == "=") return equal;
    return opposite(std::move(*equal));
  }

  Result<ConditionPtr> has_outcome(ConditionPtr outcome, const Expr& with) {
    if (is_value(with)) {
      const auto value = make_value(with, parameters_);
      if (!value) return aws::fail(value.error());
      if (value->view().type() != ValueType::bool_) return never();
      return value->view().boolean() ? outcome : opposite(std::move(outcome));
    }
    if (++compared_outcomes_ > k_compared_outcomes_max) return aws::fail(refused("The expression compares too many conditions"));
    if (is_condition(with)) {
      auto other = condition(with);
      if (!other) return other;
      return same_outcome(std::move(outcome), *other, opposite(*other));
    }
    auto operand = operand_of(with);
    if (!operand) return aws::fail(std::move(operand.error()));
    return same_outcome(std::move(outcome), leaf(ConditionOperator::equal, {*operand, AttributeValue::of_boolean(true)}),
                        leaf(ConditionOperator::equal, {*operand, AttributeValue::of_boolean(false)}));
  }

  static ConditionPtr same_outcome(ConditionPtr outcome, ConditionPtr is_true, ConditionPtr is_false) {
    auto both = make_junction(ConditionOperator::all_of, {outcome, std::move(is_true)});
    auto neither = make_junction(ConditionOperator::all_of, {opposite(std::move(outcome)), std::move(is_false)});
    return make_junction(ConditionOperator::any_of, {std::move(both), std::move(neither)});
  }

  Result<ConditionPtr> in(const Expr& expr) {
    const auto& sought = expr.children[0];
    const auto& values = expr.children[1];
    const bool is_sequence = (values.kind == ExprKind::list || values.kind == ExprKind::bag) && !values.children.empty();
    const bool is_call = sought.kind == ExprKind::call;
    if (!is_sequence || (!is_path(sought) && !is_call && !is_condition(sought))) {
      return aws::fail(
          refused("IN operator must have a left hand argument of type Variable Reference and right hand argument "
                  "of type Seq with at least one member"));
    }
    if (values.children.size() > k_in_values_max) {
      return aws::fail(refused(
          fmt::format("The IN operator is provided with too many operands; number of operands: {}", values.children.size())));
    }
    if (is_condition(sought)) return outcome_in(sought, values);
    std::vector<Operand> operands;
    auto first = operand_of(sought);
    if (!first) return aws::fail(std::move(first.error()));
    operands.push_back(std::move(*first));
    auto others = operands_of(values.children);
    if (!others) return aws::fail(std::move(others.error()));
    std::ranges::move(*others, std::back_inserter(operands));
    return leaf(ConditionOperator::in, std::move(operands));
  }

  // However many values there are, only true and false can be equal.
  Result<ConditionPtr> outcome_in(const Expr& sought, const Expr& values) {
    const auto outcome = condition(sought);
    if (!outcome) return outcome;
    std::vector<ConditionPtr> any;
    bool has_true = false;
    bool has_false = false;
    for (const auto& value : values.children) {
      bool* known = nullptr;
      if (is_value(value)) {
        const auto made = make_value(value, parameters_);
        if (!made) return aws::fail(made.error());
        if (made->view().type() != ValueType::bool_) continue;
        known = made->view().boolean() ? &has_true : &has_false;
      }
      if (known != nullptr && std::exchange(*known, true)) continue;
      auto equal = has_outcome(*outcome, value);
      if (!equal) return equal;
      any.push_back(std::move(*equal));
    }
    if (has_true && has_false) return make_junction(ConditionOperator::all_of, {});
    return make_junction(ConditionOperator::any_of, std::move(any));
  }

  Result<ConditionPtr> between(const Expr& expr) {
    auto operands = operands_of(expr.children);
    if (!operands) return aws::fail(std::move(operands.error()));
    if (auto wrong = check_between(*operands)) return aws::fail(std::move(*wrong));
    return leaf(ConditionOperator::between, std::move(*operands));
  }

  Result<ConditionPtr> is_type(const Expr& expr) {
    const auto& subject = expr.children[0];
    if (!is_path(subject)) {
      return aws::fail(refused("The left hand side argument to IS must be a Variable Reference, Literal, or Path"));
    }
    auto path = make_path(subject);
    if (!path) return aws::fail(std::move(path.error()));
    if (expr.text == "missing") return leaf(ConditionOperator::attribute_not_exists, {std::move(*path)});
    const auto* type = find_in(k_is_types, expr.text);
    if (type == nullptr) {
      std::string upper = expr.text;
      std::ranges::transform(upper, upper.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
      return aws::fail(
          refused(fmt::format("Unsupported data type for IS operator: {}. Supported data types are [MISSING, NULL, "
                              "BOOLEAN, BLOB, STRING, NUMERIC, STRUCT, TUPLE, LIST]",
                              upper)));
    }
    return leaf(ConditionOperator::attribute_type, {std::move(*path), AttributeValue::of_string(*type)});
  }

  Result<ConditionPtr> function(const Expr& expr) {
    const auto* op = find_in(k_condition_functions, expr.text);
    if (op == nullptr && expr.text == "size") {
      return aws::fail(refused("WHERE clause must contain an expression that resolves to a boolean"));
    }
    if (op == nullptr) return aws::fail(refused_at("Unrecognized function: " + expr.text, expr.place));
    auto operands = operands_of(expr.children);
    if (!operands) return aws::fail(std::move(operands.error()));
    if (auto wrong = check_function(expr.text, *op, *operands)) return aws::fail(std::move(*wrong));
    return leaf(*op, std::move(*operands));
  }

  Result<std::vector<Operand>> operands_of(const std::vector<Expr>& exprs) {
    std::vector<Operand> operands;
    for (const auto& expr : exprs) {
      auto operand = operand_of(expr);
      if (!operand) return aws::fail(std::move(operand.error()));
      operands.push_back(std::move(*operand));
    }
    return operands;
  }

  Result<Operand> operand_of(const Expr& expr) {
    if (is_value(expr)) {
      auto value = make_value(expr, parameters_);
      if (!value) return aws::fail(std::move(value.error()));
      return Operand(std::move(*value));
    }
    if (is_path(expr)) {
      auto path = make_path(expr);
      if (!path) return aws::fail(std::move(path.error()));
      return Operand(std::move(*path));
    }
    switch (expr.kind) {
      case ExprKind::missing:
        return aws::fail(refused("MISSING must be compared using IS operator"));
      case ExprKind::arithmetic:
        return aws::fail(unsupported_operator(expr.text));
      case ExprKind::negative:
      case ExprKind::positive:
        return aws::fail(wrong_operand_count(expr.text, 1));
      case ExprKind::call:
        if (expr.text == "size") return size_of(expr);
        return aws::fail(refused_at("Unrecognized function: " + expr.text, expr.place));
      default:
        return aws::fail(refused(fmt::format("Unsupported token in expression: {}", kind_name(expr))));
    }
  }

  static Result<Operand> size_of(const Expr& expr) {
    if (expr.children.size() != 1) return aws::fail(wrong_operand_count("size", expr.children.size()));
    if (!is_path(expr.children[0])) {
      return aws::fail(refused("Operator or function requires a document path; operator or function: size"));
    }
    auto path = make_path(expr.children[0]);
    if (!path) return aws::fail(std::move(path.error()));
    return Operand(SizeOf{std::move(*path)});
  }

  Parameters parameters_;
  int compared_outcomes_ = 0;
};

}  // namespace

ConditionPtr make_junction(ConditionOperator op, std::vector<ConditionPtr> conditions) {
  if (conditions.size() == 1 && op != ConditionOperator::none_of) return std::move(conditions.front());
  auto node = std::make_shared<ConditionNode>();
  node->op = op;
  node->children = std::move(conditions);
  return node;
}

ConditionPtr make_exists(std::string attribute) {
  return leaf(ConditionOperator::attribute_exists, {DocumentPath{.root = std::move(attribute), .steps = {}}});
}

Result<ConditionPtr> make_where(const Expr& where, Parameters parameters) { return WhereMaker(parameters).condition(where); }

}  // namespace winterbaume::dynamodb::partiql
