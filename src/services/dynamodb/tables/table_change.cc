#include "services/dynamodb/tables/table_change.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/common_errors.h"
#include "services/dynamodb/global/shared_settings.h"
#include "services/dynamodb/tables/index_changes.h"
#include "services/dynamodb/tables/new_table.h"
#include "services/dynamodb/tables/table_encryption.h"
#include "services/dynamodb/tables/throughput.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::int64_t k_decreases_a_day = 27;  // Developer Guide, "Quotas": four and one an hour

aws::Error invalid(std::string_view why) {
  return aws::errors::validation(fmt::format("One or more parameter values were invalid: {}", why));
}

bool is_empty(const UpdateTableInput& input) {
  const bool indexes = input.global_secondary_index_updates && !input.global_secondary_index_updates->empty();
  const bool vectors = input.vector_index_updates && !input.vector_index_updates->empty();
  return !indexes && !vectors && !input.billing_mode && !input.provisioned_throughput && !input.stream_specification &&
         !input.sse_specification && !input.replica_updates && !input.table_class && !input.deletion_protection_enabled &&
         !input.multi_region_consistency && !input.global_table_witness_updates && !input.on_demand_throughput &&
         !input.warm_throughput && !input.global_table_settings_replication_mode && !input.disassociation_protection_enabled;
}

class TableChange {
 public:
  TableChange(const UpdateTableInput& input, TableRecord table, TimePoint now, const TransitionSettings& transitions)
      : input_(input), table_(std::move(table)), now_(now), transitions_(transitions) {}

  Result<TableRecord> run() {
    using Step = std::optional<aws::Error> (TableChange::*)();
    constexpr std::array<Step, 6> k_steps{&TableChange::billing, &TableChange::throughput, &TableChange::indexes,
                                          &TableChange::stream,  &TableChange::encryption, &TableChange::settings};
    for (const auto step : k_steps) {
      if (auto wrong = (this->*step)()) return aws::fail(std::move(*wrong));
    }
    const bool protects_only = input_.deletion_protection_enabled && !input_.global_secondary_index_updates &&
                               !input_.billing_mode && !input_.provisioned_throughput && !input_.stream_specification;
    if (!protects_only) {
      table_.status = TableStatus::updating;
      table_.changing_until = now_ + transitions_.table_delay;
    }
    return std::move(table_);
  }

 private:
  std::optional<aws::Error> billing() {
    if (!input_.billing_mode) return std::nullopt;
    const bool on_demand = *input_.billing_mode == "PAY_PER_REQUEST";
    const bool was_on_demand = table_.billing == BillingMode::pay_per_request;
    if (on_demand && input_.provisioned_throughput) {
      return invalid("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST");
    }
    if (!on_demand && was_on_demand && !input_.provisioned_throughput) {
      return invalid("ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED");
    }
    if (on_demand == was_on_demand) return std::nullopt;
    switched_ = true;
    table_.billing = on_demand ? BillingMode::pay_per_request : BillingMode::provisioned;
    table_.throughput = {};
    if (on_demand) table_.billing_changed = now_;
    for (auto& index : table_.indexes) index.throughput = {};
    return std::nullopt;
  }

  std::optional<aws::Error> throughput() {
    if (!input_.provisioned_throughput) return std::nullopt;
    if (table_.billing == BillingMode::pay_per_request) {
      return invalid("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST");
    }
    const auto& asked = *input_.provisioned_throughput;
    if (auto wrong = check_units(asked)) return wrong;
    auto& units = table_.throughput;
    if (units.read_units == *asked.read_capacity_units && units.write_units == *asked.write_capacity_units) {
      return aws::errors::validation(
          fmt::format("The provisioned throughput for the table will not change. The requested value equals the current value. "
                      "Current ReadCapacityUnits provisioned for the table: {0}. Requested ReadCapacityUnits: {0}. "
                      "Current WriteCapacityUnits provisioned for the table: {1}. Requested WriteCapacityUnits: {1}. "
                      "Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.",
                      units.read_units, units.write_units));
    }
    return change_units(asked, units, now_);
  }

