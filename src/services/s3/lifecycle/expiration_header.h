// What answers tell of lifecycle rules. In calendar days, whatever a day is to the rules here: that is what clients make of it.
#pragma once

#include <optional>
#include <string>

#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

// x-amz-expiration of the latest version: 'expiry-date="Fri, 21 Dec 2012 00:00:00 GMT", rule-id="a-rule"'. Null where no rule
// lets it expire, and at no cost where the bucket has no rules. `object` outlives the call.
asio::awaitable<std::optional<std::string>> expiration_header(const S3Door& door, BucketPtr bucket, const FoundObject& object);

// x-amz-abort-date and x-amz-abort-rule-id of an upload in progress.
struct AbortNotice {
  TimePoint date{};
  std::string rule_id;
};
asio::awaitable<std::optional<AbortNotice>> find_abort_notice(const S3Door& door, BucketPtr bucket, std::string key,
                                                              TimePoint initiated);

}  // namespace winterbaume::s3
