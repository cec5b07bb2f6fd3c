// From what CreateTable, a restore or an import is asked for to a table's record.
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "generated/dynamodb/types.h"
#include "services/dynamodb/dynamodb_door.h"
#include "services/dynamodb/dynamodb_types.h"

namespace winterbaume::dynamodb {

// The record of a table that is being created, with every check of CreateTable that needs no other table. `input` has a valid
// TableName.
Result<TableRecord> make_table_record(const aws::RequestContext& context, const CreateTableInput& input,
                                      const TransitionSettings& transitions);

// The parts of it that UpdateTable takes too.
std::optional<aws::Error> read_stream(const StreamSpecification& stream, TimePoint now, TableRecord& table);
// "Some AttributeDefinitions are not used", of a table with all its indexes.
std::optional<aws::Error> check_definitions_used(const TableRecord& table);

// "2026-01-02T03:04:05.678".
std::string stream_label(TimePoint at);

}  // namespace winterbaume::dynamodb
