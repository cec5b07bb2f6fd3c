// Reading XML bodies (REST-XML).
#pragma once

#include <optional>
#include <string_view>

#include "aws/error.h"
#include "aws/schema.h"

namespace winterbaume::aws {

// Reads a document whose root element stands for a value of `schema` (a structure). `root` is the name that the root element
// must have; empty: any. Unknown elements are ignored; namespaces and prefixes are not looked at. No DTD is accepted and no
// entity expanded but XML's own five. Returns MalformedXML where the text or a value is not well-formed.
std::optional<Error> decode_xml(std::string_view text, const Schema& schema, std::string_view root, void* out);

}  // namespace winterbaume::aws
