#include "services/s3/events/recorded_events.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "aws/timestamps.h"

namespace winterbaume::s3 {

void RecordedEvents::add(RecordedEvent event) {
  std::lock_guard lock(mutex_);
  if (events_.size() == k_events_max) events_.pop_front();
  events_.push_back(std::move(event));
}

void RecordedEvents::clear() {
  std::lock_guard lock(mutex_);
  events_.clear();
}

std::vector<RecordedEvent> RecordedEvents::list() const {
  std::lock_guard lock(mutex_);
  return {events_.begin(), events_.end()};
}

std::string RecordedEvents::json() const {
  boost::json::array out;
  for (const auto& event : list()) {
    std::string time;
    aws::append_iso8601_millis(time, event.time);
    out.push_back(boost::json::object{{"time", time}, {"target", event.target}, {"message", boost::json::parse(event.message)}});
  }
  return boost::json::serialize(out);
}

}  // namespace winterbaume::s3
