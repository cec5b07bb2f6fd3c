// DynamoDB's number: exact decimal arithmetic with 38 significant digits, no doubles anywhere.
#pragma once

#include <compare>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace winterbaume::dynamodb {

// Why a text or a result is no number of DynamoDB's (Developer Guide, "Naming rules and data types", "Number").
enum class NumberFault : std::uint8_t {
  malformed,        // "The parameter cannot be converted to a numeric value: abc"
  too_many_digits,  // more than 38 significant digits
  overflow,         // beyond 9.9999999999999999999999999999999999999E+125
  underflow,        // nearer to zero than 1E-130
};
// The ValidationException's message for it; `text` is what was sent.
std::string number_fault_message(NumberFault fault, std::string_view text);

// A value type: coefficient * 10^exponent, normalised (no trailing zeros in the coefficient; zero has exponent 0 and no sign).
class Number {
 public:
  Number() = default;  // zero
  static Number from_integer(std::int64_t value);
  // As AWS reads it: "1", "-0.5", "1E+3", ".5", "5.", leading zeros; no spaces.
  static std::expected<Number, NumberFault> parse(std::string_view text);

  // The canonical text that DynamoDB answers with: plain digits, no exponent, no needless zeros ("0.001", "100", "-1.5").
  void append_text(std::string& out) const;
  // Writes that text to where k_text_bytes_max bytes may be written; where it ends.
  char* write_text(char* to) const;
  // A sign, "0." and 130 digits behind it and 38 more bound it.
  static constexpr std::size_t k_text_bytes_max = 176;
  std::string text() const;

  // A form of 3 to 23 bytes whose order as unsigned bytes is the numbers' order; it tells its own end.
  void append_ordered(std::string& out) const;
  // Takes the number that `bytes` begins with off it.
  static Number take_ordered(std::string_view& bytes);
  // How many bytes the number at the beginning of `bytes` has in that form.
  static std::size_t ordered_size(std::string_view bytes);

  // Exact, or refused where the exact result has more than 38 digits or leaves the range.
  std::expected<Number, NumberFault> plus(const Number& other) const;
  std::expected<Number, NumberFault> minus(const Number& other) const;
  Number negated() const;

  bool is_negative() const { return negative_; }
  bool is_zero() const { return coefficient_ == 0; }
  int significant_digits() const;  // 1 for zero
  // The whole number, where it is one that fits.
  std::optional<std::int64_t> to_integer() const;
  // For what is a measure and no item's value (a vector's component).
  double to_double() const;

  friend std::strong_ordering operator<=>(const Number& a, const Number& b);
  friend bool operator==(const Number& a, const Number& b) = default;

 private:
  unsigned __int128 coefficient_ = 0;  // below 10^38
  std::int16_t exponent_ = 0;
  bool negative_ = false;
};

}  // namespace winterbaume::dynamodb
