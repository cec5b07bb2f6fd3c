#include "services/dynamodb/item_writes/write_batch.h"

#include <algorithm>

#include "aws/common_errors.h"
#include "services/dynamodb/item_reads/item_keys.h"
#include "services/dynamodb/item_writes/joint_commit.h"
#include "services/dynamodb/item_writes/write_item.h"
#include "services/dynamodb/write_queues.h"

namespace winterbaume::dynamodb {

std::optional<aws::Error> check_batch(std::vector<PlannedWrite>& writes) {
  for (auto& write : writes) {
    const auto* put = std::get_if<PutAction>(&write.action);
    if (put != nullptr && !has_key(write.table->record, put->item.view())) return key_mismatch();
    if (auto wrong = check_write(write)) return wrong;
  }
  if (!has_duplicates(writes)) return std::nullopt;
  return aws::errors::validation("Provided list of item keys contains duplicates");
}

namespace {

WriteOutcomes batch_outcomes(const std::vector<PlannedWrite>& writes) {
  WriteOutcomes outcomes(writes.size());
  for (std::size_t i = 0; i < writes.size(); ++i) {
    if (const auto* put = std::get_if<PutAction>(&writes[i].action)) outcomes[i] = put->item;
  }
  return outcomes;
}

std::vector<WrittenItem> batch_written(const std::vector<PlannedWrite>& writes, const StoredItems& stored,
                                       const WriteOutcomes& outcomes) {
  std::vector<WrittenItem> written(writes.size());
  for (std::size_t i = 0; i < writes.size(); ++i) {
    if (writes[i].wants_before && stored[i]) written[i].before = stored[i]->item;
    if (writes[i].wants_after) written[i].after = outcomes[i];
  }
  return written;
}

// All are to one table.
asio::awaitable<Result<std::vector<WrittenItem>>> write_table_batch(const aws::RequestContext& context, DynamoDbDoor& door,
                                                                    std::vector<PlannedWrite> writes) {
  WriteQueues::Turn turn;
  bool has_turn = false;
  while (true) {
    if (!has_turn && std::ranges::any_of(writes, needs_read)) {
      turn = co_await door.write_queues.enter(items_of(writes));
      has_turn = true;
    }
    auto stored = co_await read_stored(door, writes, false);
    auto outcomes = batch_outcomes(writes);
    auto written = batch_written(writes, stored, outcomes);
    const auto outcome =
        co_await door.backend.commit(joint_commit(context, writes, std::move(stored), std::move(outcomes), false));
    if (outcome.verdict == CommitVerdict::done) co_return written;
    if (outcome.verdict == CommitVerdict::conflict) continue;
    if (!co_await refresh_tables(door, writes)) co_return aws::fail(table_gone());
    if (auto wrong = check_batch(writes)) co_return aws::fail(std::move(*wrong));
  }
}

// Where the writes to one table are, by its first.
std::vector<std::vector<std::size_t>> by_table(const std::vector<PlannedWrite>& writes) {
  std::vector<std::vector<std::size_t>> out;
  for (std::size_t i = 0; i < writes.size(); ++i) {
    const auto& name = writes[i].table->record.name;
    auto known = std::ranges::find_if(out, [&](const auto& group) { return writes[group.front()].table->record.name == name; });
    if (known == out.end()) known = out.emplace(known);
    known->push_back(i);
  }
  return out;
}

}  // namespace

asio::awaitable<Result<std::vector<WrittenItem>>> write_batch(const aws::RequestContext& context, DynamoDbDoor& door,
                                                              std::vector<PlannedWrite> writes) {
  if (auto wrong = check_batch(writes)) co_return aws::fail(std::move(*wrong));
  // One commit a table: tables may be kept where no commit spans them, and a batch is no transaction.
  const auto groups = by_table(writes);
  if (groups.size() == 1) co_return co_await write_table_batch(context, door, std::move(writes));
  std::vector<WrittenItem> out(writes.size());
  for (const auto& group : groups) {
    std::vector<PlannedWrite> part;
    for (const auto at : group) part.push_back(std::move(writes[at]));
    auto written = co_await write_table_batch(context, door, std::move(part));
    if (!written) co_return aws::fail(std::move(written.error()));
    for (std::size_t i = 0; i < group.size(); ++i) out[group[i]] = std::move((*written)[i]);
  }
  co_return out;
}

}  // namespace winterbaume::dynamodb
