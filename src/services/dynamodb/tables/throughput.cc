#include "services/dynamodb/tables/throughput.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/common_errors.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::int64_t k_units_max = 1'000'000'000'000;

// Developer Guide, "Warm throughput": a new table on demand.
constexpr std::int64_t k_warm_reads = 12'000;
constexpr std::int64_t k_warm_writes = 4'000;

aws::Error invalid(std::string_view why) {
  return aws::errors::validation(fmt::format("One or more parameter values were invalid: {}", why));
}

std::optional<aws::Error> check_on_demand(const std::optional<OnDemandThroughput>& units, BillingMode billing) {
  if (!units || billing == BillingMode::pay_per_request) return std::nullopt;
  return invalid("OnDemandThroughput can only be specified when BillingMode is PAY_PER_REQUEST");
}

void provision(const ProvisionedThroughput& from, ThroughputRecord& to) {
  to.read_units = *from.read_capacity_units;
  to.write_units = *from.write_capacity_units;
}

}  // namespace

std::optional<aws::Error> check_units(const ProvisionedThroughput& throughput) {
  const auto check = [](std::int64_t value, std::string_view name) -> std::optional<aws::Error> {
    if (value <= k_units_max) return std::nullopt;
    return aws::errors::validation(fmt::format("Given value {} for {} is out of bounds", value, name));
  };
  if (auto wrong = check(*throughput.read_capacity_units, "ReadCapacityUnits")) return wrong;
  return check(*throughput.write_capacity_units, "WriteCapacityUnits");
}

std::optional<aws::Error> read_table_throughput(const CreateTableInput& input, TableRecord& table) {
  const bool on_demand = input.billing_mode && *input.billing_mode == "PAY_PER_REQUEST";
  table.billing = on_demand ? BillingMode::pay_per_request : BillingMode::provisioned;
  if (on_demand && input.provisioned_throughput) {
    return invalid("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST");
  }
  if (!on_demand && !input.provisioned_throughput) {
    return invalid("ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED");
  }
  if (!on_demand) {
    if (auto wrong = check_units(*input.provisioned_throughput)) return wrong;
    provision(*input.provisioned_throughput, table.throughput);
  }
  if (auto wrong = check_on_demand(input.on_demand_throughput, table.billing)) return wrong;
  if (input.on_demand_throughput) table.on_demand = read_units(*input.on_demand_throughput);
  if (input.warm_throughput) table.warm = read_units(*input.warm_throughput);
  return std::nullopt;
}

std::optional<aws::Error> read_index_throughput(const GlobalSecondaryIndex& index, const TableRecord& table,
                                                IndexRecord& record) {
  const bool on_demand = table.billing == BillingMode::pay_per_request;
  if (on_demand && index.provisioned_throughput) {
    return invalid(fmt::format("ProvisionedThroughput should not be specified for index: {} when BillingMode is PAY_PER_REQUEST",
                               record.name));
  }
  if (!on_demand && !index.provisioned_throughput) {
    return invalid(fmt::format("ProvisionedThroughput must be specified for index: {}", record.name));
  }
  if (index.provisioned_throughput) {
    if (auto wrong = check_units(*index.provisioned_throughput)) return wrong;
    provision(*index.provisioned_throughput, record.throughput);
  }
  if (auto wrong = check_on_demand(index.on_demand_throughput, table.billing)) return wrong;
  if (index.on_demand_throughput) record.on_demand = read_units(*index.on_demand_throughput);
  if (index.warm_throughput) record.warm = read_units(*index.warm_throughput);
  return std::nullopt;
}

UnitsRecord read_units(const OnDemandThroughput& units) {
  // -1 takes a limit away.
  const auto limit = [](const std::optional<std::int64_t>& value) {
    return value && *value >= 0 ? value : std::optional<std::int64_t>();
  };
  return {limit(units.max_read_request_units), limit(units.max_write_request_units)};
}

UnitsRecord read_units(const WarmThroughput& units) { return {units.read_units_per_second, units.write_units_per_second}; }

OnDemandThroughput describe_on_demand(const UnitsRecord& units) {
  return {.max_read_request_units = units.read_units.value_or(-1), .max_write_request_units = units.write_units.value_or(-1)};
}

ProvisionedThroughputDescription describe(const ThroughputRecord& throughput) {
  ProvisionedThroughputDescription out;
  out.last_increase_date_time = throughput.increased;
  out.last_decrease_date_time = throughput.decreased;
  out.number_of_decreases_today = throughput.decreases_today;
  out.read_capacity_units = throughput.read_units;
  out.write_capacity_units = throughput.write_units;
  return out;
}

UnitsRecord warm_units(const UnitsRecord& asked, BillingMode billing, const ThroughputRecord& throughput) {
  const bool on_demand = billing == BillingMode::pay_per_request;
  const auto reads = on_demand ? k_warm_reads : throughput.read_units;
  const auto writes = on_demand ? k_warm_writes : throughput.write_units;
  return {std::max(asked.read_units.value_or(0), reads), std::max(asked.write_units.value_or(0), writes)};
}

}  // namespace winterbaume::dynamodb
