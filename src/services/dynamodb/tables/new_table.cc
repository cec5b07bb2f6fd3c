#include "services/dynamodb/tables/new_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/common_errors.h"
#include "aws/timestamps.h"
#include "services/dynamodb/tables/index_definitions.h"
#include "services/dynamodb/tables/key_schemas.h"
#include "services/dynamodb/tables/table_encryption.h"
#include "services/dynamodb/tables/table_tags.h"
#include "services/dynamodb/tables/throughput.h"
#include "services/dynamodb/tables/vector_index_definitions.h"

namespace winterbaume::dynamodb {
namespace {

aws::Error invalid(std::string_view why) {
  return aws::errors::validation(fmt::format("One or more parameter values were invalid: {}", why));
}

StreamView stream_view(std::string_view name) {
  if (name == "KEYS_ONLY") return StreamView::keys_only;
  if (name == "NEW_IMAGE") return StreamView::new_image;
  return name == "OLD_IMAGE" ? StreamView::old_image : StreamView::new_and_old_images;
}

std::optional<aws::Error> read_indexes(const CreateTableInput& input, TableRecord& table) {
  const auto add = [&table](Result<IndexRecord> index) -> std::optional<aws::Error> {
    if (!index) return std::move(index.error());
    index->number = table.next_index_number++;
    table.indexes.push_back(std::move(*index));
    return std::nullopt;
  };
  if (input.local_secondary_indexes) {
    if (input.local_secondary_indexes->empty()) return invalid("List of LocalSecondaryIndexes is empty");
    for (const auto& index : *input.local_secondary_indexes) {
      if (auto wrong = add(read_local_index(index, table))) return wrong;
    }
  }
  if (input.global_secondary_indexes) {
    if (input.global_secondary_indexes->empty()) return invalid("List of GlobalSecondaryIndexes is empty");
    for (const auto& index : *input.global_secondary_indexes) {
      if (auto wrong = add(read_global_index(index, table))) return wrong;
    }
  }
  return check_indexes(table);
}

std::optional<aws::Error> read_schema(const CreateTableInput& input, TableRecord& table) {
  auto definitions = read_definitions(input.attribute_definitions.value_or(std::vector<AttributeDefinition>()));
  if (!definitions) return std::move(definitions.error());
  table.attribute_definitions = std::move(*definitions);
  auto keys = read_key_schema(*input.key_schema, table.attribute_definitions, KeyShape::simple);
  if (!keys) return std::move(keys.error());
  table.keys = std::move(*keys);
  if (auto wrong = read_indexes(input, table)) return wrong;
  if (input.vector_indexes) {
    if (auto wrong = read_vector_indexes(*input.vector_indexes, table)) return wrong;
  }
  return check_definitions_used(table);
}

std::optional<aws::Error> read_settings(const aws::RequestContext& context, const CreateTableInput& input, TableRecord& table) {
  if (input.stream_specification) {
    if (auto wrong = read_stream(*input.stream_specification, context.now, table)) return wrong;
  }
  if (input.sse_specification) {
    auto encryption = read_encryption(*input.sse_specification, context.scope);
    if (!encryption) return std::move(encryption.error());
    table.encryption = std::move(*encryption);
  }
  if (input.tags) {
    if (auto wrong = read_tags(*input.tags, table.tags)) return wrong;
  }
  if (input.table_class) table.table_class = *input.table_class;
  table.deletion_protected = input.deletion_protection_enabled.value_or(false);
  return std::nullopt;
}

}  // namespace

std::string stream_label(TimePoint at) {
  std::string label;
  aws::append_iso8601_millis(label, at);
  label.pop_back();  // the zone
  return label;
}

std::optional<aws::Error> check_definitions_used(const TableRecord& table) {
  const auto used = key_names(table);
  std::vector<std::string> defined;
  for (const auto& definition : table.attribute_definitions) defined.push_back(definition.name);
  const auto is_used = [&used](const std::string& name) { return std::ranges::find(used, name) != used.end(); };
  if (std::ranges::all_of(defined, is_used)) return std::nullopt;
  if (table.indexes.empty()) {
    return invalid(
        "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions");
  }
  return invalid(fmt::format("Some AttributeDefinitions are not used. AttributeDefinitions: {}, keys used: {}",
                             printed_names(defined), printed_names(used)));
}

std::optional<aws::Error> read_stream(const StreamSpecification& stream, TimePoint now, TableRecord& table) {
  if (!stream.stream_enabled.value_or(false)) {
    if (!stream.stream_view_type) return std::nullopt;
    return invalid("StreamViewType cannot be specified when StreamEnabled is false");
  }
  if (!stream.stream_view_type) return invalid("StreamViewType must be specified when StreamEnabled is true");
  table.streams.push_back({.label = stream_label(now),
                           .view = stream_view(*stream.stream_view_type),
                           .enabled = true,
                           .created = now,
                           .disabled = std::nullopt});
  return std::nullopt;
}

Result<TableRecord> make_table_record(const aws::RequestContext& context, const CreateTableInput& input,
                                      const TransitionSettings& transitions) {
  TableRecord table;
  table.account_id = context.scope.account_id;
  table.region = context.scope.region;
  table.name = *input.table_name;
  table.id = context.ids->uuid().text();
  table.created = context.now;
  table.status = TableStatus::creating;
  table.changing_until = context.now + transitions.table_delay;
  if (auto wrong = read_table_throughput(input, table)) return aws::fail(std::move(*wrong));
  if (table.billing == BillingMode::pay_per_request) table.billing_changed = context.now;
  if (auto wrong = read_schema(input, table)) return aws::fail(std::move(*wrong));
  if (auto wrong = read_settings(context, input, table)) return aws::fail(std::move(*wrong));
  for (auto& index : table.indexes) {
    if (!index.global) continue;
    index.status = IndexStatus::creating;
    index.changing_until = table.changing_until;
  }
  return table;
}

}  // namespace winterbaume::dynamodb
