#include "services/sqs/message_attributes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "aws/common_errors.h"
#include "core/bytes.h"
#include "generated/sqs/errors.h"
#include "services/sqs/sqs_limits.h"
#include "services/sqs/text_rules.h"

namespace winterbaume::sqs {
namespace {

using aws::Result;

constexpr std::string_view k_trace_header = "AWSTraceHeader";

std::unexpected<aws::Error> refuse(std::string message) {
  return aws::fail(aws::errors::invalid_parameter_value(std::move(message)));
}

bool begins_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && equals_ignoring_case(text.substr(0, prefix.size()), prefix);
}

bool has_name_characters(std::string_view name) {
  return std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
  });
}

// Null, or what is wrong with the name (AWS, "Message attribute components").
std::string check_name(std::string_view name) {
  if (name.empty()) return "The request must contain non-empty message (user) attribute names.";
  if (name.size() > k_attribute_name_bytes_max) return "Message (user) attribute name must be shorter than 256 bytes.";
  if (!has_name_characters(name)) {
    return fmt::format(
        "The message attribute name '{}' is invalid. Attribute name can contain A-Z, a-z, 0-9, underscore (_), hyphen (-), and "
        "period (.) characters.",
        name);
  }
  if (begins_ignoring_case(name, "aws.") || begins_ignoring_case(name, "amazon.")) {
    return "You can't use message attribute names beginning with 'AWS.' or 'Amazon'. These strings are reserved for internal "
           "use.";
  }
  if (name.starts_with('.')) return "Message (user) attribute name must not begin with character '.'.";
  if (name.ends_with('.')) return "Message (user) attribute name must not end with character '.'.";
  if (name.contains("..")) return "Message (user) attribute name must not have successive '.' characters.";
  return {};
}

// "String", "Number" or "Binary", of a type with or without a custom label; empty for any other.
std::string_view base_type(std::string_view data_type) {
  auto base = data_type.substr(0, data_type.find('.'));
  return base == "String" || base == "Number" || base == "Binary" ? base : std::string_view();
}

// A decimal number as clients write one, in the parts that its rules are about.
struct Decimal {
  std::string digits;               // without the zeros at both ends; empty for zero
  std::int64_t first_exponent = 0;  // the power of ten that the first of them counts
};

void take_digits(std::string_view& text, std::string& into) {
  while (!text.empty() && text[0] >= '0' && text[0] <= '9') {
    into += text[0];
    text.remove_prefix(1);
  }
}

std::optional<Decimal> parse_decimal(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  Decimal out;
  take_digits(text, out.digits);
  auto whole = static_cast<std::int64_t>(out.digits.size());
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    take_digits(text, out.digits);
  }
  if (out.digits.empty()) return std::nullopt;
  std::int64_t exponent = 0;
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(text.substr(1).starts_with('+') ? 2 : 1);
    auto given = parse_integer(text);
    if (!given || *given > 1'000'000 || *given < -1'000'000) return std::nullopt;
    exponent = *given;
    text = {};
  }
  if (!text.empty()) return std::nullopt;
  out.digits.erase(out.digits.find_last_not_of('0') + 1);
  auto zeros = std::min(out.digits.find_first_not_of('0'), out.digits.size());
  out.digits.erase(0, zeros);
  out.first_exponent = exponent + whole - static_cast<std::int64_t>(zeros) - 1;
  return out;
}

// Up to 38 digits, from 10^-128 to 10^126 (AWS, "Message attribute data types").
bool is_number(std::string_view text) {
  auto number = parse_decimal(text);
  if (!number) return false;
  if (number->digits.empty()) return true;
  return number->digits.size() <= 38 && number->first_exponent >= -128 && number->first_exponent <= 126;
}

bool has_lists(const auto& value) {
  return (value.string_list_values && !value.string_list_values->empty()) ||
         (value.binary_list_values && !value.binary_list_values->empty());
}

