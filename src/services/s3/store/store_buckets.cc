// Buckets and their configurations.
#include <algorithm>

#include "services/s3/s3_errors.h"
#include "services/s3/s3_limits.h"
#include "services/s3/store/bucket_hints.h"
#include "services/s3/store/keys.h"
#include "services/s3/store/record_codec.h"
#include "services/s3/store/store_s3_backend.h"

namespace winterbaume::s3 {
namespace {

// A change that others keep getting ahead of is given up after so many times.
constexpr int k_attempts_max = 64;

std::uint64_t bit(ConfigKind kind) { return std::uint64_t{1} << static_cast<unsigned>(kind); }

aws::Error no_such_bucket(std::string name) { return error(ErrorCode::no_such_bucket, {}, {.bucket_name = std::move(name)}); }

}  // namespace

asio::awaitable<Result<void>> StoreS3Backend::create_bucket(BucketRecord bucket,
                                                            std::vector<std::pair<ConfigKey, std::string>> configs) {
  BucketHints hints(*store_);
  if (!co_await hints.add(bucket, k_buckets_per_account_max)) co_return aws::fail(error(ErrorCode::too_many_buckets));
  Commit commit;
  auto& part = commit.parts.emplace_back();
  part.partition = bucket_partition(bucket.name);
  part.checks.push_back({k_bucket_row, std::nullopt});
  for (auto& [key, json] : configs) {
    bucket.config_kinds |= bit(key.kind);
    part.writes.push_back({config_row(key), std::move(json)});
  }
  part.writes.push_back({k_bucket_row, encode_bucket(bucket)});
  const auto outcome = co_await store_->commit(std::move(commit));
  buckets_->forget(bucket.name);
  if (outcome.committed) {
    // Again: the deletion of an earlier bucket of that name may have taken the hint meanwhile.
    co_await hints.add(bucket);
    co_return Result<void>{};
  }
  auto present = co_await get_bucket(bucket.name);
  const bool own = present && (*present)->owner.account_id == bucket.owner.account_id;
  if (!own) co_await drop_hint(bucket);
  co_return aws::fail(
      error(own ? ErrorCode::bucket_already_owned_by_you : ErrorCode::bucket_already_exists, {}, {.bucket_name = bucket.name}));
}

asio::awaitable<Result<BucketPtr>> StoreS3Backend::get_bucket(std::string name) {
  const auto known = buckets_->find(name);
  if (known && store_->is_exclusive()) co_return known;
  const auto changes = buckets_->changes();
  auto entry = co_await store_->get(bucket_partition(name), k_bucket_row);
  if (!entry) co_return aws::fail(no_such_bucket(std::move(name)));
  if (known && known->guard == entry->version) co_return known;
  auto bucket = std::make_shared<BucketRecord>(decode_bucket(entry->value));
  bucket->guard = entry->version;
  buckets_->put(std::move(name), bucket, changes);
  co_return bucket;
}

asio::awaitable<Result<bool>> StoreS3Backend::update_bucket(BucketRecord bucket) {
  auto change = begin(bucket);
  change.commit.writes.push_back({k_bucket_row, encode_bucket(bucket)});
  if (co_await commit(bucket, change)) co_return true;
  auto present = co_await get_bucket(bucket.name);
  if (!present) co_return aws::fail(std::move(present.error()));
  co_return false;
}

asio::awaitable<void> StoreS3Backend::drop_uploads(BucketPtr bucket) {
  for (const auto& row : co_await scan(*bucket, prefix_range("u"))) {
    const auto upload = decode_upload(row.value);
    co_await abort_upload(bucket->name, upload.key, upload.id);
  }
}

asio::awaitable<Result<void>> StoreS3Backend::delete_bucket(std::string name) {
  for (int attempt = 0; attempt < k_attempts_max; ++attempt) {
    auto bucket = co_await get_bucket(name);
    if (!bucket) co_return aws::fail(std::move(bucket.error()));
    if (!(co_await scan(**bucket, prefix_range("c"), {.limit = 1, .value_bytes_max = 0})).empty() ||
        !(co_await scan(**bucket, prefix_range("v"), {.limit = 1, .value_bytes_max = 0})).empty()) {
      co_return aws::fail(error(ErrorCode::bucket_not_empty, {}, {.bucket_name = name}));
    }
    co_await drop_uploads(*bucket);
    auto change = begin(**bucket);
    for (const char* kind : {"c", "v", "u"}) change.commit.empty_ranges.push_back(prefix_range(kind));
    change.commit.writes.push_back({k_bucket_row, std::nullopt});
    for (const char* kind : {"k", "r", "t"}) {
      for (auto& row : co_await scan(**bucket, prefix_range(kind), {.limit = 100'000, .value_bytes_max = 0})) {
        change.commit.writes.push_back({std::move(row.key), std::nullopt});
      }
    }
    if (!co_await commit(**bucket, change)) continue;
    co_await drop_hint(**bucket);
    co_return Result<void>{};
  }
  co_return aws::fail(error(ErrorCode::operation_aborted));
}

// One that was made anew meanwhile needs its hint.
asio::awaitable<void> StoreS3Backend::drop_hint(BucketRecord bucket) {
  BucketHints hints(*store_);
  co_await hints.remove(bucket);
  if (auto anew = co_await get_bucket(bucket.name)) co_await hints.add(**anew);
}

// The bucket of a hint; null where it was never made, went, or belongs to another account by now.
asio::awaitable<BucketPtr> StoreS3Backend::find_hinted(std::string hint) {
  auto bucket = co_await get_bucket(hint.substr(hint.find('\0') + 1));
  if (!bucket || bucket_hint((*bucket)->owner.account_id, (*bucket)->name) != hint) co_return nullptr;
  co_return std::move(*bucket);
}

asio::awaitable<BucketPage> StoreS3Backend::list_buckets(BucketQuery query) {
  BucketPage page;
  const bool everyone = query.account_id.empty();
  KeyRange range = prefix_range(everyone ? "" : bucket_hint(query.account_id, query.prefix));
  if (!everyone) range.begin = std::max(range.begin, bucket_hint(query.account_id, query.start_after).append(1, '\0'));
  while (true) {
    auto rows = co_await store_->scan(std::string(k_buckets_partition), range, {.limit = 1000});
    for (auto& row : rows) {
      if (!is_bucket_hint(row.key)) continue;
      if ((row.value == "d") != query.directory) continue;
      auto bucket = co_await find_hinted(row.key);
      if (!bucket || (!query.region.empty() && bucket->region != query.region)) continue;
      if (!bucket->name.starts_with(query.prefix) || bucket->name <= query.start_after) continue;
      page.buckets.push_back(std::move(bucket));
      if (!everyone && page.buckets.size() > query.max) break;
    }
    if (rows.size() < 1000 || (!everyone && page.buckets.size() > query.max)) break;
    range.begin = rows.back().key + '\0';
  }
  // Hints are in order of account, then of name.
  if (everyone) std::ranges::sort(page.buckets, {}, [](const BucketPtr& bucket) -> const std::string& { return bucket->name; });
  page.truncated = page.buckets.size() > query.max;
  if (page.truncated) page.buckets.resize(query.max);
  co_return page;
}

asio::awaitable<Result<std::optional<std::string>>> StoreS3Backend::find_config(std::string bucket, ConfigKey key) {
  auto found = co_await get_bucket(std::move(bucket));
  if (!found) co_return aws::fail(std::move(found.error()));
  if (!(*found)->has(key.kind)) co_return std::optional<std::string>{};
  auto entry = co_await get(**found, config_row(key));
  if (!entry) co_return std::optional<std::string>{};
  co_return std::optional<std::string>(std::move(entry->value));
}

// Of those with ids a bucket has so many of each kind. Every change of a configuration writes the bucket's record: what was
// counted holds when the change that follows is made.
asio::awaitable<bool> StoreS3Backend::has_room_for(BucketPtr bucket, ConfigKey key) {
  if (key.id.empty() || !bucket->has(key.kind)) co_return true;
  const auto row = config_row(key);
  auto rows =
      co_await scan(*bucket, prefix_range(config_row({key.kind, ""})), {.limit = k_configurations_max, .value_bytes_max = 0});
  if (rows.size() < k_configurations_max) co_return true;
  co_return (co_await get(*bucket, row)).has_value();
}

asio::awaitable<Result<void>> StoreS3Backend::put_config(std::string bucket, ConfigKey key, std::string json) {
  for (int attempt = 0; attempt < k_attempts_max; ++attempt) {
    auto found = co_await get_bucket(bucket);
    if (!found) co_return aws::fail(std::move(found.error()));
    if (!co_await has_room_for(*found, key)) co_return aws::fail(error(ErrorCode::too_many_configurations));
    auto change = begin(**found);
    auto record = **found;
    record.config_kinds |= bit(key.kind);
    change.commit.writes.push_back({k_bucket_row, encode_bucket(record)});
    change.commit.writes.push_back({config_row(key), json});
    if (co_await commit(record, change)) co_return Result<void>{};
  }
  co_return aws::fail(error(ErrorCode::operation_aborted));
}

asio::awaitable<Result<bool>> StoreS3Backend::delete_config(std::string bucket, ConfigKey key) {
  for (int attempt = 0; attempt < k_attempts_max; ++attempt) {
    auto found = co_await get_bucket(bucket);
    if (!found) co_return aws::fail(std::move(found.error()));
    if (!(*found)->has(key.kind)) co_return false;
    const auto row = config_row(key);
    auto change = begin(**found);
    auto record = **found;
    auto rows = co_await scan(**found, prefix_range(config_row({key.kind, ""})), {.limit = 2'000, .value_bytes_max = 0});
    const bool there = std::ranges::any_of(rows, [&](const Row& other) { return other.key == row; });
    if (!there) co_return false;
    if (rows.size() == 1) record.config_kinds &= ~bit(key.kind);
    change.commit.writes.push_back({k_bucket_row, encode_bucket(record)});
    change.commit.writes.push_back({row, std::nullopt});
    if (co_await commit(record, change)) co_return true;
  }
  co_return aws::fail(error(ErrorCode::operation_aborted));
}

asio::awaitable<Result<std::vector<ConfigDocument>>> StoreS3Backend::list_configs(std::string bucket, ConfigKind kind,
                                                                                  std::string start_after, std::size_t max) {
  auto found = co_await get_bucket(std::move(bucket));
  if (!found) co_return aws::fail(std::move(found.error()));
  std::vector<ConfigDocument> documents;
  if (max == 0 || !(*found)->has(kind)) co_return documents;
  const auto prefix = config_row({kind, ""});
  auto range = prefix_range(prefix);
  if (!start_after.empty()) range.begin = prefix + start_after + '\0';
  for (auto& row : co_await scan(**found, range, {.limit = max})) {
    documents.push_back({row.key.substr(prefix.size()), std::move(row.value)});
  }
  co_return documents;
}

}  // namespace winterbaume::s3
