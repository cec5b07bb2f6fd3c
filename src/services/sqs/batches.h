// What the three batch operations share: the rules of a batch as a whole, and its failed entries.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/error.h"
#include "generated/sqs/types.h"

namespace winterbaume::sqs {

// Null where the entries' ids make a batch: 1 to 10 of them, distinct, 1 to 80 of A-Z, a-z, 0-9, '-' and '_'. `entry_name` is
// what AWS calls an entry of that operation. Errors: EmptyBatchRequest, TooManyEntriesInBatchRequest, InvalidBatchEntryId,
// BatchEntryIdsNotDistinct.
std::optional<aws::Error> check_batch_ids(const std::vector<std::string_view>& ids, std::string_view entry_name);

template <class Entries>
std::optional<aws::Error> check_batch(const std::optional<Entries>& entries, std::string_view entry_name) {
  std::vector<std::string_view> ids;
  if (entries) {
    for (const auto& entry : *entries) ids.emplace_back(entry.id ? std::string_view(*entry.id) : std::string_view());
  }
  return check_batch_ids(ids, entry_name);
}

// Appends to a result's Failed list.
void add_failure(std::optional<std::vector<BatchResultErrorEntry>>& failed, std::optional<std::string> id, aws::Error error);

}  // namespace winterbaume::sqs
