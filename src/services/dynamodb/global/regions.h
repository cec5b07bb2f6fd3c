// The regions that replicas can be in.
#pragma once

#include <string>
#include <string_view>

namespace winterbaume::dynamodb::global {

// A region of AWS, in the same partition as `home`.
bool takes_replicas(std::string_view region, std::string_view home);
// Developer Guide, "Multi-Region strong consistency": the regions that have it.
bool takes_strong_replicas(std::string_view region);
// "[us-east-1, …]": all that takes_replicas().
std::string printed_regions(std::string_view home);

}  // namespace winterbaume::dynamodb::global
