#include "core/ids.h"

#include <sys/random.h>

#include "core/assert.h"

namespace winterbaume {
namespace {

// SplitMix64 (Steele, Lea, Flood 2014): one addition and a mix a number.
std::uint64_t mix(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}
constexpr std::uint64_t k_golden_gamma = 0x9e3779b97f4a7c15ULL;

std::uint64_t kernel_seed() {
  std::uint64_t seed = 0;
  WB_ASSERT(getrandom(&seed, sizeof seed, 0) == sizeof seed);
  return seed;
}

}  // namespace

void Uuid::write_text(std::span<char, 36> out) const {
  static constexpr char k_hex[] = "0123456789abcdef";
  std::size_t at = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out[at++] = '-';
    out[at++] = k_hex[bytes[i] >> 4];
    out[at++] = k_hex[bytes[i] & 15];
  }
}

std::string Uuid::text() const {
  std::string out(36, '\0');
  write_text(std::span<char, 36>(out.data(), 36));
  return out;
}

Uuid Ids::uuid() {
  Uuid out;
  for (std::size_t half = 0; half < 2; ++half) {
    auto bits = random();
    for (std::size_t i = 0; i < 8; ++i) out.bytes[half * 8 + i] = static_cast<std::uint8_t>(bits >> (8 * i));
  }
  out.bytes[6] = static_cast<std::uint8_t>((out.bytes[6] & 0x0f) | 0x40);
  out.bytes[8] = static_cast<std::uint8_t>((out.bytes[8] & 0x3f) | 0x80);
  return out;
}

std::uint64_t RandomIds::random() {
  thread_local std::uint64_t state = kernel_seed();
  state += k_golden_gamma;
  return mix(state);
}

std::uint64_t SequentialIds::random() { return mix(next_.fetch_add(k_golden_gamma, std::memory_order_relaxed) + k_golden_gamma); }

}  // namespace winterbaume
