// The checksums that AWS calls flexible: ten algorithms, in headers and trailers named x-amz-checksum-<algorithm>.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace winterbaume::aws {

enum class ChecksumAlgorithm : std::uint8_t {
  none,
  crc32,
  crc32c,
  crc64nvme,
  sha1,
  sha256,
  sha512,
  md5,
  xxhash64,
  xxhash3,
  xxhash128,
};

// "CRC64NVME", as in x-amz-sdk-checksum-algorithm and in lists; any case on the way in. Null where unknown.
std::string_view checksum_name(ChecksumAlgorithm algorithm);
std::optional<ChecksumAlgorithm> find_checksum_algorithm(std::string_view name);
// "x-amz-checksum-crc64nvme".
std::string_view checksum_header(ChecksumAlgorithm algorithm);
std::optional<ChecksumAlgorithm> find_checksum_header(std::string_view header);
std::size_t checksum_bytes(ChecksumAlgorithm algorithm);  // 4 of CRC32, 32 of SHA256

// A checksum of bytes that come in pieces. Not thread-safe.
class Checksum {
 public:
  virtual ~Checksum() = default;
  virtual void update(std::string_view bytes) = 0;
  // The digest, big-endian where it is a number; once, at the end.
  virtual std::string finish() = 0;
};
// Never null but for `none`.
std::unique_ptr<Checksum> make_checksum(ChecksumAlgorithm algorithm);
std::string checksum_of(ChecksumAlgorithm algorithm, std::string_view bytes);

// CRC-32 of zlib and gzip: of bytes that go on where `crc` stands, which begins as 0.
std::uint32_t crc32(std::uint32_t crc, std::string_view bytes);

// Of two pieces one after the other, from their own digests and the second's length: CRCs only, null for any other algorithm.
std::optional<std::string> combine_checksums(ChecksumAlgorithm algorithm, std::string_view first, std::string_view second,
                                             std::uint64_t second_bytes);

}  // namespace winterbaume::aws
