#include "services/dynamodb/store/commit_plan.h"

#include <algorithm>

#include "core/assert.h"
#include "services/dynamodb/store/change_records.h"
#include "services/dynamodb/store/index_entries.h"
#include "services/dynamodb/store/keys.h"
#include "services/dynamodb/store/token_rows.h"
#include "storage/record_json.h"

namespace winterbaume::dynamodb {
namespace {

const Item* item_of(const std::optional<Item>& item) { return item ? &*item : nullptr; }

// Of continuous backups, and of a table that is being copied (archive/table_copy.h).
bool keeps_history(const TableRecord& table) { return table.continuous_backups.enabled || table.settings.contains("copies"); }

bool is_logged(const Table& table) { return keeps_history(table.record) || table.enabled_stream() != nullptr; }

std::optional<std::uint64_t> checked_version(std::uint64_t expected) {
  return expected == 0 ? std::nullopt : std::optional(expected);
}

}  // namespace

bool needs_old_item(const TableRecord& table) {
  return !table.indexes.empty() || (!table.streams.empty() && table.streams.back().enabled) || table.time_to_live.enabled ||
         keeps_history(table);
}

// Older rows have no time.
LogCounters::Counter read_counter(const std::optional<Entry>& row) {
  LogCounters::Counter counter{.known = true};
  if (!row) return counter;
  counter.number = read_big_endian(row->value, 8);
  counter.version = row->version;
  if (row->value.size() >= 16) counter.last = change_time(std::string_view(row->value).substr(8));
  return counter;
}

CommitPlan::CommitPlan(ItemCommit commit) : commit_(std::move(commit)) {
  for (auto& write : commit_.writes) plan_write(write);
  if (commit_.token) plan_token();
}

std::size_t CommitPlan::part_of(const TablePtr& table) {
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    if (tables_[i] == table) return i;
  }
  auto partition = table_partition(table->record);
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    if (parts_[i].partition != partition) continue;
    // Where the table changed between two reads of one request, one of the checks fails.
    parts_[i].checks.push_back({k_table_row, table->version});
    return i;
  }
  tables_.push_back(table);
  auto& part = parts_.emplace_back();
  part.partition = std::move(partition);
  part.checks.push_back({k_table_row, table->version});
  return parts_.size() - 1;
}

void CommitPlan::plan_write(ItemWrite& write) {
  const auto at = part_of(write.table);
  const auto& record = write.table->record;
  auto& part = parts_[at];
  auto row = item_row(record.keys, write.key.view());
  if (write.expected) part.checks.push_back({row, checked_version(*write.expected)});
  if (write.check_only) return;
  WB_ASSERT(write.expected || !needs_old_item(record));
  if (write.expected && write.old_item == write.new_item) return;
  if (write.expected) {
    plan_index_writes(record, item_of(write.old_item), item_of(write.new_item), part.writes);
    plan_expiry_writes(record, write.key, item_of(write.old_item), item_of(write.new_item), part.writes);
    if (is_logged(*write.table)) plan_log(at, log_shard(row), write);
  }
  std::optional<std::string> value;
  if (write.new_item) value = std::move(*write.new_item).take_bytes();
  part.writes.push_back({std::move(row), std::move(value)});
}

void CommitPlan::plan_log(std::size_t part, std::uint32_t shard, const ItemWrite& write) {
  auto log = std::ranges::find_if(logs_, [&](const Log& known) { return known.part == part && known.shard == shard; });
  if (log == logs_.end()) {
    auto row = counter_row(shard);
    auto name = parts_[part].partition + row;
    log = logs_.insert(log, {.part = part, .shard = shard, .row = std::move(row), .name = std::move(name), .entries = {}});
  }
  log->entries.push_back(entries_.size());
  auto& entry = entries_.emplace_back();
  if (const auto* stream = write.table->enabled_stream()) {
    entry.stream_label = stream->label;
    entry.stream_record = encode_stream_record(stream->view, write, commit_.now);
  }
  if (keeps_history(write.table->record)) entry.history_record = encode_history_record(write, commit_.now);
}

void CommitPlan::plan_token() {
  auto& part = parts_.emplace_back();
  part.partition = documents_partition(commit_.scope);
  add_token(part);
}

