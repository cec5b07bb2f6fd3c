// ListDirectoryBuckets and ListBuckets are both GET /: the first goes to another endpoint, and is signed for another service.
#pragma once

#include "http/request.h"

namespace winterbaume::s3 {

// Gives a GET / that is signed for s3express, or sent to s3express-control, the x-id that routes it to ListDirectoryBuckets.
// After its signature was verified.
void name_directory_listing(http::Request& request);

}  // namespace winterbaume::s3
