#include "services/dynamodb/partiql/operand_checks.h"

#include <fmt/format.h>

namespace winterbaume::dynamodb::partiql {
namespace {

const AttributeValue* constant_of(const Operand& operand) { return std::get_if<AttributeValue>(&operand); }

bool is_ordered(ValueView value) {
  return value.type() == ValueType::s || value.type() == ValueType::n || value.type() == ValueType::b;
}

bool is_falling(ValueView low, ValueView high) {
  return low.type() == ValueType::n ? low.ordered_number() > high.ordered_number() : low.text() > high.text();
}

bool is_value_type_name(std::string_view name) {
  for (int type = 0; type <= static_cast<int>(ValueType::bool_); ++type) {
    if (value_type_name(static_cast<ValueType>(type)) == name) return true;
  }
  return false;
}

std::optional<aws::Error> check_type_operand(const Operand& operand) {
  const auto* value = constant_of(operand);
  if (value == nullptr) {
    return refused("Operator or function requires a constant operand; operator or function: attribute_type");
  }
  if (value->view().type() != ValueType::s) return wrong_operand_type("attribute_type", value->view().type());
  if (is_value_type_name(value->view().text())) return std::nullopt;
  return refused(fmt::format("Invalid attribute type name found; type: {}, valid types: {{N,BS,L,B,NULL,M,S,SS,NS,BOOL}}",
                             value->view().text()));
}

}  // namespace

aws::Error wrong_operand_type(std::string_view function, ValueType type) {
  return refused(fmt::format("Incorrect operand type for operator or function; operator or function: {}, operand type: {}",
                             function, value_type_name(type)));
}

aws::Error wrong_operand_count(std::string_view function, std::size_t count) {
  return refused(
      fmt::format("Incorrect number of operands for operator or function; operator or function: {}, number of operands: {}",
                  function, count));
}

std::optional<aws::Error> check_comparison(std::string_view symbol, const std::vector<Operand>& operands) {
  const auto* path = std::get_if<DocumentPath>(&operands[0]);
  if (path != nullptr && operands[0] == operands[1]) {
    return refused(
        fmt::format("The first operand must be distinct from the remaining operands for this operator or function; "
                    "operator: {}, first operand: {}",
                    symbol, printed_path(*path)));
  }
  if (symbol == "=" || symbol == "<>") return std::nullopt;
  for (const auto& operand : operands) {
    const auto* value = constant_of(operand);
    if (value != nullptr && !is_ordered(value->view())) return wrong_operand_type(symbol, value->view().type());
  }
  return std::nullopt;
}

std::optional<aws::Error> check_between(const std::vector<Operand>& operands) {
  for (const auto& operand : operands) {
    const auto* value = constant_of(operand);
    if (value != nullptr && !is_ordered(value->view())) return wrong_operand_type("BETWEEN", value->view().type());
  }
  const auto* low = constant_of(operands[1]);
  const auto* high = constant_of(operands[2]);
  if (low == nullptr || high == nullptr) return std::nullopt;
  std::string printed = "lower bound operand: AttributeValue: ";
  low->append_json(printed);
  printed += ", upper bound operand: AttributeValue: ";
  high->append_json(printed);
  if (low->view().type() != high->view().type()) {
    return refused("The BETWEEN operator requires same data type for lower and upper bounds; " + printed);
  }
  if (!is_falling(low->view(), high->view())) return std::nullopt;
  return refused("The BETWEEN operator requires upper bound to be greater than or equal to lower bound; " + printed);
}

std::optional<aws::Error> check_function(std::string_view name, ConditionOperator op, const std::vector<Operand>& operands) {
  const std::size_t wanted = op == ConditionOperator::attribute_exists || op == ConditionOperator::attribute_not_exists ? 1 : 2;
  if (operands.size() != wanted) return wrong_operand_count(name, operands.size());
  if (wanted == 1 && !std::holds_alternative<DocumentPath>(operands[0])) {
    return refused(fmt::format("Operator or function requires a document path; operator or function: {}", name));
  }
  if (op == ConditionOperator::attribute_type) return check_type_operand(operands[1]);
  if (op != ConditionOperator::begins_with) return std::nullopt;
  for (const auto& operand : operands) {
    const auto* value = constant_of(operand);
    if (value != nullptr && value->view().type() != ValueType::s && value->view().type() != ValueType::b) {
      return wrong_operand_type(name, value->view().type());
    }
  }
  return std::nullopt;
}

}  // namespace winterbaume::dynamodb::partiql
