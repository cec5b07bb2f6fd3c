#include <fmt/format.h>

#include <algorithm>

#include "aws/common_errors.h"
#include "services/dynamodb/item_reads/request_parameters.h"
#include "services/dynamodb/items/item_editor.h"
#include "services/dynamodb/items/item_size.h"
#include "services/dynamodb/operations/operations.h"
#include "services/dynamodb/vectors/vector_search.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::int32_t k_hits_max = 100;

struct SearchExpressions {
  std::vector<SearchEquality> equalities;
  ReadPaths paths;
};

Result<SearchExpressions> parse_search(const ops::SearchVectors::Input& input) {
  Placeholders placeholders(pointer_to(input.expression_attribute_names), pointer_to(input.expression_attribute_values));
  const bool any = input.search_condition_expression || input.projection_expression;
  if (auto wrong = placeholders.check(any, ValueFault::bare)) return aws::fail(std::move(*wrong));
  SearchExpressions out;
  if (input.search_condition_expression) {
    auto condition = parse_condition(ExpressionKind::search_condition, *input.search_condition_expression, placeholders);
    if (!condition) return aws::fail(std::move(condition.error()));
    auto equalities = search_equalities_of(**condition);
    if (!equalities) return aws::fail(std::move(equalities.error()));
    out.equalities = std::move(*equalities);
  }
  if (input.projection_expression) {
    auto paths = parse_projection(*input.projection_expression, placeholders);
    if (!paths) return aws::fail(std::move(paths.error()));
    out.paths = std::move(*paths);
  }
  if (auto wrong = placeholders.check_all_used()) return aws::fail(std::move(*wrong));
  return out;
}

Result<FloatVector> read_search_vector(const std::vector<AttributeValue>& values, const VectorIndexRecord& index) {
  FloatVector vector;
  vector.reserve(values.size());
  for (const auto& value : values) {
    const auto component = value.fault() ? std::nullopt : read_component(value.view());
    if (!component) {
      return aws::fail(
          aws::errors::validation("Search vector contains invalid values. All values in the search vector must be a 32-bit "
                                  "floating-point number attribute"));
    }
    vector.push_back(*component);
  }
  if (static_cast<std::int64_t>(vector.size()) == index.dimensions) return vector;
  return aws::fail(aws::errors::validation(
      fmt::format("Input search vector dimension {} does not match vector index dimension {}", vector.size(), index.dimensions)));
}

Result<VectorIndexRecord> get_vector_index(const TableRecord& table, const std::string& name) {
  const auto found = std::ranges::find(table.vector_indexes, name, &VectorIndexRecord::name);
  if (found == table.vector_indexes.end() || found->status != IndexStatus::active) {
    return aws::fail(aws::errors::validation("The table does not have the specified index: " + name));
  }
  if (found->backfilling) return aws::fail(aws::errors::validation("Cannot search backfilling vector index: " + name));
  return *found;
}

Result<VectorSearch> plan_search(const ops::SearchVectors::Input& input, TablePtr table, std::vector<SearchEquality> equalities) {
  auto index = get_vector_index(table->record, *input.index_name);
  if (!index) return aws::fail(std::move(index.error()));
  auto vector = read_search_vector(*input.search_vector, *index);
  if (!vector) return aws::fail(std::move(vector.error()));
  if (auto wrong = check_search(*index, equalities, input.search_condition_expression.has_value())) {
    return aws::fail(std::move(*wrong));
  }
  return VectorSearch{.table = std::move(table),
                      .index = std::move(*index),
                      .vector = std::move(*vector),
                      .equalities = std::move(equalities),
                      .count = static_cast<std::size_t>(*input.top_k)};
}

// The vector is given where it is asked for only (measured).
Item found_item(const VectorSearch& search, const VectorHit& hit, const ReadPaths& paths) {
  const auto entry = vector_entry(search.table->record, search.index, hit.item.view());
  if (paths) return project(entry.view(), *paths);
  std::vector<std::pair<std::string_view, ValueView>> attributes;
  for (const auto& [name, value] : entry.view()) {
    if (name != search.index.attribute) attributes.emplace_back(name, value);
  }
  return Item(std::move(attributes));
}

// What a search costs is not told, and differs from one to the next: this comes within some percent of what was measured on AWS
// by ExtendDB, by dimensions, hits, and what they hold.
double searched_bytes(const VectorSearch& search, const std::vector<SearchResultItem>& results) {
  constexpr double k_bytes_min = 1024, k_bytes_a_dimension = 30.6875, k_bytes_a_hit = 65;
  const auto dimensions = static_cast<double>(search.index.dimensions);
  double bytes = dimensions * k_bytes_a_dimension;
  for (const auto& result : results) {
    const auto item = result.item->view();
    const bool has_vector = item.find(search.index.attribute).has_value();
    bytes += k_bytes_a_hit + (has_vector ? 4 * dimensions : static_cast<double>(item_size(item)));
  }
  return std::max(k_bytes_min, bytes);
}

}  // namespace

Answer<ops::SearchVectors> search_vectors(const aws::RequestContext& context, DynamoDbDoor& door,
                                          ops::SearchVectors::Input input) {
  if (*input.top_k > k_hits_max) {
    co_return aws::fail(aws::errors::validation(fmt::format(
        "Provided TopK value '{}' is out of valid range. The value must be between 1 and 100 inclusive", *input.top_k)));
  }
  auto expressions = parse_search(input);
  if (!expressions) co_return aws::fail(std::move(expressions.error()));
  auto table = co_await get_table(context, door, *input.table_name, TablePurpose::items);
  if (!table) co_return aws::fail(std::move(table.error()));
  auto search = plan_search(input, std::move(*table), std::move(expressions->equalities));
  if (!search) co_return aws::fail(std::move(search.error()));
  const auto hits = co_await find_nearest(door.backend, *search);
  ops::SearchVectors::Output output;
  output.search_results.emplace();
  for (const auto& hit : hits) {
    output.search_results->push_back({.item = found_item(*search, hit, expressions->paths), .score = hit.score});
  }
  if (input.return_consumed_capacity && *input.return_consumed_capacity != "NONE") {
    output.consumed_capacity = VectorCapacity{.vector_search_request_bytes = searched_bytes(*search, *output.search_results)};
  }
  co_return output;
}

}  // namespace winterbaume::dynamodb
