#include "services/sqs/memory/fingerprint.h"

#include <cstring>

namespace winterbaume::sqs::memory {
namespace {

// The constants of SplitMix64 and of the MurmurHash3 finaliser: odd, with their bits well spread.
constexpr std::uint64_t k_a = 0x9e3779b97f4a7c15ULL;
constexpr std::uint64_t k_b = 0xff51afd7ed558ccdULL;
constexpr std::uint64_t k_c = 0xc4ceb9fe1a85ec53ULL;

std::uint64_t fold(std::uint64_t x, std::uint64_t y) {
  auto product = static_cast<unsigned __int128>(x) * y;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t finish(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

void absorb(Fingerprint& state, std::uint64_t word) {
  state.high = fold(state.high ^ word, k_b) + state.low;
  state.low = fold(state.low + word, k_c) ^ state.high;
}

void absorb(Fingerprint& state, std::string_view text) {
  absorb(state, text.size());
  for (; text.size() >= 8; text.remove_prefix(8)) {
    std::uint64_t word;
    std::memcpy(&word, text.data(), 8);
    absorb(state, word);
  }
  if (text.empty()) return;
  std::uint64_t word = 0;
  std::memcpy(&word, text.data(), text.size());
  absorb(state, word);
}

}  // namespace

Fingerprint fingerprint(std::uint64_t key, std::string_view scope, std::string_view text) {
  Fingerprint state{finish(key + k_a), finish(key ^ k_b)};
  absorb(state, scope);
  absorb(state, text);
  return {finish(state.high), finish(state.low ^ state.high)};
}

}  // namespace winterbaume::sqs::memory
