// For the tests of exports, imports and bulk operations: buckets in memory, and what was put into them.
#pragma once

#include <algorithm>
#include <cstring>
#include <map>

#include "core/bytes.h"
#include "core/digest.h"
#include "services/dynamodb/archive/archive_tasks.h"
#include "services/dynamodb/archive/compression.h"
#include "services/dynamodb/archive/object_store.h"
#include "services/dynamodb/operations/item_operation_fixture.h"

namespace winterbaume::dynamodb {

// One bucket, "bucket".
class OneBucket final : public ObjectStore {
 public:
  asio::awaitable<ObjectResult<std::string>> put(BucketAddress bucket, ObjectUpload object) override {
    if (bucket.bucket != "bucket") co_return std::unexpected(no_bucket());
    auto etag = to_hex(as_bytes(md5(object.content)));
    objects[object.key] = std::move(object.content);
    co_return etag;
  }
  asio::awaitable<ObjectResult<std::unique_ptr<ObjectContent>>> open(BucketAddress bucket, std::string key) override {
    if (bucket.bucket != "bucket") co_return std::unexpected(no_bucket());
    co_return std::make_unique<Content>(objects.at(key));
  }
  asio::awaitable<ObjectResult<std::vector<ObjectSummary>>> list(BucketAddress bucket, std::string prefix,
                                                                 std::string start_after) override {
    if (bucket.bucket != "bucket") co_return std::unexpected(no_bucket());
    std::vector<ObjectSummary> out;
    for (const auto& [key, content] : objects) {
      if (key.starts_with(prefix) && key > start_after) out.push_back({key, content.size()});
    }
    co_return out;
  }

  std::map<std::string, std::string> objects;

 private:
  // Some bytes at a time.
  class Content final : public ObjectContent {
   public:
    explicit Content(std::string bytes) : bytes_(std::move(bytes)) {}
    asio::awaitable<std::size_t> read(std::span<char> into) override {
      const auto count = std::min({into.size(), bytes_.size() - at_, std::size_t{7}});
      std::memcpy(into.data(), bytes_.data() + at_, count);
      at_ += count;
      co_return count;
    }

   private:
    std::string bytes_;
    std::size_t at_ = 0;
  };
  static ObjectStoreError no_bucket() { return {"NoSuchBucket", "The specified bucket does not exist"}; }
};

class ArchiveTest : public ItemOperationTest {
 protected:
  ArchiveTest() { door.objects = &objects; }

  void pass(Millis time) {
    clock->advance(time);
    context.now = clock->now();
  }
  void run_tasks() {
    asio::io_context io;
    std::exception_ptr failed;
    asio::co_spawn(io, run_archive_tasks(door, context.now), [&](std::exception_ptr failure) { failed = failure; });
    io.run();
    if (failed) std::rethrow_exception(failed);
  }
  void enable_recovery() {
    auto table = run(backend.find_table(context.scope, "items"));
    auto record = table->record;
    record.continuous_backups = {.enabled = true, .recovery_days = 35, .since = context.now};
    ASSERT_NE(run(backend.update_table(table, std::move(record))), nullptr);
  }
  std::vector<std::string> scanned(std::string table) {
    std::vector<std::string> out;
    for (const auto& item : *get(scan(context, door, {.table_name = std::move(table)})).items) out.push_back(json_of(item));
    std::ranges::sort(out);
    return out;
  }
  // The lines of the one packed object whose key ends like this, with ' for ", in order.
  std::vector<std::string> unpacked(std::string_view ending) {
    std::vector<std::string> lines;
    for (const auto& [key, content] : objects.objects) {
      if (!key.ends_with(ending)) continue;
      std::string text;
      auto unpacker = make_unpacker(Compression::gzip);
      EXPECT_TRUE(unpacker->add(content, text) && unpacker->is_whole());
      for (auto& c : text) c = c == '"' ? '\'' : c;
      for (std::size_t at = 0; at < text.size();) {
        const auto end = text.find('\n', at);
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
      }
    }
    std::ranges::sort(lines);
    return lines;
  }

  OneBucket objects;
};

}  // namespace winterbaume::dynamodb
