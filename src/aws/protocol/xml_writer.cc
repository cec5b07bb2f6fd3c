#include "aws/protocol/xml_writer.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/protocol/plain_text.h"

namespace winterbaume::aws {
namespace {

bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && c != '&' && c != '<' && c != '>' && c != '"';
}

// Readers keep line ends and tabs in text, and turn them to spaces in attributes.
bool is_plain_in_text(char c) { return is_plain(c) || c == '\n' || c == '\t'; }

void append_reference(std::string& out, char c) {
  switch (c) {
    case '&':
      out += "&amp;";
      return;
    case '<':
      out += "&lt;";
      return;
    case '>':
      out += "&gt;";
      return;
    case '"':
      out += "&quot;";
      return;
    default:
      fmt::format_to(std::back_inserter(out), "&#x{:X};", static_cast<unsigned char>(c));
      return;
  }
}

template <bool (*plain)(char)>
void append_escaped(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const auto end = std::ranges::find_if_not(text, plain);
    out.append(text.begin(), end);
    if (end == text.end()) return;
    append_reference(out, *end);
    text.remove_prefix(static_cast<std::size_t>(end - text.begin()) + 1);
  }
}

void append_attribute_value(std::string& out, std::string_view text) {
  out += "=\"";
  append_escaped<is_plain>(out, text);
  out += '"';
}

// xmlns declarations and the members of a struct that are attributes of its element.
void append_attributes(std::string& out, const Member& member, const void* object) {
  if (!member.xml_namespace.empty()) {
    out += member.xml_namespace_prefix.empty() ? " xmlns" : " xmlns:";
    out += member.xml_namespace_prefix;
    append_attribute_value(out, member.xml_namespace);
  }
  if (member.schema->kind != Kind::structure) return;
  for (const Member& inner : member.schema->members) {
    const void* value = inner.xml_attribute ? find(inner, object) : nullptr;
    if (value == nullptr) continue;
    out += ' ';
    out += inner.xml_name;
    append_attribute_value(out, *static_cast<const std::string*>(value));
  }
}

void encode_content(std::string& out, const Schema& schema, TimestampFormat format, const void* value);

void encode_items(std::string& out, const Schema& schema, std::string_view item_name, const void* list) {
  const std::size_t size = schema.container->size(list);
  for (std::size_t i = 0; i < size; ++i) {
    append_open_tag(out, item_name);
    encode_content(out, *schema.element, TimestampFormat::unset, schema.container->at(list, i));
    append_close_tag(out, item_name);
  }
}

void encode_entries(std::string& out, const Schema& schema, std::string_view entry_name, const void* map) {
  const std::size_t size = schema.container->size(map);
  for (std::size_t i = 0; i < size; ++i) {
    append_open_tag(out, entry_name);
    append_element(out, schema.key_name, *schema.container->key_at(map, i));
    append_open_tag(out, schema.element_name);
    encode_content(out, *schema.element, TimestampFormat::unset, schema.container->at(map, i));
    append_close_tag(out, schema.element_name);
    append_close_tag(out, entry_name);
  }
}

void encode_content(std::string& out, const Schema& schema, TimestampFormat format, const void* value) {
  switch (schema.kind) {
    case Kind::structure:
      return encode_xml_members(out, schema, value);
    case Kind::list:
      return encode_items(out, schema, schema.element_name, value);
    case Kind::map:
      return encode_entries(out, schema, "entry", value);
    case Kind::string:
      return append_xml_text(out, *static_cast<const std::string*>(value));
    case Kind::document:
      return append_xml_text(out, static_cast<const Document*>(value)->json);
    default:
      return append_plain_text(out, schema, format == TimestampFormat::unset ? TimestampFormat::iso8601 : format, value);
  }
}

void encode_member(std::string& out, const Member& member, const void* value) {
  const Schema& schema = *member.schema;
  if (member.flattened && schema.kind == Kind::list) return encode_items(out, schema, member.xml_name, value);
  if (member.flattened && schema.kind == Kind::map) return encode_entries(out, schema, member.xml_name, value);
  out += '<';
  out += member.xml_name;
  append_attributes(out, member, value);
  out += '>';
  encode_content(out, schema, member.timestamp_format, value);
  append_close_tag(out, member.xml_name);
}

}  // namespace

void append_xml_text(std::string& out, std::string_view text) { append_escaped<is_plain_in_text>(out, text); }

void append_open_tag(std::string& out, std::string_view name, std::string_view xml_namespace) {
  out += '<';
  out += name;
  if (!xml_namespace.empty()) {
    out += " xmlns";
    append_attribute_value(out, xml_namespace);
  }
  out += '>';
}

void append_close_tag(std::string& out, std::string_view name) {
  out += "</";
  out += name;
  out += '>';
}

void append_element(std::string& out, std::string_view name, std::string_view text) {
  append_open_tag(out, name);
  append_xml_text(out, text);
  append_close_tag(out, name);
}

void encode_xml_members(std::string& out, const Schema& structure, const void* object) {
  for (const Member& member : structure.members) {
    if (member.location != Location::body || member.xml_attribute) continue;
    if (const void* value = find(member, object)) encode_member(out, member, value);
  }
}

void encode_xml_element(std::string& out, std::string_view name, std::string_view xml_namespace, const Schema& schema,
                        const void* value) {
  append_open_tag(out, name, xml_namespace);
  encode_content(out, schema, TimestampFormat::unset, value);
  append_close_tag(out, name);
}

}  // namespace winterbaume::aws
