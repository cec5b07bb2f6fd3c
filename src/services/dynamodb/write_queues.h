// Local writers of one item go one after another, instead of finding out at commit that another was faster.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "services/dynamodb/dynamodb_types.h"
#include "services/dynamodb/items/item.h"

namespace winterbaume::dynamodb {

namespace asio = boost::asio;

// Thread-safe. Costs no wait, no lock and no allocation where nobody else is at the item. Items share lanes: now and then a
// writer waits for one of another item.
class WriteQueues {
  class Lanes;

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
    void leave() noexcept;
    Lanes* lanes_ = nullptr;
    boost::container::small_vector<std::uint32_t, 4> entered_;  // in order
  };

  // True where the turn was to be had at once; else `co_await enter(…)`. `turn` holds nothing yet. `key`: its attributes alone.
  bool try_enter(const Table& table, const Item& key, Turn& turn);
  // Many items at once, without deadlocks: lanes are entered in order. Whoever holds a turn asks for no second one.
  asio::awaitable<Turn> enter(std::vector<std::pair<TablePtr, Item>> items);

 private:
  std::unique_ptr<Lanes> lanes_;
};

}  // namespace winterbaume::dynamodb
