#include "services/dynamodb/operations/operations.h"
#include "services/dynamodb/tables/table_description.h"

namespace winterbaume::dynamodb {

Answer<ops::DescribeTable> describe_table(const aws::RequestContext& context, DynamoDbDoor& door,
                                          ops::DescribeTable::Input input) {
  auto table = co_await get_table(context, door, std::move(*input.table_name), TablePurpose::description);
  if (!table) co_return aws::fail(std::move(table.error()));
  const auto count = co_await door.backend.count(*table);
  ops::DescribeTable::Output output;
  output.table = describe_table_record((*table)->record, count, context.now);
  co_return output;
}

}  // namespace winterbaume::dynamodb
