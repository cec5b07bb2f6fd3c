// S3 words a refused signature in codes of its own, with the pieces that it disagrees on as elements of the error.
#pragma once

#include "aws/error.h"
#include "aws/sigv4_verify.h"

namespace winterbaume::aws {

Error s3_auth_error(const AuthRejection& rejection);

}  // namespace winterbaume::aws
