#include <simdjson.h>

#include <cmath>
#include <limits>

#include "aws/common_errors.h"
#include "aws/protocol/custom_json.h"
#include "aws/protocol/json.h"
#include "aws/protocol/map_keys.h"
#include "aws/timestamps.h"
#include "core/bytes.h"

namespace winterbaume::aws {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

constexpr std::size_t k_depth_max = 256;
// A parser keeps about ten bytes for each byte of the largest document that it has read; past this size a parser of its own
// is thrown away after use, so that one large request does not stay in memory on every thread.
constexpr std::size_t k_kept_document_bytes_max = 64 * 1024;

std::string_view type_name(Kind kind) {
  switch (kind) {
    case Kind::boolean:
      return "Boolean";
    case Kind::integer:
      return "Integer";
    case Kind::long_:
      return "Long";
    case Kind::float_:
      return "Float";
    case Kind::double_:
      return "Double";
    case Kind::blob:
      return "Blob";
    case Kind::timestamp:
      return "Timestamp";
    case Kind::list:
      return "List";
    case Kind::map:
      return "Map";
    case Kind::structure:
      return "Structure";
    default:
      return "String";
  }
}

// Walks a parsed document along a schema. Each function returns false when the document does not fit; problem() says why.
class JsonDecoder {
 public:
  bool structure(const Schema& schema, element json, void* out);
  const std::string& problem() const { return problem_; }

 private:
  bool value(const Schema& schema, element json, void* out);
  bool list(const Schema& schema, element json, void* out);
  bool map(const Schema& schema, element json, void* out);
  bool text(element json, std::string& out);
  bool blob(element json, Blob& out);
  bool timestamp(element json, TimePoint& out);
  template <class Integer>
  bool integer(Kind kind, element json, Integer& out);
  template <class Number>
  bool number(Kind kind, element json, Number& out);
  bool wrong_type(Kind wanted, element json);

