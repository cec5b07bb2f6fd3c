// The binary form of records: a format byte, then fields of a tag and a number, or a tag, a length and bytes. Absent fields cost
// nothing, unknown ones are passed over, and a record that is cut off reads as far as it goes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace winterbaume::s3 {

inline void append_number(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out += static_cast<char>(value | 0x80);
    value >>= 7;
  }
  out += static_cast<char>(value);
}

// Tags are 0 to 127. Zeros and empty texts are left out.
class FieldWriter {
 public:
  explicit FieldWriter(std::string& out) : out_(out) {}

  void number(std::uint8_t tag, std::uint64_t value) {
    if (value == 0) return;
    out_ += static_cast<char>(tag);
    append_number(out_, value);
  }
  void text(std::uint8_t tag, std::string_view value) {
    if (!value.empty()) item(tag, value);
  }
  // A text that may be empty: an item of a list.
  void item(std::uint8_t tag, std::string_view value) {
    out_ += static_cast<char>(tag | k_text);
    append_number(out_, value.size());
    out_ += value;
  }

  static constexpr std::uint8_t k_text = 0x80;

 private:
  std::string& out_;
};

class FieldReader {
 public:
  explicit FieldReader(std::string_view bytes) : rest_(bytes) {}

  // Steps to the next whole field.
  bool next() {
    if (rest_.empty()) return false;
    const auto first = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    tag_ = first & 0x7f;
    is_text_ = (first & FieldWriter::k_text) != 0;
    if (!read_number(number_)) return false;
    if (!is_text_) return true;
    if (number_ > rest_.size()) return false;
    text_ = rest_.substr(0, number_);
    rest_.remove_prefix(number_);
    return true;
  }
  std::uint8_t tag() const { return tag_; }
  bool is_text() const { return is_text_; }
  std::uint64_t number() const { return number_; }
  std::string_view text() const { return text_; }

 private:
  bool read_number(std::uint64_t& value) {
    value = 0;
    for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<std::uint8_t>(rest_.front());
      rest_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return true;
    }
    return false;
  }

  std::string_view rest_;
  std::uint8_t tag_ = 0;
  bool is_text_ = false;
  std::uint64_t number_ = 0;
  std::string_view text_;
};

}  // namespace winterbaume::s3
