// For tests of what works through the door: buckets in memory, on a clock that stands still until a test moves it, and queues
// that keep what they are sent.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "services/s3/background.h"
#include "services/s3/buckets/config_documents.h"
#include "services/s3/events/event_queues.h"
#include "services/s3/store/store_s3_backend.h"
#include "storage/mem_vfs.h"
#include "storage/memory_state_store.h"

namespace winterbaume::s3 {

class KeepingQueues final : public EventQueues {
 public:
  asio::awaitable<bool> exists(std::string queue_arn) override { co_return sent.contains(queue_arn); }
  asio::awaitable<bool> send(std::string queue_arn, std::string body) override {
    sent[queue_arn].push_back(std::move(body));
    co_return true;
  }
  std::map<std::string, std::vector<std::string>> sent;
};

class DoorTest : public ::testing::Test {
 protected:
  DoorTest() {
    context.scope = {"123456789012", "us-east-1"};
    context.clock = clock.get();
    context.ids = ids.get();
    context.now = clock->now();
  }
  ~DoorTest() override {
    stop.request_stop();
    let_run();
  }

  void let_run() {
    io.restart();
    while (io.poll() != 0) io.restart();
  }
  // Runs what waits for nothing but the disk.
  template <class T>
  T run(asio::awaitable<T> work) {
    std::optional<T> result;
    std::exception_ptr failure;
    asio::co_spawn(io, std::move(work), [&](std::exception_ptr thrown, T value) {
      failure = thrown;
      if (!thrown) result = std::move(value);
    });
    run_until([&] { return result || failure; });
    if (failure) std::rethrow_exception(failure);
    return std::move(result.value());
  }
  void run(asio::awaitable<void> work) {
    std::exception_ptr failure;
    bool done = false;
    asio::co_spawn(io, std::move(work), [&](std::exception_ptr thrown) {
      failure = thrown;
      done = true;
    });
    run_until([&] { return done; });
    if (failure) std::rethrow_exception(failure);
  }
  // Runs until then, and what follows from it.
  template <class Condition>
  void run_until(Condition done) {
    constexpr auto k_patience = std::chrono::seconds(30);
    let_run();
    const auto disk_at_work = asio::make_work_guard(io);
    while (!done()) {
      io.restart();
      ASSERT_NE(io.run_one_for(k_patience), 0u) << "it waits for what never comes";
    }
    let_run();
  }
  // Begins what goes on until the test's end.
  void start(asio::awaitable<void> work) {
    asio::co_spawn(io, std::move(work), [](std::exception_ptr thrown) { EXPECT_FALSE(thrown); });
    let_run();
  }
  void pass(Millis time) {
    clock->advance(time);
    context.now = clock->now();
    let_run();
  }

  void make_bucket(std::string name, Versioning versioning) {
    BucketRecord record{.name = std::move(name), .region = "us-east-1", .owner = {"123456789012", "owner", ""}, .created = {}};
    record.versioning = versioning;
    ASSERT_TRUE(run(backend->create_bucket(std::move(record), {})).has_value());
  }
  BucketPtr bucket(std::string name) { return *run(backend->get_bucket(std::move(name))); }
  FoundObject put(std::string name, std::string key, std::string bytes = "x", TextPairs tags = {}) {
    ObjectWrite write{.bucket = std::move(name), .key = std::move(key), .record = {}};
    write.record.modified = clock->now();
    write.record.size = bytes.size();
    write.record.etag = "9dd4e461268c8034f5c8564e155c67a6";
    write.record.tags = std::move(tags);
    write.record.content.inline_bytes = std::move(bytes);
    return *run(backend->put_object(std::move(write)));
  }
  DeletionOutcome remove(std::string name, std::string key, std::optional<std::string> version_id = {}) {
    ObjectDeletion deletion{.bucket = std::move(name), .key = std::move(key), .version_id = std::move(version_id)};
    deletion.now = clock->now();
    return *run(backend->delete_object(std::move(deletion)));
  }
  std::vector<FoundObject> versions(std::string name) {
    ObjectQuery query{.bucket = std::move(name)};
    return run(backend->list_versions(std::move(query)))->objects;
  }
  template <class Config>
  void configure(std::string name, Config config) {
    ASSERT_TRUE(run(put_config(door, bucket(std::move(name)), config)).has_value());
  }

  asio::io_context io;
  std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
  std::shared_ptr<SequentialIds> ids = std::make_shared<SequentialIds>();
  std::shared_ptr<MemoryStateStore> store = std::make_shared<MemoryStateStore>();
  std::shared_ptr<MemVfs> vfs = std::make_shared<MemVfs>();
  std::shared_ptr<StoreS3Backend> backend = std::make_shared<StoreS3Backend>(store, vfs, ids, clock);
  KeepingQueues queues;
  Background background{clock, ids};
  S3Door door{.backend = *backend, .queues = &queues, .background = &background};
  aws::RequestContext context;
  std::stop_source stop;
};

}  // namespace winterbaume::s3
