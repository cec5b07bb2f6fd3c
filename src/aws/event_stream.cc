#include "aws/event_stream.h"

#include <array>
#include <bit>
#include <concepts>

#include "aws/protocol/json.h"
#include "aws/protocol/xml_writer.h"
#include "core/assert.h"

// The layout: total length, headers length, CRC of those eight bytes, headers, payload, CRC of all before; all big-endian.
namespace winterbaume::aws {
namespace {

constexpr std::size_t k_prelude_bytes = 12;
constexpr std::size_t k_checksum_bytes = 4;
constexpr std::size_t k_message_bytes_max =
    k_prelude_bytes + k_event_headers_bytes_max + k_event_payload_bytes_max + k_checksum_bytes;

enum class Type : std::uint8_t { true_, false_, byte, short_, integer, long_, bytes, string, timestamp, uuid };

constexpr std::array<std::uint32_t, 256> k_crc_table = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (crc & 1 ? 0xEDB88320u : 0u);
    table[i] = crc;
  }
  return table;
}();

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = 0xFFFFFFFFu;
  for (const char c : bytes) crc = (crc >> 8) ^ k_crc_table[(crc ^ static_cast<unsigned char>(c)) & 0xFF];
  return ~crc;
}

template <std::integral Integer>
void append_big_endian(std::string& out, Integer value) {
  const auto bits = static_cast<std::make_unsigned_t<Integer>>(value);
  for (int shift = static_cast<int>(sizeof bits) * 8 - 8; shift >= 0; shift -= 8) out += static_cast<char>(bits >> shift & 0xFF);
}

