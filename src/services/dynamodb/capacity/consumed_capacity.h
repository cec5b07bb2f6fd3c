// What a request consumes, by AWS's rules (Developer Guide, "Capacity unit consumption"): for ReturnConsumedCapacity.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "generated/dynamodb/types.h"
#include "services/dynamodb/dynamodb_backend.h"

namespace winterbaume::dynamodb {

// Units of one item or of what a page read: 4 KB each, half of that where the read is eventually consistent.
double read_units(std::size_t bytes, bool consistent);
// 1 KB each.
double write_units(std::size_t bytes);

// Belongs to one request. Does nothing where nobody asks: neither the request (ReturnConsumedCapacity absent or NONE) nor the
// throttle.
class CapacityMeter {
 public:
  struct Usage {
    double reads = 0;
    double writes = 0;
  };
  struct TableUsage {
    std::string name;
    std::string id;
    Usage table;
    std::map<std::string, Usage> local;
    std::map<std::string, Usage> global;

    Usage with_local() const;  // what the table's own throughput gives
  };

  // `transactional`: everything costs twice, and reads and writes are told apart. `measured`: on, though the request may not ask.
  explicit CapacityMeter(const std::optional<std::string>& asked, bool transactional = false, bool measured = false);
  // On, and never in an answer.
  static CapacityMeter silent(bool transactional = false) { return CapacityMeter(std::nullopt, transactional, true); }
  bool on() const { return on_; }

  void read_item(const Table& table, const Item* item, bool consistent);
  // A page of the table or the index (empty: the table); `fetched`: sizes of what was taken from the table beside a local index.
  void read_page(const Table& table, const std::string& index, std::size_t bytes, const std::vector<std::size_t>& fetched,
                 bool consistent);
  // Of one item; null: none was there, or none is. Index entries that stay as they are cost nothing.
  void write_item(const Table& table, const Item* before, const Item* after);
  void write_item(const Table& table, const std::optional<Item>& before, const std::optional<Item>& after);

  // A write that its condition refused costs what the item that is there would.
  void refused_write(const Table& table, const Item* found);

  const std::vector<TableUsage>& usages() const { return tables_; }
  const TableUsage* find_usage(std::string_view table_id) const;  // null: nothing of it

  // Of the one table of the request; null where it does not ask.
  std::optional<ConsumedCapacity> of_one() const;
  // A table each, in the order in which they were first named.
  std::optional<std::vector<ConsumedCapacity>> of_each() const;

 private:
  TableUsage& usage_of(const Table& table);
  Usage& usage_of(TableUsage& usage, const IndexRecord& index);
  ConsumedCapacity describe(const TableUsage& usage) const;
  Capacity describe(const Usage& usage) const;

  bool asked_;
  bool on_;
  bool with_indexes_;
  bool transactional_;
  double factor_;
  std::vector<TableUsage> tables_;
};

}  // namespace winterbaume::dynamodb
