// Whether a document (a body that is read whole before its handler runs) is what its sender says: Content-MD5 and
// x-amz-checksum-*.
#pragma once

#include <optional>

#include "aws/error.h"
#include "aws/schema.h"
#include "http/request.h"

namespace winterbaume::s3 {

// Errors: MaxMessageLengthExceeded, InvalidDigest, BadDigest, InvalidRequest (two checksums, or one that is none; DeleteObjects
// with none at all). Null for operations that stream, which check their bytes as they come.
std::optional<aws::Error> check_document(const aws::OperationSchema& operation, const http::Request& request);

}  // namespace winterbaume::s3
