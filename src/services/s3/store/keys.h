// Where a bucket's rows lie. A bucket is a partition of the store, "s3/bucket/<name>", of which each kind of row begins with a
// letter:
//
//   b                                   the bucket's record
//   k <kind> <id>                       a configuration
//   c <key>                             the latest version of a key, where it is an object
//   v <key*> <order>                    other versions, newest first, and every delete marker
//   n <key>                             the <order> of the null version, where it lies among the v rows
//   m <manifest> <page>                 the parts of an object of parts
//   a <key*> <version id> NUL <name>    annotations
//   u <key*> <upload id>                uploads in progress
//   p <upload id> NUL <number>          their parts
//   r <time> <key*> <version id>        a copy of an archived object that falls due then
//   t <client token>                    a rename that was done, as long as its token is remembered
//
// <key*> is the key with NUL written as NUL FF, ended by NUL NUL: it sorts as the key does. <order> is 24 bytes: the sequence's
// complement, big-endian, then 16 random bytes (zeros for the null version); in text it is the version's id.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/ids.h"
#include "services/s3/s3_backend.h"
#include "storage/state_store.h"

namespace winterbaume::s3 {

// "s3/buckets" tells which buckets an account has: <account> NUL <name>. Only a hint; the bucket's own record decides. Beside
// them, <account> and "d" or "g": how many there are of directory buckets and of the others.
inline constexpr std::string_view k_buckets_partition = "s3/buckets";
inline constexpr std::string_view k_bucket_partitions = "s3/bucket/";

PartitionKey bucket_partition(std::string_view bucket);
std::string bucket_hint(std::string_view account_id, std::string_view name);
inline bool is_bucket_hint(std::string_view row) { return row.find('\0') != std::string_view::npos; }

inline const std::string k_bucket_row = "b";
std::string config_row(const ConfigKey& key);
std::string current_row(std::string_view key);
std::string versions_prefix(std::string_view key);  // "v<key*>"
std::string version_row(std::string_view key, std::string_view order);
std::string null_row(std::string_view key);
std::string manifest_prefix(std::string_view manifest);
std::string manifest_row(std::string_view manifest, std::uint32_t page);
std::string annotations_prefix(std::string_view key, std::string_view version_id);
std::string uploads_prefix(std::string_view key);
std::string upload_row(std::string_view key, std::string_view upload_id);
std::string parts_prefix(std::string_view upload_id);
std::string part_row(std::string_view upload_id, std::uint32_t number);
std::string rename_token_row(std::string_view token);
inline constexpr std::string_view k_restore_rows = "r";
std::string restore_row(const RestoreNote& note);
RestoreNote restore_note_of(std::string_view row);  // a row of restore_row()

// "<key*>" without its end mark: what keys that begin with `prefix` begin with.
std::string escape_key(std::string_view prefix);
// A row of "v" or "u": its key and what follows it. Null where it is no such row.
struct SplitRow {
  std::string key;
  std::string_view rest;
};
std::optional<SplitRow> split_row(std::string_view row);

constexpr std::size_t k_order_bytes = 24;
std::string make_order(std::uint64_t sequence, Ids& ids);
std::string null_order(std::uint64_t sequence);
std::uint64_t sequence_of(std::string_view order);
std::string version_id_of(std::string_view order);
std::optional<std::string> order_of(std::string_view version_id);  // null: no id of ours
// The <order> of a record: from its version id, or of the null version.
std::string order_of(const ObjectRecord& record);

}  // namespace winterbaume::s3
