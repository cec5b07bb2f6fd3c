// In which order Scan gives the hash keys, and how they are dealt out to segments.
#pragma once

#include <cstdint>
#include <string>

#include "services/dynamodb/items/value_view.h"

namespace winterbaume::dynamodb {

// The first 32 bits of MD5 over "Outliers" and the key's bytes: those of a string or a binary; of a number its digits by pairs
// behind its exponent, as Oracle stores numbers. dynalite's authors found it in the order that AWS answers in; so do the tests of
// Scan that moto verified on AWS. Several hash attributes go one behind the other, which nobody has looked at.
class KeyHasher {
 public:
  KeyHasher();  // one at a time in a thread
  void add(ValueView value);
  std::uint32_t finish() const;

 private:
  std::string& bytes_;
};

}  // namespace winterbaume::dynamodb
