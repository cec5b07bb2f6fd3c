#include "services/dynamodb/items/key_hash.h"

#include <algorithm>

#include "core/digest.h"
#include "services/dynamodb/items/number.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_pairs_max = 20;

// 0.d1d2d3… times 10^exponent, d1 not zero.
struct Digits {
  std::string digits;
  int exponent = 0;
  bool negative = false;
};

Digits digits_of(std::string_view text) {
  Digits out;
  out.negative = text.starts_with('-');
  if (out.negative) text.remove_prefix(1);
  const auto whole = std::min(text.find('.'), text.size());
  out.digits.append(text.substr(0, whole));
  out.exponent = static_cast<int>(whole);
  if (whole < text.size()) out.digits.append(text.substr(whole + 1));
  const auto zeros = out.digits.find_first_not_of('0');
  out.exponent -= static_cast<int>(zeros);
  out.digits.erase(0, zeros);
  out.digits.erase(out.digits.find_last_not_of('0') + 1);
  return out;
}

void append_number(std::string& out, const Number& number) {
  constexpr unsigned char k_zero = 0x80;
  if (number.is_zero()) {
    out += static_cast<char>(k_zero);
    return;
  }
  auto [digits, exponent, negative] = digits_of(number.text());
  if (exponent % 2 != 0) {
    digits.insert(digits.begin(), '0');
    ++exponent;
  }
  if (digits.size() % 2 != 0) digits += '0';
  const auto head = static_cast<unsigned char>(exponent / 2 - 64);
  out += static_cast<char>(negative ? ~head : head);
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    const int pair = (digits[i] - '0') * 10 + (digits[i + 1] - '0');
    out += static_cast<char>(negative ? 101 - pair : pair + 1);
  }
  if (negative && digits.size() / 2 < k_pairs_max) out += static_cast<char>(102);
}

std::string& hashed_bytes() {
  thread_local std::string bytes;
  return bytes;
}

}  // namespace

KeyHasher::KeyHasher() : bytes_(hashed_bytes()) { bytes_.assign("Outliers"); }

void KeyHasher::add(ValueView value) {
  if (value.tag() != ValueTag::n) {
    bytes_ += value.text();
    return;
  }
  auto ordered = value.ordered_number();
  append_number(bytes_, Number::take_ordered(ordered));
}

std::uint32_t KeyHasher::finish() const {
  const auto digest = md5(bytes_);
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < sizeof value; ++i) value = value << 8 | digest[i];
  return value;
}

}  // namespace winterbaume::dynamodb
