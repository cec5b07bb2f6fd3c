// How requests name tables: by name, or by ARN.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/error.h"
#include "core/scope.h"

namespace winterbaume::dynamodb {

using aws::Result;

// Developer Guide, "Naming rules": 3 to 255 letters, digits, '_', '-' and '.'.
std::optional<aws::Error> check_table_name(std::string_view name);

struct TableReference {
  Scope scope;
  std::string table;
};
// `caller` is the scope of a bare name. Errors: check_table_name(); ValidationException for an ARN that is no table's.
Result<TableReference> parse_table_reference(const Scope& caller, std::string_view name_or_arn);

// "arn:aws:dynamodb:us-east-1:123456789012:table/name/index/i" → name and what follows it ("index/i"); null where it is no such
// ARN.
struct TableArn {
  Scope scope;
  std::string table;
  std::string rest;  // without its '/'
};
std::optional<TableArn> parse_table_arn(std::string_view arn);

}  // namespace winterbaume::dynamodb
