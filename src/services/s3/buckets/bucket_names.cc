#include "services/s3/buckets/bucket_names.h"

#include <algorithm>

#include "aws/arn.h"

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

constexpr std::string_view k_directory_suffix = "--x-s3";
constexpr std::string_view k_reserved_prefixes[] = {"xn--", "sthree-", "amzn-s3-demo-"};
constexpr std::string_view k_reserved_suffixes[] = {"-s3alias", "--ol-s3", ".mrap", "--table-s3", "--xa-s3"};

}  // namespace

bool is_directory_bucket_name(std::string_view name) {
  if (!name.ends_with(k_directory_suffix)) return false;
  name.remove_suffix(k_directory_suffix.size());
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
  return !name.ends_with("--x-s3") || (is_directory_bucket_name(name) && name.find('.') == std::string_view::npos);
}

std::string_view zone_of(std::string_view name) {
  name.remove_suffix(k_directory_suffix.size());
  return name.substr(name.rfind("--") + 2);
}

bool is_local_zone(std::string_view zone) { return std::ranges::count(zone, '-') > 1; }

std::optional<AccountRegionalName> parse_account_regional_name(std::string_view name) {
  if (!name.ends_with("-an")) return std::nullopt;
  name.remove_suffix(3);
  // The account is the last run of twelve digits between hyphens, the region what follows it.
  for (auto at = name.rfind('-'); at != std::string_view::npos && at > 0; at = name.rfind('-', at - 1)) {
    const auto rest = name.substr(at + 1);
    if (rest.size() < 14 || rest[12] != '-' || !aws::is_account_id(rest.substr(0, 12))) continue;
    const auto region = rest.substr(13);
    if (std::ranges::count(region, '-') < 2) return std::nullopt;
    return AccountRegionalName{rest.substr(0, 12), region};
  }
  return std::nullopt;
}

std::string bucket_arn(const BucketRecord& bucket) {
  if (bucket.directory) return aws::make_arn("s3express", bucket.region, bucket.owner.account_id, "bucket/" + bucket.name);
  return "arn:" + std::string(aws::partition_of(bucket.region)) + ":s3:::" + bucket.name;
}

}  // namespace winterbaume::s3
