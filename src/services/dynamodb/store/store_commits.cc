// Commits of items, and tokens.
#include "services/dynamodb/store/keys.h"
#include "services/dynamodb/store/store_dynamodb_backend.h"
#include "storage/record_json.h"

namespace winterbaume::dynamodb {

asio::awaitable<ItemCommitOutcome> StoreDynamoDbBackend::commit(ItemCommit commit) {
  CommitPlan plan(std::move(commit));
  if (plan.parts().empty()) co_return ItemCommitOutcome{};
  const TableCounts::Writing writing(counts_, plan.parts());
  CommitOutcome outcome;
  if (plan.is_plain()) {
    outcome = co_await store_->commit(std::move(plan).take());
  } else {
    outcome = co_await commit_logged(plan);
  }
  co_return plan.verdict_of(outcome);
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
    const auto* token = plan.find_token_conflict(outcome);
    if (token == nullptr) co_return outcome;
    if (!plan.replace_token(co_await store_->get(plan.parts().back().partition, *token))) co_return outcome;
  }
}

asio::awaitable<std::optional<TokenRecord>> StoreDynamoDbBackend::find_token(Scope scope, std::string token) {
  auto entry = co_await store_->get(documents_partition(scope), token_row(token));
  if (!entry) co_return std::nullopt;
  co_return read_record<TokenRecord>(entry->value);
}

}  // namespace winterbaume::dynamodb
