// For the tests of global tables: one backend, and requests to several regions of it.
#pragma once

#include <string>

#include "services/dynamodb/global/replica_updates.h"
#include "services/dynamodb/global/replication.h"
#include "services/dynamodb/global/strong_backend.h"
#include "services/dynamodb/operations/item_operation_fixture.h"

namespace winterbaume::dynamodb::global {

class GlobalTableTest : public ItemOperationTest {
 protected:
  void in(std::string region) { context.scope.region = std::move(region); }
  void at(std::int64_t millis) { context.now = TimePoint(Millis(millis)); }

  TablePtr table_in(std::string region, std::string name = "items") {
    return run(backend.find_table({"123456789012", std::move(region)}, std::move(name)));
  }
  void put_in(std::string region, std::string item) {
    in(std::move(region));
    put(std::move(item));
  }
  void delete_in(std::string region, std::string key) {
    in(std::move(region));
    ops::DeleteItem::Input input{.table_name = "items", .key = item_of(std::move(key))};
    get(delete_item(context, door, std::move(input)));
  }
  std::string stored_in(std::string region, std::string key) {
    in(std::move(region));
    return stored(std::move(key));
  }

  static ReplicationGroupUpdate create(std::string region) {
    ReplicationGroupUpdate update;
    update.create.emplace().region_name = std::move(region);
    return update;
  }
  static ReplicationGroupUpdate remove(std::string region) {
    ReplicationGroupUpdate update;
    update.delete_.emplace().region_name = std::move(region);
    return update;
  }
  static UpdateTableInput updates(std::vector<ReplicationGroupUpdate> all) {
    UpdateTableInput input{.table_name = "items"};
    input.replica_updates = std::move(all);
    return input;
  }
  asio::awaitable<Result<TablePtr>> ask(UpdateTableInput input, std::string region = "us-east-1") {
    in(region);
    return update_replicas(context, door, table_in(region), std::move(input));
  }
  // A round of what goes on without requests.
  void replicate_all() { replicate_all(context.now); }
  void replicate_all(TimePoint now) {
    for (const char* region : {"us-east-1", "us-east-2", "us-west-2", "eu-west-1"}) {
      if (auto table = table_in(region)) done(replicate(door, std::move(table), now));
    }
  }
  void done(asio::awaitable<void> work) {
    run([](asio::awaitable<void> inner) -> asio::awaitable<int> {
      co_await std::move(inner);
      co_return 0;
    }(std::move(work)));
  }
  // "items" in us-east-1 with replicas in the other regions, all of them whole.
  void make_group(std::vector<std::string> regions, bool indexes = false) {
    make_table(indexes);
    for (auto& region : regions) {
      get(ask(updates({create(region)})));
      replicate_all();
    }
  }
  std::string status_of(std::string region, std::string seen_from) {
    for (const auto& replica : table_in(std::move(seen_from))->record.replicas) {
      if (replica.region == region) return replica.status;
    }
    return "none";
  }
  // "INSERT client", …: what the stream of a region's table tells of a key.
  std::vector<std::string> stream_of(std::string region, std::string key) {
    const auto table = table_in(std::move(region));
    std::vector<std::string> out;
    for (std::uint32_t shard = 0; shard < backend.shard_count(); ++shard) {
      for (const auto& row :
           run(backend.read_stream({.table = table, .label = table->record.streams.back().label, .shard = shard, .after = {}}))) {
        if (row.key != item_of(key)) continue;
        out.push_back(std::string(row.was_there ? (row.is_there ? "MODIFY" : "REMOVE") : "INSERT") +
                      (row.cause == WriteCause::replication ? " replication" : " client"));
      }
    }
    return out;
  }
};

}  // namespace winterbaume::dynamodb::global
