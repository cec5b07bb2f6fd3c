#include "services/sqs/batches.h"

#include <algorithm>

#include "generated/sqs/errors.h"
#include "services/sqs/sqs_limits.h"
#include "services/sqs/text_rules.h"

namespace winterbaume::sqs {

std::optional<aws::Error> check_batch_ids(const std::vector<std::string_view>& ids, std::string_view entry_name) {
  if (ids.empty()) return errors::empty_batch_request(fmt::format("There should be at least one {} in the request.", entry_name));
  if (ids.size() > k_batch_entries_max) {
    return errors::too_many_entries_in_batch_request(
        fmt::format("Maximum number of entries per request are {}. You have sent {}.", k_batch_entries_max, ids.size()));
  }
  for (auto id : ids) {
    if (is_plain_name(id, k_batch_entry_id_chars_max)) continue;
    return errors::invalid_batch_entry_id(
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.");
  }
  for (auto id = ids.begin(); id != ids.end(); ++id) {
    if (std::find(ids.begin(), id, *id) != id) {
      return errors::batch_entry_ids_not_distinct(fmt::format("Id {} repeated.", *id));
    }
  }
  return std::nullopt;
}

void add_failure(std::optional<std::vector<BatchResultErrorEntry>>& failed, std::optional<std::string> id, aws::Error error) {
  if (!failed) failed.emplace();
  failed->push_back({.id = std::move(id),
                     .sender_fault = error.shape->fault == aws::Fault::sender,
                     .code = std::string(error.shape->code),
                     .message = std::move(error.message)});
}

}  // namespace winterbaume::sqs
