// RFC 1321. The constants are floor(2^32 * |sin(i + 1)|).
#include "core/md5_stream.h"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace winterbaume {
namespace {

constexpr std::uint32_t k_added[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501, 0x698098d8, 0x8b44f7af,
    0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa,
    0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8, 0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8,
    0x676f02d9, 0x8d2a4c8a, 0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665, 0xf4292244, 0x432aff97,
    0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1, 0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1,
    0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};
constexpr int k_turns[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

static_assert(std::endian::native == std::endian::little);

// Which of a block's sixteen words a step takes.
constexpr int word_of(int step) {
  constexpr int k_factor[4] = {1, 5, 3, 7}, k_first[4] = {0, 1, 5, 0};
  return (k_factor[step / 16] * step + k_first[step / 16]) % 16;
}

std::uint32_t word_at(const char* block, int word) {
  std::uint32_t value;
  std::memcpy(&value, block + 4 * word, sizeof value);
  return value;
}

struct PlainLane {
  using Value = std::uint32_t;
  template <int step>
  [[gnu::always_inline]] static void run(Value& a, Value b, Value c, Value d, const char* block) {
    Value sum = a + word_at(block, word_of(step)) + k_added[step];
    if constexpr (step < 16) sum += d ^ (b & (c ^ d));
    if constexpr (step / 16 == 1) {
      // Of (b & d) | (c & ~d) only the first half waits for the step before. The barrier keeps the compiler from joining them.
      sum += c & ~d;
      asm("" : "+r"(sum));
      sum += b & d;
    }
    if constexpr (step / 16 == 2) sum += b ^ (c ^ d);
    if constexpr (step / 16 == 3) sum += c ^ (b | ~d);
    a = std::rotl(sum, k_turns[step / 16][step % 4]) + b;
  }
};

// The 64 steps, and the state before them added; `Lane` says what a step is.
#define WB_MD5_FOUR(i)                            \
  Lane::template run<i>(a, b, c, d, bytes);       \
  Lane::template run<(i) + 1>(d, a, b, c, bytes); \
  Lane::template run<(i) + 2>(c, d, a, b, bytes); \
  Lane::template run<(i) + 3>(b, c, d, a, bytes)
#define WB_MD5_SIXTEEN(i) \
  WB_MD5_FOUR(i);         \
  WB_MD5_FOUR((i) + 4);   \
  WB_MD5_FOUR((i) + 8);   \
  WB_MD5_FOUR((i) + 12)
#define WB_MD5_BLOCK  \
  WB_MD5_SIXTEEN(0);  \
  WB_MD5_SIXTEEN(16); \
  WB_MD5_SIXTEEN(32); \
  WB_MD5_SIXTEEN(48)

#if defined(__x86_64__)
#define WB_MD5_WIDE "avx512f,avx512vl"

// One value in the lowest lane of a register.
struct WideLane {
  using Value = __m128i;
  template <int step>
  [[gnu::always_inline, gnu::target(WB_MD5_WIDE)]] static void run(Value& a, Value b, Value c, Value d, const char* block) {
    // The truth tables of (b & c) | (~b & d), (b & d) | (c & ~d), b ^ c ^ d and c ^ (b | ~d).
    constexpr int k_table[4] = {0xca, 0xe4, 0x96, 0x39};
    Value sum = _mm_add_epi32(a, _mm_cvtsi32_si128(static_cast<int>(word_at(block, word_of(step)) + k_added[step])));
    sum = _mm_add_epi32(sum, _mm_ternarylogic_epi32(b, c, d, k_table[step / 16]));
    a = _mm_add_epi32(_mm_rol_epi32(sum, k_turns[step / 16][step % 4]), b);
  }
};
#endif

}  // namespace

void md5_plain_blocks(std::array<std::uint32_t, 4>& state, const char* bytes, std::size_t count) {
  using Lane = PlainLane;
  auto [a, b, c, d] = state;
  for (; count != 0; --count, bytes += 64) {
    const auto before = std::array{a, b, c, d};
    WB_MD5_BLOCK;
    a += before[0];
    b += before[1];
    c += before[2];
    d += before[3];
  }
  state = {a, b, c, d};
}

#if defined(__x86_64__)
[[gnu::target(WB_MD5_WIDE)]] void md5_wide_blocks(std::array<std::uint32_t, 4>& state, const char* bytes, std::size_t count) {
  using Lane = WideLane;
  __m128i a = _mm_cvtsi32_si128(static_cast<int>(state[0])), b = _mm_cvtsi32_si128(static_cast<int>(state[1]));
  __m128i c = _mm_cvtsi32_si128(static_cast<int>(state[2])), d = _mm_cvtsi32_si128(static_cast<int>(state[3]));
  for (; count != 0; --count, bytes += 64) {
    const __m128i before[] = {a, b, c, d};
    WB_MD5_BLOCK;
    a = _mm_add_epi32(a, before[0]);
    b = _mm_add_epi32(b, before[1]);
    c = _mm_add_epi32(c, before[2]);
    d = _mm_add_epi32(d, before[3]);
  }
  const auto low = [](__m128i value) { return static_cast<std::uint32_t>(_mm_cvtsi128_si32(value)); };
  state = {low(a), low(b), low(c), low(d)};
}
bool md5_has_wide_blocks() {
  static const bool has = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl");
  return has;
}
#else
void md5_wide_blocks(std::array<std::uint32_t, 4>& state, const char* bytes, std::size_t count) {
  md5_plain_blocks(state, bytes, count);
}
bool md5_has_wide_blocks() { return false; }
#endif

void Md5Stream::update(std::string_view bytes) {
  static const auto take_blocks = md5_has_wide_blocks() ? md5_wide_blocks : md5_plain_blocks;
  const auto held = static_cast<std::size_t>(bytes_ % k_block_bytes);
  bytes_ += bytes.size();
  if (held != 0) {
    const auto taken = bytes.copy(rest_.data() + held, k_block_bytes - held);
    bytes.remove_prefix(taken);
    if (held + taken < k_block_bytes) return;
    take_blocks(state_, rest_.data(), 1);
  }
  const auto blocks = bytes.size() / k_block_bytes;
  take_blocks(state_, bytes.data(), blocks);
  bytes.remove_prefix(blocks * k_block_bytes);
  bytes.copy(rest_.data(), bytes.size());
}

// A bit, zeros up to a block's last 8 bytes, the length in bits.
Md5 Md5Stream::finish() {
  const std::uint64_t bits = bytes_ * 8;
  char padding[2 * k_block_bytes] = {static_cast<char>(0x80)};
  const auto held = static_cast<std::size_t>(bytes_ % k_block_bytes);
  const auto zeros_end = (held < 56 ? 56 : 120) - held;
  std::memcpy(padding + zeros_end, &bits, sizeof bits);
  update({padding, zeros_end + sizeof bits});
  Md5 digest;
  std::memcpy(digest.data(), state_.data(), digest.size());
  return digest;
}

}  // namespace winterbaume
