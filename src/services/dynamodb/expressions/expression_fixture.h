// What the tests of expressions share: items and values from their JSON.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "services/dynamodb/expressions/expressions.h"

namespace winterbaume::dynamodb {

inline Item item_of(const std::string& json) {
  simdjson::dom::parser parser;
  Item out;
  std::string problem;
  EXPECT_TRUE(out.read_json(parser.parse(json), problem)) << problem;
  return out;
}

inline AttributeValue value_of(const std::string& json) {
  simdjson::dom::parser parser;
  AttributeValue out;
  std::string problem;
  EXPECT_TRUE(out.read_json(parser.parse(json), problem)) << problem;
  return out;
}

inline std::string json_of(const Item& item) {
  std::string out;
  item.append_json(out);
  return out;
}

inline std::string json_of(ValueView value) {
  std::string out;
  append_value_json(out, value);
  return out;
}

inline AttributeValue number_of(std::string_view text) { return AttributeValue::of_number(*Number::parse(text)); }

}  // namespace winterbaume::dynamodb
