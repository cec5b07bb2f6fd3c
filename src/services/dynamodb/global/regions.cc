#include "services/dynamodb/global/regions.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <vector>

#include "aws/arn.h"

namespace winterbaume::dynamodb::global {
namespace {

constexpr std::array<std::string_view, 38> k_regions = {
    "ap-south-2",     "ap-south-1",     "eu-south-1",     "eu-south-2",     "me-central-1",   "il-central-1",   "ca-central-1",
    "eu-central-1",   "eu-central-2",   "us-west-1",      "us-west-2",      "af-south-1",     "eu-north-1",     "eu-west-3",
    "eu-west-2",      "eu-west-1",      "ap-northeast-3", "ap-northeast-2", "ap-northeast-1", "me-south-1",     "sa-east-1",
    "ap-east-1",      "ap-east-2",      "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5",
    "ap-southeast-6", "ap-southeast-7", "us-east-1",      "us-east-2",      "ca-west-1",      "mx-central-1",   "us-gov-east-1",
    "us-gov-west-1",  "cn-north-1",     "cn-northwest-1"};
constexpr std::array<std::string_view, 10> k_strong_regions = {
    "us-east-1", "us-east-2",    "us-west-2",      "eu-west-1",      "eu-west-2",
    "eu-west-3", "eu-central-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3"};

}  // namespace

bool takes_replicas(std::string_view region, std::string_view home) {
  return std::ranges::find(k_regions, region) != k_regions.end() && aws::partition_of(region) == aws::partition_of(home);
}

bool takes_strong_replicas(std::string_view region) {
  return std::ranges::find(k_strong_regions, region) != k_strong_regions.end();
}

std::string printed_regions(std::string_view home) {
  std::vector<std::string_view> regions;
  std::ranges::copy_if(k_regions, std::back_inserter(regions), [home](auto region) { return takes_replicas(region, home); });
  return fmt::format("[{}]", fmt::join(regions, ", "));
}

}  // namespace winterbaume::dynamodb::global
