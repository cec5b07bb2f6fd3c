#include "services/sqs/received_message.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/bytes.h"
#include "generated/sqs/errors.h"

namespace winterbaume::sqs {
namespace {

std::string millis(TimePoint time) { return fmt::to_string(time.time_since_epoch().count()); }

struct SystemAttribute {
  std::string_view name;
  std::optional<std::string> (*take)(ReceivedMessage&);
};

std::optional<std::string> take_unless_empty(std::string& text) {
  return text.empty() ? std::optional<std::string>() : std::optional(std::move(text));
}

constexpr std::array<SystemAttribute, 9> k_system_attributes = {{
    {"SenderId", [](ReceivedMessage& m) { return std::optional(std::move(m.sender_id)); }},
    {"SentTimestamp", [](ReceivedMessage& m) { return std::optional(millis(m.sent)); }},
    {"ApproximateReceiveCount", [](ReceivedMessage& m) { return std::optional(fmt::to_string(m.receive_count)); }},
    {"ApproximateFirstReceiveTimestamp", [](ReceivedMessage& m) { return std::optional(millis(m.first_received)); }},
    {"SequenceNumber", [](ReceivedMessage& m) { return std::move(m.sequence_number); }},
    {"MessageDeduplicationId", [](ReceivedMessage& m) { return std::move(m.deduplication_id); }},
    {"MessageGroupId", [](ReceivedMessage& m) { return std::move(m.group_id); }},
    {"AWSTraceHeader", [](ReceivedMessage& m) { return take_unless_empty(m.trace_header); }},
    {"DeadLetterQueueSourceArn", [](ReceivedMessage& m) { return take_unless_empty(m.dead_letter_source_arn); }},
}};

constexpr SystemSelection k_every_system_attribute = (1u << k_system_attributes.size()) - 1;

void answer_attributes(const AttributeSelection& selection, MessageAttributes attributes, Message& out) {
  if (!selection.all()) std::erase_if(attributes, [&](const auto& entry) { return !selection.holds(entry.first); });
  if (attributes.empty()) return;
  out.md5_of_message_attributes = to_hex(as_bytes(attributes_md5(attributes)));
  auto& values = out.message_attributes.emplace();
  for (auto& [name, attribute] : attributes) {
    auto& value = values.add(name);
    value.data_type = std::move(attribute.data_type);
    if (attribute.binary) {
      value.binary_value = aws::Blob{std::move(attribute.value)};
    } else {
      value.string_value = std::move(attribute.value);
    }
  }
}

}  // namespace

std::optional<aws::Error> select_system(const std::optional<std::vector<std::string>>& names, SystemSelection& out) {
  if (!names) return std::nullopt;
  for (const auto& name : *names) {
    const auto* found = std::ranges::find(k_system_attributes, name, &SystemAttribute::name);
    if (name == "All") {
      out = k_every_system_attribute;
    } else if (found != k_system_attributes.end()) {
      out |= 1u << (found - k_system_attributes.begin());
    } else {
      return errors::invalid_attribute_name(fmt::format("Unknown Attribute {}.", name));
    }
  }
  return std::nullopt;
}

Message make_message_answer(ReceivedMessage message, SystemSelection system, const AttributeSelection& selection) {
  Message out;
  out.message_id = message.message_id.text();
  out.receipt_handle = std::move(message.receipt_handle);
  out.md5_of_body = to_hex(as_bytes(message.body_md5));
  out.body = std::move(message.body);
  if (!message.attributes.empty() && !selection.none()) answer_attributes(selection, std::move(message.attributes), out);
  if (system == 0) return out;
  auto& attributes = out.attributes.emplace();
  for (std::size_t i = 0; i < k_system_attributes.size(); ++i) {
    if ((system >> i & 1) == 0) continue;
    if (auto value = k_system_attributes[i].take(message))
      attributes.add(std::string(k_system_attributes[i].name), std::move(*value));
  }
  return out;
}

}  // namespace winterbaume::sqs
