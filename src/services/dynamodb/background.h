// What DynamoDB does without a request: expired items go, indexes are filled, old stream records are forgotten, tables and
// indexes whose change takes time come to its end.
#pragma once

#include <memory>
#include <stop_token>

#include "core/clock.h"
#include "services/dynamodb/dynamodb_door.h"

namespace winterbaume::dynamodb {

class Background {
 public:
  explicit Background(std::shared_ptr<Clock> clock = std::make_shared<SystemClock>()) : clock_(std::move(clock)) {}

  // Before the first request: the clock that the waits go by, and how long a round waits for the next.
  void set_clock(std::shared_ptr<Clock> clock) { clock_ = std::move(clock); }
  void set_interval(Millis interval) { interval_ = interval; }

  // One round over every table, as of `now`; ends early where `stop` is requested. What tests call.
  asio::awaitable<void> run_once(const DynamoDbDoor& door, TimePoint now, std::stop_token stop = {});
  // Rounds until `stop`. A round that fails is tried again with the next.
  asio::awaitable<void> run(const DynamoDbDoor& door, std::stop_token stop);
  // There is work now (a new index, a TTL that was switched on): the next round begins at once. Thread-safe.
  void wake();

 private:
  std::shared_ptr<Clock> clock_;
  Millis interval_{1000};
  TimePoint trimmed_;  // when old records were forgotten last
  std::shared_ptr<Wakeup> wakeup_ = std::make_shared<Wakeup>();
};

}  // namespace winterbaume::dynamodb
