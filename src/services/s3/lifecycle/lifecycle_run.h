// Carries out what lifecycle rules ask for.
#pragma once

#include <stop_token>

#include "core/ids.h"
#include "services/s3/lifecycle/lifecycle_settings.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

// One round over the buckets that have rules, as of `now`: a page at a time, giving way to requests between pages. What changes
// meanwhile is left for the next round; so are versions that Object Lock protects. Ends early when `stop` is requested.
asio::awaitable<void> run_lifecycle(S3Door& door, TimePoint now, LifecycleSettings settings, Ids& ids, std::stop_token stop);

}  // namespace winterbaume::s3
