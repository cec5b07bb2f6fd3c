// StartBulkPutItems, DescribeBulkOperation, ListBulkOperations, CancelBulkOperation.
#include <fmt/format.h>

#include "aws/common_errors.h"
#include "aws/protocol/json.h"
#include "core/digest.h"
#include "generated/dynamodb/errors.h"
#include "services/dynamodb/archive/archive_ids.h"
#include "services/dynamodb/archive/bulk_record.h"
#include "services/dynamodb/background.h"
#include "services/dynamodb/operations/operations.h"
#include "services/dynamodb/tables/table_reference.h"
#include "services/dynamodb/tables/transitions.h"

namespace winterbaume::dynamodb {
namespace {

constexpr auto k_bulk_kind = DocumentKind::bulk_operation;
constexpr std::size_t k_bulk_listed_usually = 10;

std::optional<aws::Error> check_bulk_request(const StartBulkPutItemsInput& input) {
  const auto& output = *input.output_s3_configuration;
  if (!output.s3_bucket) {
    return aws::errors::validation(
        "1 validation error detected: Value null at 'outputS3Configuration.s3Bucket' failed to satisfy constraint: Member must "
        "not be null");
  }
  if (output.output_type->empty()) {
    return aws::errors::validation(
        "1 validation error detected: Value '[]' at 'outputS3Configuration.outputType' failed to satisfy constraint: Member must "
        "have length greater than or equal to 1");
  }
  if (output.s3_sse_kms_key_id && output.s3_sse_algorithm.value_or("") != "KMS") {
    return aws::errors::validation("S3SseKmsKeyId can only be specified when S3SseAlgorithm is KMS");
  }
  return std::nullopt;
}

aws::Error table_in_use(std::string_view why) {
  return errors::resource_in_use_exception(fmt::format("Attempt to change a resource which is still in use: {}", why));
}

// Developer Guide, "Bulk put items considerations": a table that is in use, of no other region, and none of whose indexes is
// being made.
std::optional<aws::Error> check_bulk_table(const TableRecord& table, TimePoint now) {
  const auto status = status_at(table, now);
  if (status == TableStatus::creating) return table_in_use("Table is being created: " + table.name);
  if (status == TableStatus::deleting) return table_in_use("Table is being deleted: " + table.name);
  for (const auto& index : table.indexes) {
    if (status_at(index, now) == IndexStatus::creating) return table_in_use("Index is being created: " + index.name);
  }
  if (table.replicas.empty()) return std::nullopt;
  return aws::errors::validation("Bulk operations are not supported on global tables: " + table.name);
}

asio::awaitable<Result<TablePtr>> get_bulk_table(const aws::RequestContext& context, DynamoDbDoor& door,
                                                 std::string name_or_arn) {
  auto reference = parse_table_reference(context.scope, name_or_arn);
  if (!reference) co_return aws::fail(std::move(reference.error()));
  TablePtr table;
  if (reference->scope == context.scope) table = co_await door.backend.find_table(context.scope, reference->table);
  if (table == nullptr) {
    co_return aws::fail(
        errors::resource_not_found_exception("Requested resource not found: Table: " + reference->table + " not found"));
  }
  if (auto wrong = check_bulk_table(table->record, context.now)) co_return aws::fail(std::move(*wrong));
  co_return table;
}

asio::awaitable<std::optional<BulkTask>> find_bulk(DynamoDbDoor& door, Scope scope, std::string id) {
  return find_task<BulkRecord>(door.backend, std::move(scope), k_bulk_kind, std::move(id));
}

asio::awaitable<Result<BulkTask>> get_bulk(const aws::RequestContext& context, DynamoDbDoor& door, std::string arn) {
  auto id = read_archive_id(context, arn, "bulk-operation");
  if (!id) co_return aws::fail(std::move(id.error()));
  auto task = co_await find_bulk(door, context.scope, std::move(*id));
  if (!task || bulk_operation_arn(task->record) != arn) {
    co_return aws::fail(
        errors::resource_not_found_exception("Requested resource not found: Bulk operation: " + arn + " not found"));
  }
  co_return std::move(*task);
}

BulkRecord make_bulk_record(const aws::RequestContext& context, const TableRecord& table, StartBulkPutItemsInput input) {
  BulkRecord record{.id = make_archive_id(context.now, *context.ids), .started = context.now, .table = table};
  record.client_token = input.client_token.value_or(context.ids->uuid().text());
  input.client_token.reset();
  aws::encode_json(record.request, schemas::k_StartBulkPutItemsInput, &input);
  return record;
}

// The record of the operation that the request begins, or began: a repeat with its token.
asio::awaitable<Result<BulkRecord>> begin_bulk(const aws::RequestContext& context, DynamoDbDoor& door, BulkRecord record) {
  const std::string hash(as_bytes(md5(record.table.id + record.request)));
  while (true) {
    auto mismatch = errors::idempotent_parameter_mismatch_exception(
        "The request uses the same client token as a previous, but non-identical request.");
    auto known =
        co_await find_started_task(door.backend, context.scope, k_bulk_kind, record.client_token, hash, std::move(mismatch));
    if (!known) co_return aws::fail(std::move(known.error()));
    if (*known) {
      auto task = co_await find_bulk(door, context.scope, std::move(**known));
      co_return task ? std::move(task->record) : std::move(record);
    }
    if (co_await remember_token(door.backend, context.scope, k_bulk_kind, record.client_token, hash, record.id, context.now))
      break;
  }
  co_await store_task<BulkRecord>(door.backend, context.scope, k_bulk_kind, {record});
  co_await set_pending(door.backend, context.scope, k_bulk_kind, record.id, true);
  if (door.background != nullptr) door.background->wake();
  co_return record;
}

}  // namespace

Answer<ops::StartBulkPutItems> start_bulk_put_items(const aws::RequestContext& context, DynamoDbDoor& door,
                                                    ops::StartBulkPutItems::Input input) {
  if (auto wrong = check_bulk_request(input)) co_return aws::fail(std::move(*wrong));
  auto table = co_await get_bulk_table(context, door, *input.table_name);
  if (!table) co_return aws::fail(std::move(table.error()));
  auto record = co_await begin_bulk(context, door, make_bulk_record(context, (*table)->record, std::move(input)));
  if (!record) co_return aws::fail(std::move(record.error()));
  ops::StartBulkPutItems::Output output;
  output.bulk_operation_description = describe_bulk_record(*record);
  co_return output;
}

Answer<ops::DescribeBulkOperation> describe_bulk_operation(const aws::RequestContext& context, DynamoDbDoor& door,
                                                           ops::DescribeBulkOperation::Input input) {
  auto task = co_await get_bulk(context, door, std::move(*input.bulk_operation_arn));
  if (!task) co_return aws::fail(std::move(task.error()));
  ops::DescribeBulkOperation::Output output;
  output.bulk_operation_description = describe_bulk_record(task->record);
  co_return output;
}

Answer<ops::ListBulkOperations> list_bulk_operations(const aws::RequestContext& context, DynamoDbDoor& door,
                                                     ops::ListBulkOperations::Input input) {
  std::string before;
  if (input.next_token) {
    auto parsed = parse_list_token(*input.next_token);
    if (!parsed || parsed->empty() || is_pending_key(*parsed)) {
      co_return aws::fail(aws::errors::validation("Invalid NextToken for ListBulkOperations: " + *input.next_token));
    }
    before = std::move(*parsed);
  }
  const auto max = input.max_results ? static_cast<std::size_t>(*input.max_results) : k_bulk_listed_usually;
  const auto page = co_await list_tasks<BulkRecord>(door.backend, context.scope, k_bulk_kind, std::move(before), max, context.now,
                                                    [](const BulkRecord&) { return true; });
  ops::ListBulkOperations::Output output;
  output.bulk_operations_summary_list.emplace();
  for (const auto& record : page.tasks) output.bulk_operations_summary_list->push_back(summarize_bulk(record));
  if (page.more) output.next_token = make_list_token(page.tasks.back().id);
  co_return output;
}

// Who works on it sees it by the next time it looks, and at its end at the latest.
Answer<ops::CancelBulkOperation> cancel_bulk_operation(const aws::RequestContext& context, DynamoDbDoor& door,
                                                       ops::CancelBulkOperation::Input input) {
  while (true) {
    auto task = co_await get_bulk(context, door, *input.bulk_operation_arn);
    if (!task) co_return aws::fail(std::move(task.error()));
    auto& status = task->record.status;
    if (status != TaskStatus::in_progress && status != TaskStatus::cancelling) {
      co_return aws::fail(
          aws::errors::validation("A bulk operation that is " + task_status_name(status) + " cannot be cancelled"));
    }
    const bool is_new = status == TaskStatus::in_progress;
    status = TaskStatus::cancelling;
    if (is_new && !co_await store_task(door.backend, context.scope, k_bulk_kind, std::move(*task))) continue;
    if (door.background != nullptr) door.background->wake();
    ops::CancelBulkOperation::Output output;
    output.bulk_operation_arn = std::move(input.bulk_operation_arn);
    output.bulk_operation_status = task_status_name(TaskStatus::cancelling);
    co_return output;
  }
}

}  // namespace winterbaume::dynamodb
