#include "services/dynamodb/item_reads/selection.h"

#include <algorithm>

#include "aws/common_errors.h"
#include "services/dynamodb/item_reads/item_keys.h"

namespace winterbaume::dynamodb {
namespace {

aws::Error invalid_read(std::string_view what) {
  return aws::errors::validation(std::string("One or more parameter values were invalid: ").append(what));
}

bool index_projects(const TableRecord& table, const IndexRecord& index, const std::string& name) {
  if (index.projection == ProjectionType::all || is_key_attribute(table.keys, name) || is_key_attribute(index.keys, name)) {
    return true;
  }
  return index.projection == ProjectionType::include &&
         std::ranges::find(index.non_key_attributes, name) != index.non_key_attributes.end();
}

// Of the paths' attributes those that the index does not project: "a, b".
std::string unprojected_names(const TableRecord& table, const IndexRecord& index, const std::vector<DocumentPath>& paths) {
  std::string out;
  for (const auto& path : paths) {
    if (index_projects(table, index, path.root)) continue;
    if (!out.empty()) out.append(", ");
    out.append(path.root);
  }
  return out;
}

bool filters_on_missing(const TableRecord& table, const IndexRecord& index, const ConditionPtr& filter) {
  if (filter == nullptr) return false;
  return std::ranges::any_of(attributes_of(*filter),
                             [&](const std::string& name) { return !index_projects(table, index, name); });
}

std::optional<aws::Error> select_of_global(PagePlan& plan, const IndexRecord& index, bool all_attributes) {
  if (all_attributes && index.projection != ProjectionType::all) {
    return invalid_read("Select type ALL_ATTRIBUTES is not supported for global secondary index " + index.name +
                        " because its projection type is not ALL");
  }
  if (!plan.paths) return std::nullopt;
  const auto missing = unprojected_names(plan.query.table->record, index, *plan.paths);
  if (missing.empty()) return std::nullopt;
  return invalid_read("Global secondary index " + index.name + " does not project [" + missing + "]");
}

bool has_attributes_of(const std::vector<KeyAttribute>& attributes, ItemView key) {
  return std::ranges::all_of(attributes, [&](const KeyAttribute& attribute) {
    const auto value = key.find(attribute.name);
    return value && value->type() == value_type(attribute.type);
  });
}

}  // namespace

std::optional<aws::Error> check_select(const SelectParameters& parameters) {
  if (parameters.select == nullptr) return std::nullopt;
  const auto refusal = [&](std::string_view what) {
    return aws::errors::validation(std::string(parameters.query ? "1 validation error detected: " : "").append(what));
  };
  const auto& select = *parameters.select;
  const bool specific = parameters.attributes_to_get || parameters.projection_expression;
  if (select == "SPECIFIC_ATTRIBUTES") {
    if (specific) return std::nullopt;
    return refusal("Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES");
  }
  if (select == "ALL_PROJECTED_ATTRIBUTES" && !parameters.index) {
    return refusal("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
  }
  if (!specific) return std::nullopt;
  return refusal(std::string("Cannot specify the ")
                     .append(parameters.attributes_to_get ? "AttributesToGet" : "ProjectionExpression")
                     .append(" when choosing to get ")
                     .append(select == "COUNT" ? "only the Count" : select));
}

Result<const IndexRecord*> find_read_index(const Table& table, const std::string* name, bool consistent) {
  if (name == nullptr) return nullptr;
  const auto* index = table.find_index(*name);
  if (index == nullptr || index->status == IndexStatus::deleting) {
    return aws::fail(aws::errors::validation("The table does not have the specified index: " + *name));
  }
  if (index->global && consistent) {
    return aws::fail(aws::errors::validation("Consistent reads are not supported on global secondary indexes"));
  }
  if (index->backfilling) {
    return aws::fail(aws::errors::validation("Cannot read from backfilling global secondary index: " + *name));
  }
  return index;
}

std::optional<aws::Error> apply_select(PagePlan& plan, const IndexRecord* index, const std::string* select) {
  plan.count_only = select != nullptr && *select == "COUNT";
  if (index == nullptr) return std::nullopt;
  const bool all_attributes = select != nullptr && *select == "ALL_ATTRIBUTES";
  if (index->global) return select_of_global(plan, *index, all_attributes);
  const auto& table = plan.query.table->record;
  const bool lacks_all = all_attributes && index->projection != ProjectionType::all;
  const bool lacks_some = plan.paths && !unprojected_names(table, *index, *plan.paths).empty();
  plan.fetches = lacks_all || lacks_some || filters_on_missing(table, *index, plan.filter);
  return std::nullopt;
}

std::optional<aws::Error> check_start_key(const TableRecord& table, const IndexRecord* index, const Item& start) {
  constexpr std::string_view invalid = "The provided starting key is invalid";
  if (const auto fault = start.fault()) {
    return aws::errors::validation(std::string(invalid).append(": ").append(*fault));
  }
  const auto key = start.view();
  const auto wanted = position_of(table, index, key);
  const bool is_whole =
      wanted.view().size() == key.size() && has_attributes_of(table.keys.hash, key) && has_attributes_of(table.keys.range, key);
  if (index != nullptr &&
      (!is_whole || !has_attributes_of(index->keys.hash, key) || !has_attributes_of(index->keys.range, key))) {
    return aws::errors::validation(std::string(invalid));
  }
  if (!is_whole) {
    return aws::errors::validation(std::string(invalid).append(": The provided key element does not match the schema"));
  }
  if (auto wrong = check_key_values(table.keys, key)) {
    return aws::errors::validation(std::string(invalid).append(": ").append(wrong->message));
  }
  return std::nullopt;
}

}  // namespace winterbaume::dynamodb
