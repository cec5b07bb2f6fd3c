// Local writers of one item go one after another, instead of finding out at commit that another was faster.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <vector>

#include "services/dynamodb/dynamodb_types.h"
#include "services/dynamodb/items/item.h"

namespace winterbaume::dynamodb {

namespace asio = boost::asio;

// Thread-safe. Costs no wait and no allocation where nobody else is at the item.
class WriteQueues {
 public:
  WriteQueues();
  ~WriteQueues();

  // While it lives, its holder is alone with its items among this server's writers. Movable; may be let go on any thread.
  class Turn {
   public:
    Turn() = default;
    Turn(Turn&& other) noexcept;
    Turn& operator=(Turn&& other) noexcept;
    ~Turn();

   private:
    friend class WriteQueues;
    WriteQueues* queues_ = nullptr;
    std::vector<std::uint32_t> lanes_;
  };

  // True where the turn was to be had at once; else `co_await enter(…)`.
  bool try_enter(const Table& table, const Item& key, Turn& turn);
  // Many items at once, without deadlocks: lanes are entered in order.
  asio::awaitable<Turn> enter(std::vector<std::pair<TablePtr, Item>> items);

 private:
  struct Lanes;
  std::unique_ptr<Lanes> lanes_;
};

}  // namespace winterbaume::dynamodb
