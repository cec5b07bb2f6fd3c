#include "services/sqs/memory/receipt_handle.h"

#include <array>
#include <cstring>

#include "core/bytes.h"
#include "services/sqs/memory/fingerprint.h"

namespace winterbaume::sqs::memory {
namespace {

constexpr std::size_t k_receipt_bytes = 16;
constexpr std::size_t k_sealed_bytes = 24;
constexpr std::size_t k_handle_chars = 32;

using Bytes = std::array<char, k_sealed_bytes>;

std::uint64_t checksum(std::uint64_t queue_key, const Bytes& bytes) {
  return fingerprint(queue_key, {}, {bytes.data(), k_receipt_bytes}).low;
}

}  // namespace

std::string make_receipt_handle(std::uint64_t queue_key, const Receipt& receipt) {
  Bytes bytes;
  std::memcpy(bytes.data(), &receipt.sequence, 8);
  std::memcpy(bytes.data() + 8, &receipt.slot, 4);
  std::memcpy(bytes.data() + 12, &receipt.receive, 4);
  std::uint64_t seal = checksum(queue_key, bytes);
  std::memcpy(bytes.data() + k_receipt_bytes, &seal, 8);
  return to_base64({bytes.data(), bytes.size()});
}

std::optional<Receipt> parse_receipt_handle(std::uint64_t queue_key, std::string_view handle) {
  if (handle.size() != k_handle_chars) return std::nullopt;
  auto decoded = from_base64(handle);
  if (!decoded || decoded->size() != k_sealed_bytes) return std::nullopt;
  Bytes bytes;
  std::memcpy(bytes.data(), decoded->data(), k_sealed_bytes);
  std::uint64_t seal;
  std::memcpy(&seal, bytes.data() + k_receipt_bytes, 8);
  if (seal != checksum(queue_key, bytes)) return std::nullopt;
  Receipt receipt;
  std::memcpy(&receipt.sequence, bytes.data(), 8);
  std::memcpy(&receipt.slot, bytes.data() + 8, 4);
  std::memcpy(&receipt.receive, bytes.data() + 12, 4);
  return receipt;
}

}  // namespace winterbaume::sqs::memory
