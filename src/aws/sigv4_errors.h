// What a client reads when its signature is refused.
#pragma once

#include <string>

#include "aws/error.h"
#include "aws/sigv4_verify.h"

namespace winterbaume::aws {

// AWS's answer: `s3` for S3's own codes and texts (REST-XML), else those that all other services share, in every protocol.
Error auth_error(const AuthRejection& rejection, bool s3);

}  // namespace winterbaume::aws
