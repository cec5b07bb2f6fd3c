#include "services/s3/store/orphans.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <string_view>

#include "core/bytes.h"
#include "core/failure.h"
#include "services/s3/store/keys.h"
#include "services/s3/store/record_codec.h"

namespace winterbaume::s3 {
namespace {

constexpr std::chrono::hours k_grace{1};
constexpr std::chrono::hours k_between_collections{24};
constexpr std::size_t k_page = 1000;
// The rows that name blobs: current objects, parts of objects, parts of uploads, other versions.
constexpr std::string_view k_kinds = "cmpv";

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// Requests go first.
asio::awaitable<void> give_way() { co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable); }

}  // namespace

std::optional<OrphanSuspects::Id> OrphanSuspects::parse(std::string_view id) {
  Id out{};
  if (id.size() != 2 * out.size()) return std::nullopt;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const int high = digit_of(id[2 * i]), low = digit_of(id[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return out;
}

asio::awaitable<OrphanSuspects> OrphanSuspects::list(BlobStore& blobs) {
  OrphanSuspects suspects;
  std::string after;
  while (true) {
    const auto page = co_await blobs.list(after, k_page);
    if (page.empty()) break;
    for (const auto& blob : page) {
      if (auto id = parse(blob.key)) suspects.ids_.push_back(*id);
    }
    after = page.back().key;
    co_await give_way();
  }
  std::ranges::sort(suspects.ids_);
  co_return suspects;
}

std::vector<std::string> OrphanSuspects::ids() const {
  std::vector<std::string> out;
  for (const auto& id : ids_) out.push_back(to_hex({reinterpret_cast<const char*>(id.data()), id.size()}));
  return out;
}

void OrphanSuspects::acquit(std::string_view blob) {
  const auto id = parse(blob);
  if (!id) return;
  const auto found = std::ranges::lower_bound(ids_, *id);
  if (found != ids_.end() && *found == *id) named_[static_cast<std::size_t>(found - ids_.begin())] = true;
}

void OrphanSuspects::acquit_row(char kind, std::string_view value) {
  if (kind == 'p') {
    acquit(decode_part(value).blob);
  } else if (kind == 'm') {
    std::vector<PartRecord> parts;
    decode_parts(value, parts);
    for (const auto& part : parts) acquit(part.blob);
  } else {
    acquit(decode_object(value).content.blob);
  }
}

asio::awaitable<void> OrphanSuspects::acquit_named(StateStore& store, Direction direction, std::stop_token stop) {
  if (stop.stop_requested()) ids_.clear();
  named_.assign(ids_.size(), false);
  std::string kinds(k_kinds);
  if (direction == Direction::backward) std::ranges::reverse(kinds);
  for (const auto& partition : co_await store.partitions(std::string(k_bucket_partitions))) {
    for (char kind : kinds) {
      auto range = prefix_range(std::string(1, kind));
      while (true) {
        // An interrupted look proves nothing.
        if (stop.stop_requested()) {
          ids_.clear();
          co_return;
        }
        const auto rows = co_await store.scan(partition, range, {.limit = k_page});
        if (rows.empty()) break;
        for (const auto& row : rows) acquit_row(kind, row.value);
        range.begin = rows.back().key + '\0';
        co_await give_way();
      }
    }
  }
  std::size_t at = 0;
  std::erase_if(ids_, [&](const Id&) { return named_[at++]; });
}

asio::awaitable<void> collect_orphans(StateStore& store, BlobStore& blobs, Clock& clock, std::stop_token stop) {
  using enum OrphanSuspects::Direction;
  auto wakeup = std::make_shared<Wakeup>();
  std::stop_callback on_stop(stop, [wakeup] { wakeup->notify(); });
  while (!stop.stop_requested()) {
    try {
      auto suspects = co_await OrphanSuspects::list(blobs);
      if (!suspects.empty()) co_await suspects.acquit_named(store, forward, stop);
      if (!suspects.empty()) {
        wakeup->reset();
        if (!stop.stop_requested()) co_await clock.wait_until(clock.now() + k_grace, wakeup);
        co_await suspects.acquit_named(store, backward, stop);
        co_await suspects.acquit_named(store, forward, stop);
        for (auto& id : suspects.ids()) co_await blobs.remove(std::move(id));
      }
    } catch (const StorageFailure&) {
      // Nothing is lost by looking another day.
    }
    wakeup->reset();
    if (!stop.stop_requested()) co_await clock.wait_until(clock.now() + k_between_collections, wakeup);
  }
}

}  // namespace winterbaume::s3
