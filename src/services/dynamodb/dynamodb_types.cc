#include "services/dynamodb/dynamodb_types.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/arn.h"

namespace winterbaume::dynamodb {

const IndexRecord* Table::find_index(std::string_view name) const {
  const auto found = std::ranges::find(record.indexes, name, &IndexRecord::name);
  return found == record.indexes.end() ? nullptr : &*found;
}

const StreamInfo* Table::enabled_stream() const {
  return record.streams.empty() || !record.streams.back().enabled ? nullptr : &record.streams.back();
}

std::string table_arn(const TableRecord& table) {
  return aws::make_arn("dynamodb", table.region, table.account_id, "table/" + table.name);
}
std::string index_arn(const TableRecord& table, std::string_view index) {
  return fmt::format("{}/index/{}", table_arn(table), index);
}
std::string stream_arn(const TableRecord& table, const StreamInfo& stream) {
  return fmt::format("{}/stream/{}", table_arn(table), stream.label);
}

}  // namespace winterbaume::dynamodb
