// One page of Query or Scan: items are read, counted, filtered and cut to what the client asked for.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "services/dynamodb/dynamodb_backend.h"
#include "services/dynamodb/expressions/expressions.h"
#include "services/dynamodb/item_reads/request_parameters.h"

namespace winterbaume::dynamodb {

struct PagePlan {
  ItemQuery query;
  ConditionPtr filter;      // null: none
  ReadPaths paths;          // null: whole
  bool count_only = false;  // no items in the answer
  bool fetches = false;     // of a local index: what it does not project is taken from the table
};

struct PageAnswer {
  std::vector<Item> items;
  std::size_t count = 0;
  std::size_t scanned = 0;           // before the filter
  std::optional<Item> last_key;      // null: there is nothing more
  std::size_t bytes = 0;             // read of the table or the index, by AWS's sizes
  std::vector<std::size_t> fetched;  // sizes of the items that were taken from the table
};

asio::awaitable<PageAnswer> read_page(DynamoDbBackend& backend, PagePlan plan);

}  // namespace winterbaume::dynamodb
