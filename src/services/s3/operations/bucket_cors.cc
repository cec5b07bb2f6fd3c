#include "services/s3/configs/configured_bucket.h"
#include "services/s3/configs/cors_configuration.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {

Answer<ops::GetBucketCors> get_bucket_cors(const aws::RequestContext&, S3Door& door, GetBucketCorsRequest input) {
  auto cors = co_await require_config_of<CORSConfiguration>(door, named(input), ErrorCode::no_such_cors_configuration);
  if (!cors) co_return aws::fail(std::move(cors.error()));
  co_return GetBucketCorsOutput{.cors_rules = std::move(cors->cors_rules)};
}

Answer<ops::PutBucketCors> put_bucket_cors(const aws::RequestContext&, S3Door& door, PutBucketCorsRequest input) {
  if (auto wrong = check_cors(*input.cors_configuration)) co_return aws::fail(std::move(*wrong));
  co_return done<ops::PutBucketCors>(co_await put_config_of(door, named(input), std::move(*input.cors_configuration)));
}

Answer<ops::DeleteBucketCors> delete_bucket_cors(const aws::RequestContext&, S3Door& door, DeleteBucketCorsRequest input) {
  co_return done<ops::DeleteBucketCors>(co_await delete_config_of(door, named(input), ConfigKind::cors));
}

}  // namespace winterbaume::s3
