#include "services/dynamodb/vectors/search_condition.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/common_errors.h"
#include "services/dynamodb/item_reads/item_keys.h"

namespace winterbaume::dynamodb {
namespace {

// Developer Guide, "Vector search": quotas of a search schema.
constexpr std::size_t k_inline_filters_max = 20;

aws::Error invalid_search(std::string_view why) {
  return aws::errors::validation(fmt::format("Invalid SearchConditionExpression: {}", why));
}

bool is_comparison(ConditionOperator op) {
  switch (op) {
    case ConditionOperator::equal:
    case ConditionOperator::not_equal:
    case ConditionOperator::less:
    case ConditionOperator::less_or_equal:
    case ConditionOperator::greater:
    case ConditionOperator::greater_or_equal:
      return true;
    default:
      return false;
  }
}

std::optional<aws::Error> collect(const ConditionNode& node, std::vector<SearchEquality>& out) {
  if (node.op == ConditionOperator::all_of) {
    for (const auto& child : node.children) {
      if (auto wrong = collect(*child, out)) return wrong;
    }
    return std::nullopt;
  }
  if (!is_comparison(node.op)) return invalid_search("Invalid operator used in SearchConditionExpression");
  const auto* path = std::get_if<DocumentPath>(&node.operands[0]);
  const auto* value = std::get_if<AttributeValue>(&node.operands[1]);
  if (path == nullptr) {
    path = std::get_if<DocumentPath>(&node.operands[1]);
    value = std::get_if<AttributeValue>(&node.operands[0]);
  }
  if (node.op != ConditionOperator::equal || path == nullptr || value == nullptr) {
    return invalid_search("Invalid comparator used in SearchConditionExpression");
  }
  out.push_back({*path, *value});
  return std::nullopt;
}

std::optional<aws::Error> check_shape(const VectorIndexRecord& index, const std::vector<SearchEquality>& equalities) {
  for (const auto& equality : equalities) {
    if (std::ranges::find(index.search_schema, equality.path.root, &KeyAttribute::name) != index.search_schema.end()) continue;
    return aws::errors::validation(fmt::format(
        "SearchConditionExpression must not contain any attributes that is not in SearchSchema. Invalid attribute: {}",
        equality.path.root));
  }
  if (std::ranges::any_of(equalities, [](const auto& equality) { return !equality.path.steps.empty(); })) {
    return invalid_search("SearchConditionExpression cannot have conditions on nested attributes");
  }
  for (auto it = equalities.begin(); it != equalities.end(); ++it) {
    const auto is_same = [&](const SearchEquality& other) { return other.path == it->path; };
    if (std::any_of(equalities.begin(), it, is_same)) {
      return invalid_search("SearchConditionExpression must only contain one condition per attribute");
    }
  }
  return std::nullopt;
}

const SearchEquality* find_equality(const std::vector<SearchEquality>& equalities, std::string_view attribute) {
  const auto found = std::ranges::find_if(equalities, [&](const auto& equality) { return equality.path.root == attribute; });
  return found == equalities.end() ? nullptr : &*found;
}

std::optional<aws::Error> check_partition_key(const KeyAttribute& attribute, const SearchEquality& equality) {
  KeySchemaRecord keys;
  keys.hash.push_back(attribute);
  return check_key_values(keys, Item({{attribute.name, equality.value.view()}}).view());
}

std::optional<aws::Error> check_type(const KeyAttribute& attribute, const SearchEquality& equality) {
  const auto type = equality.value.view().type();
  if (type == value_type(attribute.type)) return std::nullopt;
  return aws::errors::validation(
      fmt::format("Type of '{}' attribute in SearchConditionExpression ({}) does not match type in search schema ({})",
                  attribute.name, value_type_name(type), value_type_name(value_type(attribute.type))));
}

}  // namespace

Result<std::vector<SearchEquality>> search_equalities_of(const ConditionNode& condition) {
  std::vector<SearchEquality> out;
  if (auto wrong = collect(condition, out)) return aws::fail(std::move(*wrong));
  if (out.size() <= 1 + k_inline_filters_max) return out;
  return aws::fail(invalid_search(
      "SearchConditionExpression cannot have more than 1 partition key and more than 20 inline filter key attributes"));
}

std::optional<aws::Error> check_search(const VectorIndexRecord& index, const std::vector<SearchEquality>& equalities,
                                       bool given) {
  if (auto wrong = check_shape(index, equalities)) return wrong;
  for (std::size_t i = 0; i < index.search_schema.size(); ++i) {
    const auto& attribute = index.search_schema[i];
    const bool is_partition_key = index.search_roles[i] == "HASH";
    const auto* equality = find_equality(equalities, attribute.name);
    if (equality == nullptr && is_partition_key) {
      return aws::errors::validation(given ? "SearchConditionExpression must have all HASH attributes in configured SearchSchema"
                                           : "SearchConditionExpression must be provided when SearchSchema has a HASH key");
    }
    if (equality == nullptr) continue;
    if (auto wrong = check_type(attribute, *equality)) return wrong;
    if (!is_partition_key) continue;
    if (auto wrong = check_partition_key(attribute, *equality)) return wrong;
  }
  return std::nullopt;
}

bool is_searched(const std::vector<SearchEquality>& equalities, ItemView item) {
  return std::ranges::all_of(equalities, [item](const SearchEquality& equality) {
    const auto value = item.find(equality.path.root);
    return value && *value == equality.value.view();
  });
}

}  // namespace winterbaume::dynamodb
