// Which of the replicas' writes to an item another replica has still to take. Pure.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/dynamodb/dynamodb_backend.h"

namespace winterbaume::dynamodb::global {

// The last writer wins: by time, then by the replica's place in the group; writes of one replica in the order it took them.
struct WriteOrder {
  TimePoint at;
  std::size_t replica = 0;
  std::uint64_t number = 0;  // of the replica's writes to that item
  friend auto operator<=>(const WriteOrder&, const WriteOrder&) = default;
};

struct PendingWrite {
  WriteOrder order;
  bool is_there = false;      // after it
  std::optional<Item> image;  // null where nothing is there, or the replica's stream keeps no new images
};

// Not thread-safe. Of items of one shard.
class PendingWrites {
 public:
  // Rows of one replica come in their order. What it took from others itself is passed over.
  void add(std::size_t replica, StreamRow row);

  // A key that has writes which replicas were not asked for since they came; null: none.
  std::optional<Item> take_key();
  // The oldest write to the key that `replica`, which holds `stored`, has to take next: later than its own last one and than
  // those it took. Where it holds what one of them left behind, those up to there are taken. Null: it has all.
  const PendingWrite* next_for(const Item& key, std::size_t replica, const std::optional<Item>& stored);
  void took(const Item& key, std::size_t replica, const WriteOrder& order);

  std::size_t bytes() const { return bytes_; }  // held

 private:
  struct Writes {
    std::vector<PendingWrite> in_order;
    std::map<std::size_t, WriteOrder> own;   // by replica: its own last write
    std::map<std::size_t, WriteOrder> last;  // by replica: its own last write, or what it took last
  };
  std::map<std::string, Writes> by_key_;
  std::set<std::string> unasked_;
  std::size_t bytes_ = 0;
};

}  // namespace winterbaume::dynamodb::global
