// AttributeValue of the model: one value in its compact form (value_view.h), straight from and to the wire's JSON.
#pragma once

#include <simdjson.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "services/dynamodb/items/value_view.h"

namespace winterbaume::dynamodb {

// A value type. Empty (no bytes) only when made by default.
class AttributeValue {
 public:
  AttributeValue() = default;
  explicit AttributeValue(std::string encoded) : bytes_(std::move(encoded)) {}
  explicit AttributeValue(ValueView view) : bytes_(view.bytes()) {}
  static AttributeValue of_string(std::string_view text);
  static AttributeValue of_number(const Number& number);
  static AttributeValue of_binary(std::string_view bytes);
  static AttributeValue of_boolean(bool value);
  static AttributeValue of_null();
  static AttributeValue of_map(ItemView item);
  static AttributeValue of_list(std::span<const ValueView> values);
  // Members as SetView gives them, in any order, doubles left out; at least one. `tag` is ss, ns or bs.
  static AttributeValue of_set(ValueTag tag, std::vector<std::string_view> members);

  ValueView view() const { return ValueView(bytes_); }
  const std::string& bytes() const { return bytes_; }
  std::string take_bytes() && { return std::move(bytes_); }

  // Why what the client sent is no value, in the words of AWS's ValidationException: "Supplied AttributeValue is empty, must
  // contain exactly one of the supported datatypes", "One or more parameter values were invalid: An number set  may not be
  // empty", … Null where it is one. A faulty value is only to be asked for this: handlers check before they use it.
  std::optional<std::string_view> fault() const;

  // The wire's form, {"S": "…"}. False where the JSON is of the wrong type (SerializationException); a value that is well formed
  // but breaks DynamoDB's own rules is a faulty one.
  bool read_json(simdjson::dom::element json, std::string& problem);
  void append_json(std::string& out) const;

  friend bool operator==(const AttributeValue&, const AttributeValue&) = default;

 private:
  std::string bytes_;
};

void append_value_json(std::string& out, ValueView value);

}  // namespace winterbaume::dynamodb
