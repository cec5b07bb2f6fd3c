// Where DynamoDB's rows lie. A table is a partition of the store, "dynamodb/<account>/<region>/table/<name>", in which each kind
// of row begins with a letter:
//
//   t                                      the table's record: every commit of items checks it
//   i <hash> <key>                         an item; <hash> is 4 bytes of the hash key's form, so that a segment of a
//                                          parallel scan is a range
//   x <index> <hash> <index key> <hash> <key>  an index entry, by the index's number: what it projects; the second hash is of the
//                                          item's whole key, by which AWS gives the entries of one index key
//   s <label> NUL <shard> <number>         a record of a stream
//   q <shard>                              the last number that a change of the shard's items got, and the time of that change
//   h <time> <shard> <number>              what a change replaced, of continuous backups; times don't go back from number to
//                                          number, so that this is the order of commits
//   e <generation> <seconds> <key>         when an item's time to live ends: the item's key
//   b <number>                             how far an index (0: time to live) is filled
//   w <prefix>                             rows with this prefix are to be removed: a table, an index or a stream is gone
//   d <table's id>                         a table that is gone, and whose streams can still be read
//   k <token>, y <time> <token>            a token, and when it is over (token_rows.h)
//   c                                      written where the list gives up a table that was never made (store_table_list.cc)
//
// <key>s are in the form of items/key_encoding.h, which sorts as DynamoDB sorts. Numbers are big-endian.
//
// "dynamodb/<account>/<region>/tables" tells which tables there are (n <name>: nothing, or when the table began to be made or to
// be deleted: then its own partition tells) and which are gone with streams that can still be read (g <name> NUL <id>);
// "dynamodb/<account>/<region>/documents" has documents (d <kind> <key>) and tokens; "dynamodb/scopes" the accounts and regions
// that anything was made in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "services/dynamodb/dynamodb_backend.h"
#include "storage/state_store.h"

namespace winterbaume::dynamodb {

inline constexpr std::string_view k_partitions = "dynamodb/";
inline constexpr std::string_view k_scopes_partition = "dynamodb/scopes";
PartitionKey table_partition(const Scope& scope, std::string_view table);
PartitionKey table_partition(const TableRecord& table);
PartitionKey tables_partition(const Scope& scope);
PartitionKey documents_partition(const Scope& scope);

inline const std::string k_table_row = "t";
inline const std::string k_given_up_row = "c";
// One: programs are written against small tables, whose streams have one open shard on AWS, and continuous backups need one order
// of all changes. Its price, measured: two threads write 0.6 times as many items to a table with a stream as to one without it.
inline constexpr std::uint32_t k_log_shards = 1;

void append_big_endian(std::string& out, std::uint64_t value, int bytes);
std::uint64_t read_big_endian(std::string_view bytes, int count);

// `key` has all attributes of the schema, of its types.
std::string item_row(const KeySchemaRecord& keys, ItemView key);
// "<key>": what a row of an item has behind its hash.
std::string primary_key(const KeySchemaRecord& keys, ItemView key);
// Null where the item does not belong into the index: an attribute of its key is missing or of another type.
std::optional<std::string> index_row(const TableRecord& table, const IndexRecord& index, ItemView item);

std::string items_prefix();
std::string index_prefix(std::uint32_t number);
// What all rows of one hash key begin with, in a table (`prefix` of items) or in an index.
std::string hash_prefix(std::string prefix, const KeySchemaRecord& keys, ItemView hash);
// Part `segment` of `segments` of the rows with that prefix.
KeyRange segment_range(const std::string& prefix, std::uint32_t segment, std::uint32_t segments);

// Of the shard's number where the row of an item is known.
std::uint32_t log_shard(std::string_view item_row);
std::string stream_prefix(std::string_view label);
std::string stream_prefix(std::string_view label, std::uint32_t shard);
std::string stream_row(std::string_view label, std::uint32_t shard, std::uint64_t number);
std::string counter_row(std::uint32_t shard);
std::string history_prefix();
std::string history_row(TimePoint at, std::uint32_t shard, std::uint64_t number);
std::string expiries_prefix(std::uint32_t generation);
std::string expiry_row(std::uint32_t generation, std::int64_t seconds, std::string_view key);
std::string fill_row(std::uint32_t number);
std::string wipe_row(std::string_view prefix);
std::string gone_row(std::string_view table_id);
std::string gone_prefix();
std::string counters_prefix();

std::string listed_table_row(std::string_view name);
std::string listed_gone_row(std::string_view name, std::string_view table_id);
std::string listed_gone_prefix();
struct GoneTable {
  std::string_view name;
  std::string_view id;
};
GoneTable split_gone_row(std::string_view row);
std::string document_row(DocumentKind kind, std::string_view key);

// No row of an item is larger: 400 KiB by AWS's sizes, and what the compact form and the key add.
inline constexpr std::size_t k_row_bytes_max = 1 << 20;
inline constexpr std::size_t k_all_tables = 1'000'000'000;
std::vector<std::string> key_attribute_names(const KeySchemaRecord& keys);

// 21 digits: larger numbers are later texts.
std::string sequence_number(std::uint64_t number);
std::optional<std::uint64_t> parse_sequence_number(std::string_view text);  // null: no sequence number

}  // namespace winterbaume::dynamodb
