// The permission that each operation needs, asked once before its handler runs: which action on which resource, with which
// condition keys, told from the operation and its request.
#pragma once

#include "aws/schema.h"
#include "http/request.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

// AccessDenied where the caller may not. Costs nothing without context.enforced. `request` is in path style and routed to
// `operation`. What a handler alone can know is asked by the handler through authorize(): a copy's source, each key of
// DeleteObjects, the bypass of governance.
asio::awaitable<Result<void>> admit(const aws::RequestContext& context, S3Door& door, const aws::OperationSchema& operation,
                                    const http::Request& request);

}  // namespace winterbaume::s3
