// What a bucket may be called: Amazon S3 User Guide, "General purpose bucket naming rules" and "Directory bucket naming rules".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/s3/s3_types.h"

namespace winterbaume::s3 {

bool is_bucket_name(std::string_view name);
// "base--zone--x-s3".
bool is_directory_bucket_name(std::string_view name);
// The zone of a directory bucket's name: "usw2-az1", or "usw2-lax1-az1" of a Local Zone.
std::string_view zone_of(std::string_view directory_bucket_name);
bool is_local_zone(std::string_view zone);

// "prefix-111122223333-us-west-2-an": a name of an account regional namespace (User Guide, "Namespaces for general purpose
// buckets"). Null where it is none.
struct AccountRegionalName {
  std::string_view account_id, region;
};
std::optional<AccountRegionalName> parse_account_regional_name(std::string_view name);

// "arn:aws:s3:::name", or "arn:aws:s3express:us-west-2:111122223333:bucket/name" of a directory bucket.
std::string bucket_arn(const BucketRecord& bucket);

}  // namespace winterbaume::s3
