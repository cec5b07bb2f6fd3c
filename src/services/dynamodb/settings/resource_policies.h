// The policies of tables and their streams: each has at most one, and a revision that is the time of its last change.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "services/dynamodb/dynamodb_door.h"

namespace winterbaume::dynamodb {

struct PolicyRecord {
  std::string text;      // canonical (policy_document.h); empty: none
  std::string revision;  // of the change that made it, or removed the last one; empty: there never was one
};
BOOST_DESCRIBE_STRUCT(PolicyRecord, (), (text, revision))

// What a ResourceArn names.
struct PolicyResource {
  std::string arn;
  std::string table;
  std::string stream;  // a label; empty: the table itself
};

// Errors: ValidationException for what is no ARN of a table or a stream in the caller's account and region, in AWS's words.
Result<PolicyResource> read_policy_resource(const aws::RequestContext& context, const std::string& arn);
// Errors: ResourceNotFoundException.
asio::awaitable<Result<TablePtr>> get_policy_table(const aws::RequestContext& context, const DynamoDbDoor& door,
                                                   PolicyResource resource);

PolicyRecord policy_of(const TableRecord& table, const std::string& stream);
void set_policy(TableRecord& table, const std::string& stream, PolicyRecord policy);

// The canonical text of a policy that may be attached. Errors: ValidationException (policy_document.h, policy_checks.h);
// AccessDeniedException where it would keep the caller from changing it again, unless that is `confirmed`.
Result<std::string> read_attachable_policy(const aws::RequestContext& context, const PolicyResource& resource,
                                           std::string_view text, bool confirmed);

// PolicyNotFoundException where a request expects another revision than there is ("NO_POLICY": none).
std::optional<aws::Error> check_revision(const PolicyRecord& policy, const std::optional<std::string>& expected,
                                         const PolicyResource& resource);

// Milliseconds since 1970; later than that of the policy before.
std::string next_revision(const PolicyRecord& before, TimePoint now);

}  // namespace winterbaume::dynamodb
