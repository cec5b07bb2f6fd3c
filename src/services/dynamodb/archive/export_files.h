// The objects that an export leaves in its bucket: data files and manifests, in AWS's layout.
#pragma once

#include <string>
#include <vector>

#include "services/dynamodb/archive/compression.h"
#include "services/dynamodb/archive/export_record.h"
#include "services/dynamodb/archive/object_store.h"

namespace winterbaume::dynamodb {

// "<prefix>/AWSDynamoDB/<id>/"
std::string export_folder(const ExportRecord& record);

// One after the other, packed, each put when it is large enough. Not thread-safe. Errors are the bucket's.
class ExportFiles {
 public:
  ExportFiles(ObjectStore& objects, const ExportRecord& record) : objects_(objects), record_(record) {}

  asio::awaitable<ObjectResult<void>> begin();  // "_started"
  // `line`: a record with its end of line; `bytes`: of the item, by AWS's sizes.
  asio::awaitable<ObjectResult<void>> add(std::string line, std::size_t bytes);
  // The last data file (of an export without items the only, empty one) and the manifests. Gives the summary's key.
  asio::awaitable<ObjectResult<std::string>> finish(TimePoint now);

  std::int64_t items() const { return items_; }
  std::int64_t bytes() const { return bytes_; }

 private:
  struct DataFile {
    std::int64_t items = 0;
    std::string md5;  // base64
    std::string etag;
    std::string key;
  };
  asio::awaitable<ObjectResult<std::string>> put(std::string key, std::string content, std::string content_type);
  asio::awaitable<ObjectResult<void>> put_with_md5(std::string name, std::string content);
  asio::awaitable<ObjectResult<void>> finish_file();
  std::string summary(const std::string& files_key, TimePoint now) const;

  ObjectStore& objects_;
  const ExportRecord& record_;
  GzipWriter file_;
  std::int64_t file_items_ = 0;
  std::vector<DataFile> files_;
  std::int64_t items_ = 0;
  std::int64_t bytes_ = 0;
};

}  // namespace winterbaume::dynamodb
