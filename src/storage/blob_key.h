// The rules of a blob's key, which every Vfs keeps (vfs.h states them).
#pragma once

#include <string_view>

namespace winterbaume {

constexpr std::size_t k_blob_key_bytes_max = 200;

// Throws StorageFailure on a key that breaks the rules: a service must not have made it, and no file may be named by it.
void check_blob_key(std::string_view key);

}  // namespace winterbaume
