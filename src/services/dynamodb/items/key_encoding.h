// Keys of rows from keys of items: the order of the bytes is DynamoDB's order of the values.
#pragma once

#include <string>
#include <string_view>

#include "services/dynamodb/items/value_view.h"

namespace winterbaume::dynamodb {

// Appends a value of type S, N or B in a form that tells its own end and keeps the order among values of its type: strings and
// binaries as unsigned bytes, numbers by value. Forms of a composite key may follow one another.
void append_key(std::string& out, ValueView value);
// For begins_with: the form of a string or binary without its end, so that those that begin with `prefix` are the keys that
// begin with it.
void append_key_prefix(std::string& out, std::string_view prefix);
// Takes one form off the front, and gives the value that it is of. `type` is s, n or b.
std::string take_key(std::string_view& bytes, ValueType type);

}  // namespace winterbaume::dynamodb
