#include "storage/blob_key.h"

#include <algorithm>

#include "core/failure.h"

namespace winterbaume {
namespace {

constexpr bool is_key_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

bool is_segment(std::string_view segment) {
  return !segment.empty() && segment != "." && segment != ".." && std::ranges::all_of(segment, is_key_character);
}

bool is_blob_key(std::string_view key) {
  if (key.size() > k_blob_key_bytes_max) return false;
  while (true) {
    auto slash = key.find('/');
    if (!is_segment(key.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    key.remove_prefix(slash + 1);
  }
}

}  // namespace

void check_blob_key(std::string_view key) {
  if (!is_blob_key(key)) throw StorageFailure("a blob's key breaks the rules of keys");
}

}  // namespace winterbaume
