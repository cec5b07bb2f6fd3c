#include "services/s3/bucket_names.h"

#include <algorithm>

namespace winterbaume::s3 {
namespace {

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// "192.168.5.4": four groups of digits.
bool looks_like_address(std::string_view name) {
  int groups = 1, digits = 0;
  for (char c : name) {
    if (c == '.') {
      if (digits == 0) return false;
      ++groups;
      digits = 0;
    } else if (c >= '0' && c <= '9' && digits < 3) {
      ++digits;
    } else {
      return false;
    }
  }
  return groups == 4 && digits > 0;
}

constexpr std::string_view k_reserved_prefixes[] = {"xn--", "sthree-", "amzn-s3-demo-"};
constexpr std::string_view k_reserved_suffixes[] = {"-s3alias", "--ol-s3", ".mrap", "--table-s3"};

}  // namespace

bool is_directory_bucket_name(std::string_view name) {
  if (!name.ends_with("--x-s3")) return false;
  name.remove_suffix(6);
  const auto zone = name.rfind("--");
  return zone != std::string_view::npos && zone > 0 && zone + 2 < name.size();
}

bool is_bucket_name(std::string_view name) {
  if (name.size() < 3 || name.size() > 63) return false;
  if (!is_letter_or_digit(name.front()) || !is_letter_or_digit(name.back())) return false;
  if (!std::ranges::all_of(name, [](char c) { return is_letter_or_digit(c) || c == '-' || c == '.'; })) return false;
  if (name.find("..") != std::string_view::npos || looks_like_address(name)) return false;
  if (std::ranges::any_of(k_reserved_prefixes, [&](auto prefix) { return name.starts_with(prefix); })) return false;
  if (std::ranges::any_of(k_reserved_suffixes, [&](auto suffix) { return name.ends_with(suffix); })) return false;
  return !name.ends_with("--x-s3") || is_directory_bucket_name(name);
}

}  // namespace winterbaume::s3
