// What follows from an item's change: its index entries, and when it expires. Plain functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/dynamodb/dynamodb_types.h"
#include "services/dynamodb/items/item.h"
#include "storage/state_store.h"

namespace winterbaume::dynamodb {

// What the index keeps of an item.
std::string projected(const TableRecord& table, const IndexRecord& index, const Item& item);

// The writes that take every index from `before` to `after` (null: no item); none where an entry stays as it is.
void plan_index_writes(const TableRecord& table, const Item* before, const Item* after, std::vector<Write>& out);

// The second at which the item's time to live ends; null where it has none.
std::optional<std::int64_t> expiry_of(const TimeToLiveRecord& settings, ItemView item);
// `key`: of the item's row (keys.h, primary_key()).
void plan_expiry_writes(const TableRecord& table, const Item& key, const Item* before, const Item* after,
                        std::vector<Write>& out);

}  // namespace winterbaume::dynamodb
