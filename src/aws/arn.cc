#include "aws/arn.h"

#include <algorithm>
#include <array>

namespace winterbaume::aws {
namespace {

// Region prefixes of the partitions beside "aws", as AWS's endpoint metadata (partitions.json) gives them.
struct RegionPrefix {
  std::string_view prefix;
  std::string_view partition;
};
constexpr std::array k_region_prefixes{
    RegionPrefix{"cn-", "aws-cn"},         RegionPrefix{"us-gov-", "aws-us-gov"}, RegionPrefix{"us-iso-", "aws-iso"},
    RegionPrefix{"us-isob-", "aws-iso-b"}, RegionPrefix{"eu-isoe-", "aws-iso-e"}, RegionPrefix{"us-isof-", "aws-iso-f"},
    RegionPrefix{"eusc-", "aws-eusc"},
};

}  // namespace

std::string Arn::text() const {
  std::string out;
  out.reserve(8 + partition.size() + service.size() + region.size() + account_id.size() + resource.size());
  out.append("arn:").append(partition).append(":").append(service).append(":").append(region);
  return out.append(":").append(account_id).append(":").append(resource);
}

std::optional<Arn> parse_arn(std::string_view text) {
  std::array<std::string_view, 5> parts;
  for (auto& part : parts) {
    auto colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    part = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  Arn arn{parts[1], parts[2], parts[3], parts[4], text};
  if (parts[0] != "arn" || arn.partition.empty() || arn.service.empty() || arn.resource.empty()) return std::nullopt;
  return arn;
}

std::string_view partition_of(std::string_view region) {
  for (const auto& entry : k_region_prefixes) {
    if (region.starts_with(entry.prefix)) return entry.partition;
  }
  return "aws";
}

std::string make_arn(std::string_view service, std::string_view region, std::string_view account_id, std::string_view resource) {
  return Arn{partition_of(region), service, region, account_id, resource}.text();
}

std::string role_arn_of(const std::string& arn) {
  constexpr std::string_view k_session = ":assumed-role/";
  const auto at = arn.find(k_session);
  if (at == std::string::npos) return arn;
  const auto name = std::string_view(arn).substr(at + k_session.size());
  auto role = arn.substr(0, at) + ":role/" + std::string(name.substr(0, name.find('/')));
  if (const auto sts = role.find(":sts:"); sts != std::string::npos) role.replace(sts, 5, ":iam:");
  return role;
}

bool is_account_id(std::string_view text) {
  return text.size() == 12 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace winterbaume::aws