// Takes values off the front of bytes; ok() is false for good once something was missing.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  template <std::integral Integer>
  Integer take() {
    std::make_unsigned_t<Integer> value = 0;
    for (const char c : take_bytes(sizeof(Integer))) {
      value = static_cast<decltype(value)>(static_cast<std::uint64_t>(value) << 8 | static_cast<unsigned char>(c));
    }
    return static_cast<Integer>(value);
  }
  std::string_view take_bytes(std::size_t size) {
    if (size > rest_.size()) {
      ok_ = false;
      rest_ = {};
      return {};
    }
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  void fail() { ok_ = false; }
  bool ok() const { return ok_; }
  bool empty() const { return rest_.empty(); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

void append_type(std::string& out, Type type) { out += static_cast<char>(type); }

// The format's limit of a header's value; an error's message may be longer.
constexpr std::size_t k_header_value_bytes_max = 32'767;

void append_sized(std::string& out, Type type, std::string_view bytes) {
  bytes = bytes.substr(0, k_header_value_bytes_max);
  append_type(out, type);
  append_big_endian(out, static_cast<std::uint16_t>(bytes.size()));
  out += bytes;
}

struct ValueWriter {
  std::string& out;
  void operator()(bool value) const { append_type(out, value ? Type::true_ : Type::false_); }
  void operator()(std::int8_t value) const { number(Type::byte, value); }
  void operator()(std::int16_t value) const { number(Type::short_, value); }
  void operator()(std::int32_t value) const { number(Type::integer, value); }
  void operator()(std::int64_t value) const { number(Type::long_, value); }
  void operator()(const Blob& value) const { append_sized(out, Type::bytes, value.bytes); }
  void operator()(const std::string& value) const { append_sized(out, Type::string, value); }
  void operator()(TimePoint value) const { number(Type::timestamp, value.time_since_epoch().count()); }
  void operator()(const Uuid& value) const {
    append_type(out, Type::uuid);
    out.append(reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size());
  }
  template <std::integral Integer>
  void number(Type type, Integer value) const {
    append_type(out, type);
    append_big_endian(out, value);
  }
};

EventHeaderValue read_value(Reader& reader) {
  switch (static_cast<Type>(reader.take<std::uint8_t>())) {
    case Type::true_:
      return true;
    case Type::false_:
      return false;
    case Type::byte:
      return reader.take<std::int8_t>();
    case Type::short_:
      return reader.take<std::int16_t>();
    case Type::integer:
      return reader.take<std::int32_t>();
    case Type::long_:
      return reader.take<std::int64_t>();
    case Type::bytes:
      return Blob{std::string(reader.take_bytes(reader.take<std::uint16_t>()))};
    case Type::string:
      return std::string(reader.take_bytes(reader.take<std::uint16_t>()));
    case Type::timestamp:
      return TimePoint{Millis{reader.take<std::int64_t>()}};
    case Type::uuid: {
      Uuid uuid;
      const std::string_view bytes = reader.take_bytes(uuid.bytes.size());
      std::ranges::copy(bytes, reinterpret_cast<char*>(uuid.bytes.data()));
      return uuid;
    }
  }
  reader.fail();
  return false;
}

bool read_headers(std::string_view bytes, std::vector<EventHeader>& headers) {
  Reader reader(bytes);
  while (reader.ok() && !reader.empty()) {
    std::string name(reader.take_bytes(reader.take<std::uint8_t>()));
    if (name.empty()) return false;
    headers.push_back({std::move(name), read_value(reader)});
  }
  return reader.ok();
}

EventMessage event_of(std::string_view type) {
  return {.headers = {{":message-type", std::string("event")}, {":event-type", std::string(type)}}};
}

void set_content_type(EventMessage& message, std::string_view type) {
  message.headers.push_back({":content-type", std::string(type)});
}

// The payload that a whole member is: bytes and text as they are, a structure in the protocol's form.
void write_payload(EventMessage& message, const Member& member, const void* value, ProtocolKind protocol) {
  const Schema& schema = *member.schema;
  if (schema.kind == Kind::blob) {
    set_content_type(message, "application/octet-stream");
    message.payload = static_cast<const Blob*>(value)->bytes;
  } else if (schema.kind == Kind::string) {
    set_content_type(message, "text/plain");
    message.payload = *static_cast<const std::string*>(value);
  } else if (protocol == ProtocolKind::rest_xml) {
    set_content_type(message, "text/xml");
    encode_xml_element(message.payload, member.schema->name, {}, schema, value);
  } else {
    set_content_type(message, "application/json");
    encode_json(message.payload, schema, value);
  }
}

void write_event(EventMessage& message, const Schema& schema, const void* event, ProtocolKind protocol) {
  bool has_payload = false;
  for (const Member& member : schema.members) {
    const void* value = find(member, event);
    has_payload = has_payload || member.payload;
    if (value == nullptr) continue;
    if (member.payload) write_payload(message, member, value, protocol);
    if (member.event_header && member.schema->kind == Kind::string) {
      message.headers.push_back({std::string(member.wire), *static_cast<const std::string*>(value)});
    }
  }
  // An event without a payload member has its members as the payload.
  if (has_payload || schema.members.empty()) return;
  const Member whole{.name = schema.name, .wire = schema.name, .xml_name = schema.name, .schema = &schema, .offset = 0};
  write_payload(message, whole, event, protocol);
}

}  // namespace

const std::string* EventMessage::find(std::string_view name) const {
  for (const EventHeader& header : headers) {
    if (header.name == name) return std::get_if<std::string>(&header.value);
  }
  return nullptr;
}

void append_event_message(std::string& out, const EventMessage& message) {
  std::string headers;
  for (const auto& [name, value] : message.headers) {
    WB_ASSERT(!name.empty() && name.size() <= 255);
    headers += static_cast<char>(name.size());
    headers += name;
    std::visit(ValueWriter{headers}, value);
  }
  WB_ASSERT(headers.size() <= k_event_headers_bytes_max && message.payload.size() <= k_event_payload_bytes_max);
  const std::size_t begin = out.size();
  const std::size_t total = k_prelude_bytes + headers.size() + message.payload.size() + k_checksum_bytes;
  append_big_endian(out, static_cast<std::uint32_t>(total));
  append_big_endian(out, static_cast<std::uint32_t>(headers.size()));
  append_big_endian(out, crc32(std::string_view(out).substr(begin)));
  out += headers;
  out += message.payload;
  append_big_endian(out, crc32(std::string_view(out).substr(begin)));
}

EventStreamDecoder::Status EventStreamDecoder::next(EventMessage& out) {
  if (broken_) return Status::broken;
  if (buffer_.size() < k_prelude_bytes) return Status::more;
  Reader prelude(buffer_);
  const std::size_t total = prelude.take<std::uint32_t>();
  const std::size_t headers_size = prelude.take<std::uint32_t>();
  const std::string_view bytes = buffer_;
  broken_ = crc32(bytes.substr(0, 8)) != prelude.take<std::uint32_t>() || total > k_message_bytes_max ||
            headers_size > k_event_headers_bytes_max || total < k_prelude_bytes + headers_size + k_checksum_bytes;
  if (broken_) return Status::broken;
  if (buffer_.size() < total) return Status::more;
  Reader checksum(bytes.substr(total - k_checksum_bytes));
  out = {};
  broken_ = crc32(bytes.substr(0, total - k_checksum_bytes)) != checksum.take<std::uint32_t>() ||
            !read_headers(bytes.substr(k_prelude_bytes, headers_size), out.headers);
  if (broken_) return Status::broken;
  const std::size_t payload_at = k_prelude_bytes + headers_size;
  out.payload = bytes.substr(payload_at, total - k_checksum_bytes - payload_at);
  buffer_.erase(0, total);
  return Status::message;
}

std::string encode_event(const Schema& events, const void* event, ProtocolKind protocol) {
  std::string out;
  for (const Member& member : events.members) {
    const void* value = find(member, event);
    if (value == nullptr) continue;
    EventMessage message = event_of(member.wire);
    write_event(message, *member.schema, value, protocol);
    append_event_message(out, message);
    break;
  }
  return out;
}

std::string encode_event_error(const Error& error) {
  const EventMessage message{.headers = {{":message-type", std::string("error")},
                                         {":error-code", std::string(error.shape->code)},
                                         {":error-message", error.message}},
                             .payload = {}};
  std::string out;
  append_event_message(out, message);
  return out;
}

}  // namespace winterbaume::aws
