// Commits of items.
#include "core/failure.h"
#include "services/dynamodb/store/keys.h"
#include "services/dynamodb/store/store_dynamodb_backend.h"
#include "services/dynamodb/store/token_rows.h"

namespace winterbaume::dynamodb {

asio::awaitable<ItemCommitOutcome> StoreDynamoDbBackend::commit(ItemCommit commit) {
  CommitPlan plan(std::move(commit));
  if (plan.parts().empty()) co_return ItemCommitOutcome{};
  const TableCounts::Writing writing(counts_, plan.parts());
  CommitOutcome outcome;
  if (plan.is_plain()) {
    outcome = co_await store_->commit(std::move(plan).take());
  } else {
    outcome = co_await commit_with_token(plan);
  }
  const auto verdict = plan.verdict_of(outcome);
  if (verdict.verdict == CommitVerdict::table_changed)
    tables_->forget(table_partition(plan.table_of(outcome.failed_part).record));
  co_return verdict;
}

// A store that keeps the token's partition and the table's in different places says so at the first attempt.
asio::awaitable<CommitOutcome> StoreDynamoDbBackend::commit_with_token(CommitPlan& plan) {
  if (!plan.can_keep_token_with_table()) co_return co_await commit_logged(plan);
  if (!tokens_apart_) {
    try {
      co_return co_await commit_logged(plan);
    } catch (const PlacementFailure&) {
      tokens_apart_ = true;
    }
  }
  co_return co_await commit_token_apart(plan);
}

// Another server may write to the same log: then its counter is read again; and a token that is over gives way.
asio::awaitable<CommitOutcome> StoreDynamoDbBackend::commit_logged(CommitPlan& plan) {
  std::vector<std::string> names;
  for (const auto& log : plan.logs()) names.push_back(log.name);
  const auto turn = co_await counters_.enter(std::move(names));
  std::vector<LogCounters::Counter> counters;
  for (const auto& log : plan.logs()) {
    auto counter = counters_.of(log.name);
    if (!counter.known) counter = read_counter(co_await store_->get(plan.partition_of(log), log.row));
    counters.push_back(counter);
  }
  while (true) {
    const auto outcome = co_await store_->commit(plan.numbered(counters));
    const bool again = plan.is_counter(outcome);
    for (std::size_t i = 0; i < counters.size(); ++i) {
      const auto& log = plan.logs()[i];
      if (outcome.committed) {
        counters[i] = plan.counter_after(i, counters[i], outcome.version);
      } else if (again) {
        counters[i] = read_counter(co_await store_->get(plan.partition_of(log), log.row));
      }
      counters_.of(log.name) = counters[i];
    }
    if (again) continue;
    if (!plan.is_token_conflict(outcome)) co_return outcome;
    const auto row = token_row(plan.token().token);
    if (!plan.replace_token(co_await store_->get(plan.partition_of_token(), row))) co_return outcome;
  }
}

}  // namespace winterbaume::dynamodb
