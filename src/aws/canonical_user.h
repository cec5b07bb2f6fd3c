// S3's name for an account: 64 hexadecimal digits that tell nothing of it.
#pragma once

#include <string>
#include <string_view>

namespace winterbaume::aws {

// The same for the same account, in every server.
std::string canonical_user_id_of(std::string_view account_id);

}  // namespace winterbaume::aws
