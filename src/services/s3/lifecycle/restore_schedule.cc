#include "services/s3/lifecycle/restore_schedule.h"

#include "core/failure.h"
#include "services/s3/events/notifications.h"

namespace winterbaume::s3 {
namespace {

// Of a copy whose time is over the record keeps nothing.
asio::awaitable<void> visit_copy(S3Door& door, RestoreSchedule::Visit visit, TimePoint now, Ids& ids) {
  auto bucket = co_await door.backend.get_bucket(visit.bucket);
  if (!bucket) co_return;
  auto object = co_await door.backend.get_object(visit.bucket, visit.key, visit.version_id);
  if (!object || !object->record.restore) co_return;
  std::string_view event = "s3:ObjectRestore:Completed";
  if (object->record.restore->expires == visit.at) {
    event = "s3:ObjectRestore:Delete";
    object->record.restore.reset();
    auto updated = co_await door.backend.update_object(visit.bucket, *object);
    if (!updated || !*updated) co_return;
  } else if (object->record.restore->ready != visit.at) {
    co_return;
  }
  co_await notify(door, *bucket, service_origin(now, ids.uuid().text()), {event, std::move(*object)});
}

}  // namespace

RestoreSchedule::RestoreSchedule() : wakeup_(std::make_shared<Wakeup>()) {}

void RestoreSchedule::add(Visit visit) {
  std::lock_guard lock(mutex_);
  if (visits_.size() >= k_visits_max) return;
  const auto at = visit.at;
  visits_.emplace(at, std::move(visit));
  wakeup_->notify();
}

void RestoreSchedule::clear() {
  std::lock_guard lock(mutex_);
  visits_.clear();
}

TimePoint RestoreSchedule::next() const {
  std::lock_guard lock(mutex_);
  return visits_.empty() ? k_end_of_time : visits_.begin()->first;
}

std::vector<RestoreSchedule::Visit> RestoreSchedule::take_due(TimePoint now) {
  std::lock_guard lock(mutex_);
  std::vector<Visit> due;
  const auto end = visits_.upper_bound(now);
  for (auto at = visits_.begin(); at != end; ++at) due.push_back(std::move(at->second));
  visits_.erase(visits_.begin(), end);
  return due;
}

asio::awaitable<void> RestoreSchedule::run(S3Door& door, Clock& clock, Ids& ids, std::stop_token stop) {
  std::stop_callback on_stop(stop, [wakeup = wakeup_] { wakeup->notify(); });
  while (true) {
    wakeup_->reset();
    if (stop.stop_requested()) co_return;
    const auto now = clock.now();
    for (auto& visit : take_due(now)) {
      try {
        co_await visit_copy(door, std::move(visit), now, ids);
      } catch (const StorageFailure&) {
        // The copy answers as archived all the same.
      }
    }
    co_await clock.wait_until(next(), wakeup_);
  }
}

}  // namespace winterbaume::s3
