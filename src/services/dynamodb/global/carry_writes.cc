#include "services/dynamodb/global/carry_writes.h"

#include <boost/describe.hpp>

#include "services/dynamodb/global/pending_writes.h"
#include "services/dynamodb/write_queues.h"
#include "storage/record_json.h"

namespace winterbaume::dynamodb::global {
namespace {

constexpr std::size_t k_bytes_max = 64 << 20;  // of images in memory

// How far a replica's stream was carried.
struct StreamPlace {
  std::string label;
  std::vector<std::string> after;  // by shard: the last sequence number
};
BOOST_DESCRIBE_STRUCT(StreamPlace, (), (label, after))

std::string place_key(const TableRecord& table) { return "place/" + table.id; }

struct KeptPlace {
  StreamPlace place;
  std::uint64_t version = 0;
};

asio::awaitable<KeptPlace> find_place(const DynamoDbDoor& door, TablePtr table) {
  const auto* stream = table->enabled_stream();
  KeptPlace kept;
  auto document =
      co_await door.backend.find_document(table->record.scope(), DocumentKind::global_table, place_key(table->record));
  if (document) kept = {read_record<StreamPlace>(document->json), document->version};
  const std::string label = stream == nullptr ? std::string() : stream->label;
  if (kept.place.label != label) kept.place = {.label = label, .after = {}};
  kept.place.after.resize(door.backend.shard_count());
  co_return kept;
}

asio::awaitable<void> keep_place(const DynamoDbDoor& door, TablePtr table, KeptPlace kept) {
  Document document{.key = place_key(table->record), .json = write_record(kept.place), .version = kept.version};
  co_await door.backend.put_document(table->record.scope(), DocumentKind::global_table, std::move(document));
}

// One pass over one shard of all members: every key has its writes in the same shard everywhere.
class ShardCarrier {
 public:
  ShardCarrier(const DynamoDbDoor& door, std::vector<TablePtr>& members, std::vector<KeptPlace>& places, std::uint32_t shard,
               TimePoint now)
      : door_(door), members_(members), places_(places), shard_(shard), now_(now) {}

  // Whether there was anything.
  asio::awaitable<bool> run() {
    bool moved = false;
    for (std::size_t i = 0; i < members_.size(); ++i) {
      const bool some = co_await read(i);
      moved = moved || some;
    }
    while (auto key = pending_.take_key()) {
      for (std::size_t i = 0; i < members_.size(); ++i) {
        while (co_await bring_up(*key, i)) {
        }
      }
    }
    co_return moved;
  }
  // Whether it left rows for another pass, since it held too much.
  bool is_full() const { return pending_.bytes() > k_bytes_max; }

 private:
  // What member `i` took since it was read last. Whether it was anything.
  asio::awaitable<bool> read(std::size_t i) {
    if (members_[i] == nullptr || places_[i].place.label.empty() || is_full()) co_return false;
    auto& after = places_[i].place.after[shard_];
    auto rows = co_await door_.backend.read_stream(
        {.table = members_[i], .label = places_[i].place.label, .shard = shard_, .after = after});
    if (rows.empty()) co_return false;
    after = rows.back().sequence_number;
    for (auto& row : rows) pending_.add(i, std::move(row));
    co_return true;
  }

  // Writes the next of the writes to an item that member `i` has not. Whether to come again.
  //
  // The item is read before the stream: whatever the member took itself until then is known when it is decided, and what it
  // takes later makes the commit fail.
  asio::awaitable<bool> bring_up(Item key, std::size_t i) {
    if (members_[i] == nullptr) co_return false;
    std::vector<std::pair<TablePtr, Item>> items;
    items.emplace_back(members_[i], key);
    const auto turn = co_await door_.write_queues.enter(std::move(items));
    auto stored = co_await door_.backend.get_item(members_[i], key);
    while (co_await read(i)) {
    }
    const auto held = stored ? std::optional(stored->item) : std::nullopt;
    const auto* next = pending_.next_for(key, i, held);
    if (next == nullptr) co_return false;
    const auto order = next->order;
    ItemCommit commit{.writes = {}, .now = now_, .token = std::nullopt, .scope = members_[i]->record.scope()};
    auto& write = commit.writes.emplace_back();
    write = {.table = members_[i], .key = key, .cause = WriteCause::replication};
    write.expected = stored ? stored->version : 0;
    write.old_item = held;
    write.new_item = next->image;
    // A stream without images: what the replica holds by now. Gone since: the write that removed it comes later.
    if (next->is_there && !next->image) write.new_item = co_await item_of(order.replica, key);
    const auto outcome = co_await door_.backend.commit(std::move(commit));
    if (outcome.verdict == CommitVerdict::done) pending_.took(key, i, order);
    if (outcome.verdict == CommitVerdict::table_changed) co_await refresh(i);
    co_return true;
  }

  asio::awaitable<std::optional<Item>> item_of(std::size_t i, Item key) {
    if (members_[i] == nullptr) co_return std::nullopt;
    auto stored = co_await door_.backend.get_item(members_[i], std::move(key));
    if (!stored) co_return std::nullopt;
    co_return std::move(stored->item);
  }

  asio::awaitable<void> refresh(std::size_t i) {
    auto now = co_await door_.backend.find_table(members_[i]->record.scope(), members_[i]->record.name);
    if (now != nullptr && now->record.id != members_[i]->record.id) now = nullptr;
    members_[i] = std::move(now);
  }

  const DynamoDbDoor& door_;
  std::vector<TablePtr>& members_;  // null: went away meanwhile
  std::vector<KeptPlace>& places_;
  std::uint32_t shard_;
  TimePoint now_;
  PendingWrites pending_;
};

}  // namespace

asio::awaitable<void> carry_writes(const DynamoDbDoor& door, std::vector<TablePtr> members, TimePoint now) {
  std::vector<KeptPlace> places;
  for (const auto& member : members) places.push_back(co_await find_place(door, member));
  const auto tables = members;
  bool moved = false;
  for (std::uint32_t shard = 0; shard < door.backend.shard_count(); ++shard) {
    for (bool more = true; more;) {
      ShardCarrier carrier(door, members, places, shard, now);
      const bool some = co_await carrier.run();
      moved = moved || some;
      more = carrier.is_full();
    }
  }
  if (!moved) co_return;
  for (std::size_t i = 0; i < tables.size(); ++i) co_await keep_place(door, tables[i], std::move(places[i]));
}

asio::awaitable<void> begin_at_end_of_stream(const DynamoDbDoor& door, TablePtr table) {
  auto kept = co_await find_place(door, table);
  for (std::uint32_t shard = 0; shard < kept.place.after.size(); ++shard) {
    kept.place.after[shard] = co_await door.backend.last_sequence_number(table, kept.place.label, shard);
  }
  co_await keep_place(door, std::move(table), std::move(kept));
}

asio::awaitable<void> forget_place(const DynamoDbDoor& door, TablePtr table) {
  auto document =
      co_await door.backend.find_document(table->record.scope(), DocumentKind::global_table, place_key(table->record));
  if (!document) co_return;
  document->json.clear();
  co_await door.backend.put_document(table->record.scope(), DocumentKind::global_table, std::move(*document));
}

}  // namespace winterbaume::dynamodb::global
