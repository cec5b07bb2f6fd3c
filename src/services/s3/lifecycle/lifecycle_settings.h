// How long a day is to lifecycle rules and to restored copies, and how often the rules are looked at.
#pragma once

#include <algorithm>
#include <chrono>

namespace winterbaume::s3 {

struct LifecycleSettings {
  // Test suites shorten it. Only a true day is rounded to midnight.
  std::chrono::seconds day{86'400};
  // Between two rounds; 0: a fifth of a day, but an hour at most. AWS itself runs its rules once a day.
  std::chrono::seconds interval{0};

  std::chrono::seconds between_rounds() const {
    if (interval.count() > 0) return interval;
    return std::clamp(day / 5, std::chrono::seconds(1), std::chrono::seconds(3600));
  }
};

}  // namespace winterbaume::s3
