// What the codecs of records share: the format byte, times and checksums as fields.
#pragma once

#include <string_view>

#include "core/failure.h"
#include "services/s3/s3_types.h"
#include "services/s3/store/fields.h"

namespace winterbaume::s3 {

constexpr char k_record_format = 1;

inline std::uint64_t millis(TimePoint time) { return static_cast<std::uint64_t>(time.time_since_epoch().count()); }
inline TimePoint time_of(std::uint64_t millis) { return TimePoint(Millis(static_cast<std::int64_t>(millis))); }

// The fields after the format byte.
inline std::string_view fields_of(std::string_view bytes) {
  if (bytes.empty() || bytes.front() != k_record_format) {
    throw StorageFailure("a record of S3 is of a format that this version cannot read");
  }
  return bytes.substr(1);
}

inline void write_checksum(FieldWriter& out, std::uint8_t algorithm, std::uint8_t composite, std::uint8_t value,
                           const ObjectChecksum& checksum) {
  out.number(algorithm, static_cast<std::uint64_t>(checksum.algorithm));
  out.number(composite, checksum.type == ChecksumType::composite ? 1 : 0);
  out.text(value, checksum.value);
}

}  // namespace winterbaume::s3
