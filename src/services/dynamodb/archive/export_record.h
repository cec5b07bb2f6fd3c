// What is kept of an export.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "generated/dynamodb/types.h"
#include "services/dynamodb/dynamodb_types.h"

namespace winterbaume::dynamodb {

BOOST_DEFINE_ENUM_CLASS(TaskStatus, in_progress, cancelling, completed, completed_with_errors, cancelled, failed)
std::string task_status_name(TaskStatus status);  // "IN_PROGRESS"

// A bucket, where in it, and how it is encrypted there.
struct BucketPlace {
  std::string bucket;
  std::string owner;  // empty: not said
  std::string prefix;
  std::string sse_algorithm;  // "AES256", "KMS", or empty
  std::string kms_key_id;
};
BOOST_DESCRIBE_STRUCT(BucketPlace, (), (bucket, owner, prefix, sse_algorithm, kms_key_id))

// Expressions that choose what is exported, as they were sent. Values are in their compact form.
struct ExportFilter {
  std::optional<std::string> filter;
  std::optional<std::string> projection;
  std::optional<std::string> key_condition;
  std::optional<std::map<std::string, std::string>> names;
  std::optional<std::map<std::string, std::string>> values;
};
BOOST_DESCRIBE_STRUCT(ExportFilter, (), (filter, projection, key_condition, names, values))

struct ExportRecord {
  std::string id;  // archive_ids.h; the document's key
  TaskStatus status = TaskStatus::in_progress;
  TimePoint started;
  std::optional<TimePoint> ended;
  TableRecord table;
  TimePoint export_time;  // of a full export
  std::string client_token;
  BucketPlace to;
  bool ion = false;  // else DYNAMODB_JSON
  bool incremental = false;
  bool type_asked = false;  // ExportType was sent: descriptions show it then (measured)
  TimePoint from_time;
  TimePoint to_time;  // not included
  bool old_images = true;
  std::optional<ExportFilter> filter;
  std::string manifest;
  std::int64_t items = 0;
  std::int64_t bytes = 0;
  std::string failure_code;
  std::string failure_message;
  std::optional<TimePoint> leased_until;  // a server works on it
};
BOOST_DESCRIBE_STRUCT(ExportRecord, (),
                      (id, status, started, ended, table, export_time, client_token, to, ion, incremental, type_asked, from_time,
                       to_time, old_images, filter, manifest, items, bytes, failure_code, failure_message, leased_until))

std::string export_arn(const ExportRecord& record);
ExportDescription describe_export_record(const ExportRecord& record);

ExportFilter read_filter(const FilterSpecification& filter);
FilterSpecification describe_filter(const ExportFilter& filter);

}  // namespace winterbaume::dynamodb
