// Which characters SQS takes where. All are pure and allocate nothing; any bytes may come in.
#pragma once

#include <string_view>

namespace winterbaume::sqs {

// What an invalid body, or an invalid string in an attribute, is answered with.
constexpr std::string_view k_invalid_characters =
    "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | "
    "#x10000 to #x10FFFF";

// The characters that a message may hold (the W3C's definition of XML 1.0 characters), in well-formed UTF-8.
bool is_message_text(std::string_view text);
// A message group id, deduplication id or receive attempt id: 1 to 128 ASCII letters, digits and punctuation.
bool is_identifier(std::string_view text);
// 1 to `max` of A-Z, a-z, 0-9, '-' and '_'.
bool is_plain_name(std::string_view text, std::size_t max);

}  // namespace winterbaume::sqs
