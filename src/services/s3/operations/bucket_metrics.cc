#include "services/s3/configs/filters.h"
#include "services/s3/configs/listed_configs.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {
namespace {

std::optional<aws::Error> check_metrics(const MetricsConfiguration& configuration, const std::string& id) {
  if (configuration.id != id) return error(ErrorCode::malformed_xml);
  return configuration.filter ? check_filter(*configuration.filter, EmptyFilter::refused) : std::nullopt;
}

}  // namespace

Answer<ops::PutBucketMetricsConfiguration> put_bucket_metrics_configuration(const aws::RequestContext&, S3Door& door,
                                                                            PutBucketMetricsConfigurationRequest input) {
  if (auto wrong = check_metrics(*input.metrics_configuration, *input.id)) co_return aws::fail(std::move(*wrong));
  co_return done<ops::PutBucketMetricsConfiguration>(co_await put_listed_config(
      door, named(input, DirectoryBuckets::allowed), *input.id, std::move(*input.metrics_configuration)));
}

Answer<ops::GetBucketMetricsConfiguration> get_bucket_metrics_configuration(const aws::RequestContext&, S3Door& door,
                                                                            GetBucketMetricsConfigurationRequest input) {
  auto found = co_await get_listed_config<MetricsConfiguration>(door, named(input, DirectoryBuckets::allowed), *input.id);
  if (!found) co_return aws::fail(std::move(found.error()));
  co_return GetBucketMetricsConfigurationOutput{.metrics_configuration = std::move(*found)};
}

Answer<ops::DeleteBucketMetricsConfiguration> delete_bucket_metrics_configuration(const aws::RequestContext&, S3Door& door,
                                                                                  DeleteBucketMetricsConfigurationRequest input) {
  co_return done<ops::DeleteBucketMetricsConfiguration>(
      co_await delete_listed_config(door, named(input, DirectoryBuckets::allowed), ConfigKind::metrics, *input.id));
}

Answer<ops::ListBucketMetricsConfigurations> list_bucket_metrics_configurations(const aws::RequestContext&, S3Door& door,
                                                                                ListBucketMetricsConfigurationsRequest input) {
  auto page =
      co_await list_listed_configs<MetricsConfiguration>(door, named(input, DirectoryBuckets::allowed), input.continuation_token);
  if (!page) co_return aws::fail(std::move(page.error()));
  ListBucketMetricsConfigurationsOutput output;
  output.metrics_configuration_list = std::move(page->configs);
  set_config_page(output, *page, std::move(input.continuation_token));
  co_return output;
}

}  // namespace winterbaume::s3
