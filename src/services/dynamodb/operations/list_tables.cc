#include "services/dynamodb/operations/operations.h"

namespace winterbaume::dynamodb {

// API Reference, "ListTables": 100 names at most.
Answer<ops::ListTables> list_tables(const aws::RequestContext& context, DynamoDbDoor& door, ops::ListTables::Input input) {
  const auto max = static_cast<std::size_t>(input.limit.value_or(100));
  auto names = co_await door.backend.list_tables(context.scope, input.exclusive_start_table_name.value_or(""), max + 1);
  ops::ListTables::Output output;
  if (names.size() > max) {
    names.resize(max);
    output.last_evaluated_table_name = names.back();
  }
  output.table_names = std::move(names);
  co_return output;
}

}  // namespace winterbaume::dynamodb
