// What Query and Scan read and answer with: the table or an index, Select, and where they begin.
#pragma once

#include <optional>
#include <string>

#include "aws/error.h"
#include "services/dynamodb/dynamodb_backend.h"
#include "services/dynamodb/item_reads/read_page.h"

namespace winterbaume::dynamodb {

struct SelectParameters {
  const std::string* select = nullptr;  // null: not given
  bool attributes_to_get = false;
  bool projection_expression = false;
  bool index = false;
  bool query = false;  // AWS words Query's refusals as validation errors, and Scan's not (moto's tests, verified on AWS)
};
// "Cannot specify the AttributesToGet when choosing to get ALL_ATTRIBUTES", …
std::optional<aws::Error> check_select(const SelectParameters& parameters);

// Null where `name` is: the table itself. Errors: "The table does not have the specified index: x", "Consistent reads are not
// supported on global secondary indexes", "Cannot read from backfilling global secondary index: x".
Result<const IndexRecord*> find_read_index(const Table& table, const std::string* name, bool consistent);

// Sets what the plan answers with, after its query, filter and paths. Errors: "One or more parameter values were invalid: Select
// type ALL_ATTRIBUTES is not supported for global secondary index x because its projection type is not ALL", "… Global secondary
// index x does not project [a]".
std::optional<aws::Error> apply_select(PagePlan& plan, const IndexRecord* index, const std::string* select);

// ExclusiveStartKey. Errors: "The provided starting key is invalid: …".
std::optional<aws::Error> check_start_key(const TableRecord& table, const IndexRecord* index, const Item& start);

}  // namespace winterbaume::dynamodb
