#include "services/dynamodb/item_writes/write_parameters.h"

#include <algorithm>

namespace winterbaume::dynamodb {

std::optional<aws::Error> check_old_values_only(const std::optional<std::string>& return_values) {
  if (!return_values || *return_values == "NONE" || *return_values == "ALL_OLD") return std::nullopt;
  return aws::errors::validation("ReturnValues can only be ALL_OLD or NONE");
}

aws::Error as_request_error(aws::Error error) {
  if (!error.message.starts_with("Supplied AttributeValue")) error.message.insert(0, "1 validation error detected: ");
  return error;
}

std::optional<ItemCollectionMetrics> collection_metrics(const TableRecord& table, ItemView key,
                                                        const std::optional<std::string>& wanted) {
  if (!wanted || *wanted != "SIZE") return std::nullopt;
  if (std::ranges::all_of(table.indexes, &IndexRecord::global)) return std::nullopt;
  ItemCollectionMetrics metrics;
  metrics.item_collection_key = keep_only(key, {table.keys.hash.front().name});
  metrics.size_estimate_range_gb = {0.0, 1.0};
  return metrics;
}

}  // namespace winterbaume::dynamodb
