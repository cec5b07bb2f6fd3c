// What a lifecycle configuration may say (API Reference, "PutBucketLifecycleConfiguration"; User Guide, "Lifecycle configuration
// elements"). A configuration whose rules have a Prefix of their own is of the old form, one whose rules have a Filter of the
// new.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/ids.h"
#include "generated/s3/types.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

// Errors: MalformedXML, InvalidArgument, InvalidRequest.
std::optional<aws::Error> check_lifecycle(const BucketLifecycleConfiguration& configuration);
// The actions of one rule; what check_lifecycle() asks of each.
std::optional<aws::Error> check_lifecycle_actions(const LifecycleRule& rule);
// "(prefix=logs/)": how S3 names a rule's filter in its messages.
std::string shown_filter(const LifecycleRule& rule);

// Gives each rule without an id one.
void name_lifecycle_rules(BucketLifecycleConfiguration& configuration, Ids& ids);

// The minimum size of objects that transitions move, which the rules' document has no place for. Kept beside it.
inline constexpr std::string_view k_minimum_size_id = "transition-default-minimum-object-size";
inline constexpr std::string_view k_minimum_size_default = "all_storage_classes_128K";
// "all_storage_classes_128K" (by default) or "varies_by_storage_class".
asio::awaitable<Result<std::string>> find_transition_minimum(const S3Door& door, BucketPtr bucket);

// The deprecated operations' form of the same rules, with one transition of each kind a rule.
BucketLifecycleConfiguration to_current(LifecycleConfiguration old);
LifecycleConfiguration to_deprecated(BucketLifecycleConfiguration current);

}  // namespace winterbaume::s3
