#include "services/dynamodb/archive/bulk_record.h"

#include <algorithm>

#include "aws/protocol/json.h"
#include "core/failure.h"
#include "services/dynamodb/archive/archive_ids.h"
#include "services/dynamodb/item_reads/item_keys.h"
#include "services/dynamodb/items/item_size.h"
#include "services/dynamodb/vectors/vector_entry.h"

namespace winterbaume::dynamodb {
namespace {

std::optional<std::string> shown(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

bool has_all(const std::vector<KeyAttribute>& attributes, ItemView item) {
  return std::ranges::all_of(attributes, [item](const KeyAttribute& attribute) {
    const auto value = item.find(attribute.name);
    return value && value->type() == value_type(attribute.type);
  });
}

std::size_t entry_bytes(const TableRecord& table, const IndexRecord& index, const Item& item) {
  if (index.projection == ProjectionType::all) return item_size(item.view());
  auto names = index.non_key_attributes;
  for (const auto* keys : {&table.keys, &index.keys}) {
    for (const auto& attribute : keys->hash) names.push_back(attribute.name);
    for (const auto& attribute : keys->range) names.push_back(attribute.name);
  }
  return item_size(keep_only(item.view(), names).view());
}

template <class Bytes, class Value>
std::optional<aws::Map<Bytes>> described(const std::map<std::string, std::int64_t>& used, Value value) {
  if (used.empty()) return std::nullopt;
  aws::Map<Bytes> out;
  for (const auto& [index, bytes] : used) out.add(index, value(bytes));
  return out;
}

// Vector indexes count apart (API Reference, "BulkOperationUsage").
BulkOperationUsage describe_usage(const BulkRecord& record) {
  const auto bytes = [](std::int64_t count) { return BulkOperationBytes{count}; };
  BulkOperationUsage out;
  out.table_name = record.table.name;
  std::int64_t sum = record.usage.table;
  for (const auto& [index, count] : record.usage.local) sum += count;
  for (const auto& [index, count] : record.usage.global) sum += count;
  out.bulk_put_bytes = sum;
  out.table = bytes(record.usage.table);
  out.local_secondary_indexes = described<BulkOperationBytes>(record.usage.local, bytes);
  out.global_secondary_indexes = described<BulkOperationBytes>(record.usage.global, bytes);
  out.vector_indexes = described<BulkOperationVectorBytes>(record.usage.vector,
                                                           [](std::int64_t count) { return BulkOperationVectorBytes{count}; });
  return out;
}

}  // namespace

std::string bulk_operation_arn(const BulkRecord& record) { return archive_arn(record.table, "bulk-operation", record.id); }

StartBulkPutItemsInput bulk_request(const BulkRecord& record) {
  StartBulkPutItemsInput input;
  if (aws::decode_json(record.request, schemas::k_StartBulkPutItemsInput, &input)) {
    throw StorageFailure("a bulk operation cannot be read");
  }
  return input;
}

BulkOperationDescription describe_bulk_record(const BulkRecord& record) {
  auto input = bulk_request(record);
  BulkOperationDescription out;
  out.bulk_operation_arn = bulk_operation_arn(record);
  out.bulk_operation_status = task_status_name(record.status);
  out.table_details = {{BulkOperationTableDetail{record.table.name, record.table.id}}};
  out.client_token = record.client_token;
  out.input_s3_configuration = std::move(input.input_s3_configuration);
  if (!out.input_s3_configuration->input_compression_type) out.input_s3_configuration->input_compression_type = "NONE";
  out.output_s3_configuration = std::move(input.output_s3_configuration);
  out.start_time = record.started;
  out.end_time = record.ended;
  out.processed_item_count = record.processed;
  out.processed_input_bytes = record.processed_bytes;
  out.total_input_bytes = record.input_bytes;
  out.bulk_operation_usage = {{describe_usage(record)}};
  out.failed_item_count = record.failed;
  out.failure_code = shown(record.failure_code);
  out.failure_message = shown(record.failure_message);
  out.max_write_request_units = input.max_write_request_units;
  out.performance_tier = input.performance_tier.value_or("STANDARD");
  return out;
}

BulkOperationSummary summarize_bulk(const BulkRecord& record) {
  BulkOperationSummary out;
  out.bulk_operation_arn = bulk_operation_arn(record);
  out.bulk_operation_status = task_status_name(record.status);
  out.start_time = record.started;
  out.end_time = record.ended;
  return out;
}

InputPlace bulk_input(const BulkRecord& record) {
  const auto input = bulk_request(record);
  const auto& from = *input.input_s3_configuration;
  return {.bucket = {.scope = record.table.scope(), .bucket = *from.s3_bucket, .owner = from.s3_bucket_owner.value_or("")},
          .prefix = from.s3_key_prefix.value_or(""),
          .compression = read_compression(from.input_compression_type.value_or("NONE")),
          .format = read_input_format(*from.input_format)};
}

BucketPlace bulk_output(const BulkRecord& record) {
  const auto input = bulk_request(record);
  const auto& to = *input.output_s3_configuration;
  return {.bucket = to.s3_bucket.value_or(""),
          .owner = to.s3_bucket_owner.value_or(""),
          .prefix = to.s3_key_prefix.value_or(""),
          .sse_algorithm = to.s3_sse_algorithm.value_or(""),
          .kms_key_id = to.s3_sse_kms_key_id.value_or("")};
}

void count_put(BulkUsage& usage, const TableRecord& table, const Item& item) {
  usage.table += static_cast<std::int64_t>(item_size(item.view()));
  for (const auto& index : table.indexes) {
    if (!has_all(index.keys.hash, item.view()) || !has_all(index.keys.range, item.view())) continue;
    (index.global ? usage.global : usage.local)[index.name] += static_cast<std::int64_t>(entry_bytes(table, index, item));
  }
  for (const auto& index : table.vector_indexes) {
    if (!find_vector(index, item.view())) continue;
    usage.vector[index.name] += static_cast<std::int64_t>(vector_entry_bytes(table, index, item.view()));
  }
}

}  // namespace winterbaume::dynamodb
