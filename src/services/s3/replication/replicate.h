// Replication of versions to other buckets here (Amazon S3 User Guide, "What does Amazon S3 replicate?").
#pragma once

#include <stop_token>

#include "core/ids.h"
#include "services/s3/events/announce.h"
#include "services/s3/replication/replication_queue.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

// A change that a rule of its bucket replicates is marked PENDING and queued: a new version, a new delete marker, and new tags, a
// new ACL or lock of what was replicated before. Replicas are not replicated again, nor what was there before the rule; changes
// of replicas go where a rule wants replica modifications.
asio::awaitable<void> queue_replication(S3Door& door, BucketPtr bucket, ObjectChange change, TimePoint now);

// Carries out one job: the version becomes COMPLETED, a replica REPLICA again, where every destination has it, else FAILED.
asio::awaitable<void> replicate(S3Door& door, ReplicationJob job, TimePoint now, Ids& ids);

// Carries out jobs as they come, until `stop` is requested; at first those that were left PENDING when the last process ended. A
// job that meets a fault of the store is tried again a minute later.
asio::awaitable<void> run_replication(S3Door& door, ReplicationQueue& queue, Clock& clock, Ids& ids, std::stop_token stop);

}  // namespace winterbaume::s3
