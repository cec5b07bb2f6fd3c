// Expressions: whatever text comes is refused, or read within its bounds; what is read decides about an item and changes it, and
// what comes out of a change is a whole item again. The first byte says which kind of expression the rest is.
#include <algorithm>
#include <cstdlib>

#include "services/dynamodb/expressions/expressions.h"
#include "services/dynamodb/items/item_editor.h"

namespace {

using namespace winterbaume;
using namespace winterbaume::dynamodb;

constexpr std::size_t k_text_bytes_max = 4096;

constexpr std::string_view k_item =
    R"({"a":{"N":"1"},"b":{"S":"text"},"l":{"L":[{"N":"0"},{"M":{"k":{"S":"x"}}},{"L":[{"BOOL":true}]}]},"pk":{"S":"p"},)"
    R"("m":{"M":{"k":{"N":"7"},"l":{"L":[]}}},"s":{"SS":["x","y"]},"n":{"NS":["1","2.5"]},"z":{"NULL":true}})";

Item read_item(std::string_view text) {
  simdjson::dom::parser parser;
  simdjson::dom::element json;
  Item item;
  std::string problem;
  const simdjson::padded_string padded(text);
  if (parser.parse(padded).get(json) != simdjson::SUCCESS || !item.read_json(json, problem) || item.fault()) std::abort();
  return item;
}

AttributeValue list_of(ValueView value) { return AttributeValue::of_list(std::vector<ValueView>{value, value}); }

struct Names {
  aws::Map<std::string> names{{"#a", "a"}, {"#k", "k"}, {"#p", "pk"}, {"#l", "l"}};
  aws::Map<AttributeValue> values{{":n", AttributeValue::of_number(Number::from_integer(2))},
                                  {":s", AttributeValue::of_string("x")},
                                  {":l", list_of(AttributeValue::of_string("y").view())},
                                  {":x", AttributeValue::of_set(ValueTag::ss, {"x"})},
                                  {":t", AttributeValue::of_boolean(true)},
                                  {":N", AttributeValue::of_string("N")}};
};

// A changed item reads back as what it is.
void check_item(const Item& item) {
  std::string json;
  item.append_json(json);
  if (read_item(json) != item) std::abort();
}

void try_condition(ExpressionKind kind, std::string_view text, Placeholders& placeholders, const Item& item) {
  const auto condition = parse_condition(kind, text, placeholders);
  if (!condition) return;
  (void)holds(**condition, item.view());
  (void)holds(**condition, Item().view());
  (void)attributes_of(**condition);
}

void try_key_condition(std::string_view text, Placeholders& placeholders) {
  static const KeySchemaRecord k_keys{.hash = {{"pk", ScalarType::s}}, .range = {{"a", ScalarType::n}}};
  static const KeySchemaRecord k_many{.hash = {{"pk", ScalarType::s}, {"b", ScalarType::s}},
                                      .range = {{"k", ScalarType::s}, {"a", ScalarType::n}}};
  const auto clauses = parse_key_condition(text, placeholders);
  if (!clauses) return;
  for (const auto* keys : {&k_keys, &k_many}) {
    const auto plan = plan_key_range(*clauses, *keys);
    if (plan && !plan->range_end.empty() && plan->range_begin > plan->range_end) std::abort();
  }
}

void try_projection(std::string_view text, Placeholders& placeholders, const Item& item) {
  const auto paths = parse_projection(text, placeholders);
  if (!paths) return;
  const auto once = project(item.view(), *paths);
  check_item(once);
}

void try_update(std::string_view text, Placeholders& placeholders, const Item& item) {
  const auto update = parse_update(text, placeholders);
  if (!update) return;
  if (const auto after = apply(**update, item.view())) {
    check_item(*after);
    (void)project(after->view(), paths_of(**update));
  }
  if (const auto after = apply(**update, Item().view(), false)) check_item(*after);
  (void)attributes_of(**update);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static const Names k_names;
  static const auto k_stored = read_item(k_item);
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, std::min(size - 1, k_text_bytes_max + 1));
  Placeholders placeholders(&k_names.names, &k_names.values);
  if (*data == 'c') try_condition(ExpressionKind::condition, text, placeholders, k_stored);
  if (*data == 'f') try_condition(ExpressionKind::filter, text, placeholders, k_stored);
  if (*data == 'k') try_key_condition(text, placeholders);
  if (*data == 'p') try_projection(text, placeholders, k_stored);
  if (*data == 'u') try_update(text, placeholders, k_stored);
  (void)placeholders.check_all_used();
  return 0;
}
