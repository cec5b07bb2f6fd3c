#include "services/dynamodb/archive/export_record.h"

#include "services/dynamodb/archive/archive_ids.h"

namespace winterbaume::dynamodb {
namespace {

std::optional<std::string> shown(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

}  // namespace

std::string task_status_name(TaskStatus status) {
  switch (status) {
    case TaskStatus::in_progress:
      return "IN_PROGRESS";
    case TaskStatus::cancelling:
      return "CANCELLING";
    case TaskStatus::completed:
      return "COMPLETED";
    case TaskStatus::completed_with_errors:
      return "COMPLETED_WITH_ERRORS";
    case TaskStatus::cancelled:
      return "CANCELLED";
    case TaskStatus::failed:
      return "FAILED";
  }
  return {};
}

std::string export_arn(const ExportRecord& record) { return archive_arn(record.table, "export", record.id); }

ExportFilter read_filter(const FilterSpecification& filter) {
  ExportFilter out;
  out.filter = filter.filter_expression;
  out.projection = filter.projection_expression;
  out.key_condition = filter.key_condition_expression;
  if (filter.expression_attribute_names) {
    out.names.emplace();
    for (const auto& [key, name] : *filter.expression_attribute_names) out.names->emplace(key, name);
  }
  if (filter.expression_attribute_values) {
    out.values.emplace();
    for (const auto& [key, value] : *filter.expression_attribute_values) out.values->emplace(key, value.bytes());
  }
  return out;
}

FilterSpecification describe_filter(const ExportFilter& filter) {
  FilterSpecification out;
  out.filter_expression = filter.filter;
  out.projection_expression = filter.projection;
  out.key_condition_expression = filter.key_condition;
  if (filter.names) {
    out.expression_attribute_names.emplace();
    for (const auto& [key, name] : *filter.names) out.expression_attribute_names->add(key, name);
  }
  if (filter.values) {
    out.expression_attribute_values.emplace();
    for (const auto& [key, value] : *filter.values) out.expression_attribute_values->add(key, AttributeValue(value));
  }
  return out;
}

ExportDescription describe_export_record(const ExportRecord& record) {
  ExportDescription out;
  out.export_arn = export_arn(record);
  out.export_status = task_status_name(record.status);
  out.start_time = record.started;
  out.end_time = record.ended;
  out.export_manifest = shown(record.manifest);
  out.table_arn = table_arn(record.table);
  out.table_id = record.table.id;
  out.client_token = shown(record.client_token);
  out.s3_bucket = record.to.bucket;
  out.s3_bucket_owner = shown(record.to.owner);
  out.s3_prefix = shown(record.to.prefix);
  out.s3_sse_algorithm = record.to.sse_algorithm.empty() ? "AES256" : record.to.sse_algorithm;
  out.s3_sse_kms_key_id = shown(record.to.kms_key_id);
  out.failure_code = shown(record.failure_code);
  out.failure_message = shown(record.failure_message);
  out.export_format = record.ion ? "ION" : "DYNAMODB_JSON";
  if (record.type_asked) out.export_type = record.incremental ? "INCREMENTAL_EXPORT" : "FULL_EXPORT";
  if (record.incremental) {
    out.incremental_export_specification =
        IncrementalExportSpecification{.export_from_time = record.from_time,
                                       .export_to_time = record.to_time,
                                       .export_view_type = record.old_images ? "NEW_AND_OLD_IMAGES" : "NEW_IMAGE"};
  } else {
    out.export_time = record.export_time;
  }
  if (record.filter) out.filter_specification = describe_filter(*record.filter);
  if (record.status == TaskStatus::completed) {
    out.billed_size_bytes = record.bytes;
    out.item_count = record.items;
  }
  return out;
}

}  // namespace winterbaume::dynamodb
