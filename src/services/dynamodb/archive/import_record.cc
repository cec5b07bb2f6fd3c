#include "services/dynamodb/archive/import_record.h"

#include "aws/arn.h"
#include "aws/protocol/json.h"
#include "core/failure.h"
#include "services/dynamodb/archive/archive_ids.h"

namespace winterbaume::dynamodb {
namespace {

std::optional<std::string> shown(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

std::string log_group_arn(const TableRecord& table) {
  return aws::make_arn("logs", table.region, table.account_id, "log-group:/aws-dynamodb/imports:*");
}

}  // namespace

std::string import_arn(const ImportRecord& record) { return archive_arn(record.table, "import", record.id); }

ImportTableInput import_request(const ImportRecord& record) {
  ImportTableInput input;
  if (aws::decode_json(record.request, schemas::k_ImportTableInput, &input)) throw StorageFailure("an import cannot be read");
  return input;
}

ImportTableDescription describe_import_record(const ImportRecord& record) {
  auto input = import_request(record);
  ImportTableDescription out;
  out.import_arn = import_arn(record);
  out.import_status = task_status_name(record.status);
  out.table_arn = table_arn(record.table);
  out.table_id = record.table.id;
  out.client_token = std::move(input.client_token);
  out.s3_bucket_source = std::move(input.s3_bucket_source);
  out.error_count = record.errors;
  out.cloud_watch_log_group_arn = log_group_arn(record.table);
  out.input_format = std::move(input.input_format);
  out.input_format_options = std::move(input.input_format_options);
  out.input_compression_type = input.input_compression_type.value_or("NONE");
  out.table_creation_parameters = std::move(input.table_creation_parameters);
  out.start_time = record.started;
  out.end_time = record.ended;
  if (record.bytes > 0 || record.status == TaskStatus::completed) out.processed_size_bytes = record.bytes;
  out.processed_item_count = record.processed;
  out.imported_item_count = record.imported;
  out.failure_code = shown(record.failure_code);
  out.failure_message = shown(record.failure_message);
  return out;
}

ImportSummary summarize_import(const ImportRecord& record) {
  auto input = import_request(record);
  ImportSummary out;
  out.import_arn = import_arn(record);
  out.import_status = task_status_name(record.status);
  out.table_arn = table_arn(record.table);
  out.s3_bucket_source = std::move(input.s3_bucket_source);
  out.cloud_watch_log_group_arn = log_group_arn(record.table);
  out.input_format = std::move(input.input_format);
  out.start_time = record.started;
  out.end_time = record.ended;
  return out;
}

}  // namespace winterbaume::dynamodb
