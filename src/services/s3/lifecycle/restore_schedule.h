// Copies of archived objects: when one is ready and when it goes again. That it answers as archived after its time is the
// reader's rule; this tells of it, and clears the record. Records and their notes say what is due (S3Backend::list_restores);
// memory holds but when each bucket is to be looked at, found anew when the service starts.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/ids.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

// Thread-safe.
class RestoreSchedule {
 public:
  RestoreSchedule();
  // Something falls due in the bucket then.
  void add(const std::string& bucket, TimePoint at);
  void clear();
  // Looks at buckets when their time comes, at first at all that have notes, until `stop` is requested. A bucket that meets a
  // fault of the store is looked at again a minute later.
  asio::awaitable<void> run(S3Door& door, Clock& clock, Ids& ids, std::stop_token stop);

 private:
  TimePoint next() const;
  std::vector<std::string> take_due(TimePoint now);
  asio::awaitable<bool> find_buckets(S3Door& door, std::stop_token stop);
  asio::awaitable<void> look_at(S3Door& door, std::string bucket, TimePoint now, Ids& ids, std::stop_token stop);

  mutable std::mutex mutex_;
  std::map<std::string, TimePoint, std::less<>> times_;
  std::set<std::pair<TimePoint, std::string>> order_;  // the same by time
  std::shared_ptr<Wakeup> wakeup_;
};

}  // namespace winterbaume::s3
