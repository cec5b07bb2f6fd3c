// Annotations of a version at a destination of its replication.
#pragma once

#include <string>

#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

// Gives the version of that key and id in the bucket `to` the annotations that `source` has in `from`, and no others. Costs
// nothing where neither has any. False where the version is not there, or others keep changing it.
asio::awaitable<bool> sync_annotations(S3Door& door, std::string from, FoundObject source, std::string to);

}  // namespace winterbaume::s3
