#include "services/dynamodb/item_reads/request_parameters.h"

#include <algorithm>

#include "aws/common_errors.h"

namespace winterbaume::dynamodb {
namespace {

std::string names_of_given(std::initializer_list<NamedParameter> parameters) {
  std::string out;
  for (const auto& parameter : parameters) {
    if (!parameter.given) continue;
    if (!out.empty()) out.append(", ");
    out.append(parameter.name);
  }
  return out;
}

}  // namespace

std::optional<aws::Error> check_mixing(std::initializer_list<NamedParameter> legacy,
                                       std::initializer_list<NamedParameter> expressions) {
  const auto is_given = [](const NamedParameter& parameter) { return parameter.given; };
  if (std::ranges::none_of(legacy, is_given) || std::ranges::none_of(expressions, is_given)) return std::nullopt;
  return aws::errors::validation(
      std::string("Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {")
          .append(names_of_given(legacy))
          .append("} Expression parameters: {")
          .append(names_of_given(expressions))
          .append("}"));
}

std::optional<aws::Error> check_faults(const Item& item) {
  const auto fault = item.fault();
  if (!fault) return std::nullopt;
  return aws::errors::validation(std::string(*fault));
}

Result<ReadPaths> parse_attributes_to_get(const std::vector<std::string>& names) {
  std::vector<DocumentPath> paths;
  paths.reserve(names.size());
  for (const auto& name : names) {
    if (std::ranges::find(paths, name, &DocumentPath::root) != paths.end()) {
      return aws::fail(
          aws::errors::validation("One or more parameter values were invalid: Duplicate value in attribute name: " + name));
    }
    if (name.size() > 65'535) {
      return aws::fail(aws::errors::validation(
          "One or more parameter values were invalid: Attribute name is too large, must be less than 65536 bytes"));
    }
    paths.push_back({.root = name, .steps = {}});
  }
  return paths;
}

Result<ReadPaths> parse_projection_parameters(const std::vector<std::string>* attributes_to_get, const std::string* expression,
                                              const aws::Map<std::string>* names) {
  if (attributes_to_get == nullptr && expression == nullptr && names == nullptr) return ReadPaths();
  if (auto wrong =
          check_mixing({{"AttributesToGet", attributes_to_get != nullptr}}, {{"ProjectionExpression", expression != nullptr}})) {
    return aws::fail(std::move(*wrong));
  }
  Placeholders placeholders(names, nullptr);
  if (auto wrong = placeholders.check(expression != nullptr)) return aws::fail(std::move(*wrong));
  if (attributes_to_get != nullptr) return parse_attributes_to_get(*attributes_to_get);
  if (expression == nullptr) return ReadPaths();
  auto paths = parse_projection(*expression, placeholders);
  if (!paths) return aws::fail(std::move(paths.error()));
  if (auto wrong = placeholders.check_all_used()) return aws::fail(std::move(*wrong));
  return std::move(*paths);
}

}  // namespace winterbaume::dynamodb
