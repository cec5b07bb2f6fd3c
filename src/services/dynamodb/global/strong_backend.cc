#include "services/dynamodb/global/strong_backend.h"

#include <algorithm>

#include "services/dynamodb/global/replica_group.h"

namespace winterbaume::dynamodb::global {

asio::awaitable<ItemCommitOutcome> StrongBackend::commit(ItemCommit commit) {
  const bool everywhere =
      std::ranges::any_of(commit.writes, [](const ItemWrite& write) { return is_strong(write.table->record); });
  return everywhere ? commit_everywhere(std::move(commit)) : behind_->commit(std::move(commit));
}

// Writers in other regions write here too, so that they make this commit fail where it rests on what was read.
asio::awaitable<ItemCommitOutcome> StrongBackend::commit_everywhere(ItemCommit commit) {
  while (true) {
    auto all = commit;
    for (const auto& write : commit.writes) co_await add_copies(write, all.writes);
    const auto outcome = co_await behind_->commit(std::move(all));
    if (outcome.verdict == CommitVerdict::done) co_return outcome;
    if (outcome.verdict == CommitVerdict::conflict && outcome.failed < commit.writes.size()) co_return outcome;
    // The token that is there already is told by the first number past the writes.
    if (outcome.verdict == CommitVerdict::conflict && commit.token && co_await find_token(commit.scope, commit.token->token)) {
      co_return ItemCommitOutcome{CommitVerdict::conflict, commit.writes.size()};
    }
    if (outcome.verdict == CommitVerdict::table_changed && !co_await are_current(commit.writes)) co_return outcome;
  }
}

asio::awaitable<void> StrongBackend::add_copies(const ItemWrite& write, std::vector<ItemWrite>& writes) {
  const auto table = write.table;
  if (write.check_only || !is_strong(table->record)) co_return;
  for (const auto& replica : table->record.replicas) {
    if (replica.region == table->record.region) continue;
    auto member = co_await behind_->find_table({table->record.account_id, replica.region}, table->record.name);
    if (member == nullptr || find_replica(member->record, table->record.region) == nullptr) continue;
    ItemWrite copy{.table = member, .key = write.key, .cause = WriteCause::replication};
    copy.new_item = write.new_item;
    if (write.expected || needs_old_item(member->record)) {
      auto stored = co_await behind_->get_item(member, copy.key);
      copy.expected = stored ? stored->version : 0;
      if (stored) copy.old_item = std::move(stored->item);
    }
    writes.push_back(std::move(copy));
  }
}

asio::awaitable<bool> StrongBackend::are_current(const std::vector<ItemWrite>& writes) {
  for (const auto& write : writes) {
    const auto now = co_await behind_->find_table(write.table->record.scope(), write.table->record.name);
    if (now == nullptr || now->version != write.table->version) co_return false;
  }
  co_return true;
}

}  // namespace winterbaume::dynamodb::global
