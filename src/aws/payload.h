// S3's payloads: a request's body as its sender meant it, whichever form it travels in.
#pragma once

#include <memory>
#include <optional>

#include "aws/error.h"
#include "aws/sigv4_verify.h"
#include "http/request.h"

namespace winterbaume::aws {

// Makes `request.body` the payload itself: an aws-chunked body is decoded (at once where it is in memory, else as it is read),
// its trailers become the body's, and the header fields tell of the payload: Content-Length its length, Content-Encoding no
// "aws-chunked", x-amz-sdk-checksum-algorithm the checksum that x-amz-trailer announces. What `signature` has left to compare is
// compared on the way; null: nothing is.
//
// Errors: MissingContentLength, InvalidRequest. Where the body is read: BodyRejected with IncompleteBody, InvalidChunkSizeError,
// MalformedTrailerError, SignatureDoesNotMatch, XAmzContentSHA256Mismatch; thrown by this function itself of a body in memory.
std::optional<Error> unwrap_payload(http::Request& request, std::shared_ptr<const VerifiedSignature> signature);

}  // namespace winterbaume::aws
