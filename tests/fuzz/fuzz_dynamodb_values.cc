// Attribute values: whatever JSON comes is no value, a faulty one, or one that is written as JSON that reads back as the same
// bytes; views of it stay within it.
#include <cstdlib>

#include "services/dynamodb/items/attribute_value.h"
#include "services/dynamodb/items/item_size.h"

namespace {

using namespace winterbaume::dynamodb;

bool read(std::string_view text, AttributeValue& value) {
  simdjson::dom::parser parser;
  simdjson::dom::element json;
  std::string problem;
  const simdjson::padded_string padded(text);
  return parser.parse(padded).get(json) == simdjson::SUCCESS && value.read_json(json, problem);
}

std::string written(const AttributeValue& value) {
  std::string json;
  value.append_json(json);
  return json;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  AttributeValue value;
  if (!read(text, value) || value.fault()) return 0;
  auto rest = std::string_view(value.bytes());
  if (ValueView::take(rest) != value.view() || !rest.empty()) std::abort();
  (void)value_size(value.view());
  if (nesting_depth(value.view()) > 32) std::abort();
  const auto json = written(value);
  AttributeValue again;
  if (!read(json, again) || again.fault() || again != value || written(again) != json) std::abort();
  return 0;
}