// Behind everything else: the token's check and writes are the last of its part.
void CommitPlan::add_token(PartitionCommit& part) {
  const auto& token = *commit_.token;
  part.checks.push_back({token_row(token.token), std::nullopt});
  token_writes_ = part.writes.size();
  part.writes.push_back({token_row(token.token), write_record(token)});
  part.writes.push_back({token_expiry_row(token.expires, token.token), std::string()});
}

void CommitPlan::keep_token_with_table() {
  WB_ASSERT(can_keep_token_with_table());
  parts_.pop_back();
  add_token(parts_.back());
}

bool CommitPlan::is_token_conflict(const CommitOutcome& outcome) const {
  return !outcome.committed && commit_.token && outcome.failed_part + 1 == parts_.size() &&
         outcome.failed_key == token_row(commit_.token->token);
}

bool CommitPlan::replace_token(const std::optional<Entry>& known) {
  auto& part = parts_.back();
  part.checks.back().version = known ? std::optional(known->version) : std::nullopt;
  part.writes.resize(token_writes_ + 2);
  if (!known) return true;
  const auto old = read_record<KeptToken>(known->value);
  if (old.expires > commit_.now) return false;
  if (old.expires != commit_.token->expires) part.writes.push_back({token_expiry_row(old.expires, old.token), std::nullopt});
  return true;
}

Commit CommitPlan::take() && {
  WB_ASSERT(is_plain());
  return {.parts = std::move(parts_)};
}

LogCounters::Counter CommitPlan::counter_after(std::size_t i, const LogCounters::Counter& before, std::uint64_t version) const {
  return {.known = true,
          .number = before.number + logs_[i].entries.size(),
          .last = std::max(before.last, commit_.now),
          .version = version};
}

Commit CommitPlan::numbered(const std::vector<LogCounters::Counter>& counters) const {
  Commit out{.parts = parts_};
  for (std::size_t i = 0; i < logs_.size(); ++i) {
    number_log(logs_[i], counters[i], counter_after(i, counters[i], 0), out.parts[logs_[i].part]);
  }
  return out;
}

void CommitPlan::number_log(const Log& log, const LogCounters::Counter& before, const LogCounters::Counter& after,
                            PartitionCommit& part) const {
  part.checks.push_back({log.row, checked_version(before.version)});
  auto number = before.number;
  for (const auto at : log.entries) {
    auto entry = entries_[at];
    ++number;
    if (!entry.stream_record.empty()) {
      set_change_time(entry.stream_record, after.last);
      part.writes.push_back({stream_row(entry.stream_label, log.shard, number), std::move(entry.stream_record)});
    }
    if (!entry.history_record.empty()) {
      set_change_time(entry.history_record, after.last);
      part.writes.push_back({history_row(after.last, log.shard, number), std::move(entry.history_record)});
    }
  }
  std::string value;
  append_big_endian(value, after.number, 8);
  append_big_endian(value, static_cast<std::uint64_t>(after.last.time_since_epoch().count()), 8);
  part.writes.push_back({log.row, std::move(value)});
}

bool CommitPlan::is_counter(const CommitOutcome& outcome) const {
  return std::ranges::any_of(logs_,
                             [&](const Log& log) { return log.part == outcome.failed_part && log.row == outcome.failed_key; });
}

ItemCommitOutcome CommitPlan::verdict_of(const CommitOutcome& outcome) const {
  if (outcome.committed) return {};
  if (outcome.failed_part >= tables_.size() || is_token_conflict(outcome)) {
    return {CommitVerdict::conflict, commit_.writes.size()};
  }
  if (outcome.failed_key == k_table_row) return {CommitVerdict::table_changed, 0};
  const auto& table = tables_[outcome.failed_part];
  for (std::size_t i = 0; i < commit_.writes.size(); ++i) {
    const auto& write = commit_.writes[i];
    if (table_partition(write.table->record) != table_partition(table->record)) continue;
    if (item_row(write.table->record.keys, write.key.view()) == outcome.failed_key) return {CommitVerdict::conflict, i};
  }
  return {CommitVerdict::conflict, 0};
}

}  // namespace winterbaume::dynamodb
