// Values and items to the wire's JSON: one walk over the compact form, by pointer.
#include <cstring>

#include "aws/protocol/json_text.h"
#include "core/bytes.h"
#include "core/string_appender.h"
#include "services/dynamodb/items/attribute_value.h"
#include "services/dynamodb/items/item.h"

namespace winterbaume::dynamodb {
namespace {

void write_value(StringAppender& out, std::string_view& bytes);

void write_base64(StringAppender& out, std::string_view bytes) {
  out.append('"');
  out.append_by([bytes](std::string& whole) { append_base64(whole, bytes); });
  out.append('"');
}

// Takes an ordered form off `bytes`.
void write_number(StringAppender& out, std::string_view& bytes) {
  out.append('"');
  out.advance_to(Number::take_ordered(bytes).write_text(out.room(Number::k_text_bytes_max)));
  out.append('"');
}

void write_set(StringAppender& out, ValueTag tag, std::string_view members) {
  char before = '[';
  for (auto left = take_varint(members); left > 0; --left) {
    out.append(before);
    before = ',';
    if (tag == ValueTag::ns) {
      write_number(out, members);
    } else {
      const auto member = take_bytes(members, take_varint(members));
      tag == ValueTag::ss ? aws::append_json_string(out, member) : write_base64(out, member);
    }
  }
  out.append(']');
}

void write_list(StringAppender& out, std::string_view values) {
  out.append('[');
  for (auto left = take_varint(values); left > 0; --left) {
    write_value(out, values);
    if (left > 1) out.append(',');
  }
  out.append(']');
}

template <std::size_t size>
char* put(char* to, const char (&text)[size]) {
  std::memcpy(to, text, size - 1);
  return to + size - 1;
}

// "name":{"S":"text"}, most of what most items have, in one piece; false, and nothing is written, where something in it is to be
// escaped.
bool write_plain_text(StringAppender& out, std::string_view name, std::string_view text) {
  constexpr std::size_t k_marks = sizeof(R"("":{"S":""})") - 1;
  char* to = put(out.room(name.size() + text.size() + k_marks), "\"");
  if (!aws::copy_plain_json(to, name)) return false;
  to = put(to + name.size(), R"(":{"S":")");
  if (!aws::copy_plain_json(to, text)) return false;
  out.advance_to(put(to + text.size(), R"("})"));
  return true;
}

void write_entry(StringAppender& out, std::string_view& entries) {
  const auto name = take_bytes(entries, take_varint(entries));
  if (static_cast<ValueTag>(entries.front()) == ValueTag::s) {
    auto rest = entries.substr(1);
    const auto text = take_bytes(rest, take_varint(rest));
    if (write_plain_text(out, name, text)) {
      entries = rest;
      return;
    }
  }
  aws::append_json_string(out, name);
  out.append(':');
  write_value(out, entries);
}

void write_entries(StringAppender& out, std::string_view entries, std::uint64_t count) {
  out.append('{');
  for (; count > 0; --count) {
    write_entry(out, entries);
    if (count > 1) out.append(',');
  }
  out.append('}');
}

void write_map(StringAppender& out, std::string_view map) {
  const auto count = map.empty() ? 0 : take_varint(map);
  write_entries(out, map, count);
}

void write_flag(StringAppender& out, ValueTag tag) {
  switch (tag) {
    case ValueTag::false_:
      return out.append(R"({"BOOL":false})");
    case ValueTag::true_:
      return out.append(R"({"BOOL":true})");
    default:
      return out.append(R"({"NULL":true})");
  }
}

void write_sized(StringAppender& out, ValueTag tag, std::string_view payload) {
  switch (tag) {
    case ValueTag::s:
      out.append(R"({"S":)");
      aws::append_json_string(out, payload);
      break;
    case ValueTag::b:
      out.append(R"({"B":)");
      write_base64(out, payload);
      break;
    case ValueTag::ss:
      out.append(R"({"SS":)");
      write_set(out, tag, payload);
      break;
    case ValueTag::ns:
      out.append(R"({"NS":)");
      write_set(out, tag, payload);
      break;
    case ValueTag::bs:
      out.append(R"({"BS":)");
      write_set(out, tag, payload);
      break;
    case ValueTag::m:
      out.append(R"({"M":)");
      write_map(out, payload);
      break;
    case ValueTag::l:
      out.append(R"({"L":)");
      write_list(out, payload);
      break;
    default:
      return write_flag(out, tag);  // a fault, which nobody writes
  }
  out.append('}');
}

// Takes one value off `bytes`.
void write_value(StringAppender& out, std::string_view& bytes) {
  const auto tag = static_cast<ValueTag>(bytes.front());
  bytes.remove_prefix(1);
  switch (tag) {
    case ValueTag::null:
    case ValueTag::false_:
    case ValueTag::true_:
      return write_flag(out, tag);
    case ValueTag::n:
      out.append(R"({"N":)");
      write_number(out, bytes);
      return out.append('}');
    default:
      return write_sized(out, tag, take_bytes(bytes, take_varint(bytes)));
  }
}

}  // namespace

void append_value_json(std::string& out, ValueView value) {
  StringAppender appender(out);
  auto bytes = value.bytes();
  write_value(appender, bytes);
}

void append_item_json(std::string& out, ItemView item) {
  StringAppender appender(out);
  write_entries(appender, item.entries(), item.size());
}

}  // namespace winterbaume::dynamodb
