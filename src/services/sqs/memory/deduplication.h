// The deduplication ids of the last five minutes, each with the answer that its first message got.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "core/clock.h"
#include "core/ids.h"
#include "services/sqs/memory/fingerprint.h"

namespace winterbaume::sqs::memory {

// How long a message's deduplication id keeps others out; it outlives the message itself (AWS, "Exactly-once processing").
constexpr std::chrono::minutes k_deduplication_interval{5};

class Deduplication {
 public:
  struct Record {
    Fingerprint id;
    Uuid message_id;
    std::uint64_t sequence = 0;
    TimePoint until{};
  };

  // The record of that id, still holding at `now`.
  const Record* find(const Fingerprint& id, TimePoint now) const;
  // `record.until` must not be before that of the record added last, but for a clock that was set back.
  void add(const Record& record);
  // Forgets what is over at `now`.
  void expire(TimePoint now);
  std::size_t size() const { return records_.size(); }

 private:
  std::size_t home(const Fingerprint& id) const { return id.low & (table_.size() - 1); }
  void insert(std::uint64_t number);
  void erase(std::size_t place);
  void resize(std::size_t places);
  const Record& record(std::uint32_t number) const { return records_[number - static_cast<std::uint32_t>(first_)]; }

  std::deque<Record> records_;        // in the order of their end
  std::uint64_t first_ = 0;           // the running number of records_.front()
  std::vector<std::uint32_t> table_;  // low bits of running numbers, open addressing with linear probing, a power of two
};

}  // namespace winterbaume::sqs::memory
