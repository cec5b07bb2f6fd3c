#include "services/s3/store/keys.h"

#include <algorithm>

#include "core/assert.h"
#include "core/bytes.h"

namespace winterbaume::s3 {
namespace {

void append_big_endian(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift);
}

std::string row(char kind, std::string_view rest) {
  std::string out;
  out.reserve(1 + rest.size());
  out += kind;
  out += rest;
  return out;
}

std::string escaped_row(char kind, std::string_view key) {
  std::string out;
  out.reserve(key.size() + 3 + k_order_bytes);
  out += kind;
  out += escape_key(key);
  out.append(2, '\0');
  return out;
}

}  // namespace

PartitionKey bucket_partition(std::string_view bucket) { return std::string(k_bucket_partitions).append(bucket); }
std::string bucket_hint(std::string_view account_id, std::string_view name) {
  return std::string(account_id).append(1, '\0').append(name);
}

std::string config_row(const ConfigKey& key) {
  return std::string("k").append(1, static_cast<char>('A' + static_cast<int>(key.kind))).append(key.id);
}
std::string current_row(std::string_view key) { return row('c', key); }
std::string versions_prefix(std::string_view key) { return escaped_row('v', key); }
std::string version_row(std::string_view key, std::string_view order) { return escaped_row('v', key).append(order); }
std::string null_row(std::string_view key) { return row('n', key); }
std::string manifest_prefix(std::string_view manifest) { return row('m', manifest); }
std::string manifest_row(std::string_view manifest, std::uint32_t page) {
  auto out = row('m', manifest);
  append_big_endian(out, page, 4);
  return out;
}
std::string annotations_prefix(std::string_view key, std::string_view version_id) {
  return escaped_row('a', key).append(version_id).append(1, '\0');
}
std::string uploads_prefix(std::string_view key) { return escaped_row('u', key); }
std::string upload_row(std::string_view key, std::string_view upload_id) { return escaped_row('u', key).append(upload_id); }
std::string parts_prefix(std::string_view upload_id) { return row('p', upload_id).append(1, '\0'); }
std::string part_row(std::string_view upload_id, std::uint32_t number) {
  auto out = parts_prefix(upload_id);
  append_big_endian(out, number, 4);
  return out;
}
std::string rename_token_row(std::string_view token) { return row('t', token); }

std::string restore_row(const RestoreNote& note) {
  std::string out(k_restore_rows);
  append_big_endian(out, static_cast<std::uint64_t>(note.at.time_since_epoch().count()), 8);
  return out.append(escape_key(note.key)).append(2, '\0').append(note.version_id);
}

RestoreNote restore_note_of(std::string_view row) {
  constexpr std::size_t k_time_bytes = 8;
  WB_ASSERT(row.size() > k_time_bytes);
  std::uint64_t millis = 0;
  for (char byte : row.substr(1, k_time_bytes)) millis = millis << 8 | static_cast<std::uint8_t>(byte);
  auto split = split_row(row.substr(k_time_bytes));  // the last byte of the time stands for a kind
  WB_ASSERT(split.has_value());
  return {TimePoint(Millis(static_cast<std::int64_t>(millis))), std::move(split->key), std::string(split->rest)};
}

std::string escape_key(std::string_view prefix) {
  std::string out;
  out.reserve(prefix.size() + 2);
  for (char c : prefix) {
    out += c;
    if (c == '\0') out += '\xff';
  }
  return out;
}

std::optional<SplitRow> split_row(std::string_view row) {
  SplitRow split;
  for (std::size_t i = 1; i + 1 < row.size(); ++i) {
    if (row[i] != '\0') {
      split.key += row[i];
    } else if (row[i + 1] == '\0') {
      split.rest = row.substr(i + 2);
      return split;
    } else {
      split.key += row[i++];
    }
  }
  return std::nullopt;
}

std::string make_order(std::uint64_t sequence, Ids& ids) {
  std::string out;
  append_big_endian(out, ~sequence, 8);
  append_big_endian(out, ids.random(), 8);
  append_big_endian(out, ids.random(), 8);
  return out;
}

std::string null_order(std::uint64_t sequence) {
  std::string out;
  append_big_endian(out, ~sequence, 8);
  return out.append(16, '\0');
}

std::uint64_t sequence_of(std::string_view order) {
  std::uint64_t complement = 0;
  for (char byte : order.substr(0, 8)) complement = complement << 8 | static_cast<std::uint8_t>(byte);
  return ~complement;
}

// AWS's ids are 32 characters of letters, digits, '.', '_' and '-'.
std::string version_id_of(std::string_view order) {
  WB_ASSERT(order.size() == k_order_bytes);
  auto text = to_base64(order);
  std::ranges::replace(text, '+', '.');
  std::ranges::replace(text, '/', '_');
  return text;
}

std::optional<std::string> order_of(std::string_view version_id) {
  if (version_id.size() != 32) return std::nullopt;
  std::string text(version_id);
  if (text.find_first_of("+/=") != std::string::npos) return std::nullopt;
  std::ranges::replace(text, '.', '+');
  std::ranges::replace(text, '_', '/');
  auto order = from_base64(text);
  return order && order->size() == k_order_bytes ? order : std::nullopt;
}

std::string order_of(const ObjectRecord& record) {
  if (record.version_id.empty()) return null_order(record.sequence);
  auto order = order_of(std::string_view(record.version_id));
  WB_ASSERT(order.has_value());
  return *order;
}

}  // namespace winterbaume::s3
