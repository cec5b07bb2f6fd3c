#include "aws/validate.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

#include "aws/common_errors.h"
#include "aws/pattern.h"
#include "aws/protocol/plain_text.h"

// Texts: the exceptions that Coral services answer with, e.g. the "Troubleshooting" and API reference pages of DynamoDB,
// Athena and STS; S3's and SQS's own wordings from their "Error responses" and "Common errors" pages.
namespace winterbaume::aws {
namespace {

// Values are quoted back to the caller, up to here.
constexpr std::size_t k_quoted_bytes_max = 1024;
constexpr std::size_t k_matched_bytes_max = 64 * 1024;
// A request can break a rule once for each element of a list; more than this says nothing new.
constexpr std::size_t k_violations_max = 10;

enum class Rule : std::uint8_t { required, length, range, pattern, values };

struct Violation {
  Rule rule;
  std::string path;         // "keySchema.1.member.attributeName"
  const Member* member;     // the innermost member concerned
  std::string value;        // as Java prints it; "null"
  std::string requirement;  // "Member must not be null"
};

// Java's String::length: UTF-16 code units.
std::int64_t utf16_length(std::string_view text) {
  std::int64_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    units += (byte & 0xC0) != 0x80;  // not a continuation byte
    units += byte >= 0xF0;           // a surrogate pair
  }
  return units;
}

// AWS writes members with a small first letter.
std::string lower_first(std::string_view name) {
  std::string text(name);
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] + 32);
  return text;
}

std::string joined(std::span<const std::string_view> values) { return fmt::format("{}", fmt::join(values, ", ")); }

class Checker {
 public:
  explicit Checker(bool only_absence) : only_absence_(only_absence) {}

  std::vector<Violation> run(const Schema& input, const void* value) {
    structure(input, value);
    return std::move(violations_);
  }

 private:
  void structure(const Schema& schema, const void* object);
  void member(const Member& member, const void* found);
  void value(const Schema& schema, const void* value);
  void constraint(const Schema& schema, const void* value);
  void length(const Schema& schema, const void* value, std::int64_t length);
  template <class Number>
  void range(const Schema& schema, const void* value, Number number);
  void text(const Schema& schema, const void* value, const std::string& text);
  void list(const Schema& schema, const void* list);
  void map(const Schema& schema, const void* map);
  void add(Rule rule, std::string value, std::string requirement);
  bool full() const { return violations_.size() >= k_violations_max; }

  const bool only_absence_;
  std::vector<Violation> violations_;
  std::string path_;
  const Member* member_ = nullptr;
};

std::string quoted(const Schema& schema, const void* value);

std::string quoted_items(const Schema& schema, const void* value) {
  const bool map = schema.kind == Kind::map;
  std::string text(1, map ? '{' : '[');
  const std::size_t size = schema.container->size(value);
  for (std::size_t i = 0; i < size && text.size() < k_quoted_bytes_max; ++i) {
    if (i > 0) text += ", ";
    if (map) text += *schema.container->key_at(value, i) + '=';
    text += quoted(*schema.element, schema.container->at(value, i));
  }
  return text + (map ? '}' : ']');
}

std::string quoted_structure(const Schema& schema, const void* object) {
  std::string text(schema.name);
  text += '(';
  for (const Member& member : schema.members) {
    const void* value = find(member, object);
    if (value == nullptr || text.size() >= k_quoted_bytes_max) continue;
    if (text.back() != '(') text += ", ";
    text += lower_first(member.name) + '=' + quoted(*member.schema, value);
  }
  return text + ')';
}

// The value as Java's toString would have it.
std::string quoted(const Schema& schema, const void* value) {
  if (schema.kind == Kind::list || schema.kind == Kind::map) return quoted_items(schema, value);
  if (schema.kind == Kind::structure) return quoted_structure(schema, value);
  if (schema.kind == Kind::blob) return "java.nio.HeapByteBuffer";
  std::string text;
  append_plain_text(text, schema, TimestampFormat::iso8601, value);
  if (text.size() > k_quoted_bytes_max) text.resize(k_quoted_bytes_max);
  return text;
}

void Checker::add(Rule rule, std::string value, std::string requirement) {
  if (only_absence_ && rule != Rule::required) return;
  if (!full()) violations_.push_back({rule, path_, member_, std::move(value), std::move(requirement)});
}

void Checker::structure(const Schema& schema, const void* object) {
  for (const Member& member : schema.members) {
    if (full() || (!member.required && !member.schema->checked)) continue;
    const void* found = find(member, object);
    if (found == nullptr ? member.required : member.schema->checked) this->member(member, found);
  }
}

// A member that is missing, or that has rules of its own; only here is its path written.
void Checker::member(const Member& member, const void* found) {
  const Member* const outer = std::exchange(member_, &member);
  const std::size_t path_size = path_.size();
  if (path_size > 0) path_ += '.';
  path_ += lower_first(member.name);
  if (found == nullptr) {
    add(Rule::required, "null", "Member must not be null");
  } else {
    value(*member.schema, found);
  }
  path_.resize(path_size);
  member_ = outer;
}

void Checker::value(const Schema& schema, const void* value) {
  if (schema.constraint) constraint(schema, value);
  if (schema.kind == Kind::structure) structure(schema, value);
  if (schema.kind == Kind::list) list(schema, value);
  if (schema.kind == Kind::map) map(schema, value);
}

