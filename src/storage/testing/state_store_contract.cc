#include "storage/testing/state_store_contract.h"

namespace winterbaume::storage_testing {

void StateStoreContract::SetUp() {
  if (auto why = deviation(GetParam().deviations)) GTEST_SKIP() << *why;
  store_ = GetParam().make(context());
}

void StateStoreContract::TearDown() {
  if (store_) run(store_->close());
}

std::optional<Entry> StateStoreContract::get_of(std::string partition, std::string key) {
  return run(store_->get(std::move(partition), std::move(key)));
}

std::string StateStoreContract::value_of(std::string key) {
  auto found = get(std::move(key));
  return found ? found->value : "(none)";
}

CommitOutcome StateStoreContract::commit(Commit commit) { return run(store_->commit(std::move(commit))); }

std::uint64_t StateStoreContract::put_in(std::string partition, std::string key, std::string value) {
  auto outcome = commit({{{.partition = std::move(partition), .writes = {{std::move(key), std::move(value)}}}}});
  EXPECT_TRUE(outcome.committed);
  EXPECT_NE(outcome.version, 0U);
  return outcome.version;
}

void StateStoreContract::remove(std::string key) {
  EXPECT_TRUE(commit(commit_of({.writes = {{std::move(key), std::nullopt}}})).committed);
}

void StateStoreContract::put_all(const std::vector<std::string>& keys) {
  PartitionCommit part;
  for (const auto& key : keys) part.writes.push_back({key, key});
  EXPECT_TRUE(commit(commit_of(std::move(part))).committed);
}

std::vector<Row> StateStoreContract::scan(KeyRange range, ScanOptions options) {
  return run(store_->scan("p", std::move(range), options));
}

std::vector<std::string> StateStoreContract::keys(KeyRange range, ScanOptions options) {
  std::vector<std::string> out;
  for (auto& row : scan(std::move(range), options)) out.push_back(std::move(row.key));
  return out;
}

std::vector<PartitionKey> StateStoreContract::partitions(std::string prefix) {
  return run(store_->partitions(std::move(prefix)));
}

Commit commit_of(PartitionCommit part) {
  part.partition = "p";
  Commit out;
  out.parts.push_back(std::move(part));
  return out;
}

}  // namespace winterbaume::storage_testing
