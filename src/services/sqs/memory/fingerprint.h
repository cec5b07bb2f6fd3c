// A keyed 128-bit hash of two texts, for tables that keep no copy of what they hold. Two different pairs collide by chance only;
// nothing secret hangs on it.
#pragma once

#include <cstdint>
#include <string_view>

namespace winterbaume::sqs::memory {

struct Fingerprint {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

Fingerprint fingerprint(std::uint64_t key, std::string_view scope, std::string_view text);

}  // namespace winterbaume::sqs::memory
