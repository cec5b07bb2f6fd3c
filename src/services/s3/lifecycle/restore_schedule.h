// Copies of archived objects: when one is ready and when it goes again. That it answers as archived after its time is the
// reader's rule; this tells of it, and clears the record.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/ids.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

// Thread-safe.
class RestoreSchedule {
 public:
  static constexpr std::size_t k_visits_max = 100'000;  // those beyond are not told of

  struct Visit {
    TimePoint at{};  // when the copy is ready, or when it goes: of no interest where the record says otherwise by then
    std::string bucket;
    std::string key;
    std::string version_id;  // "null" for the null version
  };

  RestoreSchedule();
  void add(Visit visit);
  void clear();
  // Visits what falls due, until `stop` is requested.
  asio::awaitable<void> run(S3Door& door, Clock& clock, Ids& ids, std::stop_token stop);

 private:
  TimePoint next() const;
  std::vector<Visit> take_due(TimePoint now);

  mutable std::mutex mutex_;
  std::multimap<TimePoint, Visit> visits_;
  std::shared_ptr<Wakeup> wakeup_;
};

}  // namespace winterbaume::s3