  std::optional<aws::Error> indexes() {
    if (input_.global_secondary_index_updates) {
      if (auto wrong =
              change_indexes(*input_.global_secondary_index_updates, input_.attribute_definitions, now_, transitions_, table_))
        return wrong;
    }
    if (switched_ && table_.billing == BillingMode::provisioned) {
      for (const auto& index : table_.indexes) {
        if (!index.global || index.throughput.read_units > 0) continue;
        return invalid(fmt::format("ProvisionedThroughput must be specified for index: {}", index.name));
      }
    }
    if (!input_.vector_index_updates) return std::nullopt;
    return change_vector_indexes(*input_.vector_index_updates, input_.attribute_definitions, table_);
  }

  std::optional<aws::Error> stream() {
    if (!input_.stream_specification) return std::nullopt;
    const bool on = !table_.streams.empty() && table_.streams.back().enabled;
    if (input_.stream_specification->stream_enabled.value_or(false)) {
      if (on) return aws::errors::validation(fmt::format("Table already has an enabled stream: TableName: {}", table_.name));
      return read_stream(*input_.stream_specification, now_, table_);
    }
    if (!table_.replicas.empty() && table_.multi_region_consistency != "STRONG") {
      return invalid("Disabling Stream is not allowed for a Global Table replica.");
    }
    if (!on) return aws::errors::validation(fmt::format("Table does not have an enabled stream: TableName: {}", table_.name));
    table_.streams.back().enabled = false;
    table_.streams.back().disabled = now_;
    return std::nullopt;
  }

  std::optional<aws::Error> encryption() {
    if (!input_.sse_specification) return std::nullopt;
    auto read = read_encryption(*input_.sse_specification, table_.scope());
    if (!read) return std::move(read.error());
    table_.encryption = std::move(*read);
    return std::nullopt;
  }

  std::optional<aws::Error> settings() {
    if (input_.table_class && *input_.table_class != table_.table_class) {
      table_.table_class = *input_.table_class;
      table_.table_class_changed = now_;
    }
    if (input_.deletion_protection_enabled) table_.deletion_protected = *input_.deletion_protection_enabled;
    if (input_.on_demand_throughput) {
      if (table_.billing != BillingMode::pay_per_request) {
        return invalid("OnDemandThroughput can only be specified when BillingMode is PAY_PER_REQUEST");
      }
      table_.on_demand = read_units(*input_.on_demand_throughput);
    }
    if (input_.warm_throughput) table_.warm = read_units(*input_.warm_throughput);
    if (input_.global_table_settings_replication_mode) {
      return global::set_settings_replication(table_, *input_.global_table_settings_replication_mode);
    }
    return std::nullopt;
  }

  const UpdateTableInput& input_;
  TableRecord table_;
  TimePoint now_;
  const TransitionSettings& transitions_;
  bool switched_ = false;  // the billing mode
};

}  // namespace

std::optional<aws::Error> change_units(const ProvisionedThroughput& asked, ThroughputRecord& units, TimePoint now) {
  const bool up = *asked.read_capacity_units > units.read_units || *asked.write_capacity_units > units.write_units;
  const bool down = *asked.read_capacity_units < units.read_units || *asked.write_capacity_units < units.write_units;
  if (up) units.increased = now;
  if (down) {
    const auto day = [](TimePoint at) { return std::chrono::floor<std::chrono::days>(at); };
    if (!units.decreased || day(*units.decreased) != day(now)) units.decreases_today = 0;
    if (units.decreases_today >= k_decreases_a_day) {
      return aws::errors::validation("Provisioned throughput decreases are limited within a given UTC day");
    }
    ++units.decreases_today;
    units.decreased = now;
  }
  units.read_units = *asked.read_capacity_units;
  units.write_units = *asked.write_capacity_units;
  return std::nullopt;
}

Result<TableRecord> change_table(const UpdateTableInput& input, const TableRecord& before, TimePoint now,
                                 const TransitionSettings& transitions) {
  if (is_empty(input)) {
    return aws::fail(aws::errors::validation(
        "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates "
        "or SSESpecification or ReplicaUpdates is required"));
  }
  return TableChange(input, before, now, transitions).run();
}

}  // namespace winterbaume::dynamodb