// What is wrong with the type and the value; empty where nothing is. `kind` is "(user)" or "system".
std::string check_value(std::string_view kind, std::string_view name, const auto& value) {
  std::string_view type = value.data_type ? std::string_view(*value.data_type) : std::string_view();
  if (type.empty()) {
    return fmt::format("The message {} attribute '{}' must contain a non-empty message attribute type.", kind, name);
  }
  auto base = base_type(type);
  if (base.empty()) {
    return fmt::format(
        "The type of message {} attribute '{}' is invalid. You must use only the following supported type prefixes: Binary, "
        "Number, String.",
        kind, name);
  }
  if (type.size() > k_attribute_type_bytes_max)
    return fmt::format("Message {} attribute type must be shorter than 256 bytes.", kind);
  bool has_text = value.string_value && !value.string_value->empty();
  bool has_bytes = value.binary_value && !value.binary_value->bytes.empty();
  if (has_text && has_bytes) return fmt::format("Message {} attribute '{}' must have a single value.", kind, name);
  if (!has_text && !has_bytes) {
    return fmt::format("Message {} attribute '{}' must contain a non-empty value of type '{}'.", kind, name, type);
  }
  if (base == "Binary" ? has_text : has_bytes) {
    return fmt::format("Message {} attribute '{}' with type '{}' must use field '{}'.", kind, name, type,
                       base == "Binary" ? "Binary" : "String");
  }
  if (has_text && !is_message_text(*value.string_value)) return std::string(k_invalid_characters);
  if (base == "Number" && !is_number(*value.string_value)) {
    return fmt::format("Can't cast the value of message {} attribute '{}' to a number.", kind, name);
  }
  return {};
}

aws::Error lists_unsupported() {
  return errors::unsupported_operation("Message attribute list values in SendMessage operation are not supported.");
}

// Four bytes of length, most significant first, then the bytes themselves.
void append_sized(std::string& out, std::string_view bytes) {
  auto size = static_cast<std::uint32_t>(bytes.size());
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(size >> shift);
  out += bytes;
}

void append_attribute(std::string& out, std::string_view name, std::string_view type, bool binary, std::string_view value) {
  append_sized(out, name);
  append_sized(out, type);
  out += binary ? '\2' : '\1';
  append_sized(out, value);
}

}  // namespace

Result<MessageAttributes> take_attributes(std::optional<aws::Map<MessageAttributeValue>>& given) {
  MessageAttributes out;
  if (!given) return out;
  if (given->size() > k_message_attributes_max) {
    return refuse(fmt::format("Number of message attributes [{}] exceeds the allowed maximum [{}].", given->size(),
                              k_message_attributes_max));
  }
  for (auto& [name, value] : *given) {
    if (has_lists(value)) return aws::fail(lists_unsupported());
    if (auto wrong = check_name(name); !wrong.empty()) return refuse(std::move(wrong));
    if (auto wrong = check_value("(user)", name, value); !wrong.empty()) return refuse(std::move(wrong));
    bool binary = value.binary_value && !value.binary_value->bytes.empty();
    out.insert_or_assign(
        std::move(name),
        MessageAttribute{std::move(*value.data_type),
                         binary ? std::move(value.binary_value->bytes) : std::move(*value.string_value), binary});
  }
  return out;
}

Result<std::string> take_trace_header(std::optional<aws::Map<MessageSystemAttributeValue>>& given) {
  std::string out;
  if (!given) return out;
  for (auto& [name, value] : *given) {
    if (name != k_trace_header) return refuse(fmt::format("Message system attribute name '{}' is invalid.", name));
    if (has_lists(value)) return aws::fail(lists_unsupported());
    if (auto wrong = check_value("system", name, value); !wrong.empty()) return refuse(std::move(wrong));
    if (*value.data_type != "String") {  // no label either (AWS, SendMessage)
      return refuse(fmt::format("Message system attribute '{}' must be of type 'String'.", name));
    }
    out = std::move(*value.string_value);
  }
  return out;
}

Md5 attributes_md5(const MessageAttributes& attributes) {
  std::string text;
  for (const auto& [name, attribute] : attributes) {  // in the order of their names
    append_attribute(text, name, attribute.data_type, attribute.binary, attribute.value);
  }
  return md5(text);
}

Md5 trace_header_md5(std::string_view trace_header) {
  std::string text;
  append_attribute(text, k_trace_header, "String", false, trace_header);
  return md5(text);
}

AttributeSelection::AttributeSelection(const std::optional<std::vector<std::string>>& names) {
  if (!names) return;
  for (const auto& name : *names) {
    all_ = all_ || name == "All" || name == ".*" || name == "*";
    names_.emplace_back(name);
  }
}

bool AttributeSelection::holds(std::string_view name) const {
  return all_ || std::ranges::any_of(names_, [&](std::string_view wanted) {
           return wanted == name || (wanted.ends_with(".*") && name.starts_with(wanted.substr(0, wanted.size() - 2)));
         });
}

}  // namespace winterbaume::sqs
