// Capacity units that come at a steady rate; what is not used is kept for five minutes (Developer Guide, "Burst capacity").
#pragma once

#include "core/clock.h"

namespace winterbaume::dynamodb {

// Reads no clock: `now` never goes back, or what it went back by is taken as no time. Not thread-safe.
class TokenBucket {
 public:
  // Full: AWS does not say what a new table has, and lets it burst.
  TokenBucket(double units_per_second, TimePoint now);

  // Another rate from now on; what is there stays, as far as it fits.
  void set_rate(double units_per_second, TimePoint now);
  // A request may begin while there is any: what it takes is known afterwards.
  bool has_any(TimePoint now);
  // May leave a debt, which the next seconds' units pay.
  void take(double units, TimePoint now);

 private:
  void refill(TimePoint now);

  double rate_;
  double units_;
  TimePoint filled_;
};

}  // namespace winterbaume::dynamodb
