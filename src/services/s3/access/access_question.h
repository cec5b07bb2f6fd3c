// What the gate asks beyond AccessRequest.
#pragma once

#include "services/s3/access/authorize.h"

namespace winterbaume::s3 {

struct AccessQuestion {
  AccessRequest request;
  bool creating = false;  // PutObjectAcl and the like as a part of making the object: there is none yet to ask
};
asio::awaitable<Result<void>> authorize(const aws::RequestContext& context, S3Door& door, AccessQuestion question);

}  // namespace winterbaume::s3
