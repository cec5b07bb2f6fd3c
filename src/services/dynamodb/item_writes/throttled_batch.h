// BatchWriteItem where throughput is limited: item by item, and what there is no capacity for is left to the client.
#pragma once

#include <vector>

#include "services/dynamodb/dynamodb_door.h"
#include "services/dynamodb/item_writes/planned_write.h"

namespace winterbaume::dynamodb {

struct ThrottledBatch {
  std::vector<WrittenItem> written;    // in the order of the writes
  std::vector<std::size_t> throttled;  // which of them were not done
};

// Errors: those of write_batch(), before anything is written; the throttling of the first where all were throttled.
asio::awaitable<Result<ThrottledBatch>> write_throttled_batch(const aws::RequestContext& context, DynamoDbDoor& door,
                                                              std::vector<PlannedWrite> writes);

}  // namespace winterbaume::dynamodb
