// What is kept of an import.
#pragma once

#include <optional>
#include <string>

#include "generated/dynamodb/types.h"
#include "services/dynamodb/archive/export_record.h"
#include "services/dynamodb/dynamodb_door.h"

namespace winterbaume::dynamodb {

struct ImportRecord {
  std::string id;  // archive_ids.h; the document's key
  TaskStatus status = TaskStatus::in_progress;
  TimePoint started;
  std::optional<TimePoint> ended;
  TableRecord table;    // as it was created
  std::string request;  // ImportTableInput, in JSON
  std::int64_t errors = 0;
  std::int64_t bytes = 0;  // unpacked
  std::int64_t processed = 0;
  std::int64_t imported = 0;
  std::string failure_code;
  std::string failure_message;
  std::optional<TimePoint> leased_until;
};
BOOST_DESCRIBE_STRUCT(ImportRecord, (),
                      (id, status, started, ended, table, request, errors, bytes, processed, imported, failure_code,
                       failure_message, leased_until))

std::string import_arn(const ImportRecord& record);
ImportTableInput import_request(const ImportRecord& record);
ImportTableDescription describe_import_record(const ImportRecord& record);
ImportSummary summarize_import(const ImportRecord& record);

// Runs an import to its end, of which the record tells. Its table becomes active, or goes where nothing could be read.
asio::awaitable<void> run_import(DynamoDbDoor& door, ImportRecord& record, TimePoint now);

}  // namespace winterbaume::dynamodb
