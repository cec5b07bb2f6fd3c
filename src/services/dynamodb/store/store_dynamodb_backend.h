// DynamoDB's storage over a StateStore (store/keys.h has the rows). What it promises is dynamodb_backend.h's.
#pragma once

#include <memory>

#include "core/ids.h"
#include "services/dynamodb/dynamodb_backend.h"
#include "storage/state_store.h"

namespace winterbaume::dynamodb {

class StoreDynamoDbBackend final : public DynamoDbBackend {
 public:
  explicit StoreDynamoDbBackend(std::shared_ptr<StateStore> store);  // never null
};

}  // namespace winterbaume::dynamodb
