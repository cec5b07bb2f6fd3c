// Sends what a change is to its bucket's targets: queues get it, what is sent to other targets is recorded.
#pragma once

#include "generated/s3/types.h"
#include "services/s3/events/announce.h"
#include "services/s3/events/event_record.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

// The origin of a request. A caller is told by its access key, since users have no ids of AWS's own here.
EventOrigin origin_of(const aws::RequestContext& context);

// A target that is gone gets nothing, and nobody is told: as AWS has it. Costs nothing where the bucket has no notifications.
asio::awaitable<void> notify(S3Door& door, BucketPtr bucket, EventOrigin origin, ObjectChange change);

// An s3:TestEvent to each queue and topic that the configuration names: once it is accepted.
asio::awaitable<void> send_test_event(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                      NotificationConfiguration configuration);

}  // namespace winterbaume::s3
