#include <fmt/format.h>

#include "services/dynamodb/partiql/select_plan.h"
#include "services/dynamodb/partiql/sources.h"
#include "services/dynamodb/partiql/write_plan.h"

namespace winterbaume::dynamodb::partiql {
namespace {

struct WriteTableFinder {
  Result<std::string> operator()(const SelectStatement& statement) const { return table_read(statement); }

  Result<std::string> operator()(const InsertStatement& statement) const {
    if (statement.target.kind == ExprKind::path) {
      return aws::fail(refused("FROM clause may only contain a single table name in data manipulation statements"));
    }
    if (statement.has_returning) return aws::fail(refused("RETURNING is not supported in INSERT"));
    if (!statement.value) {
      return aws::fail(
          refused("Unsupported operation: Inserting multiple items in a single statement is not supported, use \"INSERT INTO "
                  "tableName VALUE item\" instead"));
    }
    if (statement.value->kind != ExprKind::tuple) {
      return aws::fail(
          refused("Unsupported format in item expression. Please use struct format {...} to express item values for "
                  "insert statement."));
    }
    return write_target(statement.target);
  }

  Result<std::string> operator()(const UpdateStatement& statement) const {
    if (statement.has_alias) return aws::fail(refused("Aliasing is not supported"));
    return write_target(statement.target);
  }

  Result<std::string> operator()(const DeleteStatement& statement) const {
    if (statement.has_alias) return aws::fail(refused("Aliasing is not supported"));
    const auto& returning = statement.returning;
    if (returning && (!returning->all || returning->fresh)) {
      return aws::fail(refused(
          fmt::format("Invalid returning clause: RETURNING {} {} *. Only RETURNING ALL OLD * is allowed in DELETE statements.",
                      returning->all ? "ALL" : "MODIFIED", returning->fresh ? "NEW" : "OLD")));
    }
    return write_target(statement.target);
  }

  Result<std::string> operator()(const ExistsStatement& statement) const { return table_read(statement.select); }

  static Result<std::string> table_read(const SelectStatement& statement) {
    if (auto wrong = check_select_clauses(statement)) return aws::fail(std::move(*wrong));
    auto source = read_source(statement.from);
    if (!source) return aws::fail(std::move(source.error()));
    if (!source->index.empty()) return aws::fail(refused("Operations on indices are not supported in transactions"));
    return std::move(source->table);
  }
};

}  // namespace

Result<std::string> find_write_table(const Statement& statement) { return std::visit(WriteTableFinder(), statement.body); }

}  // namespace winterbaume::dynamodb::partiql
