// DynamoDB's exports and imports to and from the emulator's own S3.
#pragma once

#include <memory>

#include "core/clock.h"
#include "core/ids.h"
#include "services/dynamodb/archive/object_store.h"
#include "services/s3/s3_door.h"

namespace winterbaume {

// For DynamoDbService::set_objects(). `s3` is the door of the S3Service that is served beside it, and outlives it. Bucket
// policies are not asked: what is read and written counts as the account's own.
std::shared_ptr<dynamodb::ObjectStore> make_dynamodb_objects(s3::S3Door& s3,
                                                             std::shared_ptr<Clock> clock = std::make_shared<SystemClock>(),
                                                             std::shared_ptr<Ids> ids = std::make_shared<RandomIds>());

}  // namespace winterbaume
