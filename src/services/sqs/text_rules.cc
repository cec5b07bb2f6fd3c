#include "services/sqs/text_rules.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "services/sqs/sqs_limits.h"

namespace winterbaume::sqs {
namespace {

constexpr bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// Eight bytes at once: whether each is in 0x20..0x7F. A byte below 0x20 borrows into its top bit, one from 0x80 on has it set.
bool are_printable_ascii(const char* bytes) {
  constexpr std::uint64_t k_tops = 0x8080808080808080u;
  std::uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  return ((word | (word - 0x2020202020202020u)) & k_tops) == 0;
}

bool is_allowed(std::uint32_t code_point) {
  if (code_point < 0x20) return code_point == 0x9 || code_point == 0xA || code_point == 0xD;
  if (code_point >= 0xD800 && code_point <= 0xDFFF) return false;
  return code_point != 0xFFFE && code_point != 0xFFFF && code_point <= 0x10FFFF;
}

// The length of the well-formed, allowed character that `text` begins with; 0 where there is none.
std::size_t allowed_character(std::string_view text) {
  auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) return is_allowed(first) ? 1 : 0;
  std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  constexpr std::uint32_t k_smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  std::uint32_t code_point = first & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0) != 0x80) return 0;
    code_point = code_point << 6 | (next & 0x3F);
  }
  return code_point >= k_smallest[length] && is_allowed(code_point) ? length : 0;
}

}  // namespace

bool is_message_text(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (text.size() - at >= 8 && are_printable_ascii(text.data() + at)) {
      at += 8;
      continue;
    }
    std::size_t length = allowed_character(text.substr(at));
    if (length == 0) return false;
    at += length;
  }
  return true;
}

bool is_identifier(std::string_view text) {
  return !text.empty() && text.size() <= k_identifier_chars_max &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7F; });
}

bool is_plain_name(std::string_view text, std::size_t max) {
  return !text.empty() && text.size() <= max &&
         std::ranges::all_of(text, [](char c) { return is_alphanumeric(c) || c == '-' || c == '_'; });
}

}  // namespace winterbaume::sqs
