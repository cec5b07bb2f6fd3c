#include "services/dynamodb/items/number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "core/assert.h"

namespace winterbaume::dynamodb {
namespace {

using Coefficient = unsigned __int128;

constexpr int k_digits_max = 38;
constexpr int k_magnitude_max = 125;   // of the first digit: 9.99E+125 is the largest
constexpr int k_magnitude_min = -130;  // 1E-130 is the smallest
// An exponent beyond this is out of range whatever the digits are; reading it further would overflow.
constexpr int k_exponent_bound = 100'000;

constexpr char k_sign_negative = 1;
constexpr char k_sign_zero = 2;
constexpr char k_sign_positive = 3;

constexpr std::array<Coefficient, k_digits_max + 1> k_powers = [] {
  std::array<Coefficient, k_digits_max + 1> powers{};
  powers[0] = 1;
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

int digits_of(Coefficient value) {
  if (value < 10) return 1;
  const auto above = std::ranges::upper_bound(k_powers, value);
  return std::max<int>(1, static_cast<int>(above - k_powers.begin()));
}

// The decimal digits, the first one first; at least one.
std::size_t write_digits(Coefficient value, std::array<char, 40>& out) {
  const auto count = static_cast<std::size_t>(digits_of(value));
  std::size_t i = count;
  // A division of 128 bits costs ten of 64.
  for (; value > std::numeric_limits<std::uint64_t>::max(); value /= 10) out[--i] = static_cast<char>(value % 10);
  for (auto low = static_cast<std::uint64_t>(value); i > 0; low /= 10) out[--i] = static_cast<char>(low % 10);
  return count;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The exponent behind 'E'; null where it is none.
std::optional<int> parse_exponent(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  if (text.empty() || !std::ranges::all_of(text, is_digit)) return std::nullopt;
  int value = 0;
  for (const char c : text) value = std::min(k_exponent_bound, value * 10 + (c - '0'));
  return negative ? -value : value;
}

// What stands before the exponent: significant digits, and how many places the point is to be moved.
struct Mantissa {
  Coefficient coefficient = 0;
  int digits = 0;    // significant ones, trailing zeros not counted
  int exponent = 0;  // of the coefficient
  bool well_formed = false;
};

Mantissa parse_mantissa(std::string_view text) {
  Mantissa out;
  bool seen_digit = false;
  bool seen_point = false;
  int zeros = 0;  // since the last digit that is no zero
  for (const char c : text) {
    if (c == '.') {
      if (seen_point) return {};
      seen_point = true;
      continue;
    }
    if (!is_digit(c)) return {};
    seen_digit = true;
    if (seen_point) --out.exponent;
    if (c == '0') {
      if (out.digits != 0) ++zeros;
      continue;
    }
    out.digits += 1 + (out.digits == 0 ? 0 : zeros);
    if (out.digits <= k_digits_max) {
      out.coefficient = out.coefficient * k_powers[static_cast<std::size_t>(zeros) + 1] + static_cast<unsigned>(c - '0');
    }
    zeros = 0;
  }
  // Trailing zeros belong to the exponent.
  out.exponent += zeros;
  out.well_formed = seen_digit;
  return out;
}

std::optional<NumberFault> range_fault(int digits, int exponent) {
  const int magnitude = digits - 1 + exponent;
  if (magnitude > k_magnitude_max) return NumberFault::overflow;
  if (magnitude < k_magnitude_min) return NumberFault::underflow;
  return std::nullopt;
}

}  // namespace

std::string number_fault_message(NumberFault fault, std::string_view text) {
  switch (fault) {
    case NumberFault::malformed:
      return "The parameter cannot be converted to a numeric value: " + std::string(text);
    case NumberFault::too_many_digits:
      return "Attempting to store more than 38 significant digits in a Number";
    case NumberFault::overflow:
      return "Number overflow. Attempting to store a number with magnitude larger than supported range";
    case NumberFault::underflow:
      return "Number underflow. Attempting to store a number with magnitude smaller than supported range";
  }
  return {};
}

Number Number::from_integer(std::int64_t value) {
  Number out;
  out.negative_ = value < 0;
  out.coefficient_ =
      value < 0 ? Coefficient(0) - static_cast<Coefficient>(static_cast<__int128>(value)) : static_cast<Coefficient>(value);
  while (out.coefficient_ != 0 && out.coefficient_ % 10 == 0) {
    out.coefficient_ /= 10;
    ++out.exponent_;
  }
  return out;
}

std::expected<Number, NumberFault> Number::parse(std::string_view text) {
  Number out;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    out.negative_ = text.front() == '-';
    text.remove_prefix(1);
  }
  const auto mark = text.find_first_of("eE");
  const auto mantissa = parse_mantissa(text.substr(0, mark));
  if (!mantissa.well_formed) return std::unexpected(NumberFault::malformed);
  int exponent = mantissa.exponent;
  if (mark != std::string_view::npos) {
    const auto written = parse_exponent(text.substr(mark + 1));
    if (!written) return std::unexpected(NumberFault::malformed);
    exponent += *written;
  }
  if (mantissa.digits == 0) return Number();
  if (mantissa.digits > k_digits_max) return std::unexpected(NumberFault::too_many_digits);
  if (const auto fault = range_fault(mantissa.digits, exponent)) return std::unexpected(*fault);
  out.coefficient_ = mantissa.coefficient;
  out.exponent_ = static_cast<std::int16_t>(exponent);
  return out;
}

char* Number::write_text(char* to) const {
  std::array<char, 40> digits;
  const auto count = static_cast<int>(write_digits(coefficient_, digits));
  const int before_point = count + exponent_;
  if (negative_) *to++ = '-';
  if (before_point <= 0) {
    *to++ = '0';
    *to++ = '.';
    to = std::fill_n(to, -before_point, '0');
  }
  for (int i = 0; i < count; ++i) {
    if (i == before_point && i > 0) *to++ = '.';
    *to++ = static_cast<char>('0' + digits[static_cast<std::size_t>(i)]);
  }
  return std::fill_n(to, std::max<int>(exponent_, 0), '0');
}

void Number::append_text(std::string& out) const {
  std::array<char, k_text_bytes_max> text;
  out.append(text.data(), write_text(text.data()));
}

std::string Number::text() const {
  std::string out;
  append_text(out);
  return out;
}

int Number::significant_digits() const { return digits_of(coefficient_); }

// Sign, magnitude, then two digits a byte, 1 to 100, and an end below them all; of a negative number every byte but the sign's is
// the complement, so that the larger magnitude comes first.
void Number::append_ordered(std::string& out) const {
  if (is_zero()) {
    out += k_sign_zero;
    return;
  }
  const auto put = [&, flip = negative_ ? 0xff : 0](int byte) { out += static_cast<char>(byte ^ flip); };
  std::array<char, 40> digits{};
  const auto count = write_digits(coefficient_, digits);
  out += negative_ ? k_sign_negative : k_sign_positive;
  put(static_cast<int>(count) - 1 + exponent_ - k_magnitude_min);
  for (std::size_t i = 0; i < count; i += 2) put(digits[i] * 10 + (i + 1 < count ? digits[i + 1] : 0) + 1);
  put(0);
}

std::size_t Number::ordered_size(std::string_view bytes) {
  if (bytes.front() == k_sign_zero) return 1;
  const char end = bytes.front() == k_sign_negative ? '\xff' : '\0';
  return bytes.find(end, 2) + 1;
}

Number Number::take_ordered(std::string_view& bytes) {
  const auto size = ordered_size(bytes);
  const auto form = bytes.substr(0, size);
  bytes.remove_prefix(size);
  Number out;
  if (size == 1) return out;
  out.negative_ = form.front() == k_sign_negative;
  const int flip = out.negative_ ? 0xff : 0;
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(form[at]) ^ flip; };
  const std::size_t pairs = size - 3;
  int digits = 0;
  for (std::size_t i = 0; i < pairs; ++i) {
    const int pair = byte(2 + i) - 1;
    const bool half = i + 1 == pairs && pair % 10 == 0;
    out.coefficient_ =
        half ? out.coefficient_ * 10 + static_cast<unsigned>(pair / 10) : out.coefficient_ * 100 + static_cast<unsigned>(pair);
    digits += half ? 1 : 2;
  }
  // The first pair of digits may be one below ten only where a number has a leading zero: none has.
  out.exponent_ = static_cast<std::int16_t>(byte(1) + k_magnitude_min - (digits - 1));
  return out;
}

std::expected<Number, NumberFault> Number::plus(const Number& other) const {
  if (is_zero()) return other;
  if (other.is_zero()) return *this;
  const Number& high = exponent_ >= other.exponent_ ? *this : other;
  const Number& low = exponent_ >= other.exponent_ ? other : *this;
  const int shift = high.exponent_ - low.exponent_;
  // The sum's first digit is at most one behind the larger's and its last is the lower's: more than 38 digits can't be exact.
  if (shift > k_digits_max || digits_of(high.coefficient_) + shift > k_digits_max) {
    return std::unexpected(NumberFault::too_many_digits);
  }
  const Coefficient a = high.coefficient_ * k_powers[static_cast<std::size_t>(shift)];
  const Coefficient b = low.coefficient_;
  Number out;
  if (high.negative_ == low.negative_) {
    out.coefficient_ = a + b;
    out.negative_ = high.negative_;
  } else {
    out.coefficient_ = a >= b ? a - b : b - a;
    out.negative_ = a >= b ? high.negative_ : low.negative_;
  }
  if (out.coefficient_ == 0) return Number();
  out.exponent_ = low.exponent_;
  while (out.coefficient_ % 10 == 0) {
    out.coefficient_ /= 10;
    ++out.exponent_;
  }
  if (out.coefficient_ >= k_powers[k_digits_max]) return std::unexpected(NumberFault::too_many_digits);
  if (const auto fault = range_fault(digits_of(out.coefficient_), out.exponent_)) return std::unexpected(*fault);
  return out;
}

std::expected<Number, NumberFault> Number::minus(const Number& other) const { return plus(other.negated()); }

Number Number::negated() const {
  Number out = *this;
  if (!is_zero()) out.negative_ = !negative_;
  return out;
}

std::optional<std::int64_t> Number::to_integer() const {
  if (exponent_ < 0 || exponent_ > 18 || coefficient_ > k_powers[19]) return std::nullopt;
  const Coefficient whole = coefficient_ * k_powers[static_cast<std::size_t>(exponent_)];
  const Coefficient bound = static_cast<Coefficient>(1) << 63;
  if (whole > bound || (whole == bound && !negative_)) return std::nullopt;
  const auto value = static_cast<__int128>(whole);
  return static_cast<std::int64_t>(negative_ ? -value : value);
}

double Number::to_double() const {
  const auto written = text();
  double value = 0;
  std::from_chars(written.data(), written.data() + written.size(), value);
  return value;
}

std::strong_ordering operator<=>(const Number& a, const Number& b) {
  std::string first, second;
  a.append_ordered(first);
  b.append_ordered(second);
  return first.compare(second) <=> 0;
}

}  // namespace winterbaume::dynamodb
