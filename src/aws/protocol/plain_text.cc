#include "aws/protocol/plain_text.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "aws/protocol/json_text.h"
#include "aws/timestamps.h"
#include "core/bytes.h"
#include "http/body.h"

namespace winterbaume::aws {
namespace {

template <class Real>
void append_real(std::string& out, Real value) {
  if (std::isnan(value)) {
    out += "NaN";
  } else if (std::isinf(value)) {
    out += value > 0 ? "Infinity" : "-Infinity";
  } else {
    append_json_number(out, value);
  }
}

void append_timestamp(std::string& out, TimestampFormat format, TimePoint time) {
  switch (format) {
    case TimestampFormat::iso8601:
      return append_iso8601_millis(out, time);
    case TimestampFormat::http_date:
      return append_http_date(out, time);
    default:
      return append_epoch_seconds(out, time);
  }
}

template <class Integer>
bool parse_integer_text(std::string_view text, Integer& out) {
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size() && !text.empty();
}

template <class Real>
bool parse_real_text(std::string_view text, Real& out) {
  constexpr Real k_infinity = std::numeric_limits<Real>::infinity();
  if (text == "NaN") return out = std::numeric_limits<Real>::quiet_NaN(), true;
  if (text == "Infinity") return out = k_infinity, true;
  if (text == "-Infinity") return out = -k_infinity, true;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  // from_chars also takes "inf" and "nan", which AWS does not.
  return error == std::errc{} && end == text.data() + text.size() && std::isfinite(out);
}

bool parse_boolean(std::string_view text, bool& out) {
  out = equals_ignoring_case(text, "true");
  return out || equals_ignoring_case(text, "false");
}

bool parse_blob(std::string_view text, Blob& out) {
  auto bytes = from_base64(text);
  if (bytes) out.bytes = std::move(*bytes);
  return bytes.has_value();
}

bool parse_time(std::string_view text, TimePoint& out) {
  const auto time = parse_timestamp(text);
  if (time) out = *time;
  return time.has_value();
}

}  // namespace

void append_plain_text(std::string& out, const Schema& schema, TimestampFormat format, const void* value) {
  if (schema.timestamp_format != TimestampFormat::unset) format = schema.timestamp_format;
  switch (schema.kind) {
    case Kind::string:
      out += *static_cast<const std::string*>(value);
      return;
    case Kind::integer:
      return append_integer(out, *static_cast<const std::int32_t*>(value));
    case Kind::long_:
      return append_integer(out, *static_cast<const std::int64_t*>(value));
    case Kind::float_:
      return append_real(out, *static_cast<const float*>(value));
    case Kind::double_:
      return append_real(out, *static_cast<const double*>(value));
    case Kind::boolean:
      out += *static_cast<const bool*>(value) ? "true" : "false";
      return;
    case Kind::blob:
      return append_base64(out, static_cast<const Blob*>(value)->bytes);
    case Kind::document:
      out += static_cast<const Document*>(value)->json;
      return;
    case Kind::timestamp:
      return append_timestamp(out, format, *static_cast<const TimePoint*>(value));
    default:
      return;
  }
}

bool parse_plain_text(std::string_view text, const Schema& schema, void* out) {
  switch (schema.kind) {
    case Kind::string:
      static_cast<std::string*>(out)->assign(text);
      return true;
    case Kind::integer:
      return parse_integer_text(text, *static_cast<std::int32_t*>(out));
    case Kind::long_:
      return parse_integer_text(text, *static_cast<std::int64_t*>(out));
    case Kind::float_:
      return parse_real_text(text, *static_cast<float*>(out));
    case Kind::double_:
      return parse_real_text(text, *static_cast<double*>(out));
    case Kind::boolean:
      return parse_boolean(text, *static_cast<bool*>(out));
    case Kind::blob:
      return parse_blob(text, *static_cast<Blob*>(out));
    case Kind::document:
      static_cast<Document*>(out)->json.assign(text);
      return true;
    case Kind::timestamp:
      return parse_time(text, *static_cast<TimePoint*>(out));
    default:
      return false;
  }
}

}  // namespace winterbaume::aws
