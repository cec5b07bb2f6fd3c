// The wire's JSON of values, in and out. Inside of items/ only.
#pragma once

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>

#include "services/dynamodb/items/value_view.h"

namespace winterbaume::dynamodb {

// Reads values into the compact form.
class ValueReader {
 public:
  explicit ValueReader(std::string& out) : out_(out) {}
  // False where the JSON does not fit: `problem()` says why where its types are wrong, `fault()` where a rule of DynamoDB's is
  // broken. What was appended is of no use then.
  bool value(simdjson::dom::element json, int depth = 0);
  bool entries(simdjson::dom::object json, int depth);

  const std::string& problem() const { return problem_; }
  const std::optional<std::string>& fault() const { return fault_; }

 private:
  bool typed(std::string_view type, simdjson::dom::element json, int depth);
  bool number(simdjson::dom::element json);
  bool sized(ValueTag tag, simdjson::dom::element json);
  bool set(ValueTag tag, simdjson::dom::element json);
  bool set_member(ValueTag tag, simdjson::dom::element json, std::string& member);
  bool list(simdjson::dom::element json, int depth);
  bool map(simdjson::dom::element json, int depth);
  bool flag(std::string_view type, simdjson::dom::element json);
  bool text(simdjson::dom::element json, std::string_view& out);
  bool wrong_type(simdjson::dom::element json, std::string_view wanted);
  bool broken_rule(std::string message);

  std::string& out_;
  std::string problem_;
  std::optional<std::string> fault_;
};

// Levels of maps and lists that a value may have: 32 with the attribute itself (Developer Guide, "Quotas", "Nested attributes").
constexpr int k_nesting_max = 31;

}  // namespace winterbaume::dynamodb
