#include <set>

#include "services/s3/configs/filters.h"
#include "services/s3/configs/listed_configs.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {
namespace {

constexpr std::int32_t k_tiering_days_max = 730;

// API Reference, "Tiering": archive access from 90 days without a read, deep archive access from 180.
std::optional<aws::Error> check_tiering(const IntelligentTieringConfiguration& configuration, const std::string& id) {
  if (configuration.id != id || configuration.tierings->empty()) return error(ErrorCode::malformed_xml);
  if (configuration.filter) {
    if (auto wrong = check_filter(*configuration.filter, EmptyFilter::refused)) return wrong;
  }
  std::set<std::string> tiers;
  for (const auto& tiering : *configuration.tierings) {
    const std::int32_t least = *tiering.access_tier == "ARCHIVE_ACCESS" ? 90 : 180;
    if (!tiers.insert(*tiering.access_tier).second) return error(ErrorCode::malformed_xml);
    if (*tiering.days >= least && *tiering.days <= k_tiering_days_max) continue;
    return invalid_argument("'Days' for " + *tiering.access_tier + " must be between " + std::to_string(least) + " and 730",
                            "Days", std::to_string(*tiering.days));
  }
  return std::nullopt;
}

}  // namespace

Answer<ops::PutBucketIntelligentTieringConfiguration> put_bucket_intelligent_tiering_configuration(
    const aws::RequestContext&, S3Door& door, PutBucketIntelligentTieringConfigurationRequest input) {
  if (auto wrong = check_tiering(*input.intelligent_tiering_configuration, *input.id)) co_return aws::fail(std::move(*wrong));
  co_return done<ops::PutBucketIntelligentTieringConfiguration>(
      co_await put_listed_config(door, named(input), *input.id, std::move(*input.intelligent_tiering_configuration)));
}

Answer<ops::GetBucketIntelligentTieringConfiguration> get_bucket_intelligent_tiering_configuration(
    const aws::RequestContext&, S3Door& door, GetBucketIntelligentTieringConfigurationRequest input) {
  auto found = co_await get_listed_config<IntelligentTieringConfiguration>(door, named(input), *input.id);
  if (!found) co_return aws::fail(std::move(found.error()));
  co_return GetBucketIntelligentTieringConfigurationOutput{.intelligent_tiering_configuration = std::move(*found)};
}

Answer<ops::DeleteBucketIntelligentTieringConfiguration> delete_bucket_intelligent_tiering_configuration(
    const aws::RequestContext&, S3Door& door, DeleteBucketIntelligentTieringConfigurationRequest input) {
  co_return done<ops::DeleteBucketIntelligentTieringConfiguration>(
      co_await delete_listed_config(door, named(input), ConfigKind::intelligent_tiering, *input.id));
}

Answer<ops::ListBucketIntelligentTieringConfigurations> list_bucket_intelligent_tiering_configurations(
    const aws::RequestContext&, S3Door& door, ListBucketIntelligentTieringConfigurationsRequest input) {
  auto page = co_await list_listed_configs<IntelligentTieringConfiguration>(door, named(input), input.continuation_token);
  if (!page) co_return aws::fail(std::move(page.error()));
  ListBucketIntelligentTieringConfigurationsOutput output;
  output.intelligent_tiering_configuration_list = std::move(page->configs);
  set_config_page(output, *page, std::move(input.continuation_token));
  co_return output;
}

}  // namespace winterbaume::s3
