#include "services/s3/configs/configured_bucket.h"
#include "services/s3/configs/website_configuration.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {

Answer<ops::GetBucketWebsite> get_bucket_website(const aws::RequestContext&, S3Door& door, GetBucketWebsiteRequest input) {
  auto website = co_await require_config_of<WebsiteConfiguration>(door, named(input), ErrorCode::no_such_website_configuration);
  if (!website) co_return aws::fail(std::move(website.error()));
  GetBucketWebsiteOutput output;
  output.redirect_all_requests_to = std::move(website->redirect_all_requests_to);
  output.index_document = std::move(website->index_document);
  output.error_document = std::move(website->error_document);
  output.routing_rules = std::move(website->routing_rules);
  co_return output;
}

Answer<ops::PutBucketWebsite> put_bucket_website(const aws::RequestContext&, S3Door& door, PutBucketWebsiteRequest input) {
  if (auto wrong = check_website(*input.website_configuration)) co_return aws::fail(std::move(*wrong));
  co_return done<ops::PutBucketWebsite>(co_await put_config_of(door, named(input), std::move(*input.website_configuration)));
}

Answer<ops::DeleteBucketWebsite> delete_bucket_website(const aws::RequestContext&, S3Door& door,
                                                       DeleteBucketWebsiteRequest input) {
  co_return done<ops::DeleteBucketWebsite>(co_await delete_config_of(door, named(input), ConfigKind::website));
}

}  // namespace winterbaume::s3
