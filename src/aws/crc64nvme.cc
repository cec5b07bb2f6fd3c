#include "aws/crc64nvme.h"

#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace winterbaume::aws {
namespace {

constexpr std::uint64_t k_polynomial = 0x9A6C9329AC4BC9B5;  // reflected

using Tables = std::array<std::array<std::uint64_t, 256>, 8>;

constexpr Tables make_tables() {
  Tables tables{};
  for (std::uint64_t byte = 0; byte < 256; ++byte) {
    std::uint64_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? k_polynomial : 0);
    tables[0][byte] = crc;
  }
  for (std::size_t k = 1; k < 8; ++k) {
    for (std::size_t byte = 0; byte < 256; ++byte)
      tables[k][byte] = (tables[k - 1][byte] >> 8) ^ tables[0][tables[k - 1][byte] & 0xff];
  }
  return tables;
}
constexpr Tables k_tables = make_tables();

std::uint64_t by_tables(std::uint64_t crc, std::string_view bytes) {
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 8; at += 8, left -= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, 8);
    word ^= crc;
    crc = 0;
    for (int i = 0; i < 8; ++i) crc ^= k_tables[7 - i][(word >> (8 * i)) & 0xff];
  }
  for (; left > 0; ++at, --left) crc = (crc >> 8) ^ k_tables[0][(crc ^ static_cast<std::uint8_t>(*at)) & 0xff];
  return crc;
}

#if defined(__x86_64__)
// x^n modulo the polynomial, reflected.
constexpr std::uint64_t power_of_x(unsigned n) {
  std::uint64_t value = std::uint64_t{1} << 63;
  while (n-- > 0) value = (value >> 1) ^ ((value & 1) != 0 ? k_polynomial : 0);
  return value;
}

constexpr auto k_x_511 = static_cast<long long>(power_of_x(511)), k_x_575 = static_cast<long long>(power_of_x(575));
constexpr auto k_x_127 = static_cast<long long>(power_of_x(127)), k_x_191 = static_cast<long long>(power_of_x(191));

[[gnu::target("pclmul,sse4.1")]] __m128i load(const char* at) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at)); }

[[gnu::target("pclmul,sse4.1")]] __m128i fold(__m128i value, __m128i constants, __m128i next) {
  const __m128i low = _mm_clmulepi64_si128(value, constants, 0x00);
  const __m128i high = _mm_clmulepi64_si128(value, constants, 0x11);
  return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

// Folds four lanes of 16 bytes; `bytes` holds at least 128. What is left of it and less than 64 goes by the tables.
[[gnu::target("pclmul,sse4.1")]] std::uint64_t by_folding(std::uint64_t crc, std::string_view bytes) {
  const auto by_512 = _mm_set_epi64x(k_x_511, k_x_575);
  const auto by_128 = _mm_set_epi64x(k_x_127, k_x_191);
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  __m128i a = _mm_xor_si128(load(at), _mm_set_epi64x(0, static_cast<long long>(crc)));
  __m128i b = load(at + 16), c = load(at + 32), d = load(at + 48);
  for (at += 64, left -= 64; left >= 64; at += 64, left -= 64) {
    a = fold(a, by_512, load(at));
    b = fold(b, by_512, load(at + 16));
    c = fold(c, by_512, load(at + 32));
    d = fold(d, by_512, load(at + 48));
  }
  b = fold(a, by_128, b);
  c = fold(b, by_128, c);
  d = fold(c, by_128, d);
  char folded[16];
  _mm_storeu_si128(reinterpret_cast<__m128i*>(folded), d);
  return by_tables(by_tables(0, {folded, 16}), {at, left});
}
#endif

}  // namespace

std::uint64_t crc64nvme(std::uint64_t crc, std::string_view bytes) {
#if defined(__x86_64__)
  static const bool has_multiplication = __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1");
  if (bytes.size() >= 128 && has_multiplication) return ~by_folding(~crc, bytes);
#endif
  return ~by_tables(~crc, bytes);
}

}  // namespace winterbaume::aws
