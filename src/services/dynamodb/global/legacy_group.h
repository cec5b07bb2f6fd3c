// Global tables of version 2017.11.29: tables of one name, made by the client in each region, that become replicas of each other.
// AWS takes no new ones any more; here they can be made, by the rules that AWS had (API Reference, CreateGlobalTable).
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "aws/request_context.h"
#include "generated/dynamodb/types.h"
#include "services/dynamodb/dynamodb_door.h"

namespace winterbaume::dynamodb::global {

bool is_legacy(const TableRecord& table);

// The replicas' tables, from whichever region of the account it is asked for. Empty: there is no such global table.
asio::awaitable<std::vector<TablePtr>> find_legacy_group(const aws::RequestContext& context, const DynamoDbDoor& door,
                                                         std::string name);

// The regions of every global table of the account, by name.
using LegacyGroups = std::map<std::string, std::vector<std::string>>;
asio::awaitable<LegacyGroups> list_legacy_groups(const aws::RequestContext& context, const DynamoDbDoor& door);

// Errors: GlobalTableAlreadyExistsException, TableNotFoundException, ValidationException for tables that can't be replicas of
// each other (not empty, no stream of new and old images, other keys or indexes).
asio::awaitable<Result<std::vector<TablePtr>>> create_legacy_group(const aws::RequestContext& context, const DynamoDbDoor& door,
                                                                   std::string name, std::vector<std::string> regions);

struct LegacyUpdate {
  std::set<std::string> joining;  // regions
  std::set<std::string> leaving;
};
// Tables that leave stay as ordinary ones. Errors: GlobalTableNotFoundException, ReplicaAlreadyExistsException,
// ReplicaNotFoundException, and those of create_legacy_group().
asio::awaitable<Result<std::vector<TablePtr>>> update_legacy_group(const aws::RequestContext& context, const DynamoDbDoor& door,
                                                                   std::string name, LegacyUpdate update);

// `members` are all of a group, at least one.
GlobalTableDescription describe_legacy_group(const std::vector<TablePtr>& members, std::string_view status);

}  // namespace winterbaume::dynamodb::global
