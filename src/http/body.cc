#include "http/body.h"

#include <algorithm>

namespace winterbaume::http {
namespace {

// What simdjson may read past the end of a document.
constexpr std::size_t k_padding_bytes = 64;

}  // namespace

asio::awaitable<std::optional<FileSlice>> BodySource::next_file() { co_return std::nullopt; }

asio::awaitable<void> Body::collect(std::uint64_t max_bytes) {
  if (in_memory()) {
    if (bytes_.size() > max_bytes) throw BodyTooLarge();
    co_return;
  }
  if (size_ && *size_ > max_bytes) throw BodyTooLarge();
  constexpr std::size_t k_piece_bytes = 64 * 1024;
  std::string collected;
  if (size_) collected.reserve(static_cast<std::size_t>(*size_) + k_padding_bytes);
  std::size_t used = 0;
  for (;;) {
    std::size_t want = size_ ? static_cast<std::size_t>(*size_) - used : k_piece_bytes;
    collected.resize(used + std::clamp<std::size_t>(want, 1, k_piece_bytes));
    std::size_t got = co_await source_->read({collected.data() + used, collected.size() - used});
    used += got;
    if (used > max_bytes) throw BodyTooLarge();
    if (got == 0) break;
  }
  collected.resize(used);
  collected.reserve(used + k_padding_bytes);
  bytes_ = std::move(collected);
  if (auto* trailers = source_->trailers()) trailers_ = std::make_unique<Headers>(*trailers);
  source_.reset();
}

}  // namespace winterbaume::http
