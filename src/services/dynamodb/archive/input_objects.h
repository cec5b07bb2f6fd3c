// Reads the objects of an import or a bulk operation: listed, unpacked, cut into records.
#pragma once

#include <string>

#include "services/dynamodb/archive/compression.h"
#include "services/dynamodb/archive/object_store.h"
#include "services/dynamodb/archive/record_splitter.h"

namespace winterbaume::dynamodb {

struct InputPlace {
  BucketAddress bucket;
  std::string prefix;
  Compression compression = Compression::none;
  InputFormat format = InputFormat::dynamodb_json;
};
Compression read_compression(std::string_view name);   // "GZIP", "ZSTD", "NONE"
InputFormat read_input_format(std::string_view name);  // "CSV", "ION", "DYNAMODB_JSON"

// What is read.
class InputSink {
 public:
  virtual ~InputSink() = default;
  // False: nothing more is wanted.
  virtual asio::awaitable<bool> begin_object(ObjectSummary object) = 0;
  // False: nothing more of this object.
  virtual asio::awaitable<bool> take(std::string record) = 0;
  // The object cannot be unpacked, or is no text of records; the next one goes on.
  virtual asio::awaitable<void> take_broken(std::string why) = 0;
  // How much was read: as it lies there, and unpacked.
  virtual void count(std::size_t packed, std::size_t unpacked) = 0;
};

// Every object whose key begins with the prefix, in order.
asio::awaitable<ObjectResult<void>> read_objects(ObjectStore& objects, InputPlace place, InputSink& sink);

}  // namespace winterbaume::dynamodb
