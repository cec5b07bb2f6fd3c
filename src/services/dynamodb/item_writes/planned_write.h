// One item's write, decided but for what the item is when it comes to it.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "aws/error.h"
#include "services/dynamodb/dynamodb_backend.h"
#include "services/dynamodb/expressions/expressions.h"

namespace winterbaume::dynamodb {

struct PutAction {
  Item item;  // without faulty values
};
struct UpdateAction {
  UpdatePtr plan;  // null: nothing but that the item is there
};
struct DeleteAction {};
struct CheckAction {};  // of transactions: the condition alone
using WriteAction = std::variant<PutAction, UpdateAction, DeleteAction, CheckAction>;

// How a condition that failed shows the item as it was.
enum class OnFailedCondition : std::uint8_t { none, all_old };

struct PlannedWrite {
  TablePtr table;
  Item key;                // of a put it is taken out of the item, by check_write(); of others as the client sent it
  ConditionPtr condition;  // null: none
  WriteAction action;
  OnFailedCondition on_failed_condition = OnFailedCondition::none;
  // What the caller wants to know of the item; what it does not want may be left null in WrittenItem.
  bool wants_before = false;
  bool wants_after = false;
  WriteCause cause = WriteCause::client;
};

struct WrittenItem {
  std::optional<Item> before;  // null: there was none, or it was not wanted
  std::optional<Item> after;   // null: there is none, or it was not wanted
};

// The key and what is written, against the table's schema: "The provided key element does not match the schema", check_new_item()
// of a put, "One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key". Sets the
// key of a put.
std::optional<aws::Error> check_write(PlannedWrite& write);

// What becomes of the item, given what is there: pure, after check_write(). Null: nothing is there afterwards. Errors:
// ConditionalCheckFailedException "The conditional request failed" (with the item, where it was asked for), ValidationException
// of an update whose operands don't fit or whose outcome cannot be stored.
Result<std::optional<Item>> outcome_of(const PlannedWrite& write, const std::optional<StoredItem>& stored);

// Whether the outcome depends on what is there, or the table must know it.
bool needs_read(const PlannedWrite& write);

}  // namespace winterbaume::dynamodb
