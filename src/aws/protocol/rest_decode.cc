#include <algorithm>

#include "aws/common_errors.h"
#include "aws/protocol/json.h"
#include "aws/protocol/map_keys.h"
#include "aws/protocol/plain_text.h"
#include "aws/protocol/rest.h"
#include "aws/protocol/rest_path.h"
#include "aws/protocol/xml.h"
#include "aws/query_string.h"
#include "core/bytes.h"

namespace winterbaume::aws {
namespace {

// Reads the members of one input from where they travel. Functions return an error, or null.
class RestDecoder {
 public:
  RestDecoder(const Call& call, http::Request& request, void* input)
      : call_(call), request_(request), query_(request.query()), input_(input) {}
  std::optional<Error> run();

 private:
  std::optional<Error> read(const Member& member);
  std::optional<Error> label(const Member& member);
  std::optional<Error> query(const Member& member);
  std::optional<Error> query_map(const Member& member);
  std::optional<Error> header(const Member& member);
  std::optional<Error> header_list(const Member& member, std::string_view value);
  void prefix_headers(const Member& member);
  std::optional<Error> body(const Member* payload);
  std::optional<Error> payload(const Member& member);
  std::optional<Error> store(const Member& member, const Schema& schema, std::string_view text, void* out);
  bool is_xml() const { return call_.protocol == ProtocolKind::rest_xml; }

