// The door between DynamoDB's rules and their storage: tables, items with their index entries and stream records, and documents.
// Owned by the service; StoreDynamoDbBackend (store/) keeps it on any StateStore. What every implementation promises is in
// testing/backend_contract.h.
//
// The backend knows no expression. An operation reads an item, decides, and commits what it decided, guarded by the version that
// it read; where another writer was faster it reads again. Thread-safe. A store out of reach throws StorageFailure.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aws/error.h"
#include "services/dynamodb/dynamodb_types.h"
#include "services/dynamodb/items/item.h"

namespace winterbaume::dynamodb {

namespace asio = boost::asio;
using aws::Result;

struct StoredItem {
  Item item;
  std::uint64_t version = 0;  // never 0
};

// Where a read begins or ends, and a page's last item: the key of the table, and of the index where one is read.
struct ItemPosition {
  Item attributes;
};

// The order of the items that a read gives: those of one hash key by range key; hash keys in an order of their own.
struct ItemQuery {
  TablePtr table;
  std::string index;  // empty: the table itself
  // All hash attributes of what is read, by name: the items of one hash key. Null: every item (Scan).
  std::optional<Item> hash;
  // Bounds among the encoded range keys (items/key_encoding.h) of that hash key: [begin, end), an empty `end` is none.
  std::string range_begin;
  std::string range_end;
  // Scan: this part of `segments` equal parts.
  std::uint32_t segment = 0;
  std::uint32_t segments = 1;
  std::optional<ItemPosition> start_after;
  bool reverse = false;
  std::size_t items_max = 1'000'000;    // >= 1
  std::size_t bytes_max = 1024 * 1024;  // of items by AWS's sizes: ends with the item that reaches it
  bool sized = true;                    // false: ItemPage::bytes is not asked for
};

struct ItemPage {
  std::vector<Item> items;  // of an index: what is projected
  std::size_t bytes = 0;    // by AWS's sizes; any upper bound where the query is not `sized`
  bool more = false;        // stopped by items_max or bytes_max; there may be nothing behind all the same
};

enum class WriteCause : std::uint8_t { client, time_to_live, replication };

struct ItemCount {
  std::int64_t items = 0;
  std::int64_t bytes = 0;  // by AWS's sizes
};
struct TableCount {
  ItemCount table;
  std::map<std::string, ItemCount> indexes;  // by name
};

// One item's change, or a check that it is as it was read.
struct ItemWrite {
  TablePtr table;
  Item key;
  // The version that was read; 0: there was none. Null: whatever is there, which only a table without indexes, streams, TTL and
  // continuous backups may have (needs_old_item()).
  std::optional<std::uint64_t> expected;
  std::optional<Item> old_item;  // as it was read
  std::optional<Item> new_item;  // null: removed
  bool check_only = false;       // nothing is written
  WriteCause cause = WriteCause::client;
};
// Whether a write must have read the item before.
bool needs_old_item(const TableRecord& table);

enum class CommitVerdict : std::uint8_t {
  done,
  conflict,       // an item is not at its expected version any more
  table_changed,  // a table's record is not the one that was read, or is gone
};
struct ItemCommitOutcome {
  CommitVerdict verdict = CommitVerdict::done;
  std::size_t failed = 0;  // of a conflict: the first such write
};

// Of an operation that was given a client's token: kept in the same commit as its writes.
struct TokenRecord {
  std::string token;
  std::string request_hash;  // of the parameters
  std::string answer;        // what a repeat is answered with
  TimePoint expires;
};
BOOST_DESCRIBE_STRUCT(TokenRecord, (), (token, request_hash, answer, expires))

struct ItemCommit {
  std::vector<ItemWrite> writes;  // no item twice; tables of one account and region
  TimePoint now;                  // of stream records
  // A token that is there already, and not over at `now`, is a conflict: `failed` is the number of writes then.
  std::optional<TokenRecord> token;
  Scope scope;  // of the token
};

// One change in a stream, oldest first in its shard.
struct StreamRow {
  std::string sequence_number;  // 21 digits or more; larger is later in its shard
  TimePoint at;                 // that of its commit, but never earlier than that of the record before it
  Item key;
  std::optional<Item> old_item;  // of what the stream's view keeps
  std::optional<Item> new_item;
  bool was_there = false;  // before: REMOVE or MODIFY
  bool is_there = false;   // after: INSERT or MODIFY
  std::size_t bytes = 0;   // of the images and the key
  WriteCause cause = WriteCause::client;
};
struct StreamRead {
  TablePtr table;
  std::string label;        // of the stream
  std::uint32_t shard = 0;  // < shard_count()
  std::string after;        // a sequence number; empty: from the oldest
  bool inclusive = false;   // that record too
  std::size_t records_max = 1000;
  std::size_t bytes_max = 1024 * 1024;  // of the records' `bytes`; one record at least is given
};

// A change of an item as continuous backups keep it, for restoring to a time: what was there before.
struct HistoryRow {
  TimePoint at;  // that of its commit, but never earlier than that of the change before it: times are in the order of commits
  Item key;
  std::optional<Item> old_item;
  std::string cursor;  // of this row
};

// What is no item: backups, exports, imports, global tables, limits, … one JSON text under a key of its kind.
enum class DocumentKind : std::uint8_t { backup, export_, import_, global_table, bulk_operation, account };
struct Document {
  std::string key;
  std::string json;
  std::uint64_t version = 0;
};

class DynamoDbBackend {
 public:
  virtual ~DynamoDbBackend() = default;

