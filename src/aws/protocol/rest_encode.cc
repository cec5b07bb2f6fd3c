#include <algorithm>

#include "aws/protocol/json.h"
#include "aws/protocol/plain_text.h"
#include "aws/protocol/response_headers.h"
#include "aws/protocol/rest.h"
#include "aws/protocol/xml_writer.h"

namespace winterbaume::aws {
namespace {

constexpr std::string_view k_xml_declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

// Of the usual answer's header fields.
constexpr std::size_t k_usual_bytes = 512;

bool is_unsendable(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; }

// Without a branch a byte: it is never so but where somebody tries.
bool holds_unsendable(std::string_view text) {
  bool found = false;
  for (char c : text) found |= is_unsendable(c);
  return found;
}

// A value can come from a client's query string (response-content-disposition): it must not end the field.
void add_field(http::Headers& headers, std::string_view name, std::string_view value) {
  if (!holds_unsendable(value)) return headers.add(name, value);
  std::string sendable(value);
  std::ranges::replace_if(sendable, is_unsendable, ' ');
  headers.add(name, sendable);
}

// As find() does: most members of an answer's head are strings.
const std::string* find_string(const Member& member, const void* object) {
  const void* slot = static_cast<const char*>(object) + member.offset;
  const auto& value = *static_cast<const std::optional<std::string>*>(slot);
  return value ? &*value : nullptr;
}

std::string header_text(const Member& member, const Schema& schema, const void* value) {
  std::string text;
  const bool stated = member.timestamp_format != TimestampFormat::unset;
  append_plain_text(text, schema, stated ? member.timestamp_format : TimestampFormat::http_date, value);
  return text;
}

std::string header_list_text(const Member& member, const void* list) {
  const Schema& schema = *member.schema;
  std::string text;
  for (std::size_t i = 0; i < schema.container->size(list); ++i) {
    if (i > 0) text += ", ";
    const std::string item = header_text(member, *schema.element, schema.container->at(list, i));
    const bool quote = schema.element->kind == Kind::string && item.find_first_of(",\"") != std::string::npos;
    text += quote ? '"' + item + '"' : item;
  }
  return text;
}

// Writes one output: status, header fields and body.
class RestEncoder {
 public:
  RestEncoder(const Call& call, void* output) : call_(call), output_(output) {}
  http::Response run();

 private:
  void write_header(const Member& member, const void* value);
  void write_prefix_headers(const Member& member, const void* map);
  void write_payload(const Member& member);
  void write_structure(const Member* payload, const Schema& schema, const void* value);
  void write_members();
  std::string xml_document(const Member* payload, const Schema& schema, const void* value) const;
  void set_body(std::string text, std::string_view type);
  bool is_xml() const { return call_.protocol == ProtocolKind::rest_xml; }

  const Call& call_;
  void* output_;
  http::Response response_;
};

http::Response RestEncoder::run() {
  response_.status = call_.operation->status;
  response_.headers.reserve(k_usual_bytes);
  add_request_id(response_.headers, call_.protocol, *call_.context);
  const Member* payload = nullptr;
  for (const Member& member : call_.operation->output->members) {
    if (member.payload) payload = &member;
    if (member.location == Location::header && member.schema->kind == Kind::string) {
      if (const auto* text = find_string(member, output_)) add_field(response_.headers, member.wire, *text);
      continue;
    }
    const void* value = member.location == Location::body ? nullptr : find(member, output_);
    if (value == nullptr) continue;
    if (member.location == Location::header) write_header(member, value);
    if (member.location == Location::prefix_headers) write_prefix_headers(member, value);
    if (member.location == Location::status_code) response_.status = *static_cast<const std::int32_t*>(value);
  }
  payload != nullptr ? write_payload(*payload) : write_members();
  return std::move(response_);
}

void RestEncoder::write_header(const Member& member, const void* value) {
  const Schema& schema = *member.schema;
  const bool list = schema.kind == Kind::list;
  add_field(response_.headers, member.wire, list ? header_list_text(member, value) : header_text(member, schema, value));
}

void RestEncoder::write_prefix_headers(const Member& member, const void* map) {
  const ContainerOps& container = *member.schema->container;
  for (std::size_t i = 0; i < container.size(map); ++i) {
    add_field(response_.headers, std::string(member.wire) + *container.key_at(map, i),
              *static_cast<const std::string*>(container.at(map, i)));
  }
}

void RestEncoder::set_body(std::string text, std::string_view type) {
  if (!response_.headers.find("Content-Type")) response_.headers.add("Content-Type", type);
  response_.body = http::Body(std::move(text));
}

void RestEncoder::write_payload(const Member& member) {
  const Schema& schema = *member.schema;
  void* value = const_cast<void*>(find(member, output_));  // the output is ours to take from
  if (value == nullptr) return;
  switch (schema.kind) {
    case Kind::stream:
      set_body({}, schema.events ? "application/vnd.amazon.eventstream" : "binary/octet-stream");
      response_.body = std::move(*static_cast<http::Body*>(value));
      return;
    case Kind::blob:
      return set_body(std::move(static_cast<Blob*>(value)->bytes), "application/octet-stream");
    case Kind::string:
      return set_body(std::move(*static_cast<std::string*>(value)), "text/plain");
    case Kind::document:
      return set_body(std::move(static_cast<Document*>(value)->json), content_type(call_.protocol));
    default:
      return write_structure(&member, schema, value);
  }
}

void RestEncoder::write_members() {
  const Schema& schema = *call_.operation->output;
  const bool any = std::ranges::any_of(schema.members, [](const Member& m) { return m.location == Location::body; });
  if (any) write_structure(nullptr, schema, output_);
}

void RestEncoder::write_structure(const Member* payload, const Schema& schema, const void* value) {
  if (is_xml()) return set_body(xml_document(payload, schema, value), content_type(call_.protocol));
  std::string text;
  encode_json(text, schema, value);
  set_body(std::move(text), content_type(call_.protocol));
}

std::string RestEncoder::xml_document(const Member* payload, const Schema& schema, const void* value) const {
  const OperationSchema& operation = *call_.operation;
  std::string_view xml_namespace = schema.xml_namespace;
  if (payload && !payload->xml_namespace.empty()) xml_namespace = payload->xml_namespace;
  if (xml_namespace.empty()) xml_namespace = call_.service->xml_namespace;
  std::string text(k_xml_declaration);
  if (operation.bare_output) {
    // The one member is the document (S3's GetBucketLocation).
    const Member& only = schema.members.front();
    append_open_tag(text, only.xml_name, xml_namespace);
    if (const void* content = find(only, value)) append_xml_text(text, *static_cast<const std::string*>(content));
    append_close_tag(text, only.xml_name);
    return text;
  }
  std::string_view root = payload ? payload->xml_name : operation.output_root;
  if (root.empty()) root = schema.xml_name.empty() ? schema.name : schema.xml_name;
  encode_xml_element(text, root, xml_namespace, schema, value);
  return text;
}

}  // namespace

http::Response encode_rest(const Call& call, void* output) { return RestEncoder(call, output).run(); }

}  // namespace winterbaume::aws
