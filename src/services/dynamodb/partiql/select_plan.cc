#include "services/dynamodb/partiql/select_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "services/dynamodb/item_reads/item_keys.h"
#include "services/dynamodb/item_reads/selection.h"
#include "services/dynamodb/items/key_encoding.h"
#include "services/dynamodb/partiql/conditions.h"
#include "services/dynamodb/partiql/sources.h"

namespace winterbaume::dynamodb::partiql {
namespace {

bool is_projected(const TableRecord& table, const IndexRecord& index, const std::string& name) {
  if (index.projection == ProjectionType::all || is_key_attribute(table.keys, name) || is_key_attribute(index.keys, name)) {
    return true;
  }
  return index.projection == ProjectionType::include &&
         std::ranges::find(index.non_key_attributes, name) != index.non_key_attributes.end();
}

// Where AWS's set of names has a name among 16 places: the hash of Java's strings, whose upper half is folded in.
std::uint32_t place_in_set(std::string_view name) {
  std::uint32_t hash = 0;
  for (const char c : name) hash = 31 * hash + static_cast<unsigned char>(c);
  return (hash ^ (hash >> 16)) % 16;
}

// "a, b", in the order in which AWS was seen to name them (floci-io/floci, PartiQL edge cases).
std::string unprojected_of(const TableRecord& table, const IndexRecord& index, const ConditionPtr& filter) {
  if (filter == nullptr) return {};
  auto names = attributes_of(*filter);
  std::erase_if(names, [&](const std::string& name) { return is_projected(table, index, name); });
  std::vector<std::pair<std::uint32_t, std::size_t>> order;
  for (std::size_t i = 0; i < names.size(); ++i) order.emplace_back(place_in_set(names[i]), i);
  std::ranges::sort(order);
  std::string out;
  for (const auto& [place, i] : order) out.append(out.empty() ? "" : ", ").append(names[i]);
  return out;
}

// A read by key filters on what the index has; a scan may ask for what it has not, in vain. Of many reads AWS looks at the one
// that it happens to begin with: here all must be wrong.
std::optional<aws::Error> check_filters(const TableRecord& table, const IndexRecord& index, const KeyReads& reads) {
  if (reads.scan || reads.reads.empty()) return std::nullopt;
  const auto lacks = [&](const KeyRead& read) { return !unprojected_of(table, index, read.filter).empty(); };
  if (!std::ranges::all_of(reads.reads, lacks)) return std::nullopt;
  return refused(fmt::format(
      "One or more parameter values were invalid: Secondary index {} does not project one or more filter attributes: [{}]",
      index.name, unprojected_of(table, index, reads.reads.front().filter)));
}

// Keys that no item can have.
std::optional<aws::Error> check_keys(const SelectPlan& plan) {
  for (const auto& read : plan.reads.reads) {
    if (read.key.empty()) continue;
    if (auto wrong = check_key(plan.table->record, read.key.view())) return wrong;
  }
  return std::nullopt;
}

// Sets what is fetched from the table.
std::optional<aws::Error> check_columns(SelectPlan& plan, const IndexRecord& index) {
  if (plan.columns.empty()) return std::nullopt;
  PagePlan page{.query = {.table = plan.table}};
  page.paths.emplace();
  for (const auto& column : plan.columns) page.paths->push_back(column.path);
  if (auto wrong = apply_select(page, &index, nullptr)) return wrong;
  plan.fetches = page.fetches;
  return std::nullopt;
}

struct KeyOrder {
  std::optional<bool> hash_descending;  // null: not named
  std::optional<bool> range_descending;
};

Result<KeyOrder> key_order(const SelectStatement& statement, const KeySchemaRecord& keys) {
  KeyOrder out;
  for (const auto& term : statement.order) {
    if (term.attribute.kind != ExprKind::name) {
      return aws::fail(refused("Argument to ORDER BY must be of type VariableReference. Type: " + kind_name(term.attribute)));
    }
    const auto& name = term.attribute.text;
    if (name == keys.hash.front().name) {
      out.hash_descending = term.descending;
    } else if (!keys.range.empty() && name == keys.range.front().name) {
      out.range_descending = term.descending;
    } else {
      return aws::fail(refused(fmt::format("Attribute {} in ORDER BY clause must be part of the primary key", name)));
    }
  }
  return out;
}

void sort_reads(std::vector<KeyRead>& reads, const KeySchemaRecord& keys, const KeyOrder& order, bool reverse) {
  const auto encoded = [&](const KeyRead& read) {
    std::string out;
    append_key(out, read.hash.find(keys.hash.front().name).value());
    return out;
  };
  std::ranges::sort(reads, [&](const KeyRead& a, const KeyRead& b) {
    const auto a_hash = encoded(a);
    const auto b_hash = encoded(b);
    if (a_hash != b_hash) return order.hash_descending.value_or(false) ? a_hash > b_hash : a_hash < b_hash;
    return reverse ? a.range_begin > b.range_begin : a.range_begin < b.range_begin;
  });
}

std::optional<aws::Error> apply_order(SelectPlan& plan, const SelectStatement& statement, const KeySchemaRecord& keys) {
  if (statement.order.empty()) return std::nullopt;
  if (!statement.where) return refused("Must have WHERE clause in the statement when using ORDER BY clause.");
  const auto order = key_order(statement, keys);
  if (!order) return order.error();
  if (plan.reads.scan) {
    return refused("Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.");
  }
  if (plan.reads.hash_conditions > 1 && !order->hash_descending) {
    return refused("Must have hash key in ORDER BY clause when more than one hash key condition specified in WHERE clause.");
  }
  // By the hash key alone, range keys fall (measured on AWS: floci-io/floci, PartiQL documented syntax).
  plan.reverse = order->range_descending.value_or(true);
  sort_reads(plan.reads.reads, keys, *order, plan.reverse);
  return std::nullopt;
}

}  // namespace

Result<SelectPlan> plan_select(const SelectStatement& statement, TablePtr table, const std::string& index_name, bool consistent,
                               Parameters parameters) {
  const auto index = find_source_index(*table, index_name, consistent);
  if (!index) return aws::fail(index.error());
  const auto& keys = *index != nullptr ? (*index)->keys : table->record.keys;
  auto columns = make_columns(statement);
  if (!columns) return aws::fail(std::move(columns.error()));
  ConditionPtr where;
  if (statement.where) {
    auto made = make_where(*statement.where, parameters);
    if (!made) return aws::fail(std::move(made.error()));
    where = std::move(*made);
  }
  auto reads = plan_key_reads(where, keys);
  if (!reads) return aws::fail(std::move(reads.error()));
  SelectPlan plan{.table = std::move(table), .index = index_name, .columns = std::move(*columns), .reads = std::move(*reads)};
  if (auto wrong = apply_order(plan, statement, keys)) return aws::fail(std::move(*wrong));
  if (*index == nullptr) {
    if (auto wrong = check_keys(plan)) return aws::fail(std::move(*wrong));
    return plan;
  }
  // Keys of an index are no keys of one item.
  for (auto& read : plan.reads.reads) read.key = Item();
  if (auto wrong = check_columns(plan, **index)) return aws::fail(std::move(*wrong));
  if (auto wrong = check_filters(plan.table->record, **index, plan.reads)) return aws::fail(std::move(*wrong));
  return plan;
}

}  // namespace winterbaume::dynamodb::partiql
