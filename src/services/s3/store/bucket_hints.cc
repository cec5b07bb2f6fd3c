#include "services/s3/store/bucket_hints.h"

#include "core/bytes.h"
#include "services/s3/store/keys.h"

namespace winterbaume::s3 {
namespace {

std::string kind_of(const BucketRecord& bucket) { return bucket.directory ? "d" : "g"; }

Check as_read(std::string row, const std::optional<Entry>& entry) {
  return {std::move(row), entry ? std::optional(entry->version) : std::nullopt};
}

}  // namespace

// Where an account has no counter yet.
asio::awaitable<std::size_t> BucketHints::count_hints(std::string account_id, std::string kind) {
  std::size_t count = 0;
  auto range = prefix_range(bucket_hint(account_id, ""));
  while (true) {
    const auto rows = co_await store_.scan(std::string(k_buckets_partition), range, {.limit = 1000});
    for (const auto& row : rows) count += row.value == kind ? 1 : 0;
    if (rows.size() < 1000) co_return count;
    range.begin = rows.back().key + '\0';
  }
}

asio::awaitable<BucketHints::Rows> BucketHints::read(const BucketRecord& bucket) {
  const std::string partition(k_buckets_partition), kind = kind_of(bucket);
  Rows rows{.hint = bucket_hint(bucket.owner.account_id, bucket.name), .counter = bucket.owner.account_id + kind};
  rows.counted = co_await store_.get(partition, rows.counter);
  rows.hinted = co_await store_.get(partition, rows.hint);
  if (rows.counted) {
    rows.count = static_cast<std::size_t>(parse_integer(rows.counted->value).value_or(0));
  } else {
    rows.count = co_await count_hints(bucket.owner.account_id, kind);
  }
  co_return rows;
}

asio::awaitable<bool> BucketHints::commit(Rows rows, std::optional<std::string> hint, std::size_t count) {
  Commit whole;
  auto& part = whole.parts.emplace_back();
  part.partition = k_buckets_partition;
  part.checks = {as_read(rows.hint, rows.hinted), as_read(rows.counter, rows.counted)};
  std::optional<std::string> counter;
  if (count > 0) counter = std::to_string(count);
  part.writes.push_back({std::move(rows.hint), std::move(hint)});
  part.writes.push_back({std::move(rows.counter), std::move(counter)});
  co_return (co_await store_.commit(std::move(whole))).committed;
}

// Somebody's change is made each time that this one is not: it gets its turn.
asio::awaitable<bool> BucketHints::add(BucketRecord bucket, std::size_t max) {
  while (true) {
    auto rows = co_await read(bucket);
    if (rows.hinted) co_return true;
    if (rows.count >= max) co_return false;
    const auto count = rows.count + 1;
    if (co_await commit(std::move(rows), kind_of(bucket), count)) co_return true;
  }
}

asio::awaitable<void> BucketHints::remove(BucketRecord bucket) {
  while (true) {
    auto rows = co_await read(bucket);
    if (!rows.hinted) co_return;
    const auto count = rows.count == 0 ? 0 : rows.count - 1;
    if (co_await commit(std::move(rows), std::nullopt, count)) co_return;
  }
}

}  // namespace winterbaume::s3
