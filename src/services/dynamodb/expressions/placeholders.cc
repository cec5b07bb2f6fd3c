#include <fmt/format.h>

#include "aws/common_errors.h"
#include "services/dynamodb/expressions/expressions.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::string_view k_names = "ExpressionAttributeNames";
constexpr std::string_view k_values = "ExpressionAttributeValues";

aws::Error refuse(std::string_view map, std::string_view why) { return aws::errors::validation(fmt::format("{} {}", map, why)); }

template <class Value>
std::optional<aws::Error> check_keys(const aws::Map<Value>& map, std::string_view name, char sign) {
  if (map.empty()) return refuse(name, "must not be empty");
  for (const auto& [key, value] : map) {
    const bool well_formed =
        key.size() > 1 && key.front() == sign &&
        key.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_", 1) == std::string::npos;
    if (!well_formed) return refuse(name, fmt::format("contains invalid key: Syntax error; key: \"{}\"", key));
  }
  return std::nullopt;
}

template <class Value>
std::optional<aws::Error> find_unused(const aws::Map<Value>* map, const std::vector<bool>& used, std::string_view name) {
  std::string unused;
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (!used[i]) unused.append(unused.empty() ? "" : ", ").append((*map)[i].first);
  }
  if (unused.empty()) return std::nullopt;
  return aws::errors::validation(fmt::format("Value provided in {} unused in expressions: keys: {{{}}}", name, unused));
}

template <class Value>
const Value* use(const aws::Map<Value>* map, std::vector<bool>& used, std::string_view key) {
  for (std::size_t i = 0; i < used.size(); ++i) {
    if ((*map)[i].first != key) continue;
    used[i] = true;
    return &(*map)[i].second;
  }
  return nullptr;
}

}  // namespace

Placeholders::Placeholders(const aws::Map<std::string>* names, const aws::Map<AttributeValue>* values)
    : names_(names),
      values_(values),
      names_used_(names == nullptr ? 0 : names->size()),
      values_used_(values == nullptr ? 0 : values->size()) {}

std::optional<aws::Error> Placeholders::check(bool any_expression, ValueFault words) const {
  if (names_ != nullptr && !any_expression) return refuse(k_names, "can only be specified when using expressions");
  if (values_ != nullptr && !any_expression) return refuse(k_values, "can only be specified when using expressions");
  if (names_ != nullptr) {
    if (auto refusal = check_keys(*names_, k_names, '#')) return refusal;
  }
  if (values_ == nullptr) return std::nullopt;
  if (auto refusal = check_keys(*values_, k_values, ':')) return refusal;
  for (const auto& [key, value] : *values_) {
    const auto fault = value.fault();
    if (!fault) continue;
    if (words == ValueFault::bare) return aws::errors::validation(std::string(*fault));
    return refuse(k_values, fmt::format("contains invalid value: {} for key {}", *fault, key));
  }
  return std::nullopt;
}

std::optional<aws::Error> Placeholders::check_all_used() const {
  if (auto refusal = find_unused(names_, names_used_, k_names)) return refusal;
  return find_unused(values_, values_used_, k_values);
}

const std::string* Placeholders::use_name(std::string_view name) { return use(names_, names_used_, name); }
const AttributeValue* Placeholders::use_value(std::string_view name) { return use(values_, values_used_, name); }

}  // namespace winterbaume::dynamodb
