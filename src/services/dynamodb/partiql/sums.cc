#include "services/dynamodb/partiql/sums.h"

#include <utility>

#include "services/dynamodb/partiql/operand_checks.h"

namespace winterbaume::dynamodb::partiql {
namespace {

std::optional<aws::Error> add_constant(Number& total, const SumTerm& term, ValueView value, bool first) {
  if (value.type() != ValueType::n) return wrong_operand_type(first || !term.minus ? "+" : "-", value.type());
  const auto sum = term.minus ? total.minus(value.number()) : total.plus(value.number());
  if (!sum) return refused(number_fault_message(sum.error(), {}));
  total = *sum;
  return std::nullopt;
}

}  // namespace

std::optional<aws::Error> apply_sum(SetAction& action, std::vector<SumTerm> terms) {
  if (terms.size() == 1 && !terms.front().minus) {
    action.first = std::move(terms.front().operand);
    return std::nullopt;
  }
  Number total;
  bool has_constant = false;
  std::vector<SumTerm> others;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const auto* constant = std::get_if<AttributeValue>(&terms[i].operand);
    if (constant == nullptr) {
      others.push_back(std::move(terms[i]));
      continue;
    }
    // A sum's first constant is named by the sign that follows it.
    const bool minus_follows = i == 0 && terms.size() > 1 && terms[1].minus;
    if (minus_follows && constant->view().type() != ValueType::n) return wrong_operand_type("-", constant->view().type());
    if (auto wrong = add_constant(total, terms[i], constant->view(), i == 0)) return wrong;
    has_constant = true;
  }
  if (has_constant) others.push_back({.operand = AttributeValue::of_number(total)});
  if (others.size() == 2 && others[0].minus) std::swap(others[0], others[1]);
  if (others.size() > 2 || others.front().minus) return refused("Unsupported operator in Update Expression. Operator: +");
  action.first = std::move(others[0].operand);
  if (others.size() == 1) return std::nullopt;
  action.op = others[1].minus ? SetOperator::minus : SetOperator::plus;
  action.second = std::move(others[1].operand);
  return std::nullopt;
}

}  // namespace winterbaume::dynamodb::partiql