void Checker::constraint(const Schema& schema, const void* value) {
  switch (schema.kind) {
    case Kind::string:
      return text(schema, value, *static_cast<const std::string*>(value));
    case Kind::blob:
      return length(schema, value, static_cast<std::int64_t>(static_cast<const Blob*>(value)->bytes.size()));
    case Kind::list:
    case Kind::map:
      return length(schema, value, static_cast<std::int64_t>(schema.container->size(value)));
    case Kind::integer:
      return range(schema, value, *static_cast<const std::int32_t*>(value));
    case Kind::long_:
      return range(schema, value, *static_cast<const std::int64_t*>(value));
    case Kind::float_:
      return range(schema, value, *static_cast<const float*>(value));
    case Kind::double_:
      return range(schema, value, *static_cast<const double*>(value));
    default:
      return;
  }
}

void Checker::length(const Schema& schema, const void* value, std::int64_t length) {
  const Constraint& rule = *schema.constraint;
  if (length < rule.min)
    add(Rule::length, quoted(schema, value), fmt::format("Member must have length greater than or equal to {}", rule.min));
  if (length > rule.max)
    add(Rule::length, quoted(schema, value), fmt::format("Member must have length less than or equal to {}", rule.max));
}

template <class Number>
void Checker::range(const Schema& schema, const void* value, Number number) {
  const Constraint& rule = *schema.constraint;
  if (rule.min != INT64_MIN && number < static_cast<Number>(rule.min)) {
    add(Rule::range, quoted(schema, value), fmt::format("Member must have value greater than or equal to {}", rule.min));
  }
  if (rule.max != INT64_MAX && number > static_cast<Number>(rule.max)) {
    add(Rule::range, quoted(schema, value), fmt::format("Member must have value less than or equal to {}", rule.max));
  }
}

void Checker::text(const Schema& schema, const void* value, const std::string& text) {
  const Constraint& rule = *schema.constraint;
  if (rule.min != INT64_MIN || rule.max != INT64_MAX) length(schema, value, utf16_length(text));
  // A text that is far too long is refused already; matching it would be work for nothing.
  const bool far_too_long = text.size() > k_matched_bytes_max && rule.max != INT64_MAX;
  if (!rule.pattern.empty() && !far_too_long && !matches_pattern(rule.pattern, text)) {
    add(Rule::pattern, quoted(schema, value), fmt::format("Member must satisfy regular expression pattern: {}", rule.pattern));
  }
  if (!rule.values.empty() && std::ranges::find(rule.values, text) == rule.values.end()) {
    add(Rule::values, quoted(schema, value), fmt::format("Member must satisfy enum value set: [{}]", joined(rule.values)));
  }
}

void Checker::list(const Schema& schema, const void* list) {
  if (!schema.element->checked) return;
  const std::size_t path_size = path_.size();
  const std::size_t size = schema.container->size(list);
  for (std::size_t i = 0; i < size && !full(); ++i) {
    fmt::format_to(std::back_inserter(path_), ".{}.member", i + 1);
    value(*schema.element, schema.container->at(list, i));
    path_.resize(path_size);
  }
}

void Checker::map(const Schema& schema, const void* map) {
  const std::size_t path_size = path_.size();
  const std::size_t size = schema.container->size(map);
  for (std::size_t i = 0; i < size && !full(); ++i) {
    const std::string* key = schema.container->key_at(map, i);
    path_ += '.';
    path_.append(*key, 0, k_quoted_bytes_max);
    if (schema.key->checked) value(*schema.key, key);
    path_ += ".member";
    if (schema.element->checked) value(*schema.element, schema.container->at(map, i));
    path_.resize(path_size);
  }
}

Error coral_error(const ServiceSchema& service, const std::vector<Violation>& violations) {
  std::string message = fmt::format("{} validation error{} detected: ", violations.size(), violations.size() == 1 ? "" : "s");
  const char* separator = "";
  for (const Violation& violation : violations) {
    const bool absent = violation.rule == Rule::required;
    message += separator;
    message += absent ? "Value null" : fmt::format("Value '{}'", violation.value);
    message += fmt::format(" at '{}' failed to satisfy constraint: {}", violation.path, violation.requirement);
    separator = "; ";
  }
  if (service.validation_error) return {service.validation_error, std::move(message), nullptr};
  return errors::validation(std::move(message));
}

// S3: a bad body is MalformedXML, a bad parameter InvalidArgument.
Error rest_xml_error(const Violation& violation) {
  if (violation.member->location == Location::body) return errors::malformed_xml();
  if (violation.rule == Rule::required) return errors::missing_parameter(violation.member->wire);
  return errors::invalid_parameter_value(fmt::format("Invalid value for {}: {}", violation.member->wire, violation.requirement));
}

// The query protocol writes an empty list or map as nothing at all: whether that will do is the handler's to say.
std::optional<Error> first_missing(ProtocolKind protocol, const std::vector<Violation>& violations) {
  for (const auto& violation : violations) {
    const Kind kind = violation.member->schema->kind;
    if (protocol == ProtocolKind::query && (kind == Kind::list || kind == Kind::map)) continue;
    return errors::missing_parameter(violation.member->name);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Error> check_input(const ServiceSchema& service, ProtocolKind protocol, const Schema& input, const void* value) {
  if (!input.checked) return std::nullopt;
  // SQS words its bounds and names operation by operation: its handlers check them.
  const bool only_absence = service.validation_style == ValidationStyle::missing_parameter;
  const std::vector<Violation> violations = Checker(only_absence).run(input, value);
  if (violations.empty()) return std::nullopt;
  switch (service.validation_style) {
    case ValidationStyle::missing_parameter:
      return first_missing(protocol, violations);
    case ValidationStyle::rest_xml:
      return rest_xml_error(violations.front());
    case ValidationStyle::coral:
      break;
  }
  return coral_error(service, violations);
}

}  // namespace winterbaume::aws
