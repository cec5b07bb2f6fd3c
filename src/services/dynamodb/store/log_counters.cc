#include "services/dynamodb/store/log_counters.h"

#include <algorithm>

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_counters_max = 4096;  // a lane forgets what it knows, rather than grow with every table there ever was

}  // namespace

LogCounters::Turn& LogCounters::Turn::operator=(Turn&& other) noexcept {
  if (this == &other) return *this;
  leave();
  counters_ = std::exchange(other.counters_, nullptr);
  lanes_ = std::move(other.lanes_);
  return *this;
}

void LogCounters::Turn::leave() noexcept {
  if (counters_ == nullptr) return;
  for (const auto lane : lanes_) LogCounters::leave(counters_->lanes_[lane]);
  counters_ = nullptr;
  lanes_.clear();
}

bool LogCounters::try_enter(Lane& lane, std::shared_ptr<Wakeup>& waiting) {
  std::scoped_lock lock(lane.mutex);
  if (!lane.taken) {
    lane.taken = true;
    return true;
  }
  waiting = std::make_shared<Wakeup>();
  lane.waiting.push_back(waiting);
  return false;
}

// The lane is free from here on, and whoever waited longest tries again: a waiter that went away meanwhile holds up nobody else.
void LogCounters::leave(Lane& lane) noexcept {
  std::scoped_lock lock(lane.mutex);
  lane.taken = false;
  while (!lane.waiting.empty()) {
    const bool somebody = lane.waiting.front().use_count() > 1;
    if (somebody) lane.waiting.front()->notify();
    lane.waiting.pop_front();
    if (somebody) break;
  }
}

asio::awaitable<LogCounters::Turn> LogCounters::enter(std::vector<std::string> logs) {
  Turn turn;
  turn.counters_ = this;
  std::vector<std::uint32_t> wanted;
  wanted.reserve(logs.size());
  for (const auto& log : logs) wanted.push_back(lane_of(log));
  std::ranges::sort(wanted);
  wanted.erase(std::ranges::unique(wanted).begin(), wanted.end());
  for (const auto lane : wanted) {
    std::shared_ptr<Wakeup> waiting;
    while (!try_enter(lanes_[lane], waiting)) co_await SystemClock().wait_until(k_end_of_time, waiting);
    turn.lanes_.push_back(lane);
  }
  co_return turn;
}

LogCounters::Counter& LogCounters::of(const std::string& log) {
  auto& counters = lanes_[lane_of(log)].counters;
  if (counters.size() >= k_counters_max && !counters.contains(log)) counters.clear();
  return counters[log];
}

}  // namespace winterbaume::dynamodb
