// The JSON of a shape that is a type of the service's own, named by the model's overlay ("custom"): DynamoDB's AttributeValue and
// its maps, which go between the wire and their compact form without a tree in between. In AWS JSON only.
#pragma once

#include <simdjson.h>

#include <string>

namespace winterbaume::aws {

struct CustomJson {
  // Into a fresh value. False where the document does not fit; `problem` says why, in SerializationException's words.
  bool (*decode)(simdjson::dom::element json, void* out, std::string& problem);
  // Appends the value's JSON.
  void (*encode)(std::string& out, const void* value);
};

// What a wrong type is called there: "STRING_VALUE", "Start of list".
std::string_view json_type_name(simdjson::dom::element_type type);
// "NUMBER_VALUE can not be converted to String"; of lists and objects: "Start of list found where not expected."
std::string wrong_json_type(simdjson::dom::element json, std::string_view wanted);

// For a T with `bool read_json(simdjson::dom::element, std::string& problem)` and `void append_json(std::string&) const`.
template <class T>
constexpr CustomJson k_custom_json = {
    [](simdjson::dom::element json, void* out, std::string& problem) { return static_cast<T*>(out)->read_json(json, problem); },
    [](std::string& out, const void* value) { static_cast<const T*>(value)->append_json(out); },
};

}  // namespace winterbaume::aws
