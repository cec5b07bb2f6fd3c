// A version at one destination of its replication.
#pragma once

#include <string_view>

#include "core/ids.h"
#include "services/s3/replication/replication_rules.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

// What a destination is to get.
struct ReplicaJob {
  FoundObject source;
  BucketPtr from;
  ReplicationTarget target;
  bool changes_only = false;  // of a version that went before: where its replica was deleted, none is made again
  bool retention = false;     // that the version has no retention is a change too
};

// Gives the destination the version, delete markers too, or, where it has it, what changed of it: tags, ACL, lock and
// annotations. Empty where that is done, else why it isn't, in AWS's words (Amazon S3 User Guide, "Amazon S3 replication failure
// reasons").
asio::awaitable<std::string_view> send_replica(S3Door& door, ReplicaJob job, TimePoint now, Ids& ids);

}  // namespace winterbaume::s3
