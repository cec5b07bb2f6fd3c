// An ordered, transactional key-value store: what everything that must outlive a request is kept in.
//
// Keys are bytes, ordered as unsigned bytes within a partition. A partition (a bucket, a table, a service's settings in one
// account and region) is the unit of placement: on Redis Cluster it is the hash tag. A partition exists while it has a key.
//
// Implementations are thread-safe; each call is atomic. A store that is out of reach or full throws StorageFailure.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace winterbaume {

namespace asio = boost::asio;

// "s3/bucket/photos". Any bytes; by custom '/'-separated and beginning with the service.
using PartitionKey = std::string;

struct Entry {
  std::string value;
  std::uint64_t version = 0;  // that of the commit that wrote it: never 0, never used again for that key with another value
};

struct Row {
  std::string key;
  std::string value;
  std::uint64_t version = 0;
};

// [begin, end); an empty `end` is the partition's end.
struct KeyRange {
  std::string begin;
  std::string end;
};
// Every key that begins with `prefix`.
KeyRange prefix_range(std::string prefix);

struct ScanOptions {
  std::size_t limit = 1000;                                               // rows, >= 1
  std::size_t bytes_max = 8 << 20;                                        // of keys and values; one row at least is given
  std::size_t value_bytes_max = std::numeric_limits<std::size_t>::max();  // longer values are cut to this
  bool reverse = false;                                                   // from the end of the range down
};

// What must hold for a commit to happen: the key has that version, or, without one, is absent.
struct Check {
  std::string key;
  std::optional<std::uint64_t> version;
};

// Without a value: the key is removed, if it is there.
struct Write {
  std::string key;
  std::optional<std::string> value;
};

struct PartitionCommit {
  PartitionKey partition;
  std::vector<Check> checks;
  std::vector<KeyRange> empty_ranges;  // no key may be in these, before the writes
  std::vector<Write> writes;           // no key twice
};

struct Commit {
  std::vector<PartitionCommit> parts;  // no partition twice
};

// Where `committed`, `version` is what the written entries now have; else nothing was written.
struct CommitOutcome {
  bool committed = false;
  std::uint64_t version = 0;
  std::size_t failed_part = 0;  // of a conflict: the first part of which a check did not hold …
  std::string failed_key;       // … and the check's key, or the range's first byte
};

class StateStore {
 public:
  virtual ~StateStore() = default;

  // True where nobody but this object writes what it holds: what was read stays right until it is written through it, and need
  // not be asked for again.
  virtual bool is_exclusive() const { return false; }

  virtual asio::awaitable<std::optional<Entry>> get(PartitionKey partition, std::string key) = 0;
  // Rows in order (backwards where reverse). A partition that is not there has none.
  virtual asio::awaitable<std::vector<Row>> scan(PartitionKey partition, KeyRange range, ScanOptions options) = 0;
  // All checks hold and all writes happen, durably and at once, or nothing happens. Throws PlacementFailure where the engine
  // can't commit over these partitions at once.
  virtual asio::awaitable<CommitOutcome> commit(Commit commit) = 0;
  // The partitions whose key begins with `prefix`, in order.
  virtual asio::awaitable<std::vector<PartitionKey>> partitions(std::string prefix) = 0;
  // Removes a partition with all its keys.
  virtual asio::awaitable<void> drop(PartitionKey partition) = 0;
  // Writes out what is still to be written. No call may follow.
  virtual asio::awaitable<void> close() = 0;
};

}  // namespace winterbaume
