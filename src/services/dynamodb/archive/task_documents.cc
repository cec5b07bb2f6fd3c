#include "services/dynamodb/archive/task_documents.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_pending_max = 1000;
constexpr char k_pending_mark = '~';  // ids begin with a digit

std::string token_name(DocumentKind kind, std::string_view token) {
  const char* const name = kind == DocumentKind::export_ ? "export" : kind == DocumentKind::import_ ? "import" : "bulk";
  return std::string(name).append(1, '\0').append(token);
}

}  // namespace

bool is_pending_key(std::string_view key) { return key.starts_with(k_pending_mark); }

asio::awaitable<std::vector<std::string>> pending_tasks(DynamoDbBackend& backend, Scope scope, DocumentKind kind) {
  std::vector<std::string> out;
  auto documents = co_await backend.list_documents(std::move(scope), kind, std::string(1, k_pending_mark), k_pending_max);
  for (auto& document : documents) out.push_back(document.key.substr(1));
  co_return out;
}

asio::awaitable<void> set_pending(DynamoDbBackend& backend, Scope scope, DocumentKind kind, std::string id, bool pending) {
  auto key = k_pending_mark + id;
  auto known = co_await backend.find_document(scope, kind, key);
  if (known.has_value() == pending) co_return;
  Document document{.key = std::move(key), .json = pending ? "{}" : "", .version = known ? known->version : 0};
  co_await backend.put_document(std::move(scope), kind, std::move(document));
}

asio::awaitable<Result<std::optional<std::string>>> find_started_task(DynamoDbBackend& backend, Scope scope, DocumentKind kind,
                                                                      std::string token, std::string request_hash,
                                                                      aws::Error mismatch) {
  if (token.empty()) co_return std::nullopt;
  auto known = co_await backend.find_token(std::move(scope), token_name(kind, token));
  if (!known) co_return std::nullopt;
  if (known->request_hash != request_hash) co_return aws::fail(std::move(mismatch));
  co_return std::move(known->answer);
}

asio::awaitable<bool> remember_token(DynamoDbBackend& backend, Scope scope, DocumentKind kind, std::string token,
                                     std::string request_hash, std::string id, TimePoint now) {
  if (token.empty()) co_return true;
  ItemCommit commit;
  commit.now = now;
  commit.token = TokenRecord{.token = token_name(kind, token),
                             .request_hash = std::move(request_hash),
                             .answer = std::move(id),
                             .expires = now + k_task_token_kept};
  commit.scope = std::move(scope);
  const auto outcome = co_await backend.commit(std::move(commit));
  co_return outcome.verdict == CommitVerdict::done;
}

}  // namespace winterbaume::dynamodb
