// ImportTable, DescribeImport, ListImports.
#include "aws/common_errors.h"
#include "aws/protocol/json.h"
#include "generated/dynamodb/errors.h"
#include "services/dynamodb/archive/archive_ids.h"
#include "services/dynamodb/archive/import_record.h"
#include "services/dynamodb/archive/restored_table.h"
#include "services/dynamodb/archive/task_documents.h"
#include "services/dynamodb/background.h"
#include "services/dynamodb/operations/operations.h"
#include "services/dynamodb/tables/new_table.h"
#include "services/dynamodb/tables/table_reference.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_imports_listed_max = 25;
constexpr std::size_t k_import_token_bytes_min = 112;

// Measured: the token must be sent, and options of CSV go with CSV only.
std::optional<aws::Error> check_import_request(const ImportTableInput& input) {
  if (!input.client_token) {
    return aws::errors::validation(
        "1 validation error detected: Value null at 'clientToken' failed to satisfy constraint: Member must not be null");
  }
  if (input.input_format_options && *input.input_format != "CSV") {
    return aws::errors::validation("InputFormatOptions can only be specified when InputFormat is CSV");
  }
  return std::nullopt;
}

CreateTableInput import_table_parameters(const TableCreationParameters& from) {
  CreateTableInput out;
  out.table_name = from.table_name;
  out.attribute_definitions = from.attribute_definitions;
  out.key_schema = from.key_schema;
  out.billing_mode = from.billing_mode;
  out.provisioned_throughput = from.provisioned_throughput;
  out.on_demand_throughput = from.on_demand_throughput;
  out.sse_specification = from.sse_specification;
  out.global_secondary_indexes = from.global_secondary_indexes;
  out.vector_indexes = from.vector_indexes;
  return out;
}

aws::Error import_conflict() {
  return errors::import_conflict_exception("Duplicate request detected with conflicting parameters");
}

asio::awaitable<std::optional<ImportRecord>> find_import(DynamoDbDoor& door, Scope scope, std::string id) {
  auto task = co_await find_task<ImportRecord>(door.backend, std::move(scope), DocumentKind::import_, std::move(id));
  if (!task) co_return std::nullopt;
  co_return std::move(task->record);
}

// A repeat, as long as its import goes on: later the table is in the way (measured: only the table's name is compared).
asio::awaitable<Result<std::optional<ImportRecord>>> find_repeated_import(const aws::RequestContext& context, DynamoDbDoor& door,
                                                                          std::string token, std::string table) {
  auto id = co_await find_started_task(door.backend, context.scope, DocumentKind::import_, std::move(token), std::move(table),
                                       import_conflict());
  if (!id) co_return aws::fail(std::move(id.error()));
  if (!*id) co_return std::nullopt;
  auto known = co_await find_import(door, context.scope, std::move(**id));
  if (!known) co_return std::nullopt;
  const auto there = co_await door.backend.find_table(context.scope, known->table.name);
  if (known->ended && there != nullptr) co_return std::nullopt;
  co_return std::move(known);
}

}  // namespace

Answer<ops::ImportTable> import_table(const aws::RequestContext& context, DynamoDbDoor& door, ops::ImportTable::Input input) {
  if (auto wrong = check_import_request(input)) co_return aws::fail(std::move(*wrong));
  const auto name = *input.table_creation_parameters->table_name;
  if (auto wrong = check_table_name(name)) co_return aws::fail(std::move(*wrong));
  auto table = make_table_record(context, import_table_parameters(*input.table_creation_parameters), {});
  if (!table) co_return aws::fail(std::move(table.error()));
  hold_back(*table);
  ImportRecord record{.id = make_archive_id(context.now, *context.ids), .started = context.now, .table = *table};
  aws::encode_json(record.request, schemas::k_ImportTableInput, &input);
  ops::ImportTable::Output output;
  auto repeated = co_await find_repeated_import(context, door, *input.client_token, name);
  if (!repeated) co_return aws::fail(std::move(repeated.error()));
  if (*repeated) {
    output.import_table_description = describe_import_record(**repeated);
    co_return output;
  }
  if (co_await door.backend.create_table(std::move(*table)) == nullptr) {
    co_return aws::fail(errors::resource_in_use_exception("Table already exists: " + name));
  }
  co_await remember_token(door.backend, context.scope, DocumentKind::import_, *input.client_token, name, record.id, context.now);
  co_await store_task<ImportRecord>(door.backend, context.scope, DocumentKind::import_, {record});
  co_await set_pending(door.backend, context.scope, DocumentKind::import_, record.id, true);
  if (door.background != nullptr) door.background->wake();
  output.import_table_description = describe_import_record(record);
  co_return output;
}

Answer<ops::DescribeImport> describe_import(const aws::RequestContext& context, DynamoDbDoor& door,
                                            ops::DescribeImport::Input input) {
  auto id = read_archive_id(context, *input.import_arn, "import");
  if (!id) co_return aws::fail(std::move(id.error()));
  auto record = co_await find_import(door, context.scope, std::move(*id));
  if (!record || import_arn(*record) != *input.import_arn) {
    co_return aws::fail(errors::import_not_found_exception("Import not found: " + *input.import_arn));
  }
  ops::DescribeImport::Output output;
  output.import_table_description = describe_import_record(*record);
  co_return output;
}

// Newest first.
Answer<ops::ListImports> list_imports(const aws::RequestContext& context, DynamoDbDoor& door, ops::ListImports::Input input) {
  std::string table, before;
  if (input.table_arn) {
    auto reference = parse_table_reference(context.scope, *input.table_arn);
    if (!reference) co_return aws::fail(std::move(reference.error()));
    table = std::move(reference->table);
  }
  if (input.next_token) {
    auto parsed = parse_list_token(*input.next_token);
    if (!parsed || parsed->empty() || is_pending_key(*parsed)) {
      co_return aws::fail(aws::errors::validation("Invalid NextToken for ListImports: " + *input.next_token));
    }
    before = std::move(*parsed);
  }
  const auto is_wanted = [&table](const ImportRecord& record) { return table.empty() || record.table.name == table; };
  const auto max = static_cast<std::size_t>(input.page_size.value_or(k_imports_listed_max));
  const auto page = co_await list_tasks<ImportRecord>(door.backend, context.scope, DocumentKind::import_, std::move(before), max,
                                                      context.now, is_wanted);
  ops::ListImports::Output output;
  output.import_summary_list.emplace();
  for (const auto& record : page.tasks) output.import_summary_list->push_back(summarize_import(record));
  if (page.more) output.next_token = make_list_token(page.tasks.back().id, k_import_token_bytes_min);
  co_return output;
}

}  // namespace winterbaume::dynamodb
