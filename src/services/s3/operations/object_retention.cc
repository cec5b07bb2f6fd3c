#include "services/s3/access/authorize.h"
#include "services/s3/access/condition_keys.h"
#include "services/s3/events/announce.h"
#include "services/s3/objects/object_locks.h"
#include "services/s3/objects/object_reading.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

asio::awaitable<Result<BucketPtr>> get_locking_bucket(const S3Door& door, std::optional<std::string> name,
                                                      std::optional<std::string> expected_owner) {
  auto bucket = co_await get_bucket(door, std::move(name), std::move(expected_owner));
  if (bucket && !(*bucket)->object_lock) co_return aws::fail(missing_lock_configuration());
  co_return bucket;
}

aws::Error no_object_lock(const std::string& key) {
  return error(ErrorCode::no_such_object_lock_configuration, {}, {.key = key});
}

ObjectLockRetention shown_retention(const ObjectLock& lock) {
  ObjectLockRetention retention;
  if (!lock.mode.empty()) retention.mode = lock.mode;
  if (lock.retain_until != TimePoint{}) retention.retain_until_date = lock.retain_until;
  if (lock.event_hold.empty()) return retention;
  retention.event_hold = lock.event_hold;
  auto& duration = retention.event_hold_duration.emplace();
  if (lock.event_hold_days != 0) duration.days = lock.event_hold_days;
  if (lock.event_hold_years != 0) duration.years = lock.event_hold_years;
  return retention;
}

// Policies may ask for what is in the request's document.
asio::awaitable<Result<void>> authorize_retention(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                                  const PutObjectRetentionRequest& input, TextPairs sent) {
  co_return co_await authorize(context, door,
                               {.action = "s3:PutObjectRetention",
                                .bucket = std::move(bucket),
                                .key = *input.key,
                                .version_id = input.version_id,
                                .conditions = std::move(sent)});
}
asio::awaitable<Result<void>> authorize_legal_hold(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                                   const PutObjectLegalHoldRequest& input) {
  co_return co_await authorize(context, door,
                               {.action = "s3:PutObjectLegalHold",
                                .bucket = std::move(bucket),
                                .key = *input.key,
                                .version_id = input.version_id,
                                .conditions = {{"s3:object-lock-legal-hold", *input.legal_hold->status}}});
}

}  // namespace

Answer<ops::PutObjectRetention> put_object_retention(const aws::RequestContext& context, S3Door& door,
                                                     PutObjectRetentionRequest input) {
  auto bucket = co_await get_bucket(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if (!input.retention) co_return aws::fail(error(ErrorCode::malformed_xml));
  TextPairs sent;
  add_retention_keys(sent, input.retention->mode.value_or(""), input.retention->retain_until_date, context.now);
  auto allowed = co_await authorize_retention(context, door, *bucket, input, sent);
  if (!allowed) co_return aws::fail(std::move(allowed.error()));
  if (!(*bucket)->object_lock) co_return aws::fail(missing_lock_configuration());
  const bool bypass = input.bypass_governance_retention.value_or(false) &&
                      co_await may_bypass_governance(context, door, *bucket, *input.key, input.version_id, std::move(sent));
  while (true) {
    auto found = co_await find_readable(door, (*bucket)->name, *input.key, input.version_id);
    if (!found) co_return aws::fail(std::move(found.error()));
    auto changed = change_retention(found->record.lock, *input.retention, context.now, bypass);
    if (!changed) co_return aws::fail(std::move(changed.error()));
    found->record.lock = std::move(*changed);
    auto updated = co_await door.backend.update_object((*bucket)->name, *found);
    if (!updated) co_return aws::fail(std::move(updated.error()));
    if (!*updated) continue;
    co_await announce(context, door, *bucket, {"s3:ObjectRetention:Put", std::move(*found)});
    co_return PutObjectRetentionOutput{};
  }
}

Answer<ops::GetObjectRetention> get_object_retention(const aws::RequestContext&, S3Door& door, GetObjectRetentionRequest input) {
  auto bucket = co_await get_locking_bucket(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto found = co_await find_readable(door, (*bucket)->name, *input.key, std::move(input.version_id));
  if (!found) co_return aws::fail(std::move(found.error()));
  const auto& lock = found->record.lock;
  if (lock.mode.empty() && lock.event_hold.empty()) co_return aws::fail(no_object_lock(*input.key));
  co_return GetObjectRetentionOutput{.retention = shown_retention(lock)};
}

Answer<ops::PutObjectLegalHold> put_object_legal_hold(const aws::RequestContext& context, S3Door& door,
                                                      PutObjectLegalHoldRequest input) {
  auto bucket = co_await get_bucket(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if (!input.legal_hold || !input.legal_hold->status) co_return aws::fail(error(ErrorCode::malformed_xml));
  auto allowed = co_await authorize_legal_hold(context, door, *bucket, input);
  if (!allowed) co_return aws::fail(std::move(allowed.error()));
  if (!(*bucket)->object_lock) co_return aws::fail(missing_lock_configuration());
  while (true) {
    auto found = co_await find_readable(door, (*bucket)->name, *input.key, input.version_id);
    if (!found) co_return aws::fail(std::move(found.error()));
    found->record.lock.legal_hold = *input.legal_hold->status == "ON";
    found->record.lock.legal_hold_put = true;
    auto updated = co_await door.backend.update_object((*bucket)->name, *found);
    if (!updated) co_return aws::fail(std::move(updated.error()));
    if (!*updated) continue;
    co_await announce(context, door, *bucket, {"s3:ObjectLegalHold:Put", std::move(*found)});
    co_return PutObjectLegalHoldOutput{};
  }
}

Answer<ops::GetObjectLegalHold> get_object_legal_hold(const aws::RequestContext&, S3Door& door, GetObjectLegalHoldRequest input) {
  auto bucket = co_await get_locking_bucket(door, std::move(input.bucket), std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto found = co_await find_readable(door, (*bucket)->name, *input.key, std::move(input.version_id));
  if (!found) co_return aws::fail(std::move(found.error()));
  const auto& lock = found->record.lock;
  if (!lock.legal_hold && !lock.legal_hold_put) co_return aws::fail(no_object_lock(*input.key));
  co_return GetObjectLegalHoldOutput{.legal_hold = ObjectLockLegalHold{.status = lock.legal_hold ? "ON" : "OFF"}};
}

}  // namespace winterbaume::s3
