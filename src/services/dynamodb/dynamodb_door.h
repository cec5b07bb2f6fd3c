// What DynamoDB's handlers work with: the storage door, and the few things of the service around it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "aws/request_context.h"
#include "services/dynamodb/dynamodb_backend.h"

namespace winterbaume::dynamodb {

class Background;   // background.h
class ObjectStore;  // archive/object_store.h: S3, as exports and imports need it
class Throttle;     // capacity/throttle.h
class WriteQueues;  // write_queues.h

// How long tables and indexes take to be made, changed and deleted; 0: at once, as tests want it.
struct TransitionSettings {
  Millis table_delay{0};
  Millis index_delay{0};
};

struct DynamoDbDoor {
  DynamoDbBackend& backend;
  WriteQueues& write_queues;
  Background* background = nullptr;  // what goes on without a request; null: nothing does
  ObjectStore* objects = nullptr;    // null: exports and imports fail as where a bucket is not there
  Throttle* throttle = nullptr;      // null: nothing is throttled
  TransitionSettings transitions;
};

template <class Operation>
using Answer = asio::awaitable<Result<typename Operation::Output>>;

// The table that a request names, by its name or its ARN (of this account and region: else as AWS answers). Errors:
// ResourceNotFoundException "Requested resource not found" (of items: `for_items`), "Requested resource not found: Table: x not
// found" (of tables); ValidationException for a name or an ARN that is none.
enum class TablePurpose : std::uint8_t { items, description };
asio::awaitable<Result<TablePtr>> get_table(const aws::RequestContext& context, const DynamoDbDoor& door, std::string name_or_arn,
                                            TablePurpose purpose);

}  // namespace winterbaume::dynamodb
