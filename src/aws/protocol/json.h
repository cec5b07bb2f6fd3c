// The JSON form of a value of any schema: AWS JSON 1.0 and 1.1, and the bodies of REST-JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/error.h"
#include "aws/schema.h"

namespace winterbaume::aws {

// Reads `text`, an object, into a struct; members that travel outside of a body are left alone, null and unknown members
// ignored. An empty text is an empty object. Returns SerializationException for anything that is not JSON, is nested deeper
// than 256, or holds a value of the wrong type. Thread-safe: each thread has a parser.
std::optional<Error> decode_json(std::string_view text, const Schema& structure, void* out);

// Appends the value. Absent members are left out.
void encode_json(std::string& out, const Schema& schema, const void* value);

}  // namespace winterbaume::aws
