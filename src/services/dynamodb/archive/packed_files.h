// What tasks write to a bucket: records in packed files, each put when it is large enough, and the manifests that tell of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/dynamodb/archive/compression.h"
#include "services/dynamodb/archive/export_record.h"
#include "services/dynamodb/archive/object_store.h"

namespace winterbaume::dynamodb {

// "<prefix>/AWSDynamoDB/", and the folder of one task in it.
std::string archive_folder(const BucketPlace& place);
std::string archive_folder(const BucketPlace& place, std::string_view id);
// "2026-01-02T03:04:05.678Z", as manifests have times.
std::string manifest_time(TimePoint time);

// Puts objects of a task. Errors are the bucket's.
class BucketWriter {
 public:
  BucketWriter(ObjectStore& objects, Scope scope, const BucketPlace& place)
      : objects_(objects), scope_(std::move(scope)), place_(place) {}

  // The object's ETag.
  asio::awaitable<ObjectResult<std::string>> put(std::string key, std::string content, std::string content_type);
  // "<name>.json" and, beside it, its MD5 as "<name>.md5". Names with their folder.
  asio::awaitable<ObjectResult<void>> put_manifest(std::string name, std::string content);

 private:
  ObjectStore& objects_;
  Scope scope_;
  BucketPlace place_;
};

// Not thread-safe.
class PackedFiles {
 public:
  // `folder` and `ending`: of the files' keys; `seed`: what makes their names this task's own.
  PackedFiles(BucketWriter& bucket, std::string folder, std::string ending, std::string seed)
      : bucket_(bucket), folder_(std::move(folder)), ending_(std::move(ending)), seed_(std::move(seed)) {}

  // `line`: a record with its end of line.
  asio::awaitable<ObjectResult<void>> add(std::string line);
  // Puts the file that was begun, or an empty one.
  asio::awaitable<ObjectResult<void>> finish_file();
  bool has_unfinished() const { return file_items_ > 0; }
  std::size_t count() const { return files_.size(); }
  // A line of JSON each, as "manifest-files.json" has them.
  std::string manifest_lines() const;

 private:
  struct DataFile {
    std::int64_t items = 0;
    std::string md5;  // base64
    std::string etag;
    std::string key;
  };
  BucketWriter& bucket_;
  std::string folder_, ending_, seed_;
  GzipWriter file_;
  std::int64_t file_items_ = 0;
  std::vector<DataFile> files_;
};

}  // namespace winterbaume::dynamodb
