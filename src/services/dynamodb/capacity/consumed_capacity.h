// What a request consumes, by AWS's rules (Developer Guide, "Capacity unit consumption"): for ReturnConsumedCapacity.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "generated/dynamodb/types.h"
#include "services/dynamodb/dynamodb_backend.h"

namespace winterbaume::dynamodb {

// Units of one item or of what a page read: 4 KB each, half of that where the read is eventually consistent.
double read_units(std::size_t bytes, bool consistent);
// 1 KB each.
double write_units(std::size_t bytes);

// Belongs to one request. Does nothing where the request does not ask (ReturnConsumedCapacity absent or NONE).
class CapacityMeter {
 public:
  // `transactional`: everything costs twice, and reads and writes are told apart.
  explicit CapacityMeter(const std::optional<std::string>& asked, bool transactional = false);
  bool on() const { return on_; }

  void read_item(const Table& table, const Item* item, bool consistent);
  // A page of the table or the index (empty: the table); `fetched`: sizes of what was taken from the table beside a local index.
  void read_page(const Table& table, const std::string& index, std::size_t bytes, const std::vector<std::size_t>& fetched,
                 bool consistent);
  // Of one item; null: none was there, or none is. Index entries that stay as they are cost nothing.
  void write_item(const Table& table, const Item* before, const Item* after);
  void write_item(const Table& table, const std::optional<Item>& before, const std::optional<Item>& after);

  // Of the one table of the request; null where it does not ask.
  std::optional<ConsumedCapacity> of_one() const;
  // A table each, in the order in which they were first named.
  std::optional<std::vector<ConsumedCapacity>> of_each() const;

 private:
  struct Usage {
    double reads = 0;
    double writes = 0;
  };
  struct TableUsage {
    std::string name;
    Usage table;
    std::map<std::string, Usage> local;
    std::map<std::string, Usage> global;
  };
  TableUsage& usage_of(const Table& table);
  Usage& usage_of(TableUsage& usage, const IndexRecord& index);
  ConsumedCapacity describe(const TableUsage& usage) const;
  Capacity describe(const Usage& usage) const;

  bool on_;
  bool with_indexes_;
  bool transactional_;
  double factor_;
  std::vector<TableUsage> tables_;
};

}  // namespace winterbaume::dynamodb
