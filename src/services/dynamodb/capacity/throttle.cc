#include "services/dynamodb/capacity/throttle.h"

#include <fmt/format.h>

#include "generated/dynamodb/errors.h"
#include "services/dynamodb/dynamodb_door.h"

namespace winterbaume::dynamodb {
namespace {

// API reference, "TransactionCanceledException".
constexpr std::string_view k_table_message =
    "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with "
    "the UpdateTable API.";
constexpr std::string_view k_index_message =
    "The level of configured provisioned throughput for one or more global secondary indexes of the table was exceeded. Consider "
    "increasing your provisioning level for the under-provisioned global secondary indexes with the UpdateTable API.";
// Developer Guide, "Diagnosing throttling".
constexpr std::string_view k_on_demand_message = "Throughput exceeds the maximum OnDemandThroughput configured on table or index";

std::string message_of(const Shortage& shortage) {
  return std::string(shortage.on_demand ? k_on_demand_message : shortage.index ? k_index_message : k_table_message);
}

std::vector<ThrottlingReason> reasons_of(const Shortage& shortage) {
  ThrottlingReason reason;
  reason.reason = fmt::format("{}{}{}", shortage.index ? "Index" : "Table", shortage.write ? "Write" : "Read",
                              shortage.on_demand ? "MaxOnDemandThroughputExceeded" : "ProvisionedThroughputExceeded");
  reason.resource = shortage.resource_arn;
  return {std::move(reason)};
}

// Units a second; null: not limited.
std::optional<double> rate_of(BillingMode billing, const ThroughputRecord& provisioned, const UnitsRecord& on_demand,
                              bool write) {
  if (billing == BillingMode::provisioned) return static_cast<double>(write ? provisioned.write_units : provisioned.read_units);
  const auto& limit = write ? on_demand.write_units : on_demand.read_units;
  return limit ? std::optional(static_cast<double>(*limit)) : std::nullopt;
}

std::optional<double> rate_of(const TableRecord& table, const IndexRecord* index, bool write) {
  if (index != nullptr) return rate_of(table.billing, index->throughput, index->on_demand, write);
  return rate_of(table.billing, table.throughput, table.on_demand, write);
}

}  // namespace

aws::Error throttled(const Shortage& shortage) {
  if (shortage.on_demand) {
    return errors::throttling_exception(message_of(shortage), ThrottlingException{.throttling_reasons = reasons_of(shortage)});
  }
  return errors::provisioned_throughput_exceeded_exception(
      message_of(shortage), ProvisionedThroughputExceededException{.throttling_reasons = reasons_of(shortage)});
}

bool is_throttled(const aws::Error& error) {
  return error.shape->name == errors::k_ProvisionedThroughputExceededException.name ||
         error.shape->name == errors::k_ThrottlingException.name;
}

CancellationReason throttled_reason(const Shortage& shortage) {
  CancellationReason reason;
  reason.code = shortage.on_demand ? "ThrottlingError" : "ProvisionedThroughputExceeded";
  reason.message = message_of(shortage);
  return reason;
}

std::optional<Shortage> Throttle::find_shortage(const Table& table, const CapacityMeter& needed, TimePoint now) {
  const auto* usage = needed.find_usage(table.record.id);
  if (usage == nullptr) return std::nullopt;
  const auto check = [&](const IndexRecord* index, bool write, double units) -> std::optional<Shortage> {
    if (units <= 0) return std::nullopt;
    const auto rate = rate_of(table.record, index, write);
    if (!rate || has_any({table.record.id, index != nullptr ? index->name : "", write}, *rate, now)) return std::nullopt;
    return Shortage{.resource_arn = index != nullptr ? index_arn(table.record, index->name) : table_arn(table.record),
                    .index = index != nullptr,
                    .write = write,
                    .on_demand = table.record.billing == BillingMode::pay_per_request};
  };
  const auto own = usage->with_local();
  if (auto shortage = check(nullptr, true, own.writes)) return shortage;
  if (auto shortage = check(nullptr, false, own.reads)) return shortage;
  for (const auto& [name, units] : usage->global) {
    const auto* index = table.find_index(name);
    if (index == nullptr) continue;
    if (auto shortage = check(index, true, units.writes)) return shortage;
    if (auto shortage = check(index, false, units.reads)) return shortage;
  }
  return std::nullopt;
}

void Throttle::charge(const CapacityMeter& used, TimePoint now) {
  for (const auto& usage : used.usages()) {
    const auto own = usage.with_local();
    take({usage.id, "", true}, own.writes, now);
    take({usage.id, "", false}, own.reads, now);
    for (const auto& [name, units] : usage.global) {
      take({usage.id, name, true}, units.writes, now);
      take({usage.id, name, false}, units.reads, now);
    }
  }
}

void Throttle::reset() {
  const std::lock_guard lock(mutex_);
  buckets_.clear();
}

bool Throttle::has_any(Key key, double rate, TimePoint now) {
  const std::lock_guard lock(mutex_);
  auto& [known_rate, bucket] = buckets_.try_emplace(std::move(key), rate, TokenBucket(rate, now)).first->second;
  if (known_rate != rate) {
    known_rate = rate;
    bucket.set_rate(rate, now);
  }
  return bucket.has_any(now);
}

void Throttle::take(const Key& key, double units, TimePoint now) {
  if (units <= 0) return;
  const std::lock_guard lock(mutex_);
  const auto found = buckets_.find(key);
  if (found != buckets_.end()) found->second.second.take(units, now);
}

std::optional<Shortage> find_read_shortage(const DynamoDbDoor& door, const Table& table, const std::string& index,
                                           TimePoint now) {
  if (door.throttle == nullptr) return std::nullopt;
  auto needed = CapacityMeter::silent();
  needed.read_page(table, index, 0, {}, true);
  return door.throttle->find_shortage(table, needed, now);
}

std::optional<aws::Error> check_read_capacity(const DynamoDbDoor& door, const Table& table, const std::string& index,
                                              TimePoint now) {
  const auto shortage = find_read_shortage(door, table, index, now);
  return shortage ? std::optional(throttled(*shortage)) : std::nullopt;
}

void charge_capacity(const DynamoDbDoor& door, const CapacityMeter& used, TimePoint now) {
  if (door.throttle != nullptr) door.throttle->charge(used, now);
}

}  // namespace winterbaume::dynamodb
