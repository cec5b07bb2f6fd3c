#include "services/dynamodb/tables/index_changes.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/common_errors.h"
#include "generated/dynamodb/errors.h"
#include "services/dynamodb/tables/index_definitions.h"
#include "services/dynamodb/tables/key_schemas.h"
#include "services/dynamodb/tables/throughput.h"
#include "services/dynamodb/tables/vector_index_definitions.h"

namespace winterbaume::dynamodb {
namespace {

aws::Error invalid(std::string_view why) {
  return aws::errors::validation(fmt::format("One or more parameter values were invalid: {}", why));
}

aws::Error one_at_a_time() {
  return errors::limit_exceeded_exception(
      "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table");
}

std::string_view type_letter(ScalarType type) { return scalar_type_name(type); }

// Definitions of the request beside those of the table: none may say another type.
std::optional<aws::Error> add_definitions(const Definitions& definitions, TableRecord& table) {
  if (!definitions) return std::nullopt;
  auto read = read_definitions(*definitions);
  if (!read) return std::move(read.error());
  for (auto& definition : *read) {
    const auto known = std::ranges::find(table.attribute_definitions, definition.name, &KeyAttribute::name);
    if (known == table.attribute_definitions.end()) {
      table.attribute_definitions.push_back(std::move(definition));
    } else if (known->type != definition.type) {
      return invalid(fmt::format(
          "Attributes cannot be redefined. Please check that your attribute has the same type as previously defined. "
          "Existing schema: Schema:[SchemaElement: key{{{0}:{1}:HASH}}] New schema: Schema:[SchemaElement: key{{{0}:{2}:HASH}}]",
          definition.name, type_letter(known->type), type_letter(definition.type)));
    }
  }
  return std::nullopt;
}

std::optional<aws::Error> check_defined_here(const CreateGlobalSecondaryIndexAction& index, const Definitions& definitions) {
  std::vector<std::string> keys;
  std::vector<std::string> defined;
  if (definitions) {
    for (const auto& definition : *definitions) defined.push_back(*definition.attribute_name);
  }
  bool all = true;
  for (const auto& element : *index.key_schema) {
    keys.push_back(*element.attribute_name);
    all = all && std::ranges::find(defined, keys.back()) != defined.end();
  }
  if (all) return std::nullopt;
  return invalid(
      fmt::format("Some index key attributes are not defined in AttributeDefinitions. Keys: {}, AttributeDefinitions: {}",
                  printed_names(keys), printed_names(defined)));
}

std::optional<aws::Error> create_index(const CreateGlobalSecondaryIndexAction& action, const Definitions& definitions,
                                       TimePoint now, const TransitionSettings& transitions, TableRecord& table) {
  if (std::ranges::find(table.indexes, *action.index_name, &IndexRecord::name) != table.indexes.end()) {
    return aws::errors::validation("Attempting to create an index which already exists");
  }
  if (auto wrong = check_defined_here(action, definitions)) return wrong;
  if (auto wrong = add_definitions(definitions, table)) return wrong;
  GlobalSecondaryIndex asked;
  asked.index_name = action.index_name;
  asked.key_schema = action.key_schema;
  asked.projection = action.projection;
  asked.provisioned_throughput = action.provisioned_throughput;
  asked.on_demand_throughput = action.on_demand_throughput;
  asked.warm_throughput = action.warm_throughput;
  auto index = read_global_index(asked, table);
  if (!index) return std::move(index.error());
  index->number = table.next_index_number++;
  index->status = IndexStatus::creating;
  index->backfilling = true;
  index->changing_until = now + transitions.index_delay;
  table.indexes.push_back(std::move(*index));
  drop_unused_definitions(table);
  return check_indexes(table);
}

std::optional<aws::Error> find_global(TableRecord& table, const std::string& name, IndexRecord*& found) {
  const auto index = std::ranges::find(table.indexes, name, &IndexRecord::name);
  if (index == table.indexes.end()) return errors::resource_not_found_exception("Requested resource not found");
  if (!index->global) return invalid("Index is not a global secondary index: " + name);
  found = &*index;
  return std::nullopt;
}

std::optional<aws::Error> update_index(const UpdateGlobalSecondaryIndexAction& action, TimePoint now,
                                       const TransitionSettings& transitions, TableRecord& table) {
  IndexRecord* index = nullptr;
  if (auto wrong = find_global(table, *action.index_name, index)) return wrong;
  if (action.provisioned_throughput) {
    if (table.billing == BillingMode::pay_per_request) {
      return invalid(fmt::format(
          "ProvisionedThroughput should not be specified for index: {} when BillingMode is PAY_PER_REQUEST", index->name));
    }
    if (auto wrong = check_units(*action.provisioned_throughput)) return wrong;
    if (auto wrong = change_units(*action.provisioned_throughput, index->throughput, now)) return wrong;
  }
  if (action.on_demand_throughput) index->on_demand = read_units(*action.on_demand_throughput);
  if (action.warm_throughput) index->warm = read_units(*action.warm_throughput);
  index->status = IndexStatus::updating;
  index->changing_until = now + transitions.index_delay;
  return std::nullopt;
}

std::optional<aws::Error> delete_index(const std::string& name, TimePoint now, const TransitionSettings& transitions,
                                       TableRecord& table) {
  IndexRecord* index = nullptr;
  if (auto wrong = find_global(table, name, index)) return wrong;
  index->status = IndexStatus::deleting;
  index->backfilling = false;
  index->changing_until = now + transitions.index_delay;
  return std::nullopt;
}

bool is_changing(const IndexRecord& index) {
  return index.status == IndexStatus::creating || index.status == IndexStatus::deleting;
}

std::optional<aws::Error> check_updates(const std::vector<GlobalSecondaryIndexUpdate>& updates, const TableRecord& table) {
  int online = 0;
  for (const auto& update : updates) {
    const int actions = int{update.create.has_value()} + int{update.update.has_value()} + int{update.delete_.has_value()};
    if (actions != 1) {
      return invalid("One of GlobalSecondaryIndexUpdate's actions Create, Update and Delete must be specified, and only one");
    }
    if (!update.update) ++online;
  }
  if (online > 1) return one_at_a_time();
  if (online == 1 && std::ranges::any_of(table.indexes, is_changing)) return one_at_a_time();
  return std::nullopt;
}

}  // namespace

void drop_unused_definitions(TableRecord& table) {
  const auto used = key_names(table);
  std::erase_if(table.attribute_definitions,
                [&used](const KeyAttribute& definition) { return std::ranges::find(used, definition.name) == used.end(); });
}

std::optional<aws::Error> change_indexes(const std::vector<GlobalSecondaryIndexUpdate>& updates, const Definitions& definitions,
                                         TimePoint now, const TransitionSettings& transitions, TableRecord& table) {
  if (auto wrong = check_updates(updates, table)) return wrong;
  for (const auto& update : updates) {
    std::optional<aws::Error> wrong;
    if (update.create) {
      wrong = create_index(*update.create, definitions, now, transitions, table);
    } else if (update.update) {
      wrong = update_index(*update.update, now, transitions, table);
    } else {
      wrong = delete_index(*update.delete_->index_name, now, transitions, table);
    }
    if (wrong) return wrong;
  }
  return std::nullopt;
}

std::optional<aws::Error> change_vector_indexes(const std::vector<VectorIndexUpdate>& updates, const Definitions& definitions,
                                                TableRecord& table) {
  if (updates.size() > 1) return one_at_a_time();
  for (const auto& update : updates) {
    if (update.create.has_value() == update.delete_.has_value()) {
      return invalid("One of VectorIndexUpdate's actions Create and Delete must be specified, and only one");
    }
    if (update.create) {
      if (auto wrong = add_definitions(definitions, table)) return wrong;
      const auto& from = *update.create;
      VectorIndex index{from.index_name, from.vector_attribute, from.search_schema,
                        from.projection, from.dimensions,       from.distance_function};
      if (auto wrong = read_vector_indexes({std::move(index)}, table)) return wrong;
    } else if (std::erase_if(table.vector_indexes,
                             [&](const auto& index) { return index.name == *update.delete_->index_name; }) == 0) {
      return errors::resource_not_found_exception("Requested resource not found");
    }
    drop_unused_definitions(table);
  }
  return std::nullopt;
}

}  // namespace winterbaume::dynamodb
