// Object Lock: retention and legal holds of a version, and what they forbid (Amazon S3 User Guide, "Locking objects with Object
// Lock").
#pragma once

#include <optional>
#include <string>

#include "generated/s3/types.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

struct SentLock {
  std::optional<std::string> mode, legal_hold, event_hold;
  std::optional<TimePoint> retain_until;
  std::optional<std::int32_t> event_hold_days, event_hold_years;
};
// The lock of a new version: what was sent, else the bucket's default retention from `context.now`. Errors: InvalidRequest (the
// bucket has no Object Lock, half a retention), InvalidArgument (a date that is past).
asio::awaitable<Result<ObjectLock>> plan_lock(const aws::RequestContext& context, S3Door& door, BucketPtr bucket, SentLock sent);

// What the bucket's default gives at `now` to an object for which nothing was asked; nothing where there is no default.
asio::awaitable<Result<ObjectLock>> find_default_lock(S3Door& door, BucketPtr bucket, TimePoint now);

// AccessDenied where the version may not be deleted for good (or have its retention shortened) at `now`. `bypass`: the caller
// sent x-amz-bypass-governance-retention and may.
std::optional<aws::Error> check_unlocked(const ObjectLock& lock, TimePoint now, bool bypass);

// Whether a caller that sent x-amz-bypass-governance-retention may (s3:BypassGovernanceRetention). One who may not is as one who
// did not ask. `conditions` are the keys of the request that policies may ask for.
asio::awaitable<bool> may_bypass_governance(const aws::RequestContext& context, S3Door& door, BucketPtr bucket, std::string key,
                                            std::optional<std::string> version_id, TextPairs conditions);

// What PutObjectRetention makes of a version's lock; no mode, date and hold at all takes the retention away. Errors:
// MalformedXML (half a retention), InvalidArgument (a date that is past, a duration that is none), AccessDenied (shorter or
// weaker than what is kept).
Result<ObjectLock> change_retention(const ObjectLock& kept, const ObjectLockRetention& wanted, TimePoint now, bool bypass);

// MalformedXML, InvalidRetentionPeriod.
std::optional<aws::Error> check_lock_configuration(const ObjectLockConfiguration& configuration);

// InvalidRequest, as of what asks for retention or holds in a bucket without Object Lock.
aws::Error missing_lock_configuration();

}  // namespace winterbaume::s3
