// Where a bucket's replication rules send a version (Amazon S3 User Guide, "Replication configuration file elements").
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "generated/s3/types.h"
#include "services/s3/s3_types.h"

namespace winterbaume::s3 {

struct ReplicationTarget {
  std::string rule_id;
  std::string bucket;         // its name
  std::string storage_class;  // empty: the source's
  std::string kms_key_id;     // what replicas of SSE-KMS objects are encrypted with; empty: the source's
  bool owner_override = false;
  bool metrics = false;  // failures are told of
  Millis threshold{0};   // replication time control: what takes longer is told of; 0: it is off
};

// One target a destination bucket: of rules that share one, that of the highest priority. Rules with a Filter (V2) replicate
// delete markers where they say so, those with a Prefix (V1) always. SSE-KMS objects go only where a rule selects them, so do
// changes of replicas ("Replicating metadata changes with replica modification sync").
std::vector<ReplicationTarget> find_targets(const ReplicationConfiguration& configuration, const FoundObject& version);

}  // namespace winterbaume::s3
