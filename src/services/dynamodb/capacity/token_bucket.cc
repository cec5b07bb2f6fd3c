#include "services/dynamodb/capacity/token_bucket.h"

#include <algorithm>

namespace winterbaume::dynamodb {
namespace {

constexpr double k_burst_seconds = 300;

}  // namespace

TokenBucket::TokenBucket(double units_per_second, TimePoint now)
    : rate_(units_per_second), units_(units_per_second * k_burst_seconds), filled_(now) {}

void TokenBucket::set_rate(double units_per_second, TimePoint now) {
  refill(now);
  rate_ = units_per_second;
  units_ = std::min(units_, rate_ * k_burst_seconds);
}

bool TokenBucket::has_any(TimePoint now) {
  refill(now);
  return units_ > 0;
}

void TokenBucket::take(double units, TimePoint now) {
  refill(now);
  units_ -= units;
}

void TokenBucket::refill(TimePoint now) {
  const double seconds = std::chrono::duration<double>(now - filled_).count();
  if (seconds <= 0) return;
  units_ = std::min(units_ + seconds * rate_, rate_ * k_burst_seconds);
  filled_ = now;
}

}  // namespace winterbaume::dynamodb
