// Pieces of JSON text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace winterbaume::aws {

// `text` in quotes, escaped. Bytes that are no UTF-8 go through as they are.
void append_json_string(std::string& out, std::string_view text);
// The shortest text that reads back the same; NaN and the infinities as JSON strings, as AWS JSON has them.
void append_json_number(std::string& out, double value);
void append_json_number(std::string& out, float value);
void append_integer(std::string& out, std::int64_t value);

}  // namespace winterbaume::aws