  // Null where there is none.
  virtual asio::awaitable<TablePtr> find_table(Scope scope, std::string name) = 0;
  // Null where there is one of that name.
  virtual asio::awaitable<TablePtr> create_table(TableRecord record) = 0;
  // Null where the stored record is not at `table`'s version any more. Settles what follows from the change by itself: rows of
  // indexes that are gone, TTL's order where its attribute changed.
  virtual asio::awaitable<TablePtr> update_table(TablePtr table, TableRecord record) = 0;
  // With its items, index entries and history; its stream stays readable until trim_streams(). False: not at that version.
  virtual asio::awaitable<bool> delete_table(TablePtr table) = 0;
  // Names in order, at most `max`, after `start_after`.
  virtual asio::awaitable<std::vector<std::string>> list_tables(Scope scope, std::string start_after, std::size_t max) = 0;
  virtual asio::awaitable<std::vector<Scope>> scopes() = 0;

  virtual asio::awaitable<std::optional<StoredItem>> get_item(TablePtr table, Item key) = 0;
  virtual asio::awaitable<ItemPage> read_items(ItemQuery query) = 0;
  // Whether `start_after`, which the query has, lies within its segment.
  virtual bool starts_in_segment(const ItemQuery& query) const = 0;
  // All or nothing, index entries, stream records and history with the items.
  virtual asio::awaitable<ItemCommitOutcome> commit(ItemCommit commit) = 0;
  virtual asio::awaitable<std::optional<TokenRecord>> find_token(Scope scope, std::string token) = 0;

  // Exact for tables of some ten thousand items that one backend writes to. Where there is more, or where others write to it too,
  // it may lag behind: what it reads again at a time is bounded.
  virtual asio::awaitable<TableCount> count(TablePtr table) = 0;
  // Makes up to `max` entries of items that were there before the index (no name: before times to live were switched on); the
  // table as it is then, null where it changed meanwhile (find it again). The index is no longer `backfilling` once all are made.
  virtual asio::awaitable<TablePtr> backfill(TablePtr table, std::string index, std::size_t max) = 0;
  // Keys of items whose time to live ended at `now`, soonest first.
  virtual asio::awaitable<std::vector<Item>> find_expired(TablePtr table, TimePoint now, std::size_t max) = 0;

  // The shards of every stream; a key's records are all in one.
  virtual std::uint32_t shard_count() const = 0;
  virtual asio::awaitable<std::vector<StreamRow>> read_stream(StreamRead read) = 0;
  // The newest sequence number of a shard; empty: none yet.
  virtual asio::awaitable<std::string> last_sequence_number(TablePtr table, std::string label, std::uint32_t shard) = 0;
  // Streams of the scope: of tables that are there, and of those that went away less than 24 hours ago.
  virtual asio::awaitable<std::vector<TablePtr>> list_stream_tables(Scope scope) = 0;
  // Forgets records, history, tokens and streams that are older than they are kept. Called now and then.
  virtual asio::awaitable<void> trim(TimePoint now) = 0;
  // Changes at `since` or later, newest first, after `cursor` (empty: from now).
  virtual asio::awaitable<std::vector<HistoryRow>> read_history(TablePtr table, TimePoint since, std::string cursor,
                                                                std::size_t max) = 0;

  virtual asio::awaitable<std::optional<Document>> find_document(Scope scope, DocumentKind kind, std::string key) = 0;
  // By key, after `start_after`.
  virtual asio::awaitable<std::vector<Document>> list_documents(Scope scope, DocumentKind kind, std::string start_after,
                                                                std::size_t max) = 0;
  // False where it is not at the document's version (0: there is none) any more. An empty json removes it.
  virtual asio::awaitable<bool> put_document(Scope scope, DocumentKind kind, Document document) = 0;

  // Forgets everything.
  virtual asio::awaitable<void> reset() = 0;
};

}  // namespace winterbaume::dynamodb
