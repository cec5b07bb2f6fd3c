#include "services/dynamodb/archive/input_records.h"

#include <algorithm>

#include "aws/protocol/json.h"
#include "core/bytes.h"
#include "services/dynamodb/archive/ion_text.h"

namespace winterbaume::dynamodb {
namespace {

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

using Read = std::expected<std::optional<InputRecord>, std::string>;

Read checked(InputRecord record) {
  if (const auto fault = record.item.fault()) return std::unexpected(std::string(*fault));
  return record;
}

// {"Item": {…}}; of bulk operations with ConditionExpression and its placeholders beside it, as in a transaction's Put.
Read read_json(const std::string& text) {
  Put put;
  if (auto wrong = aws::decode_json(text, schemas::k_Put, &put)) return std::unexpected(std::move(wrong->message));
  if (!put.item) return std::unexpected("The record has no Item");
  return checked({.item = std::move(*put.item),
                  .condition = std::move(put.condition_expression),
                  .names = std::move(put.expression_attribute_names),
                  .values = std::move(put.expression_attribute_values)});
}

std::optional<ValueView> map_in(ItemView record, std::string_view name) {
  const auto value = record.find(name);
  return value && value->type() == ValueType::m ? value : std::nullopt;
}

// The same, as an Ion struct.
Read read_ion(const std::string& text) {
  std::string problem;
  const auto read = read_ion_struct(text, problem);
  if (!read) return std::unexpected(std::move(problem));
  const auto item = map_in(read->view(), "Item");
  if (!item) return std::unexpected("The record has no Item");
  InputRecord record{.item = Item(item->map())};
  const auto condition = read->find("ConditionExpression");
  if (condition && condition->type() == ValueType::s) record.condition = std::string(condition->text());
  if (const auto names = map_in(read->view(), "ExpressionAttributeNames")) {
    record.names.emplace();
    for (const auto& [key, name] : names->map()) {
      if (name.type() == ValueType::s) record.names->add(std::string(key), std::string(name.text()));
    }
  }
  if (const auto values = map_in(read->view(), "ExpressionAttributeValues")) {
    record.values.emplace();
    for (const auto& [key, value] : values->map()) record.values->add(std::string(key), AttributeValue(value));
  }
  return checked(std::move(record));
}

// The fields of a row: quoted ones without their quotes, "" within for ".
std::vector<std::string> fields_of(std::string_view row, char delimiter) {
  std::vector<std::string> out(1);
  bool quoted = false;
  for (std::size_t at = 0; at < row.size(); ++at) {
    const char c = row[at];
    if (quoted && c == '"' && at + 1 < row.size() && row[at + 1] == '"') {
      out.back() += c;
      ++at;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == delimiter && !quoted) {
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  return out;
}

void add_typed(const std::vector<KeyAttribute>& attributes, std::vector<KeyAttribute>& out) {
  out.insert(out.end(), attributes.begin(), attributes.end());
}

}  // namespace

RecordReader::RecordReader(InputFormat format, const CsvOptions& csv, const TableRecord& table) : format_(format) {
  if (csv.delimiter && !csv.delimiter->empty()) delimiter_ = csv.delimiter->front();
  if (csv.header_list) header_list_ = *csv.header_list;
  add_typed(table.keys.hash, typed_);
  add_typed(table.keys.range, typed_);
  for (const auto& index : table.indexes) {
    add_typed(index.keys.hash, typed_);
    add_typed(index.keys.range, typed_);
  }
}

Read RecordReader::read(const std::string& text) {
  if (is_blank(text)) return std::nullopt;
  if (!is_utf8(text)) return std::unexpected("The record is no UTF-8");
  if (format_ == InputFormat::csv) return read_row(text);
  return format_ == InputFormat::ion ? read_ion(text) : read_json(text);
}

Read RecordReader::read_row(const std::string& text) {
  auto fields = fields_of(text, delimiter_);
  if (columns_.empty()) {
    if (fields.front().starts_with("\xEF\xBB\xBF")) fields.front().erase(0, 3);  // a byte order mark
    columns_ = std::move(fields);
    return std::nullopt;
  }
  if (fields.size() != columns_.size()) return std::unexpected("The row has not as many columns as the header");
  std::vector<AttributeValue> values;
  std::vector<std::pair<std::string_view, ValueView>> attributes;
  values.reserve(fields.size());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    auto value = read_field(columns_[i], fields[i]);
    if (!value) return std::unexpected(std::move(value.error()));
    values.push_back(std::move(*value));
  }
  for (std::size_t i = 0; i < fields.size(); ++i) attributes.emplace_back(columns_[i], values[i].view());
  return InputRecord{.item = Item(std::move(attributes))};
}

std::expected<AttributeValue, std::string> RecordReader::read_field(const std::string& column, const std::string& field) const {
  const auto typed = std::ranges::find(typed_, column, &KeyAttribute::name);
  const auto type = typed == typed_.end() ? ScalarType::s : typed->type;
  if (type == ScalarType::n) {
    const auto number = Number::parse(trim(field));
    if (!number) return std::unexpected(number_fault_message(number.error(), field));
    return AttributeValue::of_number(*number);
  }
  if (type == ScalarType::s) return AttributeValue::of_string(field);
  const auto bytes = from_base64(field);
  if (!bytes) return std::unexpected("The value of a binary key is no base64");
  return AttributeValue::of_binary(*bytes);
}

}  // namespace winterbaume::dynamodb
