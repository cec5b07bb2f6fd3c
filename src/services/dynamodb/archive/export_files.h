// The objects that an export leaves in its bucket: data files and manifests, in AWS's layout.
#pragma once

#include <string>

#include "services/dynamodb/archive/export_record.h"
#include "services/dynamodb/archive/packed_files.h"

namespace winterbaume::dynamodb {

// "<prefix>/AWSDynamoDB/<id>/"
std::string export_folder(const ExportRecord& record);

// Not thread-safe. Errors are the bucket's.
class ExportFiles {
 public:
  ExportFiles(ObjectStore& objects, const ExportRecord& record);
  ExportFiles(const ExportFiles&) = delete;
  ExportFiles& operator=(const ExportFiles&) = delete;

  asio::awaitable<ObjectResult<void>> begin();  // "_started"
  // `line`: a record with its end of line; `bytes`: of the item, by AWS's sizes.
  asio::awaitable<ObjectResult<void>> add(std::string line, std::size_t bytes);
  // The last data file (of an export without items the only, empty one) and the manifests. Gives the summary's key.
  asio::awaitable<ObjectResult<std::string>> finish(TimePoint now);

  std::int64_t items() const { return items_; }
  std::int64_t bytes() const { return bytes_; }

 private:
  std::string summary(const std::string& files_key, TimePoint now) const;

  const ExportRecord& record_;
  BucketWriter bucket_;
  PackedFiles files_;
  std::int64_t items_ = 0;
  std::int64_t bytes_ = 0;
};

}  // namespace winterbaume::dynamodb