  const Call& call_;
  http::Request& request_;
  std::string_view query_;
  void* input_;
  Labels labels_;
};

std::optional<Error> RestDecoder::run() {
  match_path(call_.operation->path, request_.path(), labels_);
  const Member* payload = nullptr;
  for (const Member& member : call_.operation->input->members) {
    if (member.payload) payload = &member;
    if (member.location == Location::body) continue;
    if (auto error = read(member)) return error;
  }
  return body(payload);
}

std::optional<Error> RestDecoder::read(const Member& member) {
  switch (member.location) {
    case Location::label:
      return label(member);
    case Location::query:
      if (query_.empty()) return std::nullopt;
      return member.schema->kind == Kind::map ? query_map(member) : query(member);
    case Location::header:
      return header(member);
    case Location::prefix_headers:
      prefix_headers(member);
      return std::nullopt;
    case Location::body:
    case Location::status_code:
      break;
  }
  return std::nullopt;
}

std::optional<Error> RestDecoder::store(const Member& member, const Schema& schema, std::string_view text, void* out) {
  if (parse_plain_text(text, schema, out)) return std::nullopt;
  const std::string problem = "Invalid value for " + std::string(member.wire);
  return is_xml() ? errors::invalid_parameter_value(problem) : errors::serialization(problem);
}

std::optional<Error> RestDecoder::label(const Member& member) {
  const auto found = std::ranges::find(labels_, member.wire, &Label::name);
  if (found == labels_.end()) return std::nullopt;
  auto text = percent_decode(found->text);
  if (!text) return errors::serialization("The path is not well-formed");
  if (member.schema->kind == Kind::string) {
    *static_cast<std::string*>(emplace(member, input_)) = std::move(*text);
    return std::nullopt;
  }
  return store(member, *member.schema, *text, emplace(member, input_));
}

std::optional<Error> RestDecoder::query(const Member& member) {
  const Schema& schema = *member.schema;
  void* list = nullptr;
  for (const QueryPair& pair : QueryString(query_)) {
    if (!spells(pair.name, member.wire)) continue;
    const auto text = percent_decode(pair.value, true);
    if (!text) return errors::serialization("The query string is not well-formed");
    if (schema.kind != Kind::list) return store(member, schema, *text, emplace(member, input_));
    if (list == nullptr) list = emplace(member, input_);
    if (auto error = store(member, *schema.element, *text, schema.container->append(list, {}))) return error;
  }
  return std::nullopt;
}

// A map in the query string takes every parameter that no other member does.
std::optional<Error> RestDecoder::query_map(const Member& member) {
  const auto members = call_.operation->input->members;
  std::optional<MapKeys> keys;
  for (const QueryPair& pair : QueryString(query_)) {
    const bool taken = std::ranges::any_of(members, [&](const Member& other) {
      return other.location == Location::query && other.schema->kind != Kind::map && spells(pair.name, other.wire);
    });
    const auto name = percent_decode(pair.name, true);
    const auto text = percent_decode(pair.value, true);
    if (taken || !name || !text) continue;
    if (!keys) keys.emplace(*member.schema, emplace(member, input_));
    if (auto error = store(member, *member.schema->element, *text, keys->value_of(*name))) return error;
  }
  return std::nullopt;
}

std::optional<Error> RestDecoder::header(const Member& member) {
  const auto value = request_.headers.find(member.wire);
  if (!value) return std::nullopt;
  if (member.schema->kind == Kind::list) return header_list(member, *value);
  return store(member, *member.schema, trim(*value), emplace(member, input_));
}

// "a, b": items between commas. An HTTP date has a comma of its own. Quotes around an item keep its commas.
std::optional<Error> RestDecoder::header_list(const Member& member, std::string_view value) {
  const Schema& element = *member.schema->element;
  void* list = emplace(member, input_);
  const bool dates = element.kind == Kind::timestamp;
  while (!value.empty()) {
    std::size_t end = 0;
    int commas = dates ? 1 : 0;
    for (bool quoted = false; end < value.size(); ++end) {
      if (value[end] == '"') quoted = !quoted;
      if (value[end] == ',' && !quoted && commas-- == 0) break;
    }
    std::string_view item = trim(value.substr(0, end));
    if (item.size() >= 2 && item.front() == '"' && item.back() == '"') item = item.substr(1, item.size() - 2);
    if (auto error = store(member, element, item, member.schema->container->append(list, {}))) return error;
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return std::nullopt;
}

// Fields of one name become one value, joined by commas, as S3 has it for metadata.
void RestDecoder::prefix_headers(const Member& member) {
  const std::size_t size = member.wire.size();
  Map<std::string> found;
  for (const auto field : request_.headers) {
    if (field.name.size() <= size || !equals_ignoring_case(field.name.substr(0, size), member.wire)) continue;
    std::string key = to_lower(field.name.substr(size));
    const auto same = std::ranges::find(found, key, &std::pair<std::string, std::string>::first);
    if (same == found.end()) {
      found.add(std::move(key), std::string(field.value));
    } else {
      same->second.append(",").append(field.value);
    }
  }
  if (!found.empty()) *static_cast<Map<std::string>*>(emplace(member, input_)) = std::move(found);
}

std::optional<Error> RestDecoder::body(const Member* payload_member) {
  if (payload_member != nullptr) return payload(*payload_member);
  const Schema& schema = *call_.operation->input;
  const bool any = std::ranges::any_of(schema.members, [](const Member& m) { return m.location == Location::body; });
  const std::string& text = request_.body.bytes();
  if (!any || text.empty()) return std::nullopt;
  return is_xml() ? decode_xml(text, schema, call_.operation->input_root, input_) : decode_json(text, schema, input_);
}

std::optional<Error> RestDecoder::payload(const Member& member) {
  const Schema& schema = *member.schema;
  if (schema.kind == Kind::stream) {
    *static_cast<http::Body*>(emplace(member, input_)) = std::move(request_.body);
    return std::nullopt;
  }
  std::string& text = request_.body.bytes();
  if (text.empty()) return std::nullopt;
  void* out = emplace(member, input_);
  switch (schema.kind) {
    case Kind::string:
      static_cast<std::string*>(out)->swap(text);
      return std::nullopt;
    case Kind::blob:
      static_cast<Blob*>(out)->bytes.swap(text);
      return std::nullopt;
    case Kind::document:
      static_cast<Document*>(out)->json.swap(text);
      return std::nullopt;
    case Kind::structure:
      return is_xml() ? decode_xml(text, schema, member.xml_name, out) : decode_json(text, schema, out);
    default:
      return errors::serialization("The body is not well-formed");
  }
}

}  // namespace

std::optional<Error> decode_rest(const Call& call, http::Request& request, void* input) {
  return RestDecoder(call, request, input).run();
}

}  // namespace winterbaume::aws
