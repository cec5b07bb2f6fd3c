#include "services/s3/configs/configured_bucket.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {

// A bucket that never had a state has none to show.
Answer<ops::GetBucketAccelerateConfiguration> get_bucket_accelerate_configuration(const aws::RequestContext&, S3Door& door,
                                                                                  GetBucketAccelerateConfigurationRequest input) {
  auto found = co_await find_config_of<AccelerateConfiguration>(door, named(input));
  if (!found) co_return aws::fail(std::move(found.error()));
  GetBucketAccelerateConfigurationOutput output;
  if (*found) output.status = std::move((*found)->status);
  if (input.request_payer) output.request_charged = "requester";
  co_return output;
}

Answer<ops::PutBucketAccelerateConfiguration> put_bucket_accelerate_configuration(const aws::RequestContext&, S3Door& door,
                                                                                  PutBucketAccelerateConfigurationRequest input) {
  if (!input.accelerate_configuration->status) co_return aws::fail(error(ErrorCode::malformed_xml));
  if (input.bucket->find('.') != std::string::npos) {
    co_return aws::fail(error(ErrorCode::invalid_request,
                              "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names"));
  }
  co_return done<ops::PutBucketAccelerateConfiguration>(
      co_await put_config_of(door, named(input), std::move(*input.accelerate_configuration)));
}

}  // namespace winterbaume::s3
