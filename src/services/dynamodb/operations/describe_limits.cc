#include "services/dynamodb/operations/operations.h"

namespace winterbaume::dynamodb {

// Developer Guide, "Service, account, and table quotas": what a new account has.
Answer<ops::DescribeLimits> describe_limits(const aws::RequestContext& /*context*/, DynamoDbDoor& /*door*/,
                                            ops::DescribeLimits::Input /*input*/) {
  ops::DescribeLimits::Output output;
  output.account_max_read_capacity_units = 80'000;
  output.account_max_write_capacity_units = 80'000;
  output.table_max_read_capacity_units = 40'000;
  output.table_max_write_capacity_units = 40'000;
  co_return output;
}

}  // namespace winterbaume::dynamodb
