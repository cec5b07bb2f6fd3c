// Copies the bytes of a version, part by part where it has parts.
#pragma once

#include <optional>
#include <vector>

#include "core/ids.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

struct CopiedContent {
  Content content;
  std::vector<PartRecord> parts;
};

// Null where bytes of the source are gone (it was deleted meanwhile). The new blobs are the caller's; on null nothing is left.
asio::awaitable<std::optional<CopiedContent>> copy_content(S3Door& door, std::string bucket, Content source, Ids& ids);

}  // namespace winterbaume::s3
