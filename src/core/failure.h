// A fault below the service: a store that is full or out of reach. Never caused by what a client sent. Only the spine
// catches it, logs it with the request's id, and answers 503.
#pragma once

#include <stdexcept>

namespace winterbaume {

struct StorageFailure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The store can't commit over partitions that it keeps in different places (Redis Cluster's slots). Names them.
struct PlacementFailure : StorageFailure {
  using StorageFailure::StorageFailure;
};

}  // namespace winterbaume
