#include <fmt/format.h>

#include <algorithm>

#include "services/dynamodb/partiql/select_plan.h"

namespace winterbaume::dynamodb::partiql {
namespace {

// From the last name on: what follows it are indexes.
std::string column_name(const DocumentPath& path) {
  std::string name = path.root;
  for (const auto& step : path.steps) {
    if (const auto* key = std::get_if<std::string>(&step)) {
      name = *key;
    } else {
      name += fmt::format("[{}]", std::get<std::uint64_t>(step));
    }
  }
  return name;
}

}  // namespace

std::optional<aws::Error> check_select_clauses(const SelectStatement& statement) {
  if (statement.select_value) return refused("Select projection doesn't support value or pivot keywords");
  if (statement.many_sources) return refused("Only select from a single table or index is supported.");
  if (statement.has_alias) return refused("Aliasing is not supported");
  if (!statement.unsupported) return std::nullopt;
  return refused_at("Unsupported clause: " + statement.unsupported->name, statement.unsupported->place);
}

Result<std::vector<Column>> make_columns(const SelectStatement& statement) {
  std::vector<Column> columns;
  for (const auto& expr : statement.columns) {
    if (!is_path(expr)) return aws::fail(refused_at("Unexpected path component", expr.place));
    auto path = make_path(expr);
    if (!path) return aws::fail(std::move(path.error()));
    auto name = column_name(*path);
    if (std::ranges::find(columns, name, &Column::name) != columns.end()) {
      return aws::fail(refused("Duplicate identifiers in select clause: " + name));
    }
    columns.push_back({.path = std::move(*path), .name = std::move(name)});
  }
  return columns;
}

Item select_columns(Item item, const std::vector<Column>& columns) {
  if (columns.empty()) return item;
  std::vector<std::pair<std::string_view, ValueView>> parts;
  for (const auto& column : columns) {
    if (const auto value = find_value(item.view(), column.path)) parts.emplace_back(column.name, *value);
  }
  return Item(std::move(parts));
}

}  // namespace winterbaume::dynamodb::partiql
