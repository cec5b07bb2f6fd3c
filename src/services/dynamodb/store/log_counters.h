// The last numbers of tables' logs. A change's number is given in the commit that makes the change, so that numbers come in the
// order of commits; local writers of one log take turns, instead of finding out at commit that another was faster.
#pragma once

#include <array>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/clock.h"

namespace winterbaume::dynamodb {

namespace asio = boost::asio;

// Thread-safe. What it remembers may be old: the commit checks the counter's row.
class LogCounters {
 public:
  struct Counter {
    bool known = false;         // else read the row
    std::uint64_t number = 0;   // the last that was given
    TimePoint last;             // of the newest change: a later one is given no earlier time
    std::uint64_t version = 0;  // of the row; 0: there is none
  };

  // While it lives, its holder is alone with its lanes' counters. Movable; may be let go on any thread.
  class Turn {
   public:
    Turn() = default;
    Turn(Turn&& other) noexcept : counters_(std::exchange(other.counters_, nullptr)), lanes_(std::move(other.lanes_)) {}
    Turn& operator=(Turn&& other) noexcept;
    ~Turn() { leave(); }

   private:
    friend class LogCounters;
    void leave() noexcept;
    LogCounters* counters_ = nullptr;
    std::vector<std::uint32_t> lanes_;  // in order
  };

  // `logs`: names of counters (partition and row). Many at once without deadlocks: lanes are entered in order.
  asio::awaitable<Turn> enter(std::vector<std::string> logs);
  // Of a log that the caller has its turn at.
  Counter& of(const std::string& log);

 private:
  static constexpr std::size_t k_lanes = 256;
  struct Lane {
    std::mutex mutex;
    bool taken = false;
    std::deque<std::shared_ptr<Wakeup>> waiting;
    std::unordered_map<std::string, Counter> counters;  // of whoever has the turn
  };
  static std::uint32_t lane_of(const std::string& log) {
    return static_cast<std::uint32_t>(std::hash<std::string>{}(log) % k_lanes);
  }
  bool try_enter(Lane& lane, std::shared_ptr<Wakeup>& waiting);
  static void leave(Lane& lane) noexcept;

  std::array<Lane, k_lanes> lanes_;
};

}  // namespace winterbaume::dynamodb
