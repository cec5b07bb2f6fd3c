#include "services/dynamodb/expressions/condition_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace winterbaume::dynamodb {
namespace {

constexpr std::array<ConditionFunction, 5> k_functions{{{"attribute_exists", ConditionOperator::attribute_exists, 1},
                                                        {"attribute_not_exists", ConditionOperator::attribute_not_exists, 1},
                                                        {"attribute_type", ConditionOperator::attribute_type, 2},
                                                        {"begins_with", ConditionOperator::begins_with, 2},
                                                        {"contains", ConditionOperator::contains, 2}}};

// What stands for the type of an operand that is in the item.
constexpr std::string_view k_any_type = "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}";

const AttributeValue* constant(const Operand& operand) { return std::get_if<AttributeValue>(&operand); }

// Null: it is known with the item only.
std::optional<ValueType> type_of(const Operand& operand) {
  if (std::holds_alternative<SizeOf>(operand)) return ValueType::n;
  const auto* value = constant(operand);
  if (value == nullptr) return std::nullopt;
  return value->view().type();
}

bool has_order(ValueType type) { return type == ValueType::s || type == ValueType::n || type == ValueType::b; }
bool has_beginning(ValueType type) { return type == ValueType::s || type == ValueType::b; }

// {N:5}: as AWS's messages print S, N and B.
std::string printed_scalar(const AttributeValue& value) {
  std::string json;
  value.append_json(json);
  std::erase(json, '"');
  return json;
}

void note_wrong_type(TokenReader& reader, std::string_view function, std::string_view type) {
  reader.note(
      problems::k_operand,
      fmt::format("Incorrect operand type for operator or function; operator or function: {}, operand type: {}", function, type));
}

void check_distinct(TokenReader& reader, std::string_view name, const std::vector<Operand>& operands) {
  const auto* path = std::get_if<DocumentPath>(operands.data());
  if (path == nullptr || operands[0] != operands[1]) return;
  reader.note(problems::k_same_operands,
              fmt::format("The first operand must be distinct from the remaining operands for this operator or function; "
                          "operator: {}, first operand: {}",
                          name, printed_path(*path)));
}

void check_type_name(TokenReader& reader, const Operand& operand) {
  const auto type = type_of(operand);
  if (type != ValueType::s) return note_wrong_type(reader, "attribute_type", type ? value_type_name(*type) : k_any_type);
  const auto wanted = constant(operand)->view().text();
  for (int known = 0; known <= static_cast<int>(ValueType::bool_); ++known) {
    if (value_type_name(static_cast<ValueType>(known)) == wanted) return;
  }
  reader.note(problems::k_operand,
              fmt::format("Invalid attribute type name found; type: {}, valid types: {{B,NULL,SS,BOOL,L,BS,N,NS,S,M}}", wanted));
}

}  // namespace

const ConditionFunction* find_condition_function(std::string_view name) {
  const auto* found = std::ranges::find(k_functions, name, &ConditionFunction::name);
  return found == k_functions.end() ? nullptr : found;
}

void note_operand_count(TokenReader& reader, std::string_view function, std::size_t count) {
  reader.note(
      problems::k_operand_count,
      fmt::format("Incorrect number of operands for operator or function; operator or function: {}, number of operands: {}",
                  function, count));
}

void check_function_operands(TokenReader& reader, const ConditionFunction& function, const std::vector<Operand>& operands) {
  if (operands.size() == 2) check_distinct(reader, function.name, operands);
  if (function.operands == 1 && !std::holds_alternative<DocumentPath>(operands[0])) {
    reader.note(problems::k_operand,
                fmt::format("Operator or function requires a document path; operator or function: {}", function.name));
  }
  if (function.op == ConditionOperator::attribute_type) check_type_name(reader, operands[1]);
  if (function.op != ConditionOperator::begins_with) return;
  for (const auto& operand : operands) {
    const auto type = type_of(operand);
    if (type && !has_beginning(*type)) note_wrong_type(reader, function.name, value_type_name(*type));
  }
}

void check_comparison_operands(TokenReader& reader, std::string_view comparator, const std::vector<Operand>& operands) {
  check_distinct(reader, comparator, operands);
  if (comparator == "=" || comparator == "<>") return;
  for (const auto& operand : operands) {
    const auto type = type_of(operand);
    if (type && !has_order(*type)) note_wrong_type(reader, comparator, value_type_name(*type));
  }
}

void check_between_operands(TokenReader& reader, const Operand& lower, const Operand& upper) {
  for (const auto* operand : {&lower, &upper}) {
    const auto type = type_of(*operand);
    if (type && !has_order(*type)) return note_wrong_type(reader, "BETWEEN", value_type_name(*type));
  }
  const auto* low = constant(lower);
  const auto* high = constant(upper);
  if (low == nullptr || high == nullptr) return;
  std::string_view rule;
  if (low->view().type() != high->view().type()) {
    rule = "same data type for lower and upper bounds";
  } else if (low->view().type() == ValueType::n ? low->view().ordered_number() > high->view().ordered_number()
                                                : low->view().text() > high->view().text()) {
    rule = "upper bound to be greater than or equal to lower bound";
  } else {
    return;
  }
  reader.note(problems::k_operand,
              fmt::format("The BETWEEN operator requires {}; lower bound operand: AttributeValue: {}, upper bound operand: "
                          "AttributeValue: {}",
                          rule, printed_scalar(*low), printed_scalar(*high)));
}

Operand size_of(TokenReader& reader, Operand operand) {
  if (auto* path = std::get_if<DocumentPath>(&operand)) return SizeOf{std::move(*path)};
  const auto* value = constant(operand);
  const auto size = value == nullptr ? std::nullopt : measured_size(value->view());
  if (!size) note_wrong_type(reader, "size", value_type_name(*type_of(operand)));
  return AttributeValue::of_number(Number::from_integer(size.value_or(0)));
}

}  // namespace winterbaume::dynamodb
