// ListObjectsV2 of a directory bucket: with a delimiter, prefixes of multipart uploads in progress are common prefixes too (API
// Reference, ListObjectsV2, CommonPrefixes).
#pragma once

#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

// Merges them into the page that `query` gave. Nothing is done without a delimiter.
asio::awaitable<Result<void>> add_upload_prefixes(S3Door& door, ObjectQuery query, ObjectPage& page);

// The page with these prefixes as well, at most `max` entries of it: what is cut off comes with the next page.
void merge_prefixes(ObjectPage& page, std::vector<std::string> prefixes, std::size_t max);

}  // namespace winterbaume::s3
