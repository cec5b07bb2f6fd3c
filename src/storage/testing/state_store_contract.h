// The contract of StateStore: what every implementation must keep, as GoogleTest cases over a factory.
//
// An implementation runs it by linking the *.cc of this folder and instantiating the suite:
//
//   INSTANTIATE_TEST_SUITE_P(Memory, StateStoreContract, testing::Values(StateStoreUnderTest{.name = "Memory", .make = &make}));
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "storage/state_store.h"
#include "storage/testing/coroutine_case.h"

namespace winterbaume::storage_testing {

struct StateStoreUnderTest {
  std::string name;
  // A store without partitions. Called once a case.
  std::function<std::unique_ptr<StateStore>(asio::io_context&)> make;
  Deviations deviations = {};
};
inline std::ostream& operator<<(std::ostream& out, const StateStoreUnderTest& store) { return out << store.name; }

class StateStoreContract : public ::testing::TestWithParam<StateStoreUnderTest>, public CoroutineCase {
 protected:
  void SetUp() override;
  void TearDown() override;

  // Short forms, on the partition "p" where none is named.
  std::optional<Entry> get(std::string key) { return get_of("p", std::move(key)); }
  std::optional<Entry> get_of(std::string partition, std::string key);
  std::string value_of(std::string key);  // "(none)" where there is no such key
  CommitOutcome commit(Commit commit);
  std::uint64_t put(std::string key, std::string value) { return put_in("p", std::move(key), std::move(value)); }
  std::uint64_t put_in(std::string partition, std::string key, std::string value);  // the version
  void remove(std::string key);
  void put_all(const std::vector<std::string>& keys);  // each with its own name as value
  std::vector<Row> scan(KeyRange range = {}, ScanOptions options = {});
  std::vector<std::string> keys(KeyRange range = {}, ScanOptions options = {});
  std::vector<PartitionKey> partitions(std::string prefix = "");

  std::unique_ptr<StateStore> store_;
};

// A commit of one part in the partition "p".
Commit commit_of(PartitionCommit part);

}  // namespace winterbaume::storage_testing
