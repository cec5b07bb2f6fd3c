#include "services/s3/bucket_creation.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {

Answer<ops::CreateBucket> create_bucket(const aws::RequestContext& context, S3Door& door, CreateBucketRequest input) {
  auto made = make_bucket(context, input);
  if (!made) co_return aws::fail(std::move(made.error()));
  const std::string name = made->record.name, region = made->record.region;
  auto created = co_await door.backend.create_bucket(std::move(made->record), std::move(made->configs));
  if (!created) co_return aws::fail(std::move(created.error()));
  CreateBucketOutput output;
  output.location = region == "us-east-1" ? "/" + name : context.base_url + "/" + name + "/";
  output.bucket_arn = "arn:aws:s3:::" + name;
  co_return output;
}

}  // namespace winterbaume::s3
