// The reads that a WHERE asks of a table or an index: of keys where it names them, else one of everything.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/dynamodb/dynamodb_types.h"
#include "services/dynamodb/expressions/condition.h"
#include "services/dynamodb/items/item.h"
#include "services/dynamodb/partiql/problems.h"

namespace winterbaume::dynamodb::partiql {

// The items of one hash key, between bounds of their encoded range keys as ItemQuery has them.
struct KeyRead {
  Item hash;
  std::string range_begin;
  std::string range_end;  // empty: none
  Item key;               // all of the key, where nothing but one key is asked for; else empty
  ConditionPtr filter;    // null: none
};

struct KeyReads {
  bool scan = false;  // WHERE does not name the hash key of every item that it means: one read, of everything
  ConditionPtr scan_filter;
  std::vector<KeyRead> reads;
  // Of hash keys in WHERE, with each value of IN.
  std::size_t hash_conditions = 0;
};

// `where` may be null. Errors: "Key attribute's data type should match its data type in table's schema: Key pk", "Too many
// decomposed read operations for a given query.", "Overlapping conditions with range keys are not supported in where clause"
// (measured on AWS: floci-io/floci, PartiQL edge cases; paritysuite/dynamodb-conformance, "whereOverlap").
Result<KeyReads> plan_key_reads(const ConditionPtr& where, const KeySchemaRecord& keys);

// The key, where WHERE is nothing but one equality (or IN of one value) for each of its attributes, as reads of one item must be.
// Its types are unchecked. Null: it is not.
std::optional<Item> find_single_key(const ConditionPtr& where, const KeySchemaRecord& keys);

// What an equality or IN says of a whole attribute: the values, or none of another kind of condition.
struct KeyEquality {
  std::string attribute;
  std::vector<AttributeValue> values;
};
std::optional<KeyEquality> find_equality(const ConditionNode& condition);
// The conditions of which all must hold.
std::vector<ConditionPtr> conjuncts_of(const ConditionPtr& where);

}  // namespace winterbaume::dynamodb::partiql
