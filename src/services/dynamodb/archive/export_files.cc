#include "services/dynamodb/archive/export_files.h"

#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "aws/timestamps.h"
#include "core/bytes.h"
#include "core/digest.h"

namespace winterbaume::dynamodb {
namespace {

namespace json = boost::json;

constexpr std::size_t k_file_bytes = 16 << 20;

std::string base_folder(const ExportRecord& record) {
  std::string out = record.to.prefix;
  if (!out.empty() && out.back() != '/') out += '/';
  return out + "AWSDynamoDB/";
}

std::string text_of(TimePoint time) {
  std::string out;
  aws::append_iso8601_millis(out, time);
  return out;
}

json::value text_or_null(const std::string& text) { return text.empty() ? json::value() : json::value(text); }

}  // namespace

std::string export_folder(const ExportRecord& record) { return base_folder(record) + record.id + "/"; }

asio::awaitable<ObjectResult<std::string>> ExportFiles::put(std::string key, std::string content, std::string content_type) {
  BucketAddress bucket{.scope = record_.table.scope(), .bucket = record_.to.bucket, .owner = record_.to.owner};
  ObjectUpload object{.key = std::move(key), .content = std::move(content), .content_type = std::move(content_type)};
  object.sse_algorithm = record_.to.sse_algorithm == "KMS" ? "aws:kms" : record_.to.sse_algorithm;
  object.kms_key_id = record_.to.kms_key_id;
  return objects_.put(std::move(bucket), std::move(object));
}

asio::awaitable<ObjectResult<void>> ExportFiles::begin() {
  auto put_one = co_await put(export_folder(record_) + "_started", {}, "application/octet-stream");
  if (!put_one) co_return std::unexpected(std::move(put_one.error()));
  co_return ObjectResult<void>();
}

asio::awaitable<ObjectResult<void>> ExportFiles::add(std::string line, std::size_t bytes) {
  file_.add(line);
  ++file_items_;
  ++items_;
  bytes_ += static_cast<std::int64_t>(bytes);
  if (file_.packed_bytes() >= k_file_bytes) co_return co_await finish_file();
  co_return ObjectResult<void>();
}

// Incremental exports of a table share a folder for their data (Developer Guide, "Incremental export output").
asio::awaitable<ObjectResult<void>> ExportFiles::finish_file() {
  auto name = to_hex(as_bytes(md5(fmt::format("{}/{}", record_.id, files_.size())))).substr(0, 26);
  DataFile file{.items = std::exchange(file_items_, 0)};
  file.key = (record_.incremental ? base_folder(record_) : export_folder(record_)) + "data/" + name;
  file.key += record_.ion ? ".ion.gz" : ".json.gz";
  auto content = file_.finish();
  file_ = GzipWriter();
  file.md5 = to_base64(as_bytes(md5(content)));
  auto etag = co_await put(file.key, std::move(content), "application/octet-stream");
  if (!etag) co_return std::unexpected(std::move(etag.error()));
  file.etag = std::move(*etag);
  files_.push_back(std::move(file));
  co_return ObjectResult<void>();
}

asio::awaitable<ObjectResult<void>> ExportFiles::put_with_md5(std::string name, std::string content) {
  auto digest = to_base64(as_bytes(md5(content)));
  const auto folder = export_folder(record_);
  auto etag = co_await put(folder + name + ".json", std::move(content), "application/json");
  if (etag) etag = co_await put(folder + name + ".md5", std::move(digest), "text/plain");
  if (!etag) co_return std::unexpected(std::move(etag.error()));
  co_return ObjectResult<void>();
}

std::string ExportFiles::summary(const std::string& files_key, TimePoint now) const {
  json::object out;
  out["version"] = record_.incremental ? "2023-08-01" : "2020-06-30";
  out["exportArn"] = export_arn(record_);
  out["startTime"] = text_of(record_.started);
  out["endTime"] = text_of(now);
  out["tableArn"] = table_arn(record_.table);
  out["tableId"] = record_.table.id;
  if (record_.incremental) {
    out["exportFromTime"] = text_of(record_.from_time);
    out["exportToTime"] = text_of(record_.to_time);
  } else {
    out["exportTime"] = text_of(record_.export_time);
  }
  out["s3Bucket"] = record_.to.bucket;
  out["s3Prefix"] = text_or_null(record_.to.prefix);
  out["s3SseAlgorithm"] = record_.to.sse_algorithm.empty() ? "AES256" : record_.to.sse_algorithm;
  out["s3SseKmsKeyId"] = text_or_null(record_.to.kms_key_id);
  out["manifestFilesS3Key"] = files_key;
  out["billedSizeBytes"] = bytes_;
  out["itemCount"] = items_;
  out["outputFormat"] = record_.ion ? "ION" : "DYNAMODB_JSON";
  if (record_.incremental) out["outputView"] = record_.old_images ? "NEW_AND_OLD_IMAGES" : "NEW_IMAGE";
  out["exportType"] = record_.incremental ? "INCREMENTAL_EXPORT" : "FULL_EXPORT";
  return json::serialize(out);
}

asio::awaitable<ObjectResult<std::string>> ExportFiles::finish(TimePoint now) {
  if (file_items_ > 0 || files_.empty()) {
    auto done = co_await finish_file();
    if (!done) co_return std::unexpected(std::move(done.error()));
  }
  std::string lines;
  for (const auto& file : files_) {
    json::object line;
    line["itemCount"] = file.items;
    line["md5Checksum"] = file.md5;
    line["etag"] = file.etag;
    line["dataFileS3Key"] = file.key;
    lines += json::serialize(line) + "\n";
  }
  auto done = co_await put_with_md5("manifest-files", std::move(lines));
  if (done) done = co_await put_with_md5("manifest-summary", summary(export_folder(record_) + "manifest-files.json", now));
  if (!done) co_return std::unexpected(std::move(done.error()));
  co_return export_folder(record_) + "manifest-summary.json";
}

}  // namespace winterbaume::dynamodb
