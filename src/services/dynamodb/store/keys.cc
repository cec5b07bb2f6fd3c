#include "services/dynamodb/store/keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/assert.h"
#include "services/dynamodb/items/key_encoding.h"
#include "services/dynamodb/items/key_hash.h"

namespace winterbaume::dynamodb {
namespace {

constexpr int k_hash_bytes = 4;
constexpr int k_index_bytes = 4;

ValueType type_of(ScalarType type) {
  return type == ScalarType::s ? ValueType::s : type == ScalarType::n ? ValueType::n : ValueType::b;
}

// False where the item has none of that type.
bool append_attribute(std::string& out, const KeyAttribute& attribute, ItemView item) {
  const auto value = item.find(attribute.name);
  if (!value || value->type() != type_of(attribute.type)) return false;
  append_key(out, *value);
  return true;
}

bool append_attributes(std::string& out, const std::vector<KeyAttribute>& attributes, ItemView item) {
  return std::ranges::all_of(attributes, [&](const auto& attribute) { return append_attribute(out, attribute, item); });
}

bool add_attributes(KeyHasher& hasher, const std::vector<KeyAttribute>& attributes, ItemView item) {
  return std::ranges::all_of(attributes, [&](const KeyAttribute& attribute) {
    const auto value = item.find(attribute.name);
    if (!value || value->type() != type_of(attribute.type)) return false;
    hasher.add(*value);
    return true;
  });
}

// The hash's bytes and the hash attributes behind them.
bool append_hashed(std::string& out, const std::vector<KeyAttribute>& hash, ItemView item) {
  KeyHasher hasher;
  if (!add_attributes(hasher, hash, item)) return false;
  append_big_endian(out, hasher.finish(), k_hash_bytes);
  return append_attributes(out, hash, item);
}

PartitionKey scoped(const Scope& scope, std::string_view kind, std::string_view name = {}) {
  PartitionKey out;
  out.reserve(k_partitions.size() + scope.account_id.size() + scope.region.size() + kind.size() + name.size() + 1);
  out.append(k_partitions).append(scope.account_id).append(1, '/').append(scope.region).append(kind).append(name);
  return out;
}

std::string numbered(char kind, std::uint64_t number, int bytes) {
  std::string out(1, kind);
  append_big_endian(out, number, bytes);
  return out;
}

}  // namespace

PartitionKey table_partition(const Scope& scope, std::string_view table) { return scoped(scope, "/table/", table); }
PartitionKey table_partition(const TableRecord& table) {
  PartitionKey out;
  out.reserve(k_partitions.size() + table.account_id.size() + table.region.size() + table.name.size() + 8);
  out.append(k_partitions).append(table.account_id).append(1, '/').append(table.region);
  return std::move(out.append("/table/").append(table.name));
}
PartitionKey tables_partition(const Scope& scope) { return scoped(scope, "/tables"); }
PartitionKey documents_partition(const Scope& scope) { return scoped(scope, "/documents"); }

void append_big_endian(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift);
}

std::uint64_t read_big_endian(std::string_view bytes, int count) {
  std::uint64_t value = 0;
  for (int i = 0; i < count; ++i) value = value << 8 | static_cast<unsigned char>(bytes.at(static_cast<std::size_t>(i)));
  return value;
}

std::string item_row(const KeySchemaRecord& keys, ItemView key) {
  std::string out;
  out.reserve(64);
  out += 'i';
  const bool whole = append_hashed(out, keys.hash, key) && append_attributes(out, keys.range, key);
  WB_ASSERT(whole);
  return out;
}

std::string primary_key(const KeySchemaRecord& keys, ItemView key) {
  std::string out;
  const bool whole = append_attributes(out, keys.hash, key) && append_attributes(out, keys.range, key);
  WB_ASSERT(whole);
  return out;
}

std::optional<std::string> index_row(const TableRecord& table, const IndexRecord& index, ItemView item) {
  std::string out = index_prefix(index.number);
  out.reserve(96);
  if (!append_hashed(out, index.keys.hash, item) || !append_attributes(out, index.keys.range, item)) return std::nullopt;
  // AWS gives the entries of one key by the hash of their items' whole keys (dynalite's tests of Query).
  KeyHasher hasher;
  bool whole = add_attributes(hasher, table.keys.hash, item) && add_attributes(hasher, table.keys.range, item);
  append_big_endian(out, hasher.finish(), k_hash_bytes);
  whole = whole && append_attributes(out, table.keys.hash, item) && append_attributes(out, table.keys.range, item);
  WB_ASSERT(whole);
  return out;
}

