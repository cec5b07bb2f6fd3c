#include "services/s3/lifecycle/restore_schedule.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

#include "core/failure.h"
#include "services/s3/events/notifications.h"

namespace winterbaume::s3 {
namespace {

constexpr int k_attempts_max = 16;
constexpr std::size_t k_page = 100;
// So often the clock is looked at while something is to come: it may have been set anew.
constexpr std::chrono::minutes k_nap{1};
constexpr std::chrono::minutes k_until_retry{1};

asio::awaitable<void> give_way() { co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable); }

// What falls due of the copy: it is ready, or of a copy whose time is over the record keeps nothing more.
std::string_view advance(std::optional<ObjectRestore>& restore) {
  if (restore->announced) {
    restore.reset();
    return "s3:ObjectRestore:Delete";
  }
  restore->announced = true;
  return "s3:ObjectRestore:Completed";
}

// False where others keep changing the record.
asio::awaitable<bool> settle(S3Door& door, BucketPtr bucket, RestoreNote note, TimePoint now, Ids& ids) {
  for (int attempt = 0; attempt < k_attempts_max; ++attempt) {
    auto object = co_await door.backend.get_object(bucket->name, note.key, note.version_id);
    if (!object || !object->record.restore || object->record.restore->due() != note.at) co_return true;
    const auto event = advance(object->record.restore);
    auto updated = co_await door.backend.update_object(bucket->name, *object);
    if (!updated) co_return true;
    if (!*updated) continue;
    co_await notify(door, std::move(bucket), service_origin(now, ids.uuid().text()), {event, std::move(*object)});
    co_return true;
  }
  co_return false;
}

}  // namespace

RestoreSchedule::RestoreSchedule() : wakeup_(std::make_shared<Wakeup>()) {}

void RestoreSchedule::add(const std::string& bucket, TimePoint at) {
  std::lock_guard lock(mutex_);
  const auto [known, fresh] = times_.try_emplace(bucket, at);
  if (!fresh) {
    if (known->second <= at) return;
    order_.erase({known->second, bucket});
    known->second = at;
  }
  order_.emplace(at, bucket);
  wakeup_->notify();
}

void RestoreSchedule::clear() {
  std::lock_guard lock(mutex_);
  times_.clear();
  order_.clear();
}

TimePoint RestoreSchedule::next() const {
  std::lock_guard lock(mutex_);
  return order_.empty() ? k_end_of_time : order_.begin()->first;
}

std::vector<std::string> RestoreSchedule::take_due(TimePoint now) {
  std::lock_guard lock(mutex_);
  std::vector<std::string> due;
  while (!order_.empty() && order_.begin()->first <= now) {
    due.push_back(order_.begin()->second);
    order_.erase(order_.begin());
    times_.erase(due.back());
  }
  return due;
}

// False where the store met a fault.
asio::awaitable<bool> RestoreSchedule::find_buckets(S3Door& door, std::stop_token stop) {
  BucketQuery query;
  try {
    while (!stop.stop_requested()) {
      auto page = co_await door.backend.list_buckets(query);
      for (const auto& bucket : page.buckets) {
        const auto notes = co_await door.backend.list_restores(bucket->name, 1);
        if (!notes.empty()) add(bucket->name, notes.front().at);
      }
      if (!page.truncated || page.buckets.empty()) break;
      query.start_after = page.buckets.back()->name;
      co_await give_way();
    }
  } catch (const StorageFailure&) {
    co_return false;
  }
  co_return true;
}

asio::awaitable<void> RestoreSchedule::look_at(S3Door& door, std::string name, TimePoint now, Ids& ids, std::stop_token stop) {
  while (!stop.stop_requested()) {
    const auto bucket = co_await door.backend.get_bucket(name);
    if (!bucket) co_return;
    const auto notes = co_await door.backend.list_restores(name, k_page);
    if (notes.empty()) co_return;
    for (const auto& note : notes) {
      if (note.at > now) co_return add(name, note.at);
      if (!co_await settle(door, *bucket, note, now, ids)) co_return add(name, now + k_until_retry);
      co_await door.backend.forget_restore(name, note);
    }
    co_await give_way();
  }
}

asio::awaitable<void> RestoreSchedule::run(S3Door& door, Clock& clock, Ids& ids, std::stop_token stop) {
  std::stop_callback on_stop(stop, [wakeup = wakeup_] { wakeup->notify(); });
  bool found = false;
  while (true) {
    wakeup_->reset();
    if (!found) found = co_await find_buckets(door, stop);
    if (stop.stop_requested()) co_return;
    const auto now = clock.now();
    for (auto& bucket : take_due(now)) {
      try {
        co_await look_at(door, bucket, now, ids, stop);
      } catch (const StorageFailure&) {
        add(bucket, now + k_until_retry);
      }
    }
    auto until = next();
    if (!found || until != k_end_of_time) until = std::min(until, clock.now() + k_nap);
    co_await clock.wait_until(until, wakeup_);
  }
}

}  // namespace winterbaume::s3
