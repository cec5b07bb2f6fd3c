// TagResource, UntagResource, ListTagsOfResource.
#include <fmt/format.h>

#include "aws/common_errors.h"
#include "generated/dynamodb/errors.h"
#include "services/dynamodb/operations/operations.h"
#include "services/dynamodb/tables/table_reference.h"
#include "services/dynamodb/tables/table_tags.h"

namespace winterbaume::dynamodb {
namespace {

// What no table's ARN is at all, nobody may touch; indexes have no tags of their own (measured on AWS by the tests of
// Alternator).
asio::awaitable<Result<TablePtr>> get_tagged_table(const aws::RequestContext& context, DynamoDbDoor& door, std::string arn) {
  const auto parsed = parse_table_arn(arn);
  if (!parsed && !arn.starts_with("arn:")) {
    co_return aws::fail(aws::errors::access_denied(
        fmt::format("User: {} is not authorized to perform this operation on resource: {}", context.principal_arn, arn)));
  }
  if (!parsed || !parsed->rest.empty()) {
    co_return aws::fail(aws::errors::validation("Invalid TableArn: Invalid ResourceArn provided as input " + arn));
  }
  auto table = co_await door.backend.find_table(parsed->scope, parsed->table);
  if (table == nullptr) {
    co_return aws::fail(
        errors::resource_not_found_exception(fmt::format("Requested resource not found: ResourcArn: {} not found", arn)));
  }
  co_return table;
}

}  // namespace

Answer<ops::TagResource> tag_resource(const aws::RequestContext& context, DynamoDbDoor& door, ops::TagResource::Input input) {
  if (input.tags->empty()) {
    co_return aws::fail(aws::errors::validation(
        "1 validation error detected: Value '[]' at 'tags' failed to satisfy constraint: Member must have length greater than or "
        "equal to 1"));
  }
  while (true) {
    auto table = co_await get_tagged_table(context, door, *input.resource_arn);
    if (!table) co_return aws::fail(std::move(table.error()));
    auto record = (*table)->record;
    if (auto wrong = read_tags(*input.tags, record.tags)) co_return aws::fail(std::move(*wrong));
    if (co_await door.backend.update_table(*table, std::move(record)) != nullptr) co_return ops::TagResource::Output{};
  }
}

Answer<ops::UntagResource> untag_resource(const aws::RequestContext& context, DynamoDbDoor& door,
                                          ops::UntagResource::Input input) {
  if (input.tag_keys->empty()) {
    co_return aws::fail(aws::errors::validation("Atleast one Tag Key should be provided as Input."));
  }
  while (true) {
    auto table = co_await get_tagged_table(context, door, *input.resource_arn);
    if (!table) co_return aws::fail(std::move(table.error()));
    auto record = (*table)->record;
    for (const auto& key : *input.tag_keys) record.tags.erase(key);
    if (co_await door.backend.update_table(*table, std::move(record)) != nullptr) co_return ops::UntagResource::Output{};
  }
}

Answer<ops::ListTagsOfResource> list_tags_of_resource(const aws::RequestContext& context, DynamoDbDoor& door,
                                                      ops::ListTagsOfResource::Input input) {
  auto table = co_await get_tagged_table(context, door, *input.resource_arn);
  if (!table) co_return aws::fail(std::move(table.error()));
  const auto& tags = (*table)->record.tags;
  ops::ListTagsOfResource::Output output;
  output.tags.emplace();
  for (const auto& [key, value] : tags) output.tags->push_back({key, value});  // 50 at most: one page
  co_return output;
}

}  // namespace winterbaume::dynamodb
