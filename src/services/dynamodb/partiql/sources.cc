#include "services/dynamodb/partiql/sources.h"

#include <algorithm>

#include "services/dynamodb/item_reads/selection.h"

namespace winterbaume::dynamodb::partiql {
namespace {

std::optional<aws::Error> check_component(const std::string& name) {
  if (!name.empty()) return std::nullopt;
  return refused("Path component cannot be an empty string");
}

// An ARN names a table too.
std::optional<aws::Error> check_table_name(const std::string& name) {
  const bool has_length = name.size() >= 3 && name.size() <= 255;
  const bool is_plain =
      name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == std::string::npos;
  if ((has_length && is_plain) || name.starts_with("arn:")) return std::nullopt;
  return refused("Table name should be within the length [3, 255] and only contain 'a-z', 'A-Z', '0-9', '-', '_', '.'.");
}

}  // namespace

Result<ReadSource> read_source(const Expr& from) {
  const auto& root = from.kind == ExprKind::path ? from.children.front() : from;
  if (root.kind != ExprKind::name) return aws::fail(refused("Unexpected from source"));
  if (from.steps.size() > 1) return aws::fail(refused("A path may contain at most 2 components in the FROM clause"));
  if (auto wrong = check_component(root.text)) return aws::fail(std::move(*wrong));
  if (auto wrong = check_table_name(root.text)) return aws::fail(std::move(*wrong));
  ReadSource source{.table = root.text, .index = {}};
  if (from.steps.empty()) return source;
  const auto& step = from.steps.front();
  if (step.kind == PathPart::Kind::index) return aws::fail(refused("Invalid list expression in source."));
  if (step.kind != PathPart::Kind::name) {
    return aws::fail(refused("Invalid path dot component in this operation, expecting either an IDENTIFIER or STAR."));
  }
  if (auto wrong = check_component(step.name)) return aws::fail(std::move(*wrong));
  source.index = step.name;
  return source;
}

Result<std::string> write_target(const Expr& target) {
  auto source = read_source(target);
  if (!source) return aws::fail(std::move(source.error()));
  if (!source->index.empty()) return aws::fail(refused("This operation is not supported on an index"));
  return std::move(source->table);
}

Result<const IndexRecord*> find_source_index(const Table& table, const std::string& index, bool consistent) {
  if (index.empty()) return nullptr;
  if (std::ranges::find(table.record.vector_indexes, index, &VectorIndexRecord::name) != table.record.vector_indexes.end()) {
    return aws::fail(refused("Scan operation not supported on this index type"));
  }
  const auto* found = table.find_index(index);
  if (found == nullptr || found->status == IndexStatus::deleting) {
    return aws::fail(refused("The table does not have the specified index"));
  }
  if (found->keys.hash.size() > 1 || found->keys.range.size() > 1) {
    return aws::fail(
        refused("PartiQL statements cannot be executed on tables with multi-attribute HASH keys or "
                "multi-attribute RANGE keys."));
  }
  if (found->global && consistent) {
    return aws::fail(refused("Strongly consistent read is not supported on Global Secondary Indexes"));
  }
  return find_read_index(table, &index, false);
}

}  // namespace winterbaume::dynamodb::partiql
