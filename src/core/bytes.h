// Text forms of bytes: hexadecimal, base64 (RFC 4648), percent-encoding (RFC 3986), and small ASCII tools.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace winterbaume {

std::string to_hex(std::string_view bytes);     // lower case
std::string to_base64(std::string_view bytes);  // padded
void append_base64(std::string& out, std::string_view bytes);
// Padding is optional, as AWS's decoders have it; null on any other character or a length that no encoder makes.
std::optional<std::string> from_base64(std::string_view text);

// RFC 3986 unreserved characters stay; '/' stays too where keep_slash. Upper-case hex, as SigV4 wants it.
std::string percent_encode(std::string_view text, bool keep_slash = false);
// Null on a broken escape. plus_is_space for application/x-www-form-urlencoded.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);

// A tolower for ASCII only, untouched by locale.
constexpr char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
std::string to_lower(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);
std::string_view trim(std::string_view text);  // spaces and tabs at both ends

// A whole decimal integer and nothing else ("-5", "007"); null where it does not fit.
std::optional<std::int64_t> parse_integer(std::string_view text);
// Well-formed UTF-8 (no surrogates, no overlong forms).
bool is_utf8(std::string_view text);

}  // namespace winterbaume
