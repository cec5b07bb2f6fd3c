#include "services/dynamodb/write_queues.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <list>
#include <mutex>
#include <string_view>

#include "core/assert.h"
#include "core/clock.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::uint32_t k_lanes = 4096;
constexpr std::uint32_t k_halls = 64;

enum class Lane : std::uint8_t {
  free,
  taken,
  wanted,  // taken, and somebody may be waiting
};

std::uint32_t lane_of(const Table& table, const Item& key) {
  const auto hash = std::hash<std::string_view>{};
  return static_cast<std::uint32_t>((hash(key.bytes()) * 31 + hash(table.record.id)) % k_lanes);
}

}  // namespace

// A lane is a byte, taken and left by one atomic exchange; who has to wait does so in a hall that many lanes share.
class WriteQueues::Lanes {
 public:
  bool try_enter(std::uint32_t lane) {
    auto expected = Lane::free;
    return lanes_[lane].compare_exchange_strong(expected, Lane::taken, std::memory_order_acquire, std::memory_order_relaxed);
  }
  asio::awaitable<void> enter(std::uint32_t lane);
  void leave(std::uint32_t lane) noexcept {
    if (lanes_[lane].exchange(Lane::free, std::memory_order_release) == Lane::wanted) call_next(lane);
  }

 private:
  struct Waiter {
    std::uint32_t lane = 0;
    std::shared_ptr<Wakeup> called;
  };
  struct Hall {
    std::mutex mutex;
    std::list<Waiter> waiters;  // by when they came
  };
  class Place;

  void call_next(std::uint32_t lane) noexcept;
  Hall& hall_of(std::uint32_t lane) { return halls_[lane % k_halls]; }

  std::array<std::atomic<Lane>, k_lanes> lanes_{};
  std::array<Hall, k_halls> halls_;
};

// One who waits. Where its coroutine is destroyed instead of going on, somebody else is called.
class WriteQueues::Lanes::Place {
 public:
  Place(Lanes& lanes, std::uint32_t lane) : lanes_(lanes), lane_(lane) {}
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() {
    if (called_ == nullptr) return;
    {
      std::scoped_lock lock(lanes_.hall_of(lane_).mutex);
      if (std::erase_if(lanes_.hall_of(lane_).waiters, [&](const Waiter& waiter) { return waiter.called == called_; }) > 0)
        return;
    }
    lanes_.call_next(lane_);
  }

  // True: the lane is the caller's. Else called() wakes it for the next try; who was called once stays ahead of others.
  bool try_enter() {
    auto& hall = lanes_.hall_of(lane_);
    std::scoped_lock lock(hall.mutex);
    if (lanes_.lanes_[lane_].exchange(Lane::wanted, std::memory_order_acquire) == Lane::free) {
      called_ = nullptr;
      return true;
    }
    const auto place = called_ == nullptr ? hall.waiters.end() : hall.waiters.begin();
    called_ = std::make_shared<Wakeup>();
    hall.waiters.insert(place, Waiter{lane_, called_});
    return false;
  }
  std::shared_ptr<Wakeup> called() const { return called_; }

 private:
  Lanes& lanes_;
  std::uint32_t lane_;
  std::shared_ptr<Wakeup> called_;
};

void WriteQueues::Lanes::call_next(std::uint32_t lane) noexcept {
  auto& hall = hall_of(lane);
  std::scoped_lock lock(hall.mutex);
  const auto next = std::ranges::find(hall.waiters, lane, &Waiter::lane);
  if (next == hall.waiters.end()) return;
  next->called->notify();
  hall.waiters.erase(next);
}

asio::awaitable<void> WriteQueues::Lanes::enter(std::uint32_t lane) {
  if (try_enter(lane)) co_return;
  Place place(*this, lane);
  while (!place.try_enter()) co_await SystemClock().wait_until(k_end_of_time, place.called());
}

WriteQueues::WriteQueues() : lanes_(std::make_unique<Lanes>()) {}
WriteQueues::~WriteQueues() = default;

WriteQueues::Turn::Turn(Turn&& other) noexcept
    : lanes_(std::exchange(other.lanes_, nullptr)), entered_(std::move(other.entered_)) {}

WriteQueues::Turn& WriteQueues::Turn::operator=(Turn&& other) noexcept {
  if (this == &other) return *this;
  leave();
  lanes_ = std::exchange(other.lanes_, nullptr);
  entered_ = std::move(other.entered_);
  return *this;
}

WriteQueues::Turn::~Turn() { leave(); }

void WriteQueues::Turn::leave() noexcept {
  if (lanes_ == nullptr) return;
  for (const auto lane : entered_) lanes_->leave(lane);
  entered_.clear();
  lanes_ = nullptr;
}

bool WriteQueues::try_enter(const Table& table, const Item& key, Turn& turn) {
  WB_ASSERT(turn.lanes_ == nullptr);
  const auto lane = lane_of(table, key);
  if (!lanes_->try_enter(lane)) return false;
  turn.lanes_ = lanes_.get();
  turn.entered_.assign(1, lane);
  return true;
}

asio::awaitable<WriteQueues::Turn> WriteQueues::enter(std::vector<std::pair<TablePtr, Item>> items) {
  std::vector<std::uint32_t> wanted;
  wanted.reserve(items.size());
  for (const auto& [table, key] : items) wanted.push_back(lane_of(*table, key));
  std::ranges::sort(wanted);
  wanted.erase(std::ranges::unique(wanted).begin(), wanted.end());
  Turn turn;
  turn.lanes_ = lanes_.get();
  turn.entered_.reserve(wanted.size());
  for (const auto lane : wanted) {
    co_await lanes_->enter(lane);
    turn.entered_.push_back(lane);
  }
  co_return turn;
}

}  // namespace winterbaume::dynamodb
