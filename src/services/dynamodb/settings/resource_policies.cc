#include "services/dynamodb/settings/resource_policies.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "aws/arn.h"
#include "aws/common_errors.h"
#include "generated/dynamodb/errors.h"
#include "services/dynamodb/settings/policy_checks.h"
#include "services/dynamodb/tables/table_reference.h"
#include "storage/record_json.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::string_view k_no_policy = "NO_POLICY";
const std::string k_stream_policies = "stream_policies";

aws::Error invalid_arn(std::string_view why, std::string_view arn) {
  return aws::errors::validation(fmt::format("One or more parameter values were invalid: {}: {}", why, arn));
}

using StreamPolicies = std::map<std::string, PolicyRecord>;  // by label

StreamPolicies stream_policies(const TableRecord& table) {
  StreamPolicies out;
  const auto kept = table.settings.find(k_stream_policies);
  if (kept != table.settings.end()) record_json::from_json(record_json::read(kept->second), out);
  return out;
}

aws::Error mismatch(std::string_view why) {
  return errors::policy_not_found_exception(fmt::format("Resource-based policy not found for the provided ResourceArn: {}", why));
}

}  // namespace

Result<PolicyResource> read_policy_resource(const aws::RequestContext& context, const std::string& arn) {
  if (!arn.starts_with("arn:")) return aws::fail(invalid_arn("ARNs must start with 'arn:'", arn));
  const auto parts = aws::parse_arn(arn);
  const auto table = parse_table_arn(arn);
  if (!parts || !table) return aws::fail(invalid_arn("Provided Arn is not a DynamoDB resource arn", arn));
  if (table->scope.account_id != context.scope.account_id) {
    return aws::fail(
        aws::errors::validation("This action is only supported by accounts that match the resource owner’s account."));
  }
  if (table->scope.region != context.scope.region || parts->partition != aws::partition_of(context.scope.region)) {
    return aws::fail(invalid_arn("Invalid resource Arn", arn));
  }
  if (table->rest.starts_with("index/")) {
    return aws::fail(invalid_arn("Invalid resource arn provided, only table or stream is accepted. Provided resource arn", arn));
  }
  constexpr std::string_view k_stream = "stream/";
  if (table->rest.empty()) return PolicyResource{.arn = arn, .table = table->table, .stream = {}};
  if (!table->rest.starts_with(k_stream) || table->rest.size() == k_stream.size()) {
    return aws::fail(invalid_arn("Provided Arn is not a DynamoDB resource arn", arn));
  }
  return PolicyResource{.arn = arn, .table = table->table, .stream = table->rest.substr(k_stream.size())};
}

asio::awaitable<Result<TablePtr>> get_policy_table(const aws::RequestContext& context, const DynamoDbDoor& door,
                                                   PolicyResource resource) {
  auto table = co_await door.backend.find_table(context.scope, resource.table);
  if (table == nullptr) {
    co_return aws::fail(
        errors::resource_not_found_exception(fmt::format("Requested resource not found: Table: {} not found", resource.table)));
  }
  const auto& streams = table->record.streams;
  if (resource.stream.empty() || std::ranges::find(streams, resource.stream, &StreamInfo::label) != streams.end()) {
    co_return table;
  }
  co_return aws::fail(errors::resource_not_found_exception(
      fmt::format("Requested resource not found: Stream: {} not found for Table: {}", resource.stream, resource.table)));
}

PolicyRecord policy_of(const TableRecord& table, const std::string& stream) {
  if (stream.empty()) return {.text = table.policy, .revision = table.policy_revision};
  auto all = stream_policies(table);
  const auto found = all.find(stream);
  return found == all.end() ? PolicyRecord() : std::move(found->second);
}

void set_policy(TableRecord& table, const std::string& stream, PolicyRecord policy) {
  if (stream.empty()) {
    table.policy = std::move(policy.text);
    table.policy_revision = std::move(policy.revision);
    return;
  }
  auto all = stream_policies(table);
  all[stream] = std::move(policy);
  table.settings[k_stream_policies] = record_json::write(record_json::to_json(all));
}

Result<std::string> read_attachable_policy(const aws::RequestContext& context, const PolicyResource& resource,
                                           std::string_view text, bool confirmed) {
  auto policy = parse_policy(text, aws::partition_of(context.scope.region));
  if (!policy) return aws::fail(std::move(policy.error()));
  const auto target = resource.stream.empty() ? PolicyTarget::table : PolicyTarget::stream;
  if (auto wrong = check_attachable(*policy, target)) return aws::fail(std::move(*wrong));
  if (!confirmed && denies_caller(*policy, context, "dynamodb:PutResourcePolicy", resource.arn)) {
    return aws::fail(
        aws::errors::access_denied("The new resource policy will not allow you to update the resource policy in the future."));
  }
  return canonical_text(*policy);
}

std::optional<aws::Error> check_revision(const PolicyRecord& policy, const std::optional<std::string>& expected,
                                         const PolicyResource& resource) {
  if (!expected) return std::nullopt;
  const auto target = resource.stream.empty() ? "table " + resource.table : "stream " + resource.stream;
  if (*expected == k_no_policy) {
    if (policy.text.empty()) return std::nullopt;
    return mismatch(
        fmt::format("Requested policy update expecting none to be present for {}, but a policy exists with revision "
                    "id {}.",
                    target, policy.revision));
  }
  if (policy.text.empty()) {
    return mismatch(
        fmt::format("Requested update for policy with revision id {}, but {} has no associated policy.", *expected, target));
  }
  if (*expected == policy.revision) return std::nullopt;
  return mismatch(
      fmt::format("Requested update for policy with revision id {}, but the policy associated to target {} has "
                  "revision id {}.",
                  *expected, target, policy.revision));
}

std::string next_revision(const PolicyRecord& before, TimePoint now) {
  std::int64_t last = 0;
  std::from_chars(before.revision.data(), before.revision.data() + before.revision.size(), last);
  return std::to_string(std::max<std::int64_t>(std::chrono::floor<Millis>(now.time_since_epoch()).count(), last + 1));
}

}  // namespace winterbaume::dynamodb
