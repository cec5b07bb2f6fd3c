// Whether there is capacity for a request's writes; does nothing where nothing is throttled.
#pragma once

#include <optional>

#include "services/dynamodb/capacity/throttle.h"

namespace winterbaume::dynamodb {

// Belongs to one request, or to one attempt of it.
class WriteAdmission {
 public:
  // Null: nothing is throttled.
  WriteAdmission(Throttle* throttle, TimePoint now, bool transactional = false)
      : throttle_(throttle), now_(now), transactional_(transactional), needed_(CapacityMeter::silent(transactional)) {}

  // Whether what was there must be known.
  bool on() const { return throttle_ != nullptr; }
  // Of the table alone: before anything is read, so that a condition is not looked at where there is no capacity.
  std::optional<Shortage> find_shortage(const Table& table) const;
  // Of the table and of the indexes that the write changes; charge() takes it.
  std::optional<Shortage> find_shortage(const Table& table, const std::optional<Item>& before, const std::optional<Item>& after);
  // The writes are done.
  void charge();
  // Its condition refused the write, whose item is that.
  void charge_refused(const Table& table, const std::optional<StoredItem>& stored);

 private:
  Throttle* throttle_;
  TimePoint now_;
  bool transactional_;
  CapacityMeter needed_;
};

}  // namespace winterbaume::dynamodb
