// A look at what S3 keeps, as JSON, for people and for tests: under /_winterbaume/s3/. Reading it changes nothing.
//
//   (nothing)                      how many buckets and blobs there are
//   buckets                        each with its region, owner and versioning
//   buckets/<name>                 one of them, with its counts (this walks through the whole bucket)
//   buckets/<name>/objects         versions and delete markers; prefix, start_after, max (1000)
//   buckets/<name>/uploads         uploads in progress; prefix, start_after, max (1000)
//   events                         what notifications sent to topics, functions and the event bus, the latest 1,000
//   blobs                          how many, and how many bytes they hold
#pragma once

#include <optional>
#include <string>

#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

// Null where there is no such path or bucket. `target` follows "/_winterbaume/s3/".
asio::awaitable<std::optional<std::string>> inspect_storage(S3Door& door, std::string target);

}  // namespace winterbaume::s3
