#include "services/dynamodb/tables/key_schemas.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "aws/common_errors.h"

namespace winterbaume::dynamodb {
namespace {

// Developer Guide, "Multi-attribute keys".
constexpr std::size_t k_multi_attribute_max = 4;

aws::Error invalid(std::string_view why) {
  return aws::errors::validation(fmt::format("One or more parameter values were invalid: {}", why));
}

ScalarType scalar_type(std::string_view name) {
  if (name == "N") return ScalarType::n;
  return name == "B" ? ScalarType::b : ScalarType::s;
}

bool is_hash(const KeySchemaElement& element) { return *element.key_type == "HASH"; }

std::optional<aws::Error> check_shape(const std::vector<KeySchemaElement>& elements, KeyShape shape) {
  if (elements.empty() || !is_hash(elements.front())) {
    return aws::errors::validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  }
  const auto hashes = static_cast<std::size_t>(std::ranges::count_if(elements, is_hash));
  const auto ranges = elements.size() - hashes;
  if (shape == KeyShape::multi_attribute) {
    if (!std::ranges::is_partitioned(elements, is_hash)) {
      return aws::errors::validation("Invalid KeySchema: HASH key elements must come before RANGE key elements");
    }
    if (hashes <= k_multi_attribute_max && ranges <= k_multi_attribute_max) return std::nullopt;
    return aws::errors::validation(fmt::format("Invalid KeySchema: The number of {} key elements exceeds the limit of {}",
                                               hashes > k_multi_attribute_max ? "HASH" : "RANGE", k_multi_attribute_max));
  }
  if (elements.size() > 2) {
    return aws::errors::validation(
        "1 validation error detected: Value at 'keySchema' failed to satisfy constraint: Member must have length less than or "
        "equal "
        "to 2");
  }
  if (hashes == 2) return aws::errors::validation("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
  return std::nullopt;
}

const KeyAttribute* find_definition(std::span<const KeyAttribute> definitions, std::string_view name) {
  const auto found = std::ranges::find(definitions, name, &KeyAttribute::name);
  return found == definitions.end() ? nullptr : &*found;
}

std::optional<aws::Error> check_defined(const std::vector<KeySchemaElement>& elements,
                                        std::span<const KeyAttribute> definitions) {
  std::vector<std::string> names;
  bool all = true;
  for (const auto& element : elements) {
    names.push_back(*element.attribute_name);
    all = all && find_definition(definitions, names.back()) != nullptr;
  }
  if (all) return std::nullopt;
  std::vector<std::string> defined;
  for (const auto& definition : definitions) defined.push_back(definition.name);
  return invalid(
      fmt::format("Some index key attributes are not defined in AttributeDefinitions. Keys: {}, AttributeDefinitions: {}",
                  printed_names(names), printed_names(defined)));
}

}  // namespace

std::string printed_names(std::span<const std::string> names) { return fmt::format("[{}]", fmt::join(names, ", ")); }

std::string_view scalar_type_name(ScalarType type) {
  constexpr std::array<std::string_view, 3> k_names{"S", "N", "B"};
  return k_names[static_cast<std::size_t>(type)];
}

Result<std::vector<KeyAttribute>> read_definitions(const std::vector<AttributeDefinition>& definitions) {
  std::vector<KeyAttribute> out;
  for (const auto& definition : definitions) {
    if (find_definition(out, *definition.attribute_name) != nullptr) {
      return aws::fail(invalid("Duplicate AttributeName in AttributeDefinitions: " + *definition.attribute_name));
    }
    out.push_back({*definition.attribute_name, scalar_type(*definition.attribute_type)});
  }
  return out;
}

Result<KeySchemaRecord> read_key_schema(const std::vector<KeySchemaElement>& elements, std::span<const KeyAttribute> definitions,
                                        KeyShape shape) {
  // AWS counts before it looks at names (dynalite's tests).
  if (shape == KeyShape::simple && elements.size() <= 2 && elements.size() > definitions.size()) {
    return aws::fail(aws::errors::validation("Invalid KeySchema: Some index key attribute have no definition"));
  }
  if (auto wrong = check_shape(elements, shape)) return aws::fail(std::move(*wrong));
  if (elements.size() == 2 && *elements[0].attribute_name == *elements[1].attribute_name) {
    return aws::fail(aws::errors::validation("Both the Hash Key and the Range Key element in the KeySchema have the same name"));
  }
  KeySchemaRecord keys;
  if (auto wrong = check_defined(elements, definitions)) return aws::fail(std::move(*wrong));
  for (const auto& element : elements) {
    const auto& definition = *find_definition(definitions, *element.attribute_name);
    if (find_definition(keys.hash, definition.name) != nullptr || find_definition(keys.range, definition.name) != nullptr) {
      return aws::fail(
          aws::errors::validation("Invalid KeySchema: Some index key attribute is specified more than once: " + definition.name));
    }
    (is_hash(element) ? keys.hash : keys.range).push_back(definition);
  }
  return keys;
}

std::vector<KeySchemaElement> describe(const KeySchemaRecord& keys) {
  std::vector<KeySchemaElement> out;
  for (const auto& attribute : keys.hash) out.push_back({attribute.name, "HASH"});
  for (const auto& attribute : keys.range) out.push_back({attribute.name, "RANGE"});
  return out;
}

std::vector<std::string> key_names(const TableRecord& table) {
  std::vector<std::string> names;
  const auto add = [&names](const std::vector<KeyAttribute>& attributes) {
    for (const auto& attribute : attributes) {
      if (std::ranges::find(names, attribute.name) == names.end()) names.push_back(attribute.name);
    }
  };
  add(table.keys.hash);
  add(table.keys.range);
  for (const auto& index : table.indexes) {
    add(index.keys.hash);
    add(index.keys.range);
  }
  for (const auto& index : table.vector_indexes) add(index.search_schema);
  return names;
}

}  // namespace winterbaume::dynamodb
