// ExportTableToPointInTime, DescribeExport, ListExports.
#include <algorithm>

#include "aws/common_errors.h"
#include "generated/dynamodb/errors.h"
#include "services/dynamodb/archive/archive_ids.h"
#include "services/dynamodb/archive/export_run.h"
#include "services/dynamodb/archive/source_table.h"
#include "services/dynamodb/archive/task_documents.h"
#include "services/dynamodb/background.h"
#include "services/dynamodb/operations/operations.h"
#include "services/dynamodb/tables/table_reference.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_exports_listed_max = 25;
constexpr std::size_t k_exports_max = 1'000'000;
// API Reference, "IncrementalExportSpecification".
constexpr auto k_export_period_min = std::chrono::minutes(15);
constexpr auto k_export_period_max = std::chrono::hours(24);

aws::Error export_conflict() {
  return errors::export_conflict_exception("Duplicate request detected with conflicting parameters");
}

// The whole second in which continuous backups began counts as theirs.
std::optional<aws::Error> check_export_time(TimePoint at, const RecoveryWindow& window) {
  if (at >= std::chrono::floor<std::chrono::seconds>(window.earliest) && at <= window.latest) return std::nullopt;
  return errors::invalid_export_time_exception("ExportTime is outside of the point in time recovery window");
}

std::optional<aws::Error> read_incremental(const ExportTableToPointInTimeInput& input, const RecoveryWindow& window,
                                           ExportRecord& record) {
  if (!input.incremental_export_specification || !input.incremental_export_specification->export_from_time) {
    return aws::errors::validation("ExportFromTime is required for an incremental export");
  }
  const auto& asked = *input.incremental_export_specification;
  record.incremental = true;
  record.from_time = *asked.export_from_time;
  record.to_time = asked.export_to_time.value_or(window.latest);
  record.old_images = asked.export_view_type.value_or("NEW_AND_OLD_IMAGES") == "NEW_AND_OLD_IMAGES";
  if (auto wrong = check_export_time(record.from_time, window)) return wrong;
  if (auto wrong = check_export_time(record.to_time, window)) return wrong;
  const auto period = record.to_time - record.from_time;
  if (period < k_export_period_min || period > k_export_period_max) {
    return errors::invalid_export_time_exception(
        "Difference between export period from time and export period to time must be between 15 minutes and 24 hours");
  }
  return std::nullopt;
}

std::optional<aws::Error> read_export_period(const ExportTableToPointInTimeInput& input, TimePoint now, ExportRecord& record) {
  const auto window = recovery_window(record.table, now);
  if (!window) {
    return errors::point_in_time_recovery_unavailable_exception("Point in time recovery is not enabled for table '" +
                                                                record.table.name + "'");
  }
  if (input.export_type.value_or("FULL_EXPORT") == "INCREMENTAL_EXPORT") return read_incremental(input, *window, record);
  if (input.incremental_export_specification) {
    return aws::errors::validation("IncrementalExportSpecification is for an export of type INCREMENTAL_EXPORT only");
  }
  record.export_time = input.export_time.value_or(now);
  return check_export_time(record.export_time, *window);
}

std::optional<aws::Error> check_export_request(const ExportTableToPointInTimeInput& input) {
  if (!parse_table_arn(*input.table_arn)) {
    return aws::errors::validation("Invalid TableArn: Invalid ResourceArn provided as input " + *input.table_arn);
  }
  if (!input.s3_prefix || !input.s3_prefix->empty()) return std::nullopt;
  return aws::errors::validation(
      "1 validation error detected: Value '' at 's3Prefix' failed to satisfy constraint: Member must have length greater than or "
      "equal to 1");
}

std::optional<aws::Error> read_export(const ExportTableToPointInTimeInput& input, TimePoint now, ExportRecord& record) {
  if (auto wrong = read_export_period(input, now, record)) return wrong;
  record.ion = input.export_format.value_or("DYNAMODB_JSON") == "ION";
  record.type_asked = input.export_type.has_value();
  record.to = {.bucket = *input.s3_bucket,
               .owner = input.s3_bucket_owner.value_or(""),
               .prefix = input.s3_prefix.value_or(""),
               .sse_algorithm = input.s3_sse_algorithm.value_or(""),
               .kms_key_id = input.s3_sse_kms_key_id.value_or("")};
  if (!input.filter_specification) return std::nullopt;
  record.filter = read_filter(*input.filter_specification);
  auto choice = parse_export_choice(*record.filter, record.table.keys);
  return choice ? std::nullopt : std::optional(std::move(choice.error()));
}

// What a repeat with the token must have too: times only as far as they were sent.
std::string export_hash(const ExportTableToPointInTimeInput& input, ExportRecord record) {
  record.table = {.account_id = record.table.account_id, .region = record.table.region, .name = record.table.name};
  if (!input.export_time) record.export_time = {};
  const bool sent_to = input.incremental_export_specification && input.incremental_export_specification->export_to_time;
  if (!sent_to) record.to_time = {};
  record.id.clear();
  record.started = {};
  return request_hash(record);
}

