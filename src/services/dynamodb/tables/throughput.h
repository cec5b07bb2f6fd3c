// Billing modes, provisioned, on-demand and warm throughput of tables and global indexes.
#pragma once

#include <optional>

#include "generated/dynamodb/types.h"
#include "services/dynamodb/dynamodb_types.h"

namespace winterbaume::dynamodb {

// Of CreateTable: billing mode and throughput into the record. Errors as AWS words them.
std::optional<aws::Error> read_table_throughput(const CreateTableInput& input, TableRecord& table);
// Of an index of a table whose billing is known.
std::optional<aws::Error> read_index_throughput(const GlobalSecondaryIndex& index, const TableRecord& table, IndexRecord& record);

// "Given value 0 for ReadCapacityUnits is out of bounds" and the like; null where both are within bounds.
std::optional<aws::Error> check_units(const ProvisionedThroughput& throughput);

UnitsRecord read_units(const OnDemandThroughput& units);
UnitsRecord read_units(const WarmThroughput& units);
OnDemandThroughput describe_on_demand(const UnitsRecord& units);

// `pay_per_request`: both zero, as AWS shows it.
ProvisionedThroughputDescription describe(const ThroughputRecord& throughput);

// What a table or index that nobody warmed is warm to: what AWS gives new ones on demand, or what is provisioned.
UnitsRecord warm_units(const UnitsRecord& asked, BillingMode billing, const ThroughputRecord& throughput);

}  // namespace winterbaume::dynamodb
