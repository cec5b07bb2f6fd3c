#include "services/s3/configs/filters.h"
#include "services/s3/configs/listed_configs.h"
#include "services/s3/configs/replication_configuration.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {
namespace {

std::optional<aws::Error> check_analytics(const AnalyticsConfiguration& configuration, const std::string& id) {
  if (configuration.id != id) return error(ErrorCode::malformed_xml);
  if (configuration.filter) {
    if (auto wrong = check_filter(*configuration.filter, EmptyFilter::refused)) return wrong;
  }
  const auto& data_export = configuration.storage_class_analysis->data_export;
  if (!data_export) return std::nullopt;
  const auto& destination = data_export->destination->s3_bucket_destination;
  if (!destination) return error(ErrorCode::malformed_xml);
  if (!bucket_of_arn(*destination->bucket)) return error(ErrorCode::invalid_s3_destination_bucket);
  return std::nullopt;
}

}  // namespace

Answer<ops::PutBucketAnalyticsConfiguration> put_bucket_analytics_configuration(const aws::RequestContext&, S3Door& door,
                                                                                PutBucketAnalyticsConfigurationRequest input) {
  if (auto wrong = check_analytics(*input.analytics_configuration, *input.id)) co_return aws::fail(std::move(*wrong));
  co_return done<ops::PutBucketAnalyticsConfiguration>(
      co_await put_listed_config(door, named(input), *input.id, std::move(*input.analytics_configuration)));
}

Answer<ops::GetBucketAnalyticsConfiguration> get_bucket_analytics_configuration(const aws::RequestContext&, S3Door& door,
                                                                                GetBucketAnalyticsConfigurationRequest input) {
  auto found = co_await get_listed_config<AnalyticsConfiguration>(door, named(input), *input.id);
  if (!found) co_return aws::fail(std::move(found.error()));
  co_return GetBucketAnalyticsConfigurationOutput{.analytics_configuration = std::move(*found)};
}

Answer<ops::DeleteBucketAnalyticsConfiguration> delete_bucket_analytics_configuration(
    const aws::RequestContext&, S3Door& door, DeleteBucketAnalyticsConfigurationRequest input) {
  co_return done<ops::DeleteBucketAnalyticsConfiguration>(
      co_await delete_listed_config(door, named(input), ConfigKind::analytics, *input.id));
}

Answer<ops::ListBucketAnalyticsConfigurations> list_bucket_analytics_configurations(
    const aws::RequestContext&, S3Door& door, ListBucketAnalyticsConfigurationsRequest input) {
  auto page = co_await list_listed_configs<AnalyticsConfiguration>(door, named(input), input.continuation_token);
  if (!page) co_return aws::fail(std::move(page.error()));
  ListBucketAnalyticsConfigurationsOutput output;
  output.analytics_configuration_list = std::move(page->configs);
  set_config_page(output, *page, std::move(input.continuation_token));
  co_return output;
}

}  // namespace winterbaume::s3
