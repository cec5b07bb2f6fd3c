#include "generated/dynamodb/errors.h"
#include "services/dynamodb/operations/operations.h"
#include "services/dynamodb/settings/resource_policies.h"
#include "services/dynamodb/tables/new_table.h"
#include "services/dynamodb/tables/table_description.h"
#include "services/dynamodb/tables/table_reference.h"

namespace winterbaume::dynamodb {

Answer<ops::CreateTable> create_table(const aws::RequestContext& context, DynamoDbDoor& door, ops::CreateTable::Input input) {
  auto reference = parse_table_reference(context.scope, *input.table_name);
  if (!reference) co_return aws::fail(std::move(reference.error()));
  input.table_name = reference->table;
  auto record = make_table_record(context, input, door.transitions);
  if (!record) co_return aws::fail(std::move(record.error()));
  if (input.resource_policy) {
    const PolicyResource resource{.arn = table_arn(*record), .table = record->name, .stream = {}};
    auto policy = read_attachable_policy(context, resource, *input.resource_policy, true);
    if (!policy) co_return aws::fail(std::move(policy.error()));
    set_policy(*record, {}, {.text = std::move(*policy), .revision = next_revision({}, context.now)});
  }
  auto table = co_await door.backend.create_table(std::move(*record));
  if (table == nullptr) {
    co_return aws::fail(errors::resource_in_use_exception("Table already exists: " + reference->table));
  }
  // The answer is of before the table was ready, however short that was.
  ops::CreateTable::Output output;
  output.table_description = describe_table_record(table->record, {}, context.now - Millis(1));
  co_return output;
}

}  // namespace winterbaume::dynamodb
