// What is kept of a bulk operation (StartBulkPutItems): items from S3 that are put into a table that is in use.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "generated/dynamodb/types.h"
#include "services/dynamodb/archive/export_record.h"
#include "services/dynamodb/archive/input_objects.h"
#include "services/dynamodb/archive/task_documents.h"

namespace winterbaume::dynamodb {

// Bytes of what was put, by AWS's sizes.
struct BulkUsage {
  std::int64_t table = 0;
  std::map<std::string, std::int64_t> local;  // entries of indexes, by their names
  std::map<std::string, std::int64_t> global;
  std::map<std::string, std::int64_t> vector;
};
BOOST_DESCRIBE_STRUCT(BulkUsage, (), (table, local, global, vector))

struct BulkRecord {
  std::string id;  // archive_ids.h; the document's key
  TaskStatus status = TaskStatus::in_progress;
  TimePoint started;
  std::optional<TimePoint> ended;
  TableRecord table;  // as it was
  std::string client_token;
  std::string request;                      // StartBulkPutItemsInput, in JSON
  std::optional<std::int64_t> input_bytes;  // of all objects, once they are listed
  std::int64_t processed_bytes = 0;
  std::int64_t processed = 0;  // put, refused by their conditions, and failed
  std::int64_t failed = 0;
  BulkUsage usage;
  std::string failure_code;
  std::string failure_message;
  std::optional<TimePoint> leased_until;
};
BOOST_DESCRIBE_STRUCT(BulkRecord, (),
                      (id, status, started, ended, table, client_token, request, input_bytes, processed_bytes, processed, failed,
                       usage, failure_code, failure_message, leased_until))

std::string bulk_operation_arn(const BulkRecord& record);
StartBulkPutItemsInput bulk_request(const BulkRecord& record);
BulkOperationDescription describe_bulk_record(const BulkRecord& record);
BulkOperationSummary summarize_bulk(const BulkRecord& record);

// Where it reads, and where it reports.
InputPlace bulk_input(const BulkRecord& record);
BucketPlace bulk_output(const BulkRecord& record);

// Adds an item that was put, with its index entries.
void count_put(BulkUsage& usage, const TableRecord& table, const Item& item);

using BulkTask = StoredTask<BulkRecord>;
// Runs a bulk operation to its end, and stores it: completed, cancelled where that was asked for meanwhile, or failed.
asio::awaitable<void> run_bulk(DynamoDbDoor& door, BulkTask task, TimePoint now);

}  // namespace winterbaume::dynamodb
