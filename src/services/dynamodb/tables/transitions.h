// Where tables and indexes are on their way from one status to the next.
#pragma once

#include <string_view>

#include "services/dynamodb/dynamodb_types.h"

namespace winterbaume::dynamodb {

// The record as it is at `now`: changes that have had their time are done. Pure: Background writes it down later.
TableRecord settled(TableRecord record, TimePoint now);
// Whether settled() would change anything.
bool is_unsettled(const TableRecord& record, TimePoint now);

TableStatus status_at(const TableRecord& record, TimePoint now);
IndexStatus status_at(const IndexRecord& index, TimePoint now);

// "CREATING", …
std::string_view status_name(TableStatus status);
std::string_view status_name(IndexStatus status);
// "KEYS_ONLY", …
std::string_view stream_view_name(StreamView view);

}  // namespace winterbaume::dynamodb
