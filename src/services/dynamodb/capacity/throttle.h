// Limits of throughput, enforced: what is provisioned of tables and global indexes, and the most that on-demand ones may take.
// Nothing of this runs unless the server is told to (--dynamodb-throttle).
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "aws/error.h"
#include "generated/dynamodb/types.h"
#include "services/dynamodb/capacity/consumed_capacity.h"
#include "services/dynamodb/capacity/token_bucket.h"
#include "services/dynamodb/dynamodb_backend.h"

namespace winterbaume::dynamodb {

struct DynamoDbDoor;

// A table or an index that has no capacity left.
struct Shortage {
  std::string resource_arn;
  bool index = false;
  bool write = false;
  bool on_demand = false;  // its own maximum; else what is provisioned
};

// ProvisionedThroughputExceededException, or ThrottlingException of an on-demand maximum, with its ThrottlingReasons (Developer
// Guide, "Diagnosing throttling").
aws::Error throttled(const Shortage& shortage);
bool is_throttled(const aws::Error& error);
// Of a transaction: ProvisionedThroughputExceeded or ThrottlingError.
CancellationReason throttled_reason(const Shortage& shortage);

// One for the process: limits hold for all clients together. Thread-safe.
class Throttle {
 public:
  // Of the tables and indexes of `table` that `needed` has units of, one that has none left; null: there is capacity. Local
  // indexes take from their table.
  std::optional<Shortage> find_shortage(const Table& table, const CapacityMeter& needed, TimePoint now);
  // Takes the units, of what find_shortage() has seen.
  void charge(const CapacityMeter& used, TimePoint now);
  void reset();

 private:
  struct Key {
    std::string table_id;
    std::string index;  // empty: the table
    bool write = false;
    auto operator<=>(const Key&) const = default;
  };
  bool has_any(Key key, double rate, TimePoint now);
  void take(const Key& key, double units, TimePoint now);

  std::mutex mutex_;
  std::map<Key, std::pair<double, TokenBucket>> buckets_;  // with the rate that they have
};

// ---- Reads; writes have WriteAdmission ----

// Null: nothing is throttled, or there is capacity of the table or, where it is not empty, the index.
std::optional<aws::Error> check_read_capacity(const DynamoDbDoor& door, const Table& table, const std::string& index,
                                              TimePoint now);
std::optional<Shortage> find_read_shortage(const DynamoDbDoor& door, const Table& table, const std::string& index, TimePoint now);
void charge_capacity(const DynamoDbDoor& door, const CapacityMeter& used, TimePoint now);

}  // namespace winterbaume::dynamodb
