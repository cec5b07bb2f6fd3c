#include "services/dynamodb/archive/packed_files.h"

#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "aws/timestamps.h"
#include "core/bytes.h"
#include "core/digest.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_file_bytes = 16 << 20;

}  // namespace

std::string archive_folder(const BucketPlace& place) {
  std::string out = place.prefix;
  if (!out.empty() && out.back() != '/') out += '/';
  return out + "AWSDynamoDB/";
}

std::string archive_folder(const BucketPlace& place, std::string_view id) { return archive_folder(place).append(id).append("/"); }

std::string manifest_time(TimePoint time) {
  std::string out;
  aws::append_iso8601_millis(out, time);
  return out;
}

asio::awaitable<ObjectResult<std::string>> BucketWriter::put(std::string key, std::string content, std::string content_type) {
  BucketAddress bucket{.scope = scope_, .bucket = place_.bucket, .owner = place_.owner};
  ObjectUpload object{.key = std::move(key), .content = std::move(content), .content_type = std::move(content_type)};
  object.sse_algorithm = place_.sse_algorithm == "KMS" ? "aws:kms" : place_.sse_algorithm;
  object.kms_key_id = place_.kms_key_id;
  return objects_.put(std::move(bucket), std::move(object));
}

asio::awaitable<ObjectResult<void>> BucketWriter::put_manifest(std::string name, std::string content) {
  auto digest = to_base64(as_bytes(md5(content)));
  auto etag = co_await put(name + ".json", std::move(content), "application/json");
  if (etag) etag = co_await put(name + ".md5", std::move(digest), "text/plain");
  if (!etag) co_return std::unexpected(std::move(etag.error()));
  co_return ObjectResult<void>();
}

asio::awaitable<ObjectResult<void>> PackedFiles::add(std::string line) {
  file_.add(line);
  ++file_items_;
  if (file_.packed_bytes() >= k_file_bytes) co_return co_await finish_file();
  co_return ObjectResult<void>();
}

asio::awaitable<ObjectResult<void>> PackedFiles::finish_file() {
  const auto name = to_hex(as_bytes(md5(fmt::format("{}/{}", seed_, files_.size())))).substr(0, 26);
  DataFile file{.items = std::exchange(file_items_, 0)};
  file.key = folder_ + name + ending_;
  auto content = file_.finish();
  file_ = GzipWriter();
  file.md5 = to_base64(as_bytes(md5(content)));
  auto etag = co_await bucket_.put(file.key, std::move(content), "application/octet-stream");
  if (!etag) co_return std::unexpected(std::move(etag.error()));
  file.etag = std::move(*etag);
  files_.push_back(std::move(file));
  co_return ObjectResult<void>();
}

std::string PackedFiles::manifest_lines() const {
  std::string lines;
  for (const auto& file : files_) {
    boost::json::object line;
    line["itemCount"] = file.items;
    line["md5Checksum"] = file.md5;
    line["etag"] = file.etag;
    line["dataFileS3Key"] = file.key;
    lines += boost::json::serialize(line) + "\n";
  }
  return lines;
}

}  // namespace winterbaume::dynamodb
