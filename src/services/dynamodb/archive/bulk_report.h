// What a bulk operation reports of the records that it put no item of, in the bucket of its output: packed lines of JSON under
// "AWSDynamoDB/<operation>/error/" and "…/condition-check-failure/", as far as they are asked for, and manifests like an
// export's.
#pragma once

#include <optional>
#include <string>

#include "services/dynamodb/archive/bulk_record.h"
#include "services/dynamodb/archive/packed_files.h"

namespace winterbaume::dynamodb {

// Not thread-safe. Errors are the bucket's.
class BulkReport {
 public:
  BulkReport(ObjectStore& objects, const BulkRecord& record);
  BulkReport(const BulkReport&) = delete;
  BulkReport& operator=(const BulkReport&) = delete;

  asio::awaitable<ObjectResult<void>> begin();  // "_started"
  // A record that is none, or whose item cannot be stored; `item` as far as it could be read.
  asio::awaitable<ObjectResult<void>> add_error(std::string object, std::string message, std::optional<Item> item);
  // An item whose condition does not hold, and the one that is there.
  asio::awaitable<ObjectResult<void>> add_refused(Item item, std::optional<Item> existing);
  // What is left, and the manifests: with the record's counts as they are then.
  asio::awaitable<ObjectResult<void>> finish(TimePoint now);

 private:
  std::string summary(TimePoint now) const;

  const BulkRecord& record_;
  std::string folder_;
  bool with_errors_ = false;
  bool with_refused_ = false;
  BucketWriter bucket_;
  PackedFiles errors_;
  PackedFiles refused_;
  std::int64_t refused_count_ = 0;
};

}  // namespace winterbaume::dynamodb
