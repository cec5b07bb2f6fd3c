// S3's notifications into the emulator's own queues.
#pragma once

#include <memory>

#include "core/clock.h"
#include "services/s3/events/event_queues.h"
#include "services/sqs/sqs_backend.h"

namespace winterbaume {

// For S3Service::set_event_queues(). Queue policies are kept but not asked, as with every sender here. `queues` is the backend
// that the SqsService serves; neither is null.
std::shared_ptr<s3::EventQueues> make_s3_event_queues(std::shared_ptr<sqs::SqsBackend> queues,
                                                      std::shared_ptr<Clock> clock = std::make_shared<SystemClock>());

}  // namespace winterbaume
