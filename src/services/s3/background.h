// What S3 does without a request: lifecycle rules, replication, copies of archived objects that come and go. And what changes
// leave for it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <stop_token>

#include "core/clock.h"
#include "core/ids.h"
#include "services/s3/events/recorded_events.h"
#include "services/s3/lifecycle/lifecycle_settings.h"
#include "services/s3/lifecycle/restore_schedule.h"
#include "services/s3/replication/replication_queue.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

// Thread-safe but for the setters, which come before the first request.
class Background {
 public:
  explicit Background(std::shared_ptr<Clock> clock = std::make_shared<SystemClock>(),
                      std::shared_ptr<Ids> ids = std::make_shared<RandomIds>());

  void set_clock(std::shared_ptr<Clock> clock) { clock_ = std::move(clock); }
  void set_lifecycle(LifecycleSettings settings) { lifecycle_ = settings; }

  RecordedEvents& recorded_events() { return recorded_events_; }
  ReplicationQueue& replication() { return replication_; }
  RestoreSchedule& restores() { return restores_; }
  const LifecycleSettings& lifecycle() const { return lifecycle_; }

  // Forgets what it was left with.
  void reset();
  // Runs until `stop` is requested. A round that meets a fault of the store ends, and the next one tries again. `door` outlives
  // it.
  asio::awaitable<void> run(S3Door& door, std::stop_token stop);

 private:
  asio::awaitable<void> run_lifecycle_rounds(S3Door& door, std::stop_token stop);

  std::shared_ptr<Clock> clock_;
  std::shared_ptr<Ids> ids_;
  LifecycleSettings lifecycle_;
  RecordedEvents recorded_events_;
  ReplicationQueue replication_;
  RestoreSchedule restores_;
};

}  // namespace winterbaume::s3
