// What is no item and no table.
#include "services/dynamodb/store/keys.h"
#include "services/dynamodb/store/store_dynamodb_backend.h"

namespace winterbaume::dynamodb {

asio::awaitable<std::optional<Document>> StoreDynamoDbBackend::find_document(Scope scope, DocumentKind kind, std::string key) {
  auto entry = co_await store_->get(documents_partition(scope), document_row(kind, key));
  if (!entry) co_return std::nullopt;
  co_return Document{.key = std::move(key), .json = std::move(entry->value), .version = entry->version};
}

asio::awaitable<std::vector<Document>> StoreDynamoDbBackend::list_documents(Scope scope, DocumentKind kind,
                                                                            std::string start_after, std::size_t max) {
  std::vector<Document> out;
  auto range = prefix_range(document_row(kind, {}));
  if (!start_after.empty()) range.begin = document_row(kind, start_after) + '\0';
  const auto prefix_bytes = document_row(kind, {}).size();
  while (out.size() < max) {
    auto rows =
        co_await store_->scan(documents_partition(scope), range, {.limit = std::min<std::size_t>(max - out.size(), 1000)});
    if (rows.empty()) break;
    range.begin = rows.back().key + '\0';
    for (auto& row : rows) {
      out.push_back({.key = row.key.substr(prefix_bytes), .json = std::move(row.value), .version = row.version});
    }
  }
  co_return out;
}

asio::awaitable<bool> StoreDynamoDbBackend::put_document(Scope scope, DocumentKind kind, Document document) {
  PartitionCommit part{.partition = documents_partition(scope), .checks = {}, .empty_ranges = {}, .writes = {}};
  auto row = document_row(kind, document.key);
  part.checks.push_back({row, document.version == 0 ? std::nullopt : std::optional(document.version)});
  std::optional<std::string> value;
  if (!document.json.empty()) value = std::move(document.json);
  part.writes.push_back({std::move(row), std::move(value)});
  co_await remember_scope(std::move(scope));
  const auto outcome = co_await commit_part(std::move(part));
  co_return outcome.committed;
}

}  // namespace winterbaume::dynamodb
