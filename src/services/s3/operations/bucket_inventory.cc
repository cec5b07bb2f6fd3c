#include "services/s3/access/authorize.h"
#include "services/s3/configs/listed_configs.h"
#include "services/s3/configs/replication_configuration.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {
namespace {

std::optional<aws::Error> check_inventory(const InventoryConfiguration& configuration, const std::string& id) {
  const auto& destination = *configuration.destination->s3_bucket_destination;
  if (configuration.filter && !configuration.filter->prefix) return error(ErrorCode::malformed_xml);
  if (const auto& encryption = destination.encryption; encryption && encryption->sses3 && encryption->ssekms) {
    return error(ErrorCode::malformed_xml);
  }
  if (configuration.id != id) return error(ErrorCode::id_mismatch);
  if (!bucket_of_arn(*destination.bucket)) return error(ErrorCode::invalid_s3_destination_bucket);
  return std::nullopt;
}

// Policies may ask for the fields that reports would tell, which are in the request's document. That a bucket isn't there is told
// by whoever looks for it next.
asio::awaitable<Result<void>> authorize_inventory(const aws::RequestContext& context, S3Door& door,
                                                  const PutBucketInventoryConfigurationRequest& input) {
  if (!context.enforced) co_return Result<void>{};
  auto bucket = co_await door.backend.get_bucket(*input.bucket);
  if (!bucket) co_return Result<void>{};
  AccessRequest asked{.action = "s3:PutInventoryConfiguration", .bucket = std::move(*bucket)};
  if (const auto& fields = input.inventory_configuration->optional_fields) {
    for (const auto& field : *fields) asked.conditions.emplace_back("s3:InventoryAccessibleOptionalFields", field);
  }
  co_return co_await authorize(context, door, std::move(asked));
}

}  // namespace

Answer<ops::PutBucketInventoryConfiguration> put_bucket_inventory_configuration(const aws::RequestContext& context, S3Door& door,
                                                                                PutBucketInventoryConfigurationRequest input) {
  auto allowed = co_await authorize_inventory(context, door, input);
  if (!allowed) co_return aws::fail(std::move(allowed.error()));
  if (auto wrong = check_inventory(*input.inventory_configuration, *input.id)) co_return aws::fail(std::move(*wrong));
  co_return done<ops::PutBucketInventoryConfiguration>(co_await put_listed_config(
      door, named(input, DirectoryBuckets::allowed), *input.id, std::move(*input.inventory_configuration)));
}

Answer<ops::GetBucketInventoryConfiguration> get_bucket_inventory_configuration(const aws::RequestContext&, S3Door& door,
                                                                                GetBucketInventoryConfigurationRequest input) {
  auto found = co_await get_listed_config<InventoryConfiguration>(door, named(input, DirectoryBuckets::allowed), *input.id);
  if (!found) co_return aws::fail(std::move(found.error()));
  co_return GetBucketInventoryConfigurationOutput{.inventory_configuration = std::move(*found)};
}

Answer<ops::DeleteBucketInventoryConfiguration> delete_bucket_inventory_configuration(
    const aws::RequestContext&, S3Door& door, DeleteBucketInventoryConfigurationRequest input) {
  co_return done<ops::DeleteBucketInventoryConfiguration>(
      co_await delete_listed_config(door, named(input, DirectoryBuckets::allowed), ConfigKind::inventory, *input.id));
}

Answer<ops::ListBucketInventoryConfigurations> list_bucket_inventory_configurations(
    const aws::RequestContext&, S3Door& door, ListBucketInventoryConfigurationsRequest input) {
  auto page = co_await list_listed_configs<InventoryConfiguration>(door, named(input, DirectoryBuckets::allowed),
                                                                   input.continuation_token);
  if (!page) co_return aws::fail(std::move(page.error()));
  ListBucketInventoryConfigurationsOutput output;
  output.inventory_configuration_list = std::move(page->configs);
  set_config_page(output, *page, std::move(input.continuation_token));
  co_return output;
}

}  // namespace winterbaume::s3
