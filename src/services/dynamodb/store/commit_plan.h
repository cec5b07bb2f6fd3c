// Makes one commit of the store out of a commit of items: rows, entries, records, and what must hold for them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "services/dynamodb/dynamodb_backend.h"
#include "services/dynamodb/store/log_counters.h"
#include "storage/state_store.h"

namespace winterbaume::dynamodb {

class CommitPlan {
 public:
  explicit CommitPlan(ItemCommit commit);

  // Of each log that the commit writes to, its counter: where it lies, and how LogCounters knows it.
  struct Log {
    std::size_t part = 0;
    std::uint32_t shard = 0;
    std::string row;
    std::string name;
    std::vector<std::size_t> entries;
  };
  const std::vector<Log>& logs() const { return logs_; }
  const PartitionKey& partition_of(const Log& log) const { return parts_[log.part].partition; }
  const std::vector<PartitionCommit>& parts() const { return parts_; }
  // Whose partition that part is; tables come before what else is written.
  const Table& table_of(std::size_t part) const { return *tables_[part]; }

  // Where there are neither logs nor a token: once, and the plan has nothing more to give.
  bool is_plain() const { return logs_.empty() && !commit_.token; }
  Commit take() &&;
  // After each log's last number and time: as often as it is needed. `counters` in the order of logs().
  Commit numbered(const std::vector<LogCounters::Counter>& counters) const;
  // What that leaves of counter `i`, at the version of the commit.
  LogCounters::Counter counter_after(std::size_t i, const LogCounters::Counter& before, std::uint64_t version) const;

  TimePoint now() const { return commit_.now; }
  // Where the commit has one.
  const TokenRecord& token() const { return *commit_.token; }
  const PartitionKey& partition_of_token() const { return parts_.back().partition; }
  // Where a token is all that makes it a commit to two partitions.
  bool can_keep_token_with_table() const { return commit_.token && tables_.size() == 1 && parts_.size() == 2; }
  void keep_token_with_table();
  // Whether it failed for its token.
  bool is_token_conflict(const CommitOutcome& outcome) const;
  // Whether the token may be used all the same: nothing was there, or one that is over. It takes that one's place.
  bool replace_token(const std::optional<Entry>& known);

  // Whether the commit failed for nothing but a log's counter.
  bool is_counter(const CommitOutcome& outcome) const;
  ItemCommitOutcome verdict_of(const CommitOutcome& outcome) const;

 private:
  struct LogEntry {
    std::string stream_label;
    std::string stream_record;   // empty: none
    std::string history_record;  // empty: none
  };
  std::size_t part_of(const TablePtr& table);
  void plan_write(ItemWrite& write);
  void number_log(const Log& log, const LogCounters::Counter& before, const LogCounters::Counter& after,
                  PartitionCommit& part) const;
  void plan_log(std::size_t part, std::uint32_t shard, const ItemWrite& write);
  void plan_token();
  void add_token(PartitionCommit& part);

  ItemCommit commit_;  // new items are gone from it
  std::vector<PartitionCommit> parts_;
  std::vector<TablePtr> tables_;  // of parts_; the token's part has none
  std::size_t token_writes_ = 0;  // where they begin in the last of parts_
  std::vector<Log> logs_;
  std::vector<LogEntry> entries_;
};

// The row of a log's counter, where it is there.
LogCounters::Counter read_counter(const std::optional<Entry>& row);

}  // namespace winterbaume::dynamodb
