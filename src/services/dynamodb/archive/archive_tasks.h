// What backups, exports, imports and bulk operations do without a request.
#pragma once

#include <stop_token>

#include "services/dynamodb/dynamodb_door.h"

namespace winterbaume::dynamodb {

// Runs what was asked for and is still to be done, in every account and region, as of `now`, to its end; between two tasks it
// ends early where `stop` is requested. Called by each round of the background; what fails is tried again with a later one.
asio::awaitable<void> run_archive_tasks(const DynamoDbDoor& door, TimePoint now, std::stop_token stop = {});

}  // namespace winterbaume::dynamodb
