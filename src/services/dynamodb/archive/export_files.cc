#include "services/dynamodb/archive/export_files.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace winterbaume::dynamodb {
namespace {

namespace json = boost::json;

json::value text_or_null(const std::string& text) { return text.empty() ? json::value() : json::value(text); }

// Incremental exports of a table share a folder for their data (Developer Guide, "Incremental export output").
std::string data_folder(const ExportRecord& record) {
  return (record.incremental ? archive_folder(record.to) : export_folder(record)) + "data/";
}

}  // namespace

std::string export_folder(const ExportRecord& record) { return archive_folder(record.to, record.id); }

ExportFiles::ExportFiles(ObjectStore& objects, const ExportRecord& record)
    : record_(record),
      bucket_(objects, record.table.scope(), record.to),
      files_(bucket_, data_folder(record), record.ion ? ".ion.gz" : ".json.gz", record.id) {}

asio::awaitable<ObjectResult<void>> ExportFiles::begin() {
  auto put_one = co_await bucket_.put(export_folder(record_) + "_started", {}, "application/octet-stream");
  if (!put_one) co_return std::unexpected(std::move(put_one.error()));
  co_return ObjectResult<void>();
}

asio::awaitable<ObjectResult<void>> ExportFiles::add(std::string line, std::size_t bytes) {
  ++items_;
  bytes_ += static_cast<std::int64_t>(bytes);
  return files_.add(std::move(line));
}

std::string ExportFiles::summary(const std::string& files_key, TimePoint now) const {
  json::object out;
  out["version"] = record_.incremental ? "2023-08-01" : "2020-06-30";
  out["exportArn"] = export_arn(record_);
  out["startTime"] = manifest_time(record_.started);
  out["endTime"] = manifest_time(now);
  out["tableArn"] = table_arn(record_.table);
  out["tableId"] = record_.table.id;
  if (record_.incremental) {
    out["exportFromTime"] = manifest_time(record_.from_time);
    out["exportToTime"] = manifest_time(record_.to_time);
  } else {
    out["exportTime"] = manifest_time(record_.export_time);
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
  if (files_.has_unfinished() || files_.count() == 0) {
    auto done = co_await files_.finish_file();
    if (!done) co_return std::unexpected(std::move(done.error()));
  }
  const auto folder = export_folder(record_);
  auto done = co_await bucket_.put_manifest(folder + "manifest-files", files_.manifest_lines());
  if (done) done = co_await bucket_.put_manifest(folder + "manifest-summary", summary(folder + "manifest-files.json", now));
  if (!done) co_return std::unexpected(std::move(done.error()));
  co_return folder + "manifest-summary.json";
}

}  // namespace winterbaume::dynamodb