  std::string problem_;
};

bool JsonDecoder::wrong_type(Kind wanted, element json) {
  problem_ = wrong_json_type(json, type_name(wanted));
  return false;
}

bool JsonDecoder::structure(const Schema& schema, element json, void* out) {
  simdjson::dom::object object;
  if (json.get(object)) return wrong_type(Kind::structure, json);
  // Clients write members in the model's order more often than not: the search begins behind the last member found.
  const std::size_t count = schema.members.size();
  std::size_t next = 0;
  for (const auto [key, child] : object) {
    for (std::size_t tried = 0; tried < count; ++tried) {
      const Member& member = schema.members[next];
      next = next + 1 == count ? 0 : next + 1;
      if (member.wire != key || member.location != Location::body) continue;
      if (!child.is_null() && !value(*member.schema, child, emplace(member, out))) return false;
      break;
    }
  }
  return true;
}

bool JsonDecoder::value(const Schema& schema, element json, void* out) {
  switch (schema.kind) {
    case Kind::string:
      return text(json, *static_cast<std::string*>(out));
    case Kind::structure:
      return structure(schema, json, out);
    case Kind::list:
      return list(schema, json, out);
    case Kind::map:
      return map(schema, json, out);
    case Kind::integer:
      return integer(schema.kind, json, *static_cast<std::int32_t*>(out));
    case Kind::long_:
      return integer(schema.kind, json, *static_cast<std::int64_t*>(out));
    case Kind::float_:
      return number(schema.kind, json, *static_cast<float*>(out));
    case Kind::double_:
      return number(schema.kind, json, *static_cast<double*>(out));
    case Kind::blob:
      return blob(json, *static_cast<Blob*>(out));
    case Kind::timestamp:
      return timestamp(json, *static_cast<TimePoint*>(out));
    case Kind::document:
      static_cast<Document*>(out)->json = simdjson::minify(json);
      return true;
    case Kind::boolean:
      return !json.get(*static_cast<bool*>(out)) || wrong_type(schema.kind, json);
    case Kind::custom:
      return schema.custom->decode(json, out, problem_);
    case Kind::stream:
      break;
  }
  return wrong_type(schema.kind, json);
}

bool JsonDecoder::list(const Schema& schema, element json, void* out) {
  simdjson::dom::array array;
  if (json.get(array)) return wrong_type(Kind::list, json);
  for (const element child : array) {
    if (child.is_null()) continue;
    if (!value(*schema.element, child, schema.container->append(out, {}))) return false;
  }
  return true;
}

bool JsonDecoder::map(const Schema& schema, element json, void* out) {
  simdjson::dom::object object;
  if (json.get(object)) return wrong_type(Kind::map, json);
  MapKeys keys(schema, out);
  for (const auto [key, child] : object) {
    if (!child.is_null() && !value(*schema.element, child, keys.value_of(key))) return false;
  }
  return true;
}

bool JsonDecoder::text(element json, std::string& out) {
  std::string_view found;
  if (json.get(found)) return wrong_type(Kind::string, json);
  out.assign(found);
  return true;
}

bool JsonDecoder::blob(element json, Blob& out) {
  std::string_view found;
  if (json.get(found)) return wrong_type(Kind::blob, json);
  auto bytes = from_base64(found);
  if (!bytes) {
    problem_ = "Invalid base64 value";
    return false;
  }
  out.bytes = std::move(*bytes);
  return true;
}

bool JsonDecoder::timestamp(element json, TimePoint& out) {
  std::optional<TimePoint> found;
  double seconds = 0;
  std::string_view text;
  if (!json.get(seconds)) {
    found = epoch_seconds(seconds);
  } else if (!json.get(text)) {
    found = parse_timestamp(text);
  }
  if (!found) return wrong_type(Kind::timestamp, json);
  out = *found;
  return true;
}

// A number with a fraction of zero counts as an integer: some SDKs know only doubles.
template <class Integer>
bool JsonDecoder::integer(Kind kind, element json, Integer& out) {
  std::int64_t whole = 0;
  double real = 0;
  constexpr double k_exact_max = 9007199254740992.0;  // 2^53
  if (json.get(whole)) {
    if (json.get(real) || std::trunc(real) != real || std::abs(real) > k_exact_max) return wrong_type(kind, json);
    whole = static_cast<std::int64_t>(real);
  }
  if (whole < std::numeric_limits<Integer>::min() || whole > std::numeric_limits<Integer>::max()) return wrong_type(kind, json);
  out = static_cast<Integer>(whole);
  return true;
}

template <class Number>
bool JsonDecoder::number(Kind kind, element json, Number& out) {
  double real = 0;
  std::string_view text;
  if (!json.get(real)) {
    out = static_cast<Number>(real);
    return true;
  }
  constexpr Number k_infinity = std::numeric_limits<Number>::infinity();
  if (json.get(text)) return wrong_type(kind, json);
  if (text == "NaN") {
    out = std::numeric_limits<Number>::quiet_NaN();
  } else if (text == "Infinity") {
    out = k_infinity;
  } else if (text == "-Infinity") {
    out = -k_infinity;
  } else {
    return wrong_type(kind, json);
  }
  return true;
}

std::optional<Error> decode_with(simdjson::dom::parser& parser, std::string_view text, const Schema& schema, void* out) {
  element root;
  // The parser copies the text behind its padding; that costs less than making room for it in the body.
  if (const auto error = parser.parse(text.data(), text.size()).get(root)) {
    return errors::serialization(simdjson::error_message(error));
  }
  JsonDecoder decoder;
  if (!decoder.structure(schema, root, out)) return errors::serialization(decoder.problem());
  return std::nullopt;
}

std::optional<Error> prepare(simdjson::dom::parser& parser, std::size_t capacity) {
  if (const auto error = parser.allocate(capacity, k_depth_max)) return errors::serialization(simdjson::error_message(error));
  return std::nullopt;
}

}  // namespace

std::string_view json_type_name(element_type type) {
  switch (type) {
    case element_type::ARRAY:
      return "Start of list";
    case element_type::OBJECT:
      return "Start of structure or map";
    case element_type::STRING:
      return "STRING_VALUE";
    case element_type::BOOL:
      return "TRUE_VALUE";
    case element_type::NULL_VALUE:
      return "NULL_VALUE";
    default:
      return "NUMBER_VALUE";
  }
}

std::string wrong_json_type(element json, std::string_view wanted) {
  std::string problem(json_type_name(json.type()));
  if (json.is_array() || json.is_object()) return problem + " found where not expected.";
  return problem.append(" can not be converted to ").append(wanted);
}

std::optional<Error> decode_json(std::string_view text, const Schema& structure, void* out) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return std::nullopt;
  if (text.size() > k_kept_document_bytes_max) {
    simdjson::dom::parser parser;
    if (auto error = prepare(parser, text.size())) return error;
    return decode_with(parser, text, structure, out);
  }
  thread_local simdjson::dom::parser parser;
  if (parser.max_depth() != k_depth_max) {
    if (auto error = prepare(parser, 4096)) return error;
  }
  return decode_with(parser, text, structure, out);
}

}  // namespace winterbaume::aws
