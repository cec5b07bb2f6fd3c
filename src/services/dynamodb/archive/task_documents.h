// Exports, imports and bulk operations: a document each, and a second one of what is still to be done, so that a round of the
// background looks at nothing else. Clients' tokens are kept where transactions keep theirs.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/digest.h"
#include "services/dynamodb/dynamodb_door.h"
#include "storage/record_json.h"

namespace winterbaume::dynamodb {

// A task that is begun again elsewhere where its server has not come to its end for this long.
inline constexpr auto k_task_lease = std::chrono::minutes(10);
// API Reference: a token is good for eight hours, lists go back 90 days.
inline constexpr auto k_task_token_kept = std::chrono::hours(8);
inline constexpr auto k_tasks_listed = std::chrono::days(90);
inline constexpr std::size_t k_tasks_read_max = 1'000'000;

// Ids of what is to be done.
asio::awaitable<std::vector<std::string>> pending_tasks(DynamoDbBackend& backend, Scope scope, DocumentKind kind);
asio::awaitable<void> set_pending(DynamoDbBackend& backend, Scope scope, DocumentKind kind, std::string id, bool pending);
bool is_pending_key(std::string_view key);

// The id of the task that was started with the token. Errors: `mismatch` where its parameters were others.
asio::awaitable<Result<std::optional<std::string>>> find_started_task(DynamoDbBackend& backend, Scope scope, DocumentKind kind,
                                                                      std::string token, std::string request_hash,
                                                                      aws::Error mismatch);
// False: another request with the token was faster.
asio::awaitable<bool> remember_token(DynamoDbBackend& backend, Scope scope, DocumentKind kind, std::string token,
                                     std::string request_hash, std::string id, TimePoint now);

// A record and its document's version.
template <class Record>
struct StoredTask {
  Record record;
  std::uint64_t version = 0;
};

template <class Record>
asio::awaitable<std::optional<StoredTask<Record>>> find_task(DynamoDbBackend& backend, Scope scope, DocumentKind kind,
                                                             std::string id) {
  auto document = co_await backend.find_document(std::move(scope), kind, std::move(id));
  if (!document) co_return std::nullopt;
  co_return StoredTask<Record>{read_record<Record>(document->json), document->version};
}

// False: it was changed meanwhile.
template <class Record>
asio::awaitable<bool> store_task(DynamoDbBackend& backend, Scope scope, DocumentKind kind, StoredTask<Record> task) {
  Document document{.key = task.record.id, .json = write_record(task.record), .version = task.version};
  return backend.put_document(std::move(scope), kind, std::move(document));
}

// Takes a task that nobody works on. Null: it is another's, or at its end.
template <class Record>
asio::awaitable<std::optional<StoredTask<Record>>> lease_task(DynamoDbBackend& backend, Scope scope, DocumentKind kind,
                                                              std::string id, TimePoint now) {
  auto task = co_await find_task<Record>(backend, scope, kind, id);
  if (!task || task->record.ended) {
    co_await set_pending(backend, std::move(scope), kind, std::move(id), false);
    co_return std::nullopt;
  }
  if (task->record.leased_until && *task->record.leased_until > now) co_return std::nullopt;
  task->record.leased_until = now + k_task_lease;
  if (!co_await store_task(backend, scope, kind, *task)) co_return std::nullopt;
  co_return co_await find_task<Record>(backend, std::move(scope), kind, std::move(id));
}

// Its end.
template <class Record>
asio::awaitable<void> finish_task(DynamoDbBackend& backend, Scope scope, DocumentKind kind, StoredTask<Record> task) {
  task.record.leased_until.reset();
  auto id = task.record.id;
  while (!co_await store_task(backend, scope, kind, task)) {
    auto there = co_await find_task<Record>(backend, scope, kind, id);
    if (!there) break;
    task.version = there->version;
  }
  co_await set_pending(backend, std::move(scope), kind, std::move(id), false);
}

// A page of a list, newest first.
template <class Record>
struct TaskPage {
  std::vector<Record> tasks;
  bool more = false;
};

// Of those before the id `before` (empty: all), which `is_wanted` and that are not too old to be listed.
template <class Record>
asio::awaitable<TaskPage<Record>> list_tasks(DynamoDbBackend& backend, Scope scope, DocumentKind kind, std::string before,
                                             std::size_t max, TimePoint now, std::function<bool(const Record&)> is_wanted) {
  auto documents = co_await backend.list_documents(std::move(scope), kind, std::string(), k_tasks_read_max);
  TaskPage<Record> page;
  for (auto document = documents.rbegin(); document != documents.rend(); ++document) {
    if (is_pending_key(document->key) || (!before.empty() && document->key >= before)) continue;
    auto record = read_record<Record>(document->json);
    if (record.started + k_tasks_listed < now || !is_wanted(record)) continue;
    page.more = page.tasks.size() == max;
    if (page.more) break;
    page.tasks.push_back(std::move(record));
  }
  co_return page;
}

// Of the parameters that a repeat must have too: `record` without what is the first request's own.
template <class Record>
std::string request_hash(const Record& record) {
  return std::string(as_bytes(md5(write_record(record))));
}

}  // namespace winterbaume::dynamodb
