// What a replication configuration may say (API Reference, "PutBucketReplication", "Error responses: replication"). Rules with a
// Filter are of the new form, with a priority each; rules without are of the old, with a Prefix of their own.
#pragma once

#include <optional>
#include <string>

#include "core/ids.h"
#include "generated/s3/types.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

// What can be told from the document alone. Errors: MalformedXML, InvalidArgument, InvalidRequest.
std::optional<aws::Error> check_replication(const ReplicationConfiguration& configuration);
// Each destination is a bucket with versions, other than `source`, owned by the account that its rule names. Errors:
// InvalidRequest, InvalidArgument.
asio::awaitable<Result<void>> check_destinations(const S3Door& door, BucketPtr source, ReplicationConfiguration configuration);
// Gives each rule without an id one.
void name_replication_rules(ReplicationConfiguration& configuration, Ids& ids);

// The bucket that "arn:aws:s3:::name" names; null where it is no such ARN.
std::optional<std::string> bucket_of_arn(const std::string& arn);

}  // namespace winterbaume::s3
