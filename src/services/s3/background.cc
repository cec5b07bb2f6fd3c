#include "services/s3/background.h"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "core/failure.h"
#include "services/s3/lifecycle/lifecycle_run.h"
#include "services/s3/replication/replicate.h"

namespace winterbaume::s3 {

Background::Background(std::shared_ptr<Clock> clock, std::shared_ptr<Ids> ids) : clock_(std::move(clock)), ids_(std::move(ids)) {}

void Background::reset() {
  recorded_events_.clear();
  replication_.clear();
  restores_.clear();
}

asio::awaitable<void> Background::run(S3Door& door, std::stop_token stop) {
  using namespace asio::experimental::awaitable_operators;
  co_await (run_lifecycle_rounds(door, stop) && run_replication(door, replication_, *clock_, *ids_, stop) &&
            restores_.run(door, *clock_, *ids_, stop));
}

asio::awaitable<void> Background::run_lifecycle_rounds(S3Door& door, std::stop_token stop) {
  auto wakeup = std::make_shared<Wakeup>();
  std::stop_callback on_stop(stop, [wakeup] { wakeup->notify(); });
  while (true) {
    wakeup->reset();
    if (stop.stop_requested()) co_return;
    try {
      co_await run_lifecycle(door, clock_->now(), lifecycle_, *ids_, stop);
    } catch (const StorageFailure&) {
      // The next round does what this one left.
    }
    co_await clock_->wait_until(clock_->now() + lifecycle_.between_rounds(), wakeup);
  }
}

}  // namespace winterbaume::s3
