// What the records of imports and bulk operations say.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "generated/dynamodb/types.h"
#include "services/dynamodb/archive/record_splitter.h"
#include "services/dynamodb/dynamodb_types.h"

namespace winterbaume::dynamodb {

// An item, and with bulk operations the condition of putting it.
struct InputRecord {
  Item item;
  std::optional<std::string> condition;
  std::optional<aws::Map<std::string>> names;
  std::optional<aws::Map<AttributeValue>> values;
};

// Reads the records of one object after the other. Not thread-safe.
class RecordReader {
 public:
  // `csv` where the format is that. What is a key of the table or of an index has its type, all else in CSV is a string
  // (Developer Guide, "Amazon S3 import formats for DynamoDB").
  RecordReader(InputFormat format, const CsvOptions& csv, const TableRecord& table);

  // The next records are another object's.
  void begin_object() { columns_ = header_list_; }
  // Null: no record, but a blank line or a header. The error says why the record cannot form an item.
  std::expected<std::optional<InputRecord>, std::string> read(const std::string& text);

 private:
  std::expected<std::optional<InputRecord>, std::string> read_row(const std::string& text);
  std::expected<AttributeValue, std::string> read_field(const std::string& column, const std::string& field) const;

  InputFormat format_;
  char delimiter_ = ',';
  std::vector<std::string> header_list_;
  std::vector<std::string> columns_;  // empty: the next row is the header
  std::vector<KeyAttribute> typed_;
};

}  // namespace winterbaume::dynamodb
