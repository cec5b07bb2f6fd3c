#include "aws/validate.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

#include "aws/common_errors.h"
#include "aws/constraint.h"
#include "aws/protocol/plain_text.h"

// Texts: the exceptions that Coral services answer with, e.g. the "Troubleshooting" and API reference pages of DynamoDB,
// Athena and STS; S3's and SQS's own wordings from their "Error responses" and "Common errors" pages.
namespace winterbaume::aws {
namespace {

// Values are quoted back to the caller, up to here.
constexpr std::size_t k_quoted_bytes_max = 1024;
// A request can break a rule once for each element of a list; more than this says nothing new.
constexpr std::size_t k_violations_max = 10;

struct Violation {
  std::string path;      // "keySchema.1.member.attributeName"
  const Member* member;  // the innermost member concerned
  bool absent;
  std::string value;  // as Java prints it
  std::string requirement;
};

// AWS writes members with a small first letter.
std::string lower_first(std::string_view name) {
  std::string text(name);
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] + 32);
  return text;
}

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
  void list(const Schema& schema, const void* list);
  void map(const Schema& schema, const void* map);
  void elements(const Schema& schema, const void* container);
  void add(std::string value, std::string requirement, bool absent = false);
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

void Checker::add(std::string value, std::string requirement, bool absent) {
  if (only_absence_ && !absent) return;
  if (!full()) violations_.push_back({path_, member_, absent, std::move(value), std::move(requirement)});
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
    add({}, "Member must not be null", true);
  } else {
    value(*member.schema, found);
  }
  path_.resize(path_size);
  member_ = outer;
}

void Checker::value(const Schema& schema, const void* value) {
  if (!only_absence_) {
    for (std::string& requirement : broken_requirements(schema, value)) add(quoted(schema, value), std::move(requirement));
  }
  if (schema.kind == Kind::structure) structure(schema, value);
  if (schema.kind == Kind::list) list(schema, value);
  if (schema.kind == Kind::map) map(schema, value);
}

bool is_container(Kind kind) { return kind == Kind::structure || kind == Kind::list || kind == Kind::map; }

// The violation of plain elements is the whole list's, whichever of them it is.
void Checker::list(const Schema& schema, const void* list) {
  const Schema& element = *schema.element;
  if (!element.checked) return;
  if (is_container(element.kind)) return elements(schema, list);
  if (only_absence_) return;
  for (std::size_t i = 0; i < schema.container->size(list); ++i) {
    if (broken_requirements(element, schema.container->at(list, i)).empty()) continue;
    return add(quoted(schema, list), "Member must satisfy constraint: " + all_requirements(element));
  }
}

void Checker::map(const Schema& schema, const void* map) {
  const ContainerOps& container = *schema.container;
  const bool plain = schema.element->checked && !is_container(schema.element->kind);
  bool keys = true;
  bool values = true;
  for (std::size_t i = 0; !only_absence_ && i < container.size(map) && (keys || values); ++i) {
    keys = keys && (!schema.key->checked || broken_requirements(*schema.key, container.key_at(map, i)).empty());
    values = values && (!plain || broken_requirements(*schema.element, container.at(map, i)).empty());
  }
  if (!keys) add(quoted(schema, map), "Map keys must satisfy constraint: " + all_requirements(*schema.key));
  if (!values) add(quoted(schema, map), "Map value must satisfy constraint: " + all_requirements(*schema.element));
  if (schema.element->checked && !plain) elements(schema, map);
}

// "list.1.member", "map.key.member"
void Checker::elements(const Schema& schema, const void* container) {
  const std::size_t path_size = path_.size();
  const std::size_t size = schema.container->size(container);
  for (std::size_t i = 0; i < size && !full(); ++i) {
    path_ += '.';
    path_ +=
        schema.kind == Kind::map ? schema.container->key_at(container, i)->substr(0, k_quoted_bytes_max) : std::to_string(i + 1);
    path_ += ".member";
    value(*schema.element, schema.container->at(container, i));
    path_.resize(path_size);
  }
}

Error coral_error(const ServiceSchema& service, const std::vector<Violation>& violations) {
  std::string message = fmt::format("{} validation error{} detected: ", violations.size(), violations.size() == 1 ? "" : "s");
  const char* separator = "";
  for (const Violation& violation : violations) {
    message += separator;
    message += violation.absent ? "Value null" : fmt::format("Value '{}'", violation.value);
    message += fmt::format(" at '{}' failed to satisfy constraint: {}", violation.path, violation.requirement);
    separator = "; ";
  }
  if (service.validation_error) return {service.validation_error, std::move(message), nullptr};
  return errors::validation(std::move(message));
}

// S3: a bad body is MalformedXML, a bad parameter InvalidArgument.
Error rest_xml_error(const Violation& violation) {
  if (violation.member->location == Location::body) return errors::malformed_xml();
  if (violation.absent) return errors::missing_parameter(violation.member->wire);
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
