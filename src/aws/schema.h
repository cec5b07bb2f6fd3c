// What a model says of shapes, operations and services, as constant tables that the generated code fills in. Codecs and the
// validation walk these tables; they know no service. Everything here lives in static storage and never changes.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "aws/error.h"
#include "aws/values.h"
#include "http/request.h"

namespace winterbaume::aws {

enum class Kind : std::uint8_t {
  boolean,
  integer,  // std::int32_t
  long_,    // std::int64_t
  float_,
  double_,
  string,     // enums too
  blob,       // aws::Blob
  timestamp,  // winterbaume::TimePoint
  list,       // std::vector
  map,        // aws::Map
  structure,  // a generated struct
  document,   // aws::Document
  stream,     // http::Body: a streaming blob, or the frames of an event stream
  custom,     // a type of the service's own, which reads and writes its JSON itself (aws/protocol/custom_json.h)
};

enum class Location : std::uint8_t { body, header, prefix_headers, label, query, status_code };

// `unset`: the protocol's own format for that location.
enum class TimestampFormat : std::uint8_t { unset, epoch_seconds, iso8601, http_date };

enum class ProtocolKind : std::uint8_t { json_1_0, json_1_1, query, rest_json, rest_xml };

// How a structure, list or map sits in its optional (or Box) member.
struct SlotOps {
  void* (*emplace)(void* slot);           // engages it with a fresh value
  const void* (*find)(const void* slot);  // null where it is empty
};

// A std::vector or aws::Map without its element's type.
struct ContainerOps {
  void* (*append)(void* container, std::string_view key);  // a fresh element; `key` is a map's
  std::size_t (*size)(const void* container);
  const void* (*at)(const void* container, std::size_t index);
  const std::string* (*key_at)(const void* container, std::size_t index);  // null for lists
  void* (*renew)(void* container, std::size_t index);                      // the element, fresh again
};

// What a value must keep to. Bounds are of length (strings, blobs, lists, maps) or of value (numbers).
struct Constraint {
  std::int64_t min = INT64_MIN;              // INT64_MIN: none
  std::int64_t max = INT64_MAX;              // INT64_MAX: none
  std::string_view pattern;                  // a Java regular expression that the whole value matches; empty: none
  std::span<const std::string_view> values;  // of an enum; empty: any
};

struct CustomJson;  // aws/protocol/custom_json.h
struct Schema;

struct Member {
  std::string_view name;      // as the model has it: "QueueUrl"
  std::string_view wire;      // JSON key, header, label or key of the query string
  std::string_view xml_name;  // XML element or attribute, and key in the query protocol
  const Schema* schema;
  std::uint32_t offset;  // of the std::optional or Box in the struct
  Location location = Location::body;
  TimestampFormat timestamp_format = TimestampFormat::unset;
  bool required = false;
  bool boxed = false;
  bool flattened = false;  // a list or map without an element around its items
  bool xml_attribute = false;
  bool payload = false;  // the whole body of a REST message, or of an event
  bool idempotency_token = false;
  bool event_header = false;
  std::string_view xml_namespace = {};         // "" : as its parent
  std::string_view xml_namespace_prefix = {};  // "xsi"
};

struct Schema {
  Kind kind;
  std::string_view name;
  std::span<const Member> members = {};      // structure
  const Schema* element = nullptr;           // of a list; of a map's values
  const Schema* key = nullptr;               // of a map's keys
  std::string_view element_name = "member";  // a list's items in XML and query; a map's values ("value")
  std::string_view key_name = "key";         // a map's keys in XML and query
  const ContainerOps* container = nullptr;   // list, map
  const SlotOps* slot = nullptr;             // structure, list, map
  const SlotOps* boxed_slot = nullptr;       // where a member of this shape is a Box
  const Constraint* constraint = nullptr;
  TimestampFormat timestamp_format = TimestampFormat::unset;
  bool checked = false;  // a rule holds for this shape or for one within it
  bool is_union = false;
  bool event_stream = false;            // its members are events, each with a schema; `stream` in a message
  std::string_view xml_name = {};       // the element of a value of this shape by itself
  std::string_view xml_namespace = {};  // of that element
  const Schema* events = nullptr;       // of an event stream's `stream`: the union of its events
  const CustomJson* custom = nullptr;   // custom
};

// The schemas of plain values, shared by every model.
namespace plain {
extern const Schema k_boolean, k_integer, k_long, k_float, k_double, k_string, k_blob, k_timestamp, k_document, k_stream;
}

// Engages the member with a fresh value and returns that value (the type of schema->kind).
void* emplace(const Member& member, void* object);
// The member's value, or null where it is absent.
const void* find(const Member& member, const void* object);

// One piece of a REST operation's path.
struct PathSegment {
  std::string_view text;  // literal text, or the label's name
  bool label = false;
  bool greedy = false;  // the rest of the path, slashes included
};
// A query parameter that selects an operation: "?uploads", "?list-type=2".
struct QueryLiteral {
  std::string_view key;
  std::string_view value;  // empty: any
};

// Which checksums an operation takes and gives (flexible checksums).
struct ChecksumSchema {
  std::string_view request_algorithm_member;
  std::string_view request_validation_mode_member;
  bool request_required = false;
  std::span<const std::string_view> response_algorithms = {};
};

struct PageSchema {
  std::string_view input_token, output_token, limit, result;
};

struct OperationSchema {
  std::string_view name;
  std::uint16_t index;  // in ServiceSchema::operations
  const Schema* input;  // never null: an operation without one has an empty struct
  const Schema* output;
  http::Method method = http::Method::post;
  int status = 200;  // of a success, where no member says another
  std::span<const PathSegment> path = {};
  std::span<const QueryLiteral> query = {};
  std::string_view input_root = {};   // REST-XML: the request's root element
  std::string_view output_root = {};  // REST-XML: the root element; query: the result's wrapper, empty where there is no result
  bool streams_in = false;            // its body reaches the handler unread
  bool no_output = false;             // the model has no output: JSON answers with an empty body, not with {}
  bool bare_output = false;           // REST-XML: the output's only member is the document itself
  bool deprecated = false;
  bool anonymous = false;         // needs no signature
  bool unsigned_payload = false;  // the body need not be signed
  std::string_view host_prefix = {};
  ChecksumSchema checksum = {};
  PageSchema pages = {};
};

// How a service words a request that breaks its model's rules.
enum class ValidationStyle : std::uint8_t {
  coral,              // "1 validation error detected: Value '' at 'tableName' failed to satisfy constraint: …"
  missing_parameter,  // SQS: only absent members, one at a time: "The request must contain the parameter QueueUrl."
  rest_xml,           // S3: MalformedXML, InvalidArgument
};

struct ServiceSchema {
  std::string_view name;  // the folder's: "sqs", "redshift_data"
  std::string_view id;    // "SQS", "Redshift Data"
  std::string_view api_version;
  std::string_view endpoint_prefix;         // "streams.dynamodb": the first labels of its host
  std::string_view signing_name;            // in the credential scope
  std::string_view target_prefix;           // before the '.' in X-Amz-Target; empty: not a JSON protocol
  std::span<const ProtocolKind> protocols;  // the first is the one to answer in when a request does not tell
  std::string_view xml_namespace;
  std::string_view error_prefix;           // "com.amazonaws.sqs#" before an error's name in `__type`
  bool query_compatible = false;           // JSON errors carry x-amzn-query-error
  std::string_view query_url_member = {};  // query: the member that the request's own URL gives ("QueueUrl")
  ValidationStyle validation_style = ValidationStyle::coral;
  const ErrorShape* validation_error = nullptr;      // what coral reports with; null: ValidationException
  std::span<const OperationSchema> operations = {};  // by name
};

// Null where the model has no such operation.
const OperationSchema* find_operation(const ServiceSchema& service, std::string_view name);

// ---- What generated code builds its tables with ----

template <class T>
constexpr SlotOps k_slot = {[](void* slot) -> void* { return &static_cast<std::optional<T>*>(slot)->emplace(); },
                            [](const void* slot) -> const void* {
                              const auto& value = *static_cast<const std::optional<T>*>(slot);
                              return value ? &*value : nullptr;
                            }};

template <class T>
constexpr SlotOps k_boxed_slot = {[](void* slot) -> void* { return &static_cast<Box<T>*>(slot)->emplace(); },
                                  [](const void* slot) -> const void* { return static_cast<const Box<T>*>(slot)->operator->(); }};

template <class V>
constexpr ContainerOps k_list = {
    [](void* list, std::string_view) -> void* { return &static_cast<std::vector<V>*>(list)->emplace_back(); },
    [](const void* list) { return static_cast<const std::vector<V>*>(list)->size(); },
    [](const void* list, std::size_t i) -> const void* { return &(*static_cast<const std::vector<V>*>(list))[i]; },
    nullptr,
    [](void* list, std::size_t i) -> void* { return &((*static_cast<std::vector<V>*>(list))[i] = V{}); },
};

template <class V>
constexpr ContainerOps k_map = {
    [](void* map, std::string_view key) -> void* { return &static_cast<Map<V>*>(map)->emplace_back(key, V{}).second; },
    [](const void* map) { return static_cast<const Map<V>*>(map)->size(); },
    [](const void* map, std::size_t i) -> const void* { return &(*static_cast<const Map<V>*>(map))[i].second; },
    [](const void* map, std::size_t i) -> const std::string* { return &(*static_cast<const Map<V>*>(map))[i].first; },
    [](void* map, std::size_t i) -> void* { return &((*static_cast<Map<V>*>(map))[i].second = V{}); },
};

}  // namespace winterbaume::aws
