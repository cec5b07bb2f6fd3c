#pragma once

#include <cstddef>
#include <cstdint>

namespace winterbaume::http {

// What a request may measure. Past them: 431, 414, 431, 413.
struct ParserLimits {
  std::size_t head_bytes = 64 * 1024;  // request line and header fields; the trailer fields may be as long again
  std::size_t target_bytes = 16 * 1024;
  std::size_t header_count = 200;
  std::uint64_t body_bytes = std::uint64_t{1} << 43;  // 8 TiB: the largest object of S3 is 5 TiB
};

}  // namespace winterbaume::http
