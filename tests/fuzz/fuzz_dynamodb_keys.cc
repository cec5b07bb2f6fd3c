// Keys: the order of their forms is the order of the values, each comes back from its form, and none is the beginning of
// another. The first byte says of which type the two values are that the rest gives, split at its second byte.
#include <algorithm>
#include <cstdlib>

#include "services/dynamodb/items/attribute_value.h"
#include "services/dynamodb/items/key_encoding.h"

namespace {

using namespace winterbaume::dynamodb;

int sign(int order) { return order < 0 ? -1 : order > 0 ? 1 : 0; }
int sign(std::strong_ordering order) { return order < 0 ? -1 : order > 0 ? 1 : 0; }

std::string form_of(const AttributeValue& value) {
  std::string form;
  append_key(form, value.view());
  auto rest = std::string_view(form);
  if (take_key(rest, value.view().type()) != value.bytes() || !rest.empty()) std::abort();
  return form;
}

void check_order(const AttributeValue& a, const AttributeValue& b, int order) {
  const auto first = form_of(a);
  const auto second = form_of(b);
  if (sign(first.compare(second)) != order) std::abort();
  if (order != 0 && (first.starts_with(second) || second.starts_with(first))) std::abort();
  // A composite key is ordered by its first part where the parts differ, whatever stands behind.
  if (order != 0 && sign((first + second).compare(second + first)) != order) std::abort();
}

void check_texts(std::string_view a, std::string_view b, bool binary) {
  const auto made = [&](std::string_view text) {
    return binary ? AttributeValue::of_binary(text) : AttributeValue::of_string(text);
  };
  check_order(made(a), made(b), sign(a.compare(b)));
  std::string prefix;
  append_key_prefix(prefix, b);
  if (form_of(made(a)).starts_with(prefix) != a.starts_with(b)) std::abort();
}

void check_numbers(std::string_view a, std::string_view b) {
  const auto first = Number::parse(a);
  const auto second = Number::parse(b);
  if (!first || !second) return;
  check_order(AttributeValue::of_number(*first), AttributeValue::of_number(*second), sign(*first <=> *second));
  if (const auto difference = first->minus(*second)) {
    if (sign(*difference <=> Number()) != sign(*first <=> *second)) std::abort();
  }
  if (Number::parse(first->text()) != *first) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
  const auto cut = std::min<std::size_t>(data[1], text.size());
  const auto a = text.substr(0, cut);
  const auto b = text.substr(cut);
  if (data[0] == 'n') check_numbers(a, b);
  if (data[0] == 's' || data[0] == 'b') check_texts(a, b, data[0] == 'b');
  return 0;
}
