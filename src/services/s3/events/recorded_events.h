// What was sent to targets that are not emulated (topics, functions, the event bus): kept for a look, the latest of it.
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "core/clock.h"

namespace winterbaume::s3 {

struct RecordedEvent {
  TimePoint time{};
  std::string target;   // an ARN
  std::string message;  // JSON
};

// Thread-safe.
class RecordedEvents {
 public:
  static constexpr std::size_t k_events_max = 1000;

  void add(RecordedEvent event);
  void clear();
  std::vector<RecordedEvent> list() const;  // oldest first
  // [{"time": …, "target": …, "message": {…}}, …]
  std::string json() const;

 private:
  mutable std::mutex mutex_;
  std::deque<RecordedEvent> events_;
};

}  // namespace winterbaume::s3
