#include "services/dynamodb/archive/archive_tasks.h"

#include "services/dynamodb/archive/backups.h"
#include "services/dynamodb/archive/bulk_record.h"
#include "services/dynamodb/archive/export_run.h"
#include "services/dynamodb/archive/import_record.h"
#include "services/dynamodb/archive/task_documents.h"

namespace winterbaume::dynamodb {
namespace {

template <class Record>
using Run = asio::awaitable<void> (*)(DynamoDbDoor&, Record&, TimePoint);

template <class Record>
asio::awaitable<void> run_tasks(DynamoDbDoor& door, Scope scope, DocumentKind kind, Run<Record> run, TimePoint now,
                                std::stop_token stop) {
  for (auto& id : co_await pending_tasks(door.backend, scope, kind)) {
    if (stop.stop_requested()) co_return;
    auto task = co_await lease_task<Record>(door.backend, scope, kind, std::move(id), now);
    if (!task) continue;
    co_await run(door, task->record, now);
    co_await finish_task(door.backend, scope, kind, std::move(*task));
  }
}

asio::awaitable<void> run_bulk_tasks(DynamoDbDoor& door, Scope scope, TimePoint now, std::stop_token stop) {
  for (auto& id : co_await pending_tasks(door.backend, scope, DocumentKind::bulk_operation)) {
    if (stop.stop_requested()) co_return;
    auto task = co_await lease_task<BulkRecord>(door.backend, scope, DocumentKind::bulk_operation, std::move(id), now);
    if (task) co_await run_bulk(door, std::move(*task), now);
  }
}

}  // namespace

asio::awaitable<void> run_archive_tasks(const DynamoDbDoor& door, TimePoint now, std::stop_token stop) {
  DynamoDbDoor own = door;
  own.throttle = nullptr;  // they have no part of what a table's clients may use
  for (auto& scope : co_await door.backend.scopes()) {
    if (stop.stop_requested()) co_return;
    if (scope.region.contains('/')) continue;  // where backups lie
    co_await run_tasks<ExportRecord>(own, scope, DocumentKind::export_, &run_export, now, stop);
    co_await run_tasks<ImportRecord>(own, scope, DocumentKind::import_, &run_import, now, stop);
    co_await run_bulk_tasks(own, scope, now, stop);
  }
}

}  // namespace winterbaume::dynamodb
