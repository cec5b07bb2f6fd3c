#include "services/s3/objects/object_deletion.h"

#include "services/s3/access/authorize.h"
#include "services/s3/events/announce.h"
#include "services/s3/objects/object_locks.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

constexpr int k_attempts_max = 8;

// AWS: x-amz-if-match-size and -last-modified-time are for directory buckets only (API Reference, DeleteObject).
std::optional<aws::Error> check_condition_kinds(const BucketRecord& bucket, const WriteConditions& conditions) {
  if (bucket.directory || (!conditions.if_match_size && !conditions.if_match_modified)) return std::nullopt;
  return error(ErrorCode::not_implemented);
}

// The guard of the version that the lock lets go; null where there is no such version.
asio::awaitable<Result<std::optional<std::uint64_t>>> check_lock(const aws::RequestContext& context, S3Door& door,
                                                                 BucketPtr bucket, const UnwantedVersion& unwanted) {
  auto found = co_await door.backend.get_object(bucket->name, unwanted.key, unwanted.version_id);
  if (!found) {
    if (is(found.error(), ErrorCode::no_such_version)) co_return std::optional<std::uint64_t>{};
    co_return aws::fail(std::move(found.error()));
  }
  const auto& lock = found->record.lock;
  if (auto locked = check_unlocked(lock, context.now, false)) {
    if (!unwanted.bypass_governance) co_return aws::fail(std::move(*locked));
    if (auto refusal = check_unlocked(lock, context.now, true)) co_return aws::fail(std::move(*refusal));
    if (context.enforced) {
      auto allowed = co_await authorize(
          context, door,
          {.action = "s3:BypassGovernanceRetention", .bucket = bucket, .key = unwanted.key, .version_id = unwanted.version_id});
      if (!allowed) co_return aws::fail(std::move(allowed.error()));
    }
  }
  co_return std::optional(found->guard);
}

asio::awaitable<void> announce_deletion(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                        const UnwantedVersion& unwanted, const DeletionOutcome& outcome) {
  const bool marked = outcome.delete_marker && !unwanted.version_id;
  ObjectChange change{.event = marked ? "s3:ObjectRemoved:DeleteMarkerCreated" : "s3:ObjectRemoved:Delete"};
  change.object.key = unwanted.key;
  change.object.record.delete_marker = marked;
  change.object.record.modified = context.now;
  if (outcome.version_id != "null") change.object.record.version_id = outcome.version_id;
  change.object.record.sequence = outcome.sequence;
  co_await announce(context, door, std::move(bucket), std::move(change));
}

}  // namespace

std::optional<aws::Error> check_mfa(const BucketRecord& bucket, const std::optional<std::string>& mfa) {
  if (!bucket.mfa_delete) return std::nullopt;
  // "<serial number or ARN of the device> <code>"
  if (mfa && mfa->find(' ') != std::string::npos) return std::nullopt;
  return error(ErrorCode::access_denied, "Mfa Authentication must be used for this request");
}

asio::awaitable<Result<DeletionOutcome>> delete_version(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                                        UnwantedVersion unwanted) {
  if (auto refusal = check_condition_kinds(*bucket, unwanted.conditions)) co_return aws::fail(std::move(*refusal));
  for (int attempt = 0; attempt < k_attempts_max; ++attempt) {
    ObjectDeletion deletion{.bucket = bucket->name,
                            .key = unwanted.key,
                            .version_id = unwanted.version_id,
                            .conditions = unwanted.conditions,
                            .owner = owner_of(context),
                            .now = context.now};
    if (bucket->object_lock && unwanted.version_id) {
      auto guard = co_await check_lock(context, door, bucket, unwanted);
      if (!guard) co_return aws::fail(std::move(guard.error()));
      deletion.guard = *guard;
    }
    const bool guarded = deletion.guard.has_value();
    auto outcome = co_await door.backend.delete_object(std::move(deletion));
    // The version changed since its lock was read: look again.
    if (!outcome && guarded && is(outcome.error(), ErrorCode::conditional_request_conflict)) continue;
    if (outcome && outcome->found) co_await announce_deletion(context, door, std::move(bucket), unwanted, *outcome);
    co_return outcome;
  }
  co_return aws::fail(error(ErrorCode::operation_aborted));
}

}  // namespace winterbaume::s3
