#include "services/dynamodb/partiql/single_read.h"

#include <fmt/format.h>

#include "services/dynamodb/partiql/conditions.h"

namespace winterbaume::dynamodb::partiql {

aws::Error needs_primary_key(std::string_view operation) {
  return refused(fmt::format("Select statements within {} must specify the primary key in the where clause.", operation));
}

Result<SingleRead> plan_single_read(const SelectStatement& statement, TablePtr table, Parameters parameters,
                                    std::string_view operation) {
  auto columns = make_columns(statement);
  if (!columns) return aws::fail(std::move(columns.error()));
  if (!statement.where) return aws::fail(needs_primary_key(operation));
  const auto where = make_where(*statement.where, parameters);
  if (!where) return aws::fail(where.error());
  auto key = find_single_key(*where, table->record.keys);
  if (!key) {
    const auto reads = plan_key_reads(*where, table->record.keys);
    return aws::fail(reads ? needs_primary_key(operation) : reads.error());
  }
  return SingleRead{.table = std::move(table), .key = std::move(*key), .columns = std::move(*columns)};
}

}  // namespace winterbaume::dynamodb::partiql
