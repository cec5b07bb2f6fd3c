#include "services/dynamodb/archive/bulk_report.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace winterbaume::dynamodb {
namespace {

namespace json = boost::json;

std::string json_string(std::string_view text) { return json::serialize(json::string(text)); }

void append_member(std::string& line, std::string_view name, const std::optional<Item>& item) {
  if (!item) return;
  line.append(",\"").append(name).append("\":");
  item->append_json(line);
}

bool is_asked(const BulkRecord& record, std::string_view type) {
  const auto input = bulk_request(record);
  return std::ranges::find(*input.output_s3_configuration->output_type, type) !=
         input.output_s3_configuration->output_type->end();
}

}  // namespace

BulkReport::BulkReport(ObjectStore& objects, const BulkRecord& record)
    : record_(record),
      folder_(archive_folder(bulk_output(record), record.id)),
      with_errors_(is_asked(record, "ERROR")),
      with_refused_(is_asked(record, "CONDITION_CHECK_FAILURE")),
      bucket_(objects, record.table.scope(), bulk_output(record)),
      errors_(bucket_, folder_ + "error/", ".json.gz", record.id),
      refused_(bucket_, folder_ + "condition-check-failure/", ".json.gz", record.id) {}

asio::awaitable<ObjectResult<void>> BulkReport::begin() {
  auto put_one = co_await bucket_.put(folder_ + "_started", {}, "application/octet-stream");
  if (!put_one) co_return std::unexpected(std::move(put_one.error()));
  co_return ObjectResult<void>();
}

asio::awaitable<ObjectResult<void>> BulkReport::add_error(std::string object, std::string message, std::optional<Item> item) {
  if (!with_errors_) co_return ObjectResult<void>();
  std::string line = "{\"S3Key\":" + json_string(object) + ",\"ErrorMessage\":" + json_string(message);
  append_member(line, "Item", item);
  co_return co_await errors_.add(line + "}\n");
}

asio::awaitable<ObjectResult<void>> BulkReport::add_refused(Item item, std::optional<Item> existing) {
  ++refused_count_;
  if (!with_refused_) co_return ObjectResult<void>();
  std::string line = "{\"Item\":";
  item.append_json(line);
  append_member(line, "ExistingItem", existing);
  co_return co_await refused_.add(line + "}\n");
}

std::string BulkReport::summary(TimePoint now) const {
  json::object out;
  out["bulkOperationArn"] = bulk_operation_arn(record_);
  out["startTime"] = manifest_time(record_.started);
  out["endTime"] = manifest_time(now);
  out["tableArn"] = table_arn(record_.table);
  out["tableId"] = record_.table.id;
  out["processedItemCount"] = record_.processed;
  out["failedItemCount"] = record_.failed;
  out["conditionCheckFailureCount"] = refused_count_;
  out["manifestFilesS3Key"] = folder_ + "manifest-files.json";
  return json::serialize(out);
}

asio::awaitable<ObjectResult<void>> BulkReport::finish(TimePoint now) {
  ObjectResult<void> done;
  if (errors_.has_unfinished()) done = co_await errors_.finish_file();
  if (done && refused_.has_unfinished()) done = co_await refused_.finish_file();
  if (done)
    done = co_await bucket_.put_manifest(folder_ + "manifest-files", errors_.manifest_lines() + refused_.manifest_lines());
  if (done) done = co_await bucket_.put_manifest(folder_ + "manifest-summary", summary(now));
  co_return done;
}

}  // namespace winterbaume::dynamodb
