#include "services/dynamodb/item_writes/write_batch.h"

#include <algorithm>

#include "aws/common_errors.h"
#include "services/dynamodb/item_writes/joint_commit.h"
#include "services/dynamodb/item_writes/write_item.h"
#include "services/dynamodb/write_queues.h"

namespace winterbaume::dynamodb {
namespace {

std::optional<aws::Error> check_batch(std::vector<PlannedWrite>& writes) {
  for (auto& write : writes) {
    if (auto wrong = check_write(write)) return wrong;
  }
  if (!has_duplicates(writes)) return std::nullopt;
  return aws::errors::validation("Provided list of item keys contains duplicates");
}

WriteOutcomes batch_outcomes(const std::vector<PlannedWrite>& writes) {
  WriteOutcomes outcomes(writes.size());
  for (std::size_t i = 0; i < writes.size(); ++i) {
    if (const auto* put = std::get_if<PutAction>(&writes[i].action)) outcomes[i] = put->item;
  }
  return outcomes;
}

}  // namespace

asio::awaitable<Result<std::vector<WrittenItem>>> write_batch(const aws::RequestContext& context, DynamoDbDoor& door,
                                                              std::vector<PlannedWrite> writes) {
  if (auto wrong = check_batch(writes)) co_return aws::fail(std::move(*wrong));
  WriteQueues::Turn turn;
  if (std::ranges::any_of(writes, needs_read)) turn = co_await door.write_queues.enter(items_of(writes));
  while (true) {
    auto stored = co_await read_stored(door, writes, false);
    std::vector<WrittenItem> written(writes.size());
    for (std::size_t i = 0; i < writes.size(); ++i) {
      if (writes[i].wants_before && stored[i]) written[i].before = stored[i]->item;
    }
    auto outcomes = batch_outcomes(writes);
    for (std::size_t i = 0; i < writes.size(); ++i) {
      if (writes[i].wants_after) written[i].after = outcomes[i];
    }
    const auto outcome =
        co_await door.backend.commit(joint_commit(context, writes, std::move(stored), std::move(outcomes), false));
    if (outcome.verdict == CommitVerdict::done) co_return written;
    if (outcome.verdict == CommitVerdict::conflict) continue;
    if (!co_await refresh_tables(door, writes)) co_return aws::fail(table_gone());
    if (auto wrong = check_batch(writes)) co_return aws::fail(std::move(*wrong));
  }
}

}  // namespace winterbaume::dynamodb
