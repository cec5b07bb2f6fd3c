// Pieces of JSON text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "core/string_appender.h"

namespace winterbaume::aws {

namespace detail {

// A byte in each byte of a word.
template <class Word>
constexpr Word in_each_byte(unsigned char byte) {
  return static_cast<Word>(0x0101010101010101u) * byte;
}

// Not 0 where a byte of the word is below `bound`, which is at most 0x80.
template <class Word>
constexpr Word bytes_below(Word word, unsigned char bound) {
  return (word - in_each_byte<Word>(bound)) & ~word & in_each_byte<Word>(0x80);
}

// Not 0 where a byte of the word is one that JSON escapes: below 0x20, '"' or a backslash.
template <class Word>
constexpr Word escaped_bytes(Word word) {
  return bytes_below(word, 0x20) | bytes_below<Word>(word ^ in_each_byte<Word>('"'), 1) |
         bytes_below<Word>(word ^ in_each_byte<Word>('\\'), 1);
}

template <class Word>
Word word_at(const char* at) {
  Word word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

// Copies a text of at least a word's size, a word at a time, the last one over the end of the one before it. False where
// something is to be escaped.
template <class Word>
bool copy_plain_words(char* to, const char* from, std::size_t size) {
  std::size_t at = 0;
  Word escaped = 0;
  for (; at + sizeof(Word) <= size; at += sizeof(Word)) {
    const auto word = word_at<Word>(from + at);
    escaped |= escaped_bytes(word);
    std::memcpy(to + at, &word, sizeof word);
  }
  const auto word = word_at<Word>(from + size - sizeof(Word));
  std::memcpy(to + size - sizeof(Word), &word, sizeof word);
  return (escaped | escaped_bytes(word)) == 0;
}

}  // namespace detail

constexpr bool is_escaped_in_json(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

// Copies `text` to where there is room for it; false where something in it is to be escaped, and the copy is of no use.
inline bool copy_plain_json(char* to, std::string_view text) {
  if (text.size() >= 8) return detail::copy_plain_words<std::uint64_t>(to, text.data(), text.size());
  if (text.size() >= 4) return detail::copy_plain_words<std::uint32_t>(to, text.data(), text.size());
  bool plain = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    to[i] = text[i];
    plain &= !is_escaped_in_json(text[i]);
  }
  return plain;
}

// `text` in quotes, escaped. Bytes that are no UTF-8 go through as they are.
void append_json_string(std::string& out, std::string_view text);
void append_json_string(StringAppender& out, std::string_view text);
// The shortest text that reads back the same; NaN and the infinities as JSON strings, as AWS JSON has them.
void append_json_number(std::string& out, double value);
void append_json_number(std::string& out, float value);
void append_integer(std::string& out, std::int64_t value);

}  // namespace winterbaume::aws
