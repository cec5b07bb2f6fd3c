// Where in a statement something stands, and AWS's ways of refusing it. Every refusal is a ValidationException.
#pragma once

#include <string>
#include <string_view>

#include "aws/error.h"

namespace winterbaume::dynamodb::partiql {

using aws::Result;

// Counted in characters from 1, as AWS's messages have it.
struct Place {
  int line = 1;
  int column = 1;
  int length = 1;
  friend bool operator==(const Place&, const Place&) = default;
};

aws::Error refused(std::string_view message);
// "Unexpected path component at 1:8:5"
aws::Error refused_at(std::string_view message, const Place& place);
// "Statement wasn't well formed, can't be processed: Unexpected term". What the lexer cannot read has no detail.
aws::Error malformed(std::string_view detail);

}  // namespace winterbaume::dynamodb::partiql
