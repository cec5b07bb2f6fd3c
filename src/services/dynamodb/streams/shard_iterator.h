// Where a reader of a shard stands, as the opaque text that clients hand back. It holds all that it means: nothing is kept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"

namespace winterbaume::dynamodb {

// API Reference, "GetShardIterator": an iterator is good for 15 minutes.
constexpr auto k_iterator_lifetime = std::chrono::minutes(15);

struct ShardIterator {
  std::string stream_arn;
  std::uint32_t shard = 0;
  std::string after;       // a sequence number; empty: from the oldest record
  bool inclusive = false;  // that record too
  TimePoint issued;
};

std::string encode(const ShardIterator& iterator);
// Null: none of ours.
std::optional<ShardIterator> decode_shard_iterator(std::string_view text);

}  // namespace winterbaume::dynamodb
