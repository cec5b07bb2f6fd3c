// What CreateBucket makes: the record and its first configurations.
#pragma once

#include <utility>
#include <vector>

#include "aws/request_context.h"
#include "generated/s3/types.h"
#include "services/s3/s3_backend.h"

namespace winterbaume::s3 {

struct NewBucket {
  BucketRecord record;
  std::vector<std::pair<ConfigKey, std::string>> configs;
};

// Errors: InvalidBucketName, InvalidLocationConstraint, IllegalLocationConstraintException, InvalidBucketAclWithObjectOwnership,
// InvalidTag.
Result<NewBucket> make_bucket(const aws::RequestContext& context, const CreateBucketRequest& input);

}  // namespace winterbaume::s3
