// Renames, in directory buckets, and the client tokens that tell a repeated one.
#include "services/s3/s3_errors.h"
#include "services/s3/store/keys.h"
#include "services/s3/store/record_codec.h"
#include "services/s3/store/record_fields.h"
#include "services/s3/store/store_s3_backend.h"
#include "services/s3/store/write_conditions.h"

namespace winterbaume::s3 {
namespace {

constexpr int k_rename_attempts_max = 64;
// Each token that is written looks at so many others, and removes those whose time is over: tokens are random, so all get their
// turn.
constexpr std::size_t k_tokens_looked_at = 8;

struct KeptToken {
  std::string fingerprint;
  TimePoint expires{};
};

std::string encode_token(const RenameToken& token) {
  std::string bytes(1, k_record_format);
  FieldWriter out(bytes);
  out.text(1, token.fingerprint);
  out.number(2, millis(token.expires));
  return bytes;
}

KeptToken decode_token(std::string_view bytes) {
  KeptToken token;
  FieldReader in(fields_of(bytes));
  while (in.next()) {
    if (in.tag() == 1 && in.is_text()) token.fingerprint = in.text();
    if (in.tag() == 2 && !in.is_text()) token.expires = time_of(in.number());
  }
  return token;
}

// Whether the kept row says that this rename was done.
Result<bool> tells_of(const std::optional<Entry>& kept, const RenameToken& token) {
  if (!kept) return false;
  const auto before = decode_token(kept->value);
  if (before.expires <= token.now) return false;
  if (before.fingerprint == token.fingerprint) return true;
  return aws::fail(errors::idempotency_parameter_mismatch(
      "Parameters on this idempotent request are inconsistent with parameters used in previous request(s)."));
}

Check unchanged(std::string row, const std::optional<Entry>& entry) {
  return {std::move(row), entry ? std::optional(entry->version) : std::nullopt};
}

}  // namespace

asio::awaitable<Result<bool>> StoreS3Backend::was_renamed(std::string bucket_name, RenameToken token) {
  auto bucket = co_await get_bucket(std::move(bucket_name));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  const auto kept = co_await get(**bucket, rename_token_row(token.token));
  co_return tells_of(kept, token);
}

// Whether the rename was done before.
asio::awaitable<Result<bool>> StoreS3Backend::plan_rename_token(BucketPtr bucket, const RenameToken& token, Change& change) {
  auto row = rename_token_row(token.token);
  const auto kept = co_await get(*bucket, row);
  auto done = tells_of(kept, token);
  if (!done || *done) co_return done;
  auto others = prefix_range(rename_token_row(""));
  others.begin = row + '\0';
  for (auto& other : co_await scan(*bucket, others, {.limit = k_tokens_looked_at})) {
    if (decode_token(other.value).expires > token.now) continue;
    change.commit.checks.push_back({other.key, other.version});
    change.commit.writes.push_back({std::move(other.key), std::nullopt});
  }
  change.commit.checks.push_back(unchanged(row, kept));
  change.commit.writes.push_back({std::move(row), encode_token(token)});
  co_return false;
}

// Directory buckets have no versions: what moves is of the null version.
asio::awaitable<void> StoreS3Backend::plan_annotation_move(BucketPtr bucket, std::string source, std::string destination,
                                                           Change& change) {
  const auto from = annotations_prefix(source, "");
  const auto to = annotations_prefix(destination, "");
  auto& writes = change.commit.writes;
  const ScanOptions all{.limit = 100'000, .bytes_max = std::numeric_limits<std::size_t>::max()};
  for (auto& row : co_await scan(*bucket, prefix_range(from), all)) {
    auto moved = to + row.key.substr(from.size());
    std::erase_if(writes, [&](const Write& write) { return write.key == moved; });
    writes.push_back({std::move(moved), std::move(row.value)});
    writes.push_back({std::move(row.key), std::nullopt});
  }
}

// Whether it was done before.
asio::awaitable<Result<bool>> StoreS3Backend::plan_rename(BucketPtr bucket, const ObjectRename& rename, Change& change) {
  if (rename.token) {
    auto done = co_await plan_rename_token(bucket, *rename.token, change);
    if (!done || *done) co_return done;
  }
  auto from = co_await get(*bucket, current_row(rename.source));
  if (!from) co_return aws::fail(error(ErrorCode::no_such_key, {}, {.key = rename.source}));
  if (from->version != rename.guard) co_return aws::fail(error(ErrorCode::conditional_request_conflict));
  auto to = co_await get(*bucket, current_row(rename.destination));
  std::optional<ObjectRecord> replaced;
  if (to) replaced = decode_object(to->value);
  if (auto refusal = check_conditions(rename.conditions, rename.destination, replaced ? &*replaced : nullptr)) {
    co_return aws::fail(std::move(*refusal));
  }
  change.commit.checks.push_back({current_row(rename.source), from->version});
  if (rename.source == rename.destination) co_return false;
  change.commit.checks.push_back(unchanged(current_row(rename.destination), to));
  change.commit.writes.push_back({current_row(rename.source), std::nullopt});
  const bool annotated = decode_object(from->value).annotated;
  change.commit.writes.push_back({current_row(rename.destination), std::move(from->value)});
  if (replaced) co_await plan_freeing(bucket, rename.destination, std::move(*replaced), {}, change);
  if (annotated) co_await plan_annotation_move(bucket, rename.source, rename.destination, change);
  co_return false;
}

asio::awaitable<Result<void>> StoreS3Backend::rename_object(ObjectRename rename) {
  for (int attempt = 0; attempt < k_rename_attempts_max; ++attempt) {
    auto bucket = co_await get_bucket(rename.bucket);
    if (!bucket) co_return aws::fail(std::move(bucket.error()));
    auto change = begin(**bucket);
    const auto done = co_await plan_rename(*bucket, rename, change);
    if (!done) co_return aws::fail(done.error());
    if (*done || change.commit.writes.empty() || co_await commit(**bucket, change)) co_return Result<void>{};
  }
  co_return aws::fail(error(ErrorCode::operation_aborted));
}

}  // namespace winterbaume::s3
