#include "services/dynamodb/testing/backend_contract.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <map>

namespace winterbaume::dynamodb::testing {
namespace {

std::string text_of(const Item& item, std::string_view name) {
  const auto value = item.find(name);
  if (!value) return "?";
  return value->type() == ValueType::s ? std::string(value->text()) : std::to_string(value->number().to_integer().value_or(-1));
}

std::string value_of(const std::optional<Item>& item) { return item ? text_of(*item, "v") : "none"; }

void append_word(std::string& out, const std::string& word) {
  if (!out.empty() && out.back() != '|') out += ' ';
  out += word;
}

}  // namespace

Item item_of(std::string json) {
  std::ranges::replace(json, '\'', '"');
  simdjson::dom::parser parser;
  Item item;
  std::string problem;
  EXPECT_TRUE(item.read_json(parser.parse(simdjson::padded_string(json)).value(), problem)) << problem;
  return item;
}

Item row(const std::string& pk, int sk, const std::string& more) {
  return item_of(fmt::format("{{'pk': {{'S': '{}'}}, 'sk': {{'N': '{}'}}{}}}", pk, sk, more));
}

Item valued(const std::string& pk, int sk, const std::string& v) { return row(pk, sk, fmt::format(", 'v': {{'S': '{}'}}", v)); }

std::string shown(const Item& item) {
  auto out = text_of(item, "pk") + "/" + text_of(item, "sk");
  return item.find("v") ? out + "=" + text_of(item, "v") : out;
}

std::string shown(const std::optional<Item>& item) { return item ? shown(*item) : "none"; }

std::string shown(const std::vector<Item>& items) {
  std::string out;
  for (const auto& item : items) append_word(out, shown(item));
  return out;
}

TableRecord table_record(std::string name) {
  TableRecord record{.account_id = "123456789012", .region = "us-east-1", .name = std::move(name)};
  record.id = "id of " + record.name;
  record.keys = {.hash = {{"pk", ScalarType::s}}, .range = {{"sk", ScalarType::n}}};
  record.next_index_number = 10;
  return record;
}

IndexRecord global_index(std::uint32_t number, ProjectionType projection) {
  IndexRecord index{.name = "global", .number = number, .global = true, .projection = projection};
  index.keys = {.hash = {{"g", ScalarType::s}}, .range = {{"h", ScalarType::n}}};
  return index;
}

IndexRecord local_index(std::uint32_t number) {
  IndexRecord index{.name = "local", .number = number, .global = false, .projection = ProjectionType::keys_only};
  index.keys = {.hash = {{"pk", ScalarType::s}}, .range = {{"c", ScalarType::s}}};
  return index;
}

StreamInfo stream_info(std::string label, TimePoint created, StreamView view) {
  return {.label = std::move(label), .view = view, .enabled = true, .created = created, .disabled = std::nullopt};
}

ItemWrite write_of(TablePtr table, Item key, const std::optional<StoredItem>& before, std::optional<Item> after) {
  ItemWrite write{.table = std::move(table), .key = std::move(key)};
  write.expected = before ? before->version : 0;
  if (before) write.old_item = before->item;
  write.new_item = std::move(after);
  return write;
}

asio::awaitable<void> store_item(DynamoDbBackend& backend, TablePtr table, Item key, std::optional<Item> after, TimePoint now) {
  while (true) {
    const auto before = co_await backend.get_item(table, key);
    ItemCommit commit;
    commit.writes.push_back(write_of(table, key, before, after));
    commit.now = now;
    const auto outcome = co_await backend.commit(std::move(commit));
    if (outcome.verdict == CommitVerdict::done) co_return;
    if (outcome.verdict == CommitVerdict::conflict) continue;
    table = co_await backend.find_table(table->record.scope(), table->record.name);
    if (table == nullptr) throw std::runtime_error("the table is gone");
  }
}

asio::awaitable<void> fill_index(DynamoDbBackend& backend, Scope scope, std::string table, std::string index, std::size_t max) {
  while (true) {
    auto now = co_await backend.find_table(scope, table);
    const auto* found = now == nullptr ? nullptr : now->find_index(index);
    const bool filling =
        index.empty() ? now != nullptr && now->record.time_to_live.filling : found != nullptr && found->backfilling;
    if (!filling) co_return;
    co_await backend.backfill(std::move(now), index, max);
  }
}

void BackendContract::SetUp() {
  if (auto why = deviation(GetParam().deviations)) GTEST_SKIP() << *why;
  clock_ = std::make_shared<ManualClock>();
  backend_ = GetParam().make(context(), clock_);
}

TablePtr BackendContract::make(TableRecord record) {
  record.created = now();
  auto table = run(backend_->create_table(std::move(record)));
  EXPECT_NE(table, nullptr);
  return table;
}

TablePtr BackendContract::update(TablePtr table, TableRecord record) {
  auto changed = run(backend_->update_table(std::move(table), std::move(record)));
  EXPECT_NE(changed, nullptr);
  return changed;
}

TablePtr BackendContract::change(const std::function<void(TableRecord&)>& edit, std::string name) {
  auto table = find(std::move(name));
  auto record = table->record;
  edit(record);
  return update(std::move(table), std::move(record));
}

std::string BackendContract::tables(std::size_t max) {
  std::string out, last;
  while (true) {
    const auto page = run(backend_->list_tables(scope_, last, max));
    EXPECT_LE(page.size(), max);
    for (const auto& name : page) append_word(out, name);
    if (page.empty()) return out;
    last = page.back();
  }
}

std::string BackendContract::get(TablePtr table, const std::string& pk, int sk) {
  const auto found = stored(std::move(table), key(pk, sk));
  return found ? shown(found->item) : "none";
}

void BackendContract::put(Item item, std::string table) {
  auto now_there = find(std::move(table));
  auto names = keep_only(item.view(), {"pk", "sk"});
  run(store_item(*backend_, std::move(now_there), std::move(names), std::move(item), now()));
}

void BackendContract::remove(const std::string& pk, int sk, std::string table) {
  run(store_item(*backend_, find(std::move(table)), key(pk, sk), std::nullopt, now()));
}

ItemCommitOutcome BackendContract::try_commit(std::vector<ItemWrite> writes, std::optional<TokenRecord> token) {
  return run(backend_->commit({.writes = std::move(writes), .now = now(), .token = std::move(token), .scope = scope_}));
}

std::string BackendContract::read(ItemQuery query) {
  std::string out;
  while (true) {
    auto page = run(backend_->read_items(query));
    if (page.items.empty()) break;
    if (!out.empty()) out += '|';
    for (const auto& item : page.items) append_word(out, shown(item));
    if (!page.more) break;
    query.start_after = ItemPosition{page.items.back()};
  }
  return out;
}

std::string BackendContract::scan(TablePtr table, std::string index) {
  return read({.table = std::move(table), .index = std::move(index), .hash = std::nullopt});
}

std::vector<std::string> BackendContract::contents(TablePtr table, const std::string& index) {
  ItemQuery query{.table = std::move(table), .index = index, .hash = std::nullopt};
  std::vector<std::string> out;
  while (true) {
    auto page = run(backend_->read_items(query));
    if (page.more) query.start_after = ItemPosition{page.items.back()};
    for (const auto& item : page.items) item.append_json(out.emplace_back());
    if (!page.more) break;
  }
  std::ranges::sort(out);
  return out;
}

std::vector<StreamRow> BackendContract::records(TablePtr table, std::string label) {
  std::multimap<std::string, StreamRow> by_key;
  for (std::uint32_t shard = 0; shard < backend_->shard_count(); ++shard) {
    StreamRead read{.table = table, .label = label, .shard = shard};
    while (true) {
      auto page = run(backend_->read_stream(read));
      if (page.empty()) break;
      read.after = page.back().sequence_number;
      for (auto& record : page) by_key.emplace(shown(record.key), std::move(record));
    }
  }
  std::vector<StreamRow> out;
  for (auto& [name, record] : by_key) out.push_back(std::move(record));
  return out;
}

std::string BackendContract::shown_records(TablePtr table, std::string label) {
  std::string out;
  for (const auto& record : records(std::move(table), std::move(label))) {
    const auto what = shown(record.key);
    if (!record.is_there) {
      append_word(out, "-" + what + "=" + value_of(record.old_item));
    } else if (record.was_there) {
      append_word(out, "~" + what + "=" + value_of(record.old_item) + ">" + value_of(record.new_item));
    } else {
      append_word(out, "+" + what + "=" + value_of(record.new_item));
    }
  }
  return out;
}

std::string BackendContract::history(TablePtr table, TimePoint since) {
  std::string out;
  for (const auto& change : run(backend_->read_history(std::move(table), since, {}, 1000))) {
    append_word(out, shown(change.key) + "<" + value_of(change.old_item));
  }
  return out;
}

}  // namespace winterbaume::dynamodb::testing
