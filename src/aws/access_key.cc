#include "aws/access_key.h"

#include <fmt/format.h>

#include "aws/arn.h"
#include "core/bytes.h"
#include "core/digest.h"

namespace winterbaume::aws {
namespace {

// An id is a prefix of four letters and 80 bits in base32. From the highest: one bit that is set in ids that carry an
// account, 40 bits of account, 39 bits that AWS draws at random.
constexpr std::string_view k_base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::size_t k_prefix_size = 4;
constexpr std::size_t k_id_size = 20;
constexpr std::uint64_t k_account_max = 999'999'999'999;

// The two halves of the 80 bits, eight characters each.
struct Bits {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
};
constexpr std::uint64_t k_half_mask = (1ULL << 40) - 1;
constexpr int k_random_bits = 27;
constexpr std::uint64_t k_random_mask = (1ULL << k_random_bits) - 1;
constexpr std::uint64_t k_mark_mask = (1ULL << 12) - 1;

std::optional<std::uint64_t> decode_half(std::string_view text) {
  std::uint64_t value = 0;
  for (char c : text) {
    auto digit = k_base32.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    value = value << 5 | digit;
  }
  return value;
}

void append_half(std::string& out, std::uint64_t value) {
  for (int shift = 35; shift >= 0; shift -= 5) out.push_back(k_base32[value >> shift & 31]);
}

std::optional<Bits> decode(std::string_view id) {
  if (id.size() != k_id_size || id[0] != 'A') return std::nullopt;
  auto high = decode_half(id.substr(k_prefix_size, 8));
  auto low = decode_half(id.substr(k_prefix_size + 8));
  if (!high || !low || (*high >> 39) == 0) return std::nullopt;
  return Bits{*high, *low};
}

std::uint64_t account_number(const Bits& bits) { return (bits.high << 1 | bits.low >> 39) & k_half_mask; }

// Twelve bits that follow from the rest of the id: a key of another maker carries them once in 4,096.
std::uint64_t mark_of(std::uint64_t account, std::uint64_t random) {
  std::uint64_t mixed = (account * 0x9e3779b97f4a7c15ULL) ^ (random * 0xc2b2ae3d27d4eb4fULL);
  return (mixed ^ mixed >> 29) >> 13 & k_mark_mask;
}

}  // namespace

FixedAccessKeys::FixedAccessKeys(std::vector<AccessKey> keys) {
  for (auto& key : keys) {
    auto kept = std::make_shared<const AccessKey>(std::move(key));
    keys_.insert_or_assign(kept->id, kept);
    auto& of_account = accounts_[kept->account_id];
    if (!of_account || of_account->canonical_id.empty()) of_account = kept;
  }
}

std::shared_ptr<const AccessKey> FixedAccessKeys::find_key_of_account(std::string_view account_id) const {
  auto found = accounts_.find(account_id);
  return found == accounts_.end() ? nullptr : found->second;
}

std::shared_ptr<const AccessKey> FixedAccessKeys::find_access_key(std::string_view id) const {
  auto found = keys_.find(id);
  return found == keys_.end() ? nullptr : found->second;
}

std::shared_ptr<const AccessKey> ChainedAccessKeys::find_access_key(std::string_view id) const {
  for (const auto& store : stores_) {
    if (!store) continue;
    if (auto key = store->find_access_key(id)) return key;
  }
  return nullptr;
}

std::shared_ptr<const AccessKey> ChainedAccessKeys::find_key_of_account(std::string_view account_id) const {
  for (const auto& store : stores_) {
    if (!store) continue;
    if (auto key = store->find_key_of_account(account_id)) return key;
  }
  return nullptr;
}

std::string make_access_key_id(std::string_view prefix, std::string_view account_id, std::uint64_t random) {
  auto account = static_cast<std::uint64_t>(parse_integer(account_id).value_or(0)) & k_half_mask;
  random &= k_random_mask;
  Bits bits;
  bits.high = 1ULL << 39 | account >> 1;
  bits.low = (account & 1) << 39 | mark_of(account, random) << k_random_bits | random;
  std::string out(prefix);
  append_half(out, bits.high);
  append_half(out, bits.low);
  return out;
}

std::string make_principal_id(std::string_view prefix, std::string_view account_id, std::string_view arn) {
  auto digest = sha256(arn);
  std::uint64_t random = 0;
  for (std::size_t i = 0; i < sizeof random; ++i) random = random << 8 | digest[i];
  return make_access_key_id(prefix, account_id, random);
}

std::optional<std::string> account_in_key_id(std::string_view id) {
  auto bits = decode(id);
  if (!bits || account_number(*bits) > k_account_max) return std::nullopt;
  return fmt::format("{:012}", account_number(*bits));
}

std::optional<std::string> account_of_issued_key(std::string_view id) {
  if (is_account_id(id)) return std::string(id);
  auto bits = decode(id);
  if (!bits) return std::nullopt;
  auto random = bits->low & k_random_mask;
  if ((bits->low >> k_random_bits & k_mark_mask) != mark_of(account_number(*bits), random)) return std::nullopt;
  return account_in_key_id(id);
}

}  // namespace winterbaume::aws
