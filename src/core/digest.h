// Hashes, by OpenSSL. The algorithms are fetched once and kept: EVP_MD_fetch at each call costs more than hashing 100 bytes.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace winterbaume {

using Md5 = std::array<std::uint8_t, 16>;
using Sha256 = std::array<std::uint8_t, 32>;

Md5 md5(std::string_view bytes);
Sha256 sha256(std::string_view bytes);
Sha256 hmac_sha256(std::string_view key, std::string_view bytes);

enum class DigestAlgorithm : std::uint8_t { md5, sha1, sha256, sha512 };

// A hash of bytes that come in pieces. Not thread-safe.
class DigestStream {
 public:
  explicit DigestStream(DigestAlgorithm algorithm);
  DigestStream(DigestStream&& other) noexcept : context_(std::exchange(other.context_, nullptr)) {}
  DigestStream& operator=(DigestStream&&) = delete;
  ~DigestStream();

  void update(std::string_view bytes);
  // The digest; once, at the end.
  std::string finish();

 private:
  void* context_;
};

template <std::size_t N>
std::string_view as_bytes(const std::array<std::uint8_t, N>& digest) {
  return {reinterpret_cast<const char*>(digest.data()), N};
}

}  // namespace winterbaume
