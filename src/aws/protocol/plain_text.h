// Plain values as bare text: in headers, query strings, labels, the query protocol and XML.
#pragma once

#include <string>
#include <string_view>

#include "aws/schema.h"

namespace winterbaume::aws {

// Appends a boolean, number, string, blob (base64) or timestamp, unescaped. A format that the schema states goes before
// `format`, which goes before epoch seconds.
void append_plain_text(std::string& out, const Schema& schema, TimestampFormat format, const void* value);

// The other way round; false where the text is no such value. Nothing is trimmed; timestamps are read in any format.
bool parse_plain_text(std::string_view text, const Schema& schema, void* out);

}  // namespace winterbaume::aws
