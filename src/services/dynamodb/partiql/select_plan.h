// What a SELECT reads, and in which order.
#pragma once

#include <string>
#include <vector>

#include "services/dynamodb/partiql/key_reads.h"
#include "services/dynamodb/partiql/values.h"

namespace winterbaume::dynamodb::partiql {

// A part of an item as the answer has it: "SELECT a.b[0]" answers with "b[0]".
struct Column {
  DocumentPath path;
  std::string name;
};

struct SelectPlan {
  TablePtr table;
  std::string index;            // empty: the table itself
  std::vector<Column> columns;  // none: all that is read (*)
  KeyReads reads;               // in their order
  bool reverse = false;         // of each read
  bool fetches = false;         // of a local index: what it does not project is taken from the table
};

// What is wrong with the statement whatever its table is like: "Aliasing is not supported", "Unsupported clause: LIMIT at
// 1:33:1", "Only select from a single table or index is supported.".
std::optional<aws::Error> check_select_clauses(const SelectStatement& statement);
// Errors: "Unexpected path component at 1:8:5", "Duplicate identifiers in select clause: a".
Result<std::vector<Column>> make_columns(const SelectStatement& statement);
// The parts of an item that the columns name; all of it where there are none.
Item select_columns(Item item, const std::vector<Column>& columns);

// `index` is of `table`, or empty. Errors: those of the functions above and of plan_key_reads(); "One or more parameter values
// were invalid: Global secondary index i does not project [a]", "… Secondary index i does not project one or more filter
// attributes: [a]"; of ORDER BY "Must have WHERE clause in the statement when using ORDER BY clause.", …
Result<SelectPlan> plan_select(const SelectStatement& statement, TablePtr table, const std::string& index, bool consistent,
                               Parameters parameters);

}  // namespace winterbaume::dynamodb::partiql
