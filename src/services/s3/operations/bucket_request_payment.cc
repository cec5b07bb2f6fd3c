#include "services/s3/configs/configured_bucket.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {

Answer<ops::GetBucketRequestPayment> get_bucket_request_payment(const aws::RequestContext&, S3Door& door,
                                                                GetBucketRequestPaymentRequest input) {
  auto found = co_await find_config_of<RequestPaymentConfiguration>(door, named(input));
  if (!found) co_return aws::fail(std::move(found.error()));
  co_return GetBucketRequestPaymentOutput{.payer = *found ? std::move((*found)->payer) : std::string("BucketOwner")};
}

Answer<ops::PutBucketRequestPayment> put_bucket_request_payment(const aws::RequestContext&, S3Door& door,
                                                                PutBucketRequestPaymentRequest input) {
  co_return done<ops::PutBucketRequestPayment>(
      co_await put_config_of(door, named(input), std::move(*input.request_payment_configuration)));
}

}  // namespace winterbaume::s3
