#include "services/sqs/memory/payload.h"

#include <cstring>
#include <new>

namespace winterbaume::sqs::memory {
namespace {

// An attribute is three sizes (the last one's top bit says binary) and name, type and value.
struct AttributeSizes {
  std::uint32_t name;
  std::uint32_t type;
  std::uint32_t value : 31;
  std::uint32_t binary : 1;
};

std::size_t packed_bytes(const MessageAttributes& attributes) {
  std::size_t bytes = 0;
  for (const auto& [name, attribute] : attributes) {
    bytes += sizeof(AttributeSizes) + name.size() + attribute.data_type.size() + attribute.value.size();
  }
  return bytes;
}

char* append(char* at, const void* from, std::size_t bytes) {
  if (bytes != 0) std::memcpy(at, from, bytes);
  return at + bytes;
}

char* append(char* at, std::string_view text) { return append(at, text.data(), text.size()); }

char* append(char* at, const MessageAttributes& attributes) {
  for (const auto& [name, attribute] : attributes) {
    AttributeSizes sizes{static_cast<std::uint32_t>(name.size()), static_cast<std::uint32_t>(attribute.data_type.size()),
                         static_cast<std::uint32_t>(attribute.value.size()), attribute.binary};
    at = append(at, &sizes, sizeof sizes);
    at = append(append(append(at, name), attribute.data_type), attribute.value);
  }
  return at;
}

}  // namespace

Payload Payload::pack(const NewMessage& message, std::string_view deduplication_id) {
  std::size_t attribute_bytes = packed_bytes(message.attributes);
  std::size_t bytes = message.body.size() + message.trace_header.size() + deduplication_id.size() + attribute_bytes;
  Payload out;
  out.header_ = new (::operator new(sizeof(Header) + bytes)) Header{
      .body_bytes = static_cast<std::uint32_t>(message.body.size()),
      .trace_bytes = static_cast<std::uint32_t>(message.trace_header.size()),
      .deduplication_bytes = static_cast<std::uint32_t>(deduplication_id.size()),
      .attribute_bytes = static_cast<std::uint32_t>(attribute_bytes),
  };
  char* at = reinterpret_cast<char*>(out.header_ + 1);
  append(append(append(append(at, message.body), message.trace_header), deduplication_id), message.attributes);
  return out;
}

void Payload::release() noexcept {
  if (!header_ || header_->references.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  header_->~Header();
  ::operator delete(header_);
}

std::string_view Payload::text(std::size_t offset, std::size_t bytes) const {
  return {reinterpret_cast<const char*>(header_ + 1) + offset, bytes};
}

std::string_view Payload::body() const { return text(0, header_->body_bytes); }

std::string_view Payload::trace_header() const { return text(header_->body_bytes, header_->trace_bytes); }

std::string_view Payload::deduplication_id() const {
  return text(header_->body_bytes + header_->trace_bytes, header_->deduplication_bytes);
}

MessageAttributes Payload::attributes() const {
  MessageAttributes out;
  auto left = text(header_->body_bytes + header_->trace_bytes + header_->deduplication_bytes, header_->attribute_bytes);
  auto next = [&](std::size_t bytes) {
    auto part = left.substr(0, bytes);
    left.remove_prefix(bytes);
    return part;
  };
  while (!left.empty()) {
    AttributeSizes sizes;
    std::memcpy(&sizes, next(sizeof sizes).data(), sizeof sizes);
    auto name = next(sizes.name);
    auto type = next(sizes.type);
    auto value = next(sizes.value);
    out.emplace_hint(out.end(), name, MessageAttribute{std::string(type), std::string(value), sizes.binary != 0});
  }
  return out;
}

}  // namespace winterbaume::sqs::memory
