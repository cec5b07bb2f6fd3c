#include <pugixml.hpp>

#include "aws/common_errors.h"
#include "aws/protocol/map_keys.h"
#include "aws/protocol/plain_text.h"
#include "aws/protocol/xml.h"
#include "core/bytes.h"

namespace winterbaume::aws {
namespace {

// Deeper than any shape of a model nests.
constexpr int k_depth_max = 64;
// A parsed document takes some twenty times its text: ten thousand parts of a CompleteMultipartUpload are 2 MB.
constexpr std::size_t k_document_bytes_max = 16 * 1024 * 1024;

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool is_named(const pugi::xml_node& node, std::string_view name) {
  return node.type() == pugi::node_element && local_name(node.name()) == local_name(name);
}

// All text and CDATA directly within the element. False where a character reference is no character ("&#xD800;").
bool read_text(const pugi::xml_node& node, std::string& text) {
  text.clear();
  for (const pugi::xml_node child : node.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) text += child.value();
  }
  return is_utf8(text);
}

// Each function returns false where the document does not fit the schema.
class XmlDecoder {
 public:
  bool structure(const Schema& schema, const pugi::xml_node& node, void* out);

 private:
  bool attributes(const Schema& schema, const pugi::xml_node& node, void* out);
  bool member(const Member& member, const pugi::xml_node& node, void* out);
  bool value(const Schema& schema, const pugi::xml_node& node, void* out);
  bool list(const Schema& schema, const pugi::xml_node& node, void* out);
  bool map(const Schema& schema, const pugi::xml_node& node, void* out);
  bool entry(const Schema& schema, const pugi::xml_node& node, MapKeys& keys);

  int depth_ = 0;
};

bool XmlDecoder::structure(const Schema& schema, const pugi::xml_node& node, void* out) {
  if (++depth_ > k_depth_max || !attributes(schema, node, out)) return false;
  const std::size_t count = schema.members.size();
  std::size_t next = 0;
  for (const pugi::xml_node child : node.children()) {
    for (std::size_t tried = 0; tried < count; ++tried) {
      const Member& candidate = schema.members[(next + tried) % count];
      if (candidate.location != Location::body || candidate.xml_attribute || !is_named(child, candidate.xml_name)) continue;
      if (!member(candidate, child, out)) return false;
      next = (next + tried) % count;  // a flattened list goes on with the same member
      break;
    }
  }
  --depth_;
  return true;
}

bool XmlDecoder::attributes(const Schema& schema, const pugi::xml_node& node, void* out) {
  for (const Member& candidate : schema.members) {
    if (!candidate.xml_attribute) continue;
    for (const pugi::xml_attribute attribute : node.attributes()) {
      if (local_name(attribute.name()) != local_name(candidate.xml_name)) continue;
      if (!is_utf8(attribute.value()) || !parse_plain_text(attribute.value(), *candidate.schema, emplace(candidate, out)))
        return false;
    }
  }
  return true;
}

bool XmlDecoder::member(const Member& member, const pugi::xml_node& node, void* out) {
  const Schema& schema = *member.schema;
  if (!member.flattened || (schema.kind != Kind::list && schema.kind != Kind::map))
    return value(schema, node, emplace(member, out));
  void* container = const_cast<void*>(find(member, out));  // the struct is ours to change
  if (container == nullptr) container = emplace(member, out);
  if (schema.kind == Kind::map) {
    MapKeys keys(schema, container);
    return entry(schema, node, keys);
  }
  return value(*schema.element, node, schema.container->append(container, {}));
}

bool XmlDecoder::value(const Schema& schema, const pugi::xml_node& node, void* out) {
  switch (schema.kind) {
    case Kind::structure:
      return structure(schema, node, out);
    case Kind::list:
      return list(schema, node, out);
    case Kind::map:
      return map(schema, node, out);
    case Kind::string:
      return read_text(node, *static_cast<std::string*>(out));
    default:
      break;
  }
  std::string text;
  return read_text(node, text) && parse_plain_text(trim(text), schema, out);
}

bool XmlDecoder::list(const Schema& schema, const pugi::xml_node& node, void* out) {
  for (const pugi::xml_node child : node.children()) {
    if (!is_named(child, schema.element_name)) continue;
    if (!value(*schema.element, child, schema.container->append(out, {}))) return false;
  }
  return true;
}

bool XmlDecoder::map(const Schema& schema, const pugi::xml_node& node, void* out) {
  MapKeys keys(schema, out);
  for (const pugi::xml_node child : node.children()) {
    if (is_named(child, "entry") && !entry(schema, child, keys)) return false;
  }
  return true;
}

bool XmlDecoder::entry(const Schema& schema, const pugi::xml_node& node, MapKeys& keys) {
  pugi::xml_node key, item;
  for (const pugi::xml_node child : node.children()) {
    if (is_named(child, schema.key_name)) key = child;
    if (is_named(child, schema.element_name)) item = child;
  }
  std::string name;
  return key && item && read_text(key, name) && value(*schema.element, item, keys.value_of(name));
}

}  // namespace

std::optional<Error> decode_xml(std::string_view text, const Schema& schema, std::string_view root, void* out) {
  constexpr unsigned k_options = pugi::parse_default | pugi::parse_doctype | pugi::parse_ws_pcdata_single;
  if (text.size() > k_document_bytes_max || !is_utf8(text)) return errors::malformed_xml();
  pugi::xml_document document;
  if (!document.load_buffer(text.data(), text.size(), k_options, pugi::encoding_utf8)) return errors::malformed_xml();
  const pugi::xml_node element = document.document_element();
  for (const pugi::xml_node node : document.children()) {
    if (node.type() == pugi::node_doctype) return errors::malformed_xml();
  }
  if (!element || (!root.empty() && !is_named(element, root))) return errors::malformed_xml();
  if (!XmlDecoder().structure(schema, element, out)) return errors::malformed_xml();
  return std::nullopt;
}

}  // namespace winterbaume::aws
