#include "services/dynamodb/item_reads/read_transaction.h"

#include <set>

#include "aws/common_errors.h"
#include "services/dynamodb/capacity/throttle.h"
#include "services/dynamodb/item_reads/cancellation.h"
#include "services/dynamodb/item_reads/item_keys.h"
#include "services/dynamodb/item_writes/write_item.h"
#include "services/dynamodb/write_queues.h"

namespace winterbaume::dynamodb {
namespace {

constexpr int k_read_attempts_max = 16;

std::optional<aws::Error> check_reads(const std::vector<PlannedRead>& reads) {
  std::vector<CancellationReason> reasons(reads.size(), no_reason());
  bool failed = false;
  for (std::size_t i = 0; i < reads.size(); ++i) {
    auto wrong = check_key(reads[i].table->record, reads[i].key.view());
    if (!wrong) continue;
    reasons[i] = reason_of(*wrong);
    failed = true;
  }
  if (failed) return transaction_cancelled(std::move(reasons));
  std::set<std::pair<std::string_view, std::string_view>> keys;
  for (const auto& read : reads) {
    if (keys.emplace(read.table->record.name, read.key.bytes()).second) continue;
    return aws::errors::validation("Transaction request cannot include multiple operations on one item");
  }
  return std::nullopt;
}

ItemWrite unchanged_check(const PlannedRead& read, const std::optional<StoredItem>& stored) {
  ItemWrite check{.table = read.table, .key = read.key};
  check.expected = stored ? stored->version : 0;
  check.check_only = true;
  return check;
}

std::optional<aws::Error> check_capacity(const DynamoDbDoor& door, const std::vector<PlannedRead>& reads, TimePoint now) {
  if (door.throttle == nullptr) return std::nullopt;
  std::vector<CancellationReason> reasons(reads.size(), no_reason());
  bool failed = false;
  for (std::size_t i = 0; i < reads.size(); ++i) {
    const auto shortage = find_read_shortage(door, *reads[i].table, "", now);
    if (!shortage) continue;
    reasons[i] = throttled_reason(*shortage);
    failed = true;
  }
  return failed ? std::optional(transaction_cancelled(std::move(reasons))) : std::nullopt;
}

void charge_reads(const DynamoDbDoor& door, const std::vector<PlannedRead>& reads, const std::vector<std::optional<Item>>& items,
                  TimePoint now) {
  if (door.throttle == nullptr) return;
  auto used = CapacityMeter::silent(true);
  for (std::size_t i = 0; i < reads.size(); ++i) used.read_item(*reads[i].table, items[i] ? &*items[i] : nullptr, true);
  charge_capacity(door, used, now);
}

std::vector<std::pair<TablePtr, Item>> items_of(const std::vector<PlannedRead>& reads) {
  std::vector<std::pair<TablePtr, Item>> items;
  items.reserve(reads.size());
  for (const auto& read : reads) items.emplace_back(read.table, read.key);
  return items;
}

}  // namespace

// Nothing was written between the first read and the last, where all are still at their versions in one commit.
asio::awaitable<Result<std::vector<std::optional<Item>>>> read_transaction(const aws::RequestContext& context, DynamoDbDoor& door,
                                                                           std::vector<PlannedRead> reads) {
  WriteQueues::Turn turn;
  for (int attempt = 1;; ++attempt) {
    if (auto wrong = check_reads(reads)) co_return aws::fail(std::move(*wrong));
    if (auto wrong = check_capacity(door, reads, context.now)) co_return aws::fail(std::move(*wrong));
    std::vector<std::optional<Item>> items(reads.size());
    ItemCommit commit{.writes = {}, .now = context.now, .token = std::nullopt, .scope = context.scope};
    for (std::size_t i = 0; i < reads.size(); ++i) {
      auto stored = co_await door.backend.get_item(reads[i].table, reads[i].key);
      commit.writes.push_back(unchanged_check(reads[i], stored));
      if (stored) items[i] = std::move(stored->item);
    }
    const auto outcome = co_await door.backend.commit(std::move(commit));
    if (outcome.verdict == CommitVerdict::done) {
      charge_reads(door, reads, items, context.now);
      co_return items;
    }
    if (outcome.verdict == CommitVerdict::table_changed) {
      for (auto& read : reads) {
        read.table = co_await refreshed_table(door, std::move(read.table));
        if (read.table == nullptr) co_return aws::fail(table_gone());
      }
    } else if (attempt == k_read_attempts_max) {
      co_return aws::fail(transaction_in_conflict(reads.size(), std::min(outcome.failed, reads.size() - 1)));
    } else if (attempt == 1) {
      // Among busy writers only who queues with them gets to see the items at rest.
      turn = co_await door.write_queues.enter(items_of(reads));
    }
  }
}

}  // namespace winterbaume::dynamodb
