#include "services/dynamodb/operations/operations.h"

namespace winterbaume::dynamodb {

// This server, at the address where the caller reached it.
Answer<ops::DescribeEndpoints> describe_endpoints(const aws::RequestContext& context, DynamoDbDoor& /*door*/,
                                                  ops::DescribeEndpoints::Input /*input*/) {
  Endpoint endpoint;
  const auto scheme = context.base_url.find("://");
  endpoint.address = scheme == std::string::npos ? context.base_url : context.base_url.substr(scheme + 3);
  endpoint.cache_period_in_minutes = 1440;
  ops::DescribeEndpoints::Output output;
  output.endpoints.emplace().push_back(std::move(endpoint));
  co_return output;
}

}  // namespace winterbaume::dynamodb
