#include "services/dynamodb/items/key_encoding.h"

#include "core/assert.h"
#include "services/dynamodb/items/value_writer.h"

namespace winterbaume::dynamodb {
namespace {

// A zero byte is followed by 0xff, and the end is a zero byte followed by a lesser one: the end comes before everything that goes
// on, and no form is the beginning of another.
constexpr char k_zero = '\0';
constexpr char k_zero_goes_on = '\xff';
constexpr char k_end = '\1';

}  // namespace

void append_key_prefix(std::string& out, std::string_view prefix) {
  for (const char c : prefix) {
    out += c;
    if (c == k_zero) out += k_zero_goes_on;
  }
}

void append_key(std::string& out, ValueView value) {
  if (value.tag() == ValueTag::n) {
    out += value.ordered_number();
    return;
  }
  append_key_prefix(out, value.text());
  out += k_zero;
  out += k_end;
}

std::string take_key(std::string_view& bytes, ValueType type) {
  if (type == ValueType::n) {
    std::string out(1, static_cast<char>(ValueTag::n));
    return out.append(take_bytes(bytes, Number::ordered_size(bytes)));
  }
  std::string text;
  while (true) {
    WB_ASSERT(bytes.size() >= 2);
    const char c = bytes.front();
    if (c == k_zero && bytes[1] == k_end) break;
    text += c;
    bytes.remove_prefix(c == k_zero ? 2 : 1);
  }
  bytes.remove_prefix(2);
  std::string out(1, static_cast<char>(type == ValueType::s ? ValueTag::s : ValueTag::b));
  append_sized(out, text);
  return out;
}

}  // namespace winterbaume::dynamodb