asio::awaitable<std::optional<ExportRecord>> find_export(DynamoDbDoor& door, Scope scope, std::string id) {
  auto task = co_await find_task<ExportRecord>(door.backend, std::move(scope), DocumentKind::export_, std::move(id));
  if (!task) co_return std::nullopt;
  co_return std::move(task->record);
}

}  // namespace

Answer<ops::ExportTableToPointInTime> export_table_to_point_in_time(const aws::RequestContext& context, DynamoDbDoor& door,
                                                                    ops::ExportTableToPointInTime::Input input) {
  if (auto wrong = check_export_request(input)) co_return aws::fail(std::move(*wrong));
  auto table = co_await get_source_table(context, door, *input.table_arn);
  if (!table) co_return aws::fail(std::move(table.error()));
  ExportRecord record{.id = make_archive_id(context.now, *context.ids), .started = context.now, .table = (*table)->record};
  // Every export has a token.
  record.client_token = input.client_token.value_or(context.ids->uuid().text());
  if (auto wrong = read_export(input, context.now, record)) co_return aws::fail(std::move(*wrong));
  auto hash = export_hash(input, record);
  ops::ExportTableToPointInTime::Output output;
  while (true) {
    auto known = co_await find_started_task(door.backend, context.scope, DocumentKind::export_, record.client_token, hash,
                                            export_conflict());
    if (!known) co_return aws::fail(std::move(known.error()));
    if (*known) {
      auto started = co_await find_export(door, context.scope, std::move(**known));
      output.export_description = describe_export_record(started.value_or(record));
      co_return output;
    }
    if (co_await remember_token(door.backend, context.scope, DocumentKind::export_, record.client_token, hash, record.id,
                                context.now)) {
      break;
    }
  }
  co_await store_task<ExportRecord>(door.backend, context.scope, DocumentKind::export_, {record});
  co_await set_pending(door.backend, context.scope, DocumentKind::export_, record.id, true);
  if (door.background != nullptr) door.background->wake();
  output.export_description = describe_export_record(record);
  co_return output;
}

Answer<ops::DescribeExport> describe_export(const aws::RequestContext& context, DynamoDbDoor& door,
                                            ops::DescribeExport::Input input) {
  auto id = read_archive_id(context, *input.export_arn, "export");
  if (!id) co_return aws::fail(std::move(id.error()));
  auto record = co_await find_export(door, context.scope, std::move(*id));
  if (!record || export_arn(*record) != *input.export_arn) {
    co_return aws::fail(errors::export_not_found_exception("Export not found: " + *input.export_arn));
  }
  ops::DescribeExport::Output output;
  output.export_description = describe_export_record(*record);
  co_return output;
}

Answer<ops::ListExports> list_exports(const aws::RequestContext& context, DynamoDbDoor& door, ops::ListExports::Input input) {
  TablePtr table;
  std::string before;
  if (input.table_arn) {
    auto reference = parse_table_reference(context.scope, *input.table_arn);
    if (!reference) co_return aws::fail(std::move(reference.error()));
    table = co_await door.backend.find_table(std::move(reference->scope), std::move(reference->table));
  }
  if (input.next_token) {
    auto parsed = parse_list_token(*input.next_token);
    if (!parsed || !archive_id_of(*parsed, "export")) {
      co_return aws::fail(aws::errors::validation("Invalid NextToken for ListExports: " + *input.next_token));
    }
    before = std::move(*parsed);
  }
  // Of a table that is gone none is listed (measured).
  const auto is_wanted = [&](const ExportRecord& record) {
    return !input.table_arn || (table != nullptr && table->record.id == record.table.id);
  };
  std::vector<std::pair<std::string, ExportRecord>> found;
  for (auto& document :
       co_await door.backend.list_documents(context.scope, DocumentKind::export_, std::string(), k_exports_max)) {
    if (is_pending_key(document.key)) continue;
    auto record = read_record<ExportRecord>(document.json);
    if (record.started + k_tasks_listed < context.now || !is_wanted(record)) continue;
    auto arn = export_arn(record);
    if (before.empty() || arn < before) found.emplace_back(std::move(arn), std::move(record));
  }
  std::ranges::sort(found, std::greater<>(), [](const auto& entry) { return entry.first; });
  const auto max = static_cast<std::size_t>(input.max_results.value_or(k_exports_listed_max));
  ops::ListExports::Output output;
  output.export_summaries.emplace();
  for (auto& [arn, record] : found) {
    if (output.export_summaries->size() == max) {
      output.next_token = make_list_token(*output.export_summaries->back().export_arn);
      break;
    }
    output.export_summaries->push_back({.export_arn = std::move(arn),
                                        .export_status = task_status_name(record.status),
                                        .export_type = record.incremental ? "INCREMENTAL_EXPORT" : "FULL_EXPORT"});
  }
  co_return output;
}

}  // namespace winterbaume::dynamodb
