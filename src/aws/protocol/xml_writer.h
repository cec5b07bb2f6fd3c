// XML text, written straight to a string.
#pragma once

#include <string>
#include <string_view>

#include "aws/schema.h"

namespace winterbaume::aws {

// Character data; what XML 1.0 can't hold goes as a numeric reference, as S3 writes it.
void append_xml_text(std::string& out, std::string_view text);
void append_open_tag(std::string& out, std::string_view name, std::string_view xml_namespace = {});
void append_close_tag(std::string& out, std::string_view name);
void append_element(std::string& out, std::string_view name, std::string_view text);

// The members of a struct that travel in a body, as elements; attributes are the parent's to write.
void encode_xml_members(std::string& out, const Schema& structure, const void* object);
// A value of any schema as the element <name>.
void encode_xml_element(std::string& out, std::string_view name, std::string_view xml_namespace, const Schema& schema,
                        const void* value);

}  // namespace winterbaume::aws
