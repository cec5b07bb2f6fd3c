#include <algorithm>
#include <map>

#include "services/dynamodb/partiql/key_reads.h"

namespace winterbaume::dynamodb::partiql {
namespace {

const DocumentPath* attribute_of(const Operand& operand) {
  const auto* path = std::get_if<DocumentPath>(&operand);
  return path != nullptr && path->steps.empty() ? path : nullptr;
}

std::optional<KeyEquality> equality_of(const Operand& attribute, const Operand& value) {
  const auto* path = attribute_of(attribute);
  const auto* constant = std::get_if<AttributeValue>(&value);
  if (path == nullptr || constant == nullptr) return std::nullopt;
  return KeyEquality{.attribute = path->root, .values = {*constant}};
}

}  // namespace

std::optional<KeyEquality> find_equality(const ConditionNode& condition) {
  const auto& operands = condition.operands;
  if (condition.op == ConditionOperator::equal) {
    auto found = equality_of(operands[0], operands[1]);
    return found ? found : equality_of(operands[1], operands[0]);
  }
  if (condition.op != ConditionOperator::in) return std::nullopt;
  auto found = equality_of(operands[0], operands[1]);
  for (std::size_t i = 2; found && i < operands.size(); ++i) {
    const auto* constant = std::get_if<AttributeValue>(&operands[i]);
    if (constant == nullptr) return std::nullopt;
    found->values.push_back(*constant);
  }
  return found;
}

std::vector<ConditionPtr> conjuncts_of(const ConditionPtr& where) {
  if (where == nullptr) return {};
  if (where->op != ConditionOperator::all_of) return {where};
  std::vector<ConditionPtr> out;
  for (const auto& child : where->children) {
    auto inner = conjuncts_of(child);
    std::ranges::move(inner, std::back_inserter(out));
  }
  return out;
}

std::optional<Item> find_single_key(const ConditionPtr& where, const KeySchemaRecord& keys) {
  std::map<std::string, AttributeValue> values;
  for (const auto& conjunct : conjuncts_of(where)) {
    auto equality = find_equality(*conjunct);
    if (!equality || equality->values.size() != 1) return std::nullopt;
    const auto [known, fresh] = values.try_emplace(equality->attribute, equality->values.front());
    if (!fresh && known->second != equality->values.front()) return std::nullopt;
  }
  std::vector<std::pair<std::string_view, ValueView>> key;
  for (const auto* attributes : {&keys.hash, &keys.range}) {
    for (const auto& attribute : *attributes) {
      const auto found = values.find(attribute.name);
      if (found == values.end()) return std::nullopt;
      key.emplace_back(found->first, found->second.view());
    }
  }
  if (key.size() != values.size()) return std::nullopt;
  return Item(std::move(key));
}

}  // namespace winterbaume::dynamodb::partiql
