// What a bucket may be called: Amazon S3 User Guide, "General purpose bucket naming rules" and "Directory bucket naming rules".
#pragma once

#include <string_view>

namespace winterbaume::s3 {

bool is_bucket_name(std::string_view name);
// "base--zone--x-s3".
bool is_directory_bucket_name(std::string_view name);

}  // namespace winterbaume::s3
