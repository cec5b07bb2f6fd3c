// Commits of items, and tokens.
#include "services/dynamodb/store/keys.h"
#include "services/dynamodb/store/store_dynamodb_backend.h"
#include "storage/record_json.h"

namespace winterbaume::dynamodb {

asio::awaitable<ItemCommitOutcome> StoreDynamoDbBackend::commit(ItemCommit commit) {
  const auto now = commit.now;
  CommitPlan plan(std::move(commit));
  for (const auto& part : plan.parts()) counts_.wrote(part.partition);
  if (plan.parts().empty()) co_return ItemCommitOutcome{};
  CommitOutcome outcome;
  if (plan.logs().empty()) {
    outcome = co_await store_->commit(std::move(plan).take());
  } else {
    outcome = co_await commit_logged(plan, now);
  }
  co_return plan.verdict_of(outcome);
}

// Another server may write to the same log: then its counter is read again.
asio::awaitable<CommitOutcome> StoreDynamoDbBackend::commit_logged(CommitPlan& plan, TimePoint now) {
  std::vector<std::string> names;
  for (const auto& log : plan.logs()) names.push_back(log.name);
  const auto turn = co_await counters_.enter(names);
  std::vector<LogCounters::Counter> counters;
  for (const auto& log : plan.logs()) {
    auto counter = counters_.of(log.name);
    if (!counter.known) {
      counter = {.known = true};
      if (auto entry = co_await store_->get(plan.partition_of(log), log.row)) {
        counter.number = read_big_endian(entry->value, 8);
        counter.version = entry->version;
      }
    }
    counters.push_back(counter);
  }
  while (true) {
    const auto outcome = co_await store_->commit(plan.numbered(counters, now));
    for (std::size_t i = 0; i < counters.size(); ++i) {
      const auto& log = plan.logs()[i];
      if (outcome.committed) {
        counters[i].number += log.entries.size();
        counters[i].version = outcome.version;
      } else if (plan.is_counter(outcome)) {
        auto entry = co_await store_->get(plan.partition_of(log), log.row);
        counters[i] = {.known = true};
        if (entry) counters[i] = {.known = true, .number = read_big_endian(entry->value, 8), .version = entry->version};
      }
      counters_.of(log.name) = counters[i];
    }
    if (outcome.committed || !plan.is_counter(outcome)) co_return outcome;
  }
}

asio::awaitable<std::optional<TokenRecord>> StoreDynamoDbBackend::find_token(Scope scope, std::string token) {
  auto entry = co_await store_->get(documents_partition(scope), token_row(token));
  if (!entry) co_return std::nullopt;
  co_return read_record<TokenRecord>(entry->value);
}

}  // namespace winterbaume::dynamodb