std::string items_prefix() { return "i"; }
std::string index_prefix(std::uint32_t number) { return numbered('x', number, k_index_bytes); }

std::string hash_prefix(std::string prefix, const KeySchemaRecord& keys, ItemView hash) {
  const bool whole = append_hashed(prefix, keys.hash, hash);
  WB_ASSERT(whole);
  return prefix;
}

KeyRange segment_range(const std::string& prefix, std::uint32_t segment, std::uint32_t segments) {
  WB_ASSERT(segments > 0 && segment < segments);
  auto range = prefix_range(prefix);
  const auto begin_of = [&](std::uint64_t part) {
    auto out = prefix;
    append_big_endian(out, (part << 32) / segments, k_hash_bytes);
    return out;
  };
  if (segment > 0) range.begin = begin_of(segment);
  if (segment + 1 < segments) range.end = begin_of(segment + 1);
  return range;
}

std::uint32_t log_shard(std::string_view /*item_row*/) {
  static_assert(k_log_shards == 1);
  return 0;
}

std::string stream_prefix(std::string_view label) { return std::string("s").append(label).append(1, '\0'); }
std::string stream_prefix(std::string_view label, std::uint32_t shard) {
  return stream_prefix(label).append(1, static_cast<char>(shard));
}
std::string stream_row(std::string_view label, std::uint32_t shard, std::uint64_t number) {
  auto out = stream_prefix(label, shard);
  append_big_endian(out, number, 8);
  return out;
}
std::string counter_row(std::uint32_t shard) { return numbered('q', shard, 1); }
std::string history_prefix() { return "h"; }
std::string history_row(TimePoint at, std::uint32_t shard, std::uint64_t number) {
  auto out = numbered('h', static_cast<std::uint64_t>(at.time_since_epoch().count()), 8);
  append_big_endian(out, shard, 1);
  append_big_endian(out, number, 8);
  return out;
}
std::string expiries_prefix(std::uint32_t generation) { return numbered('e', generation, 4); }
std::string expiry_row(std::uint32_t generation, std::int64_t seconds, std::string_view key) {
  auto out = expiries_prefix(generation);
  append_big_endian(out, static_cast<std::uint64_t>(seconds), 8);
  return std::move(out.append(key));
}
std::string fill_row(std::uint32_t number) { return numbered('b', number, 4); }
std::string wipe_row(std::string_view prefix) { return std::string("w").append(prefix); }
std::string gone_row(std::string_view table_id) { return gone_prefix().append(table_id); }
std::string gone_prefix() { return "d"; }
std::string counters_prefix() { return "q"; }

std::string listed_table_row(std::string_view name) { return std::string("n").append(name); }
std::string listed_gone_row(std::string_view name, std::string_view table_id) {
  return listed_gone_prefix().append(name).append(1, '\0').append(table_id);
}
std::string listed_gone_prefix() { return "g"; }
GoneTable split_gone_row(std::string_view row) {
  row.remove_prefix(1);
  const auto end = row.find('\0');
  return {row.substr(0, end), row.substr(end + 1)};
}
std::string document_row(DocumentKind kind, std::string_view key) {
  return std::string("d").append(1, static_cast<char>('a' + static_cast<int>(kind))).append(key);
}

std::vector<std::string> key_attribute_names(const KeySchemaRecord& keys) {
  std::vector<std::string> names;
  for (const auto& attribute : keys.hash) names.push_back(attribute.name);
  for (const auto& attribute : keys.range) names.push_back(attribute.name);
  return names;
}

std::string sequence_number(std::uint64_t number) { return fmt::format("1{:020}", number); }

std::optional<std::uint64_t> parse_sequence_number(std::string_view text) {
  if (text.size() != 21 || text.front() != '1') return std::nullopt;
  std::uint64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data() + 1, end, number);
  return parsed.ec == std::errc() && parsed.ptr == end ? std::optional(number) : std::nullopt;
}

}  // namespace winterbaume::dynamodb
