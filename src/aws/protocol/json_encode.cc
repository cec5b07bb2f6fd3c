#include "aws/protocol/custom_json.h"
#include "aws/protocol/json.h"
#include "aws/protocol/json_text.h"
#include "aws/timestamps.h"
#include "core/bytes.h"

namespace winterbaume::aws {
namespace {

void encode_value(std::string& out, const Schema& schema, TimestampFormat format, const void* value);

void encode_structure(std::string& out, const Schema& schema, const void* object) {
  char before = '{';
  for (const Member& member : schema.members) {
    if (member.location != Location::body) continue;
    const void* value = find(member, object);
    if (value == nullptr) continue;
    out += before;
    before = ',';
    // Names in a model need no escapes (the generator checks that).
    out += '"';
    out += member.wire;
    out += "\":";
    encode_value(out, *member.schema, member.timestamp_format, value);
  }
  if (before == '{') out += '{';
  out += '}';
}

void encode_list(std::string& out, const Schema& schema, const void* list) {
  out += '[';
  const std::size_t size = schema.container->size(list);
  for (std::size_t i = 0; i < size; ++i) {
    if (i > 0) out += ',';
    encode_value(out, *schema.element, TimestampFormat::unset, schema.container->at(list, i));
  }
  out += ']';
}

void encode_map(std::string& out, const Schema& schema, const void* map) {
  out += '{';
  const std::size_t size = schema.container->size(map);
  for (std::size_t i = 0; i < size; ++i) {
    if (i > 0) out += ',';
    append_json_string(out, *schema.container->key_at(map, i));
    out += ':';
    encode_value(out, *schema.element, TimestampFormat::unset, schema.container->at(map, i));
  }
  out += '}';
}

void encode_timestamp(std::string& out, TimestampFormat format, TimePoint time) {
  if (format == TimestampFormat::unset || format == TimestampFormat::epoch_seconds) return append_epoch_seconds(out, time);
  out += '"';
  format == TimestampFormat::iso8601 ? append_iso8601(out, time) : append_http_date(out, time);
  out += '"';
}

void encode_blob(std::string& out, const Blob& blob) {
  out += '"';
  append_base64(out, blob.bytes);
  out += '"';
}

void encode_value(std::string& out, const Schema& schema, TimestampFormat format, const void* value) {
  switch (schema.kind) {
    case Kind::string:
      return append_json_string(out, *static_cast<const std::string*>(value));
    case Kind::structure:
      return encode_structure(out, schema, value);
    case Kind::list:
      return encode_list(out, schema, value);
    case Kind::map:
      return encode_map(out, schema, value);
    case Kind::integer:
      return append_integer(out, *static_cast<const std::int32_t*>(value));
    case Kind::long_:
      return append_integer(out, *static_cast<const std::int64_t*>(value));
    case Kind::float_:
      return append_json_number(out, *static_cast<const float*>(value));
    case Kind::double_:
      return append_json_number(out, *static_cast<const double*>(value));
    case Kind::blob:
      return encode_blob(out, *static_cast<const Blob*>(value));
    case Kind::document:
      out += static_cast<const Document*>(value)->json;
      return;
    case Kind::boolean:
      out += *static_cast<const bool*>(value) ? "true" : "false";
      return;
    case Kind::stream:
      out += "null";
      return;
    case Kind::custom:
      return schema.custom->encode(out, value);
    case Kind::timestamp:
      return encode_timestamp(out, format == TimestampFormat::unset ? schema.timestamp_format : format,
                              *static_cast<const TimePoint*>(value));
  }
}

}  // namespace

void encode_json(std::string& out, const Schema& schema, const void* value) {
  encode_value(out, schema, TimestampFormat::unset, value);
}

}  // namespace winterbaume::aws
