// What CreateBucket makes: the record and its first configurations.
#pragma once

#include <utility>
#include <vector>

#include "aws/request_context.h"
#include "generated/s3/types.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

struct NewBucket {
  BucketRecord record;
  std::vector<std::pair<ConfigKey, std::string>> configs;
};

// All but the ACL. Errors: InvalidBucketName, InvalidLocationConstraint, IllegalLocationConstraintException,
// InvalidBucketNamespace, MissingNamespaceHeader, InvalidBucketAclWithObjectOwnership, InvalidRequest, InvalidTag, MalformedXML;
// NotImplemented for what directory buckets do not have.
Result<NewBucket> make_bucket(const aws::RequestContext& context, const CreateBucketRequest& input, BucketDefaults defaults);

}  // namespace winterbaume::s3
