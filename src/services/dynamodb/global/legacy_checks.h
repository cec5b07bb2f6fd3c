// What tables must have in common to be replicas of version 2017.11.29.
#pragma once

#include <optional>
#include <vector>

#include "services/dynamodb/dynamodb_door.h"

namespace winterbaume::dynamodb::global {

// Each against the first. API Reference, CreateGlobalTable; AWS's texts are not known.
std::optional<aws::Error> check_alike(const std::vector<TablePtr>& tables, TimePoint now);

// No replica has an item, those that are there included.
asio::awaitable<std::optional<aws::Error>> check_empty(const DynamoDbDoor& door, std::vector<TablePtr> tables);

}  // namespace winterbaume::dynamodb::global
