// The list of an account's tables in a region. It lies apart from the tables, in another partition, and a store may not be able
// to commit to both at once; so a table is made and deleted in steps, any of which may be the last one before a crash:
//
//   made:     listed as unsettled; written; listed as settled
//   deleted:  listed as unsettled; removed, in favour of what wipes its rows; wiped; removed from the list
//
// A name that is listed as unsettled counts where its table is there. Every step is of the row that the one before wrote, so that
// steps of another request are noticed. What was left behind is settled by trim(). Should it take the name off the list of a
// table that is just being made, it writes the table's "c" row first, and the table is not made but listed again.
#include "services/dynamodb/store/keys.h"
#include "services/dynamodb/store/store_dynamodb_backend.h"

namespace winterbaume::dynamodb {
namespace {

// Younger rows are most likely somebody's who is at work.
constexpr auto k_unsettled_time_max = std::chrono::minutes(1);

std::string unsettled_since(TimePoint now) {
  std::string out;
  append_big_endian(out, static_cast<std::uint64_t>(now.time_since_epoch().count()), 8);
  return out;
}

bool is_left_behind(const Row& listed, TimePoint now) {
  if (listed.value.empty()) return false;
  const TimePoint since{Millis(static_cast<std::int64_t>(read_big_endian(listed.value, 8)))};
  return since + k_unsettled_time_max <= now || since > now + k_unsettled_time_max;
}

PartitionCommit to_list(const Scope& scope) {
  return {.partition = tables_partition(scope), .checks = {}, .empty_ranges = {}, .writes = {}};
}

}  // namespace

// The version of its row. Where the table has streams it is listed among those that are gone too: trim_gone_table() looks.
asio::awaitable<std::uint64_t> StoreDynamoDbBackend::list_unsettled(TableRecord record) {
  auto part = to_list(record.scope());
  part.writes.push_back({listed_table_row(record.name), unsettled_since(clock_->now())});
  if (!record.streams.empty()) part.writes.push_back({listed_gone_row(record.name, record.id), std::string()});
  const auto outcome = co_await commit_part(std::move(part));
  co_return outcome.version;
}

asio::awaitable<void> StoreDynamoDbBackend::settle_listed(TableRecord record, std::uint64_t listed) {
  auto part = to_list(record.scope());
  part.checks.push_back({listed_table_row(record.name), listed});
  part.writes.push_back({listed_table_row(record.name), std::string()});
  co_await commit_part(std::move(part));
}

asio::awaitable<void> StoreDynamoDbBackend::remove_listed(TableRecord record, std::uint64_t listed) {
  auto part = to_list(record.scope());
  part.checks.push_back({listed_table_row(record.name), listed});
  part.writes.push_back({listed_table_row(record.name), std::nullopt});
  co_await commit_part(std::move(part));
}

asio::awaitable<std::vector<std::string>> StoreDynamoDbBackend::list_tables(Scope scope, std::string start_after,
                                                                            std::size_t max) {
  std::vector<std::string> names;
  const auto partition = tables_partition(scope);
  auto range = prefix_range(listed_table_row({}));
  if (!start_after.empty()) range.begin = listed_table_row(start_after) + '\0';
  while (names.size() < max) {
    const auto rows = co_await store_->scan(partition, range, {.limit = std::min<std::size_t>(max - names.size(), 1000)});
    if (rows.empty()) break;
    for (const auto& row : rows) {
      auto name = row.key.substr(1);
      if (!row.value.empty() && co_await table_version(table_partition(scope, name)) == 0) continue;
      names.push_back(std::move(name));
    }
    range.begin = rows.back().key + '\0';
  }
  co_return names;
}

asio::awaitable<void> StoreDynamoDbBackend::settle_list(Scope scope, TimePoint now) {
  auto range = prefix_range(listed_table_row({}));
  while (true) {
    const auto rows = co_await store_->scan(tables_partition(scope), range, {.limit = 1000});
    if (rows.empty()) co_return;
    for (const auto& row : rows) {
      if (is_left_behind(row, now)) co_await settle_left_behind(scope, row);
    }
    range.begin = rows.back().key + '\0';
  }
}

// A table that is there is written anew, as it is: were somebody about to delete it, who listed it before, that fails.
asio::awaitable<void> StoreDynamoDbBackend::settle_left_behind(Scope scope, Row listed) {
  TableRecord named{.account_id = scope.account_id, .region = scope.region, .name = listed.key.substr(1)};
  PartitionCommit own{.partition = table_partition(named), .checks = {}, .empty_ranges = {}, .writes = {}};
  auto entry = co_await store_->get(own.partition, k_table_row);
  if (entry) {
    const auto again = co_await list_unsettled(named);
    own.checks.push_back({k_table_row, entry->version});
    own.writes.push_back({k_table_row, std::move(entry->value)});
    const auto outcome = co_await commit_part(std::move(own));
    tables_->forget(table_partition(named));
    if (outcome.committed) co_await settle_listed(std::move(named), again);
    co_return;
  }
  co_await wipe(own.partition);
  own.checks.push_back({k_table_row, std::nullopt});
  own.writes.push_back({k_given_up_row, std::string()});
  const auto outcome = co_await commit_part(std::move(own));
  if (outcome.committed) co_await remove_listed(std::move(named), listed.version);
}

}  // namespace winterbaume::dynamodb
