// Runs a SELECT, a page at a time.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "services/dynamodb/dynamodb_backend.h"
#include "services/dynamodb/partiql/select_plan.h"

namespace winterbaume::dynamodb::partiql {

// Where a page begins: in which of the plan's reads, and after which of its items.
struct ReadCursor {
  std::size_t read = 0;
  std::optional<Item> after;
};

struct SelectPage {
  std::vector<Item> items;                 // as the statement selects them
  std::optional<Item> last_key;            // of the last item that was read, where there is more and it is known
  std::optional<ReadCursor> next;          // null: this was the last page
  std::vector<std::size_t> read_bytes;     // of each read, of the table or the index, by AWS's sizes
  std::vector<std::size_t> fetched_bytes;  // of each item that was taken from the table
};

// `items_max` of items that are read, before the filter; 1 MB of them, or 10 reads of keys, whatever comes first.
asio::awaitable<SelectPage> read_select_page(DynamoDbBackend& backend, SelectPlan plan, ReadCursor from, std::size_t items_max);

}  // namespace winterbaume::dynamodb::partiql
