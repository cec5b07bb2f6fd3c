#include "services/dynamodb/tables/table_reference.h"

#include <fmt/format.h>

#include "aws/arn.h"
#include "aws/common_errors.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_name_bytes_min = 3;
constexpr std::size_t k_name_bytes_max = 255;
constexpr std::string_view k_name_characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";

// Takes what stands before the next `separator` off the front.
std::string_view take_until(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const auto taken = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return taken;
}

}  // namespace

std::optional<aws::Error> check_table_name(std::string_view name) {
  if (name.size() < k_name_bytes_min || name.size() > k_name_bytes_max) {
    return aws::errors::validation("TableName must be at least 3 characters long and at most 255 characters long");
  }
  if (name.find_first_not_of(k_name_characters) == std::string_view::npos) return std::nullopt;
  return aws::errors::validation(fmt::format(
      "1 validation error detected: Value '{}' at 'tableName' failed to satisfy constraint: Member must satisfy regular "
      "expression pattern: [a-zA-Z0-9_.-]+",
      name));
}

std::optional<TableArn> parse_table_arn(std::string_view arn) {
  if (take_until(arn, ':') != "arn") return std::nullopt;
  take_until(arn, ':');  // the partition
  if (take_until(arn, ':') != "dynamodb") return std::nullopt;
  TableArn out;
  out.scope.region = take_until(arn, ':');
  out.scope.account_id = take_until(arn, ':');
  // No region has a '/': what has one is where backups lie (archive/backups.h).
  const auto& region = out.scope.region;
  if (region.empty() || region.contains('/') || !aws::is_account_id(out.scope.account_id)) return std::nullopt;
  if (take_until(arn, '/') != "table") return std::nullopt;
  out.table = take_until(arn, '/');
  out.rest = arn;
  if (out.table.empty()) return std::nullopt;
  return out;
}

Result<TableReference> parse_table_reference(const Scope& caller, std::string_view name_or_arn) {
  if (name_or_arn.find(':') == std::string_view::npos) {
    if (auto wrong = check_table_name(name_or_arn)) return aws::fail(std::move(*wrong));
    return TableReference{caller, std::string(name_or_arn)};
  }
  auto arn = parse_table_arn(name_or_arn);
  if (!arn || !arn->rest.empty()) {
    return aws::fail(
        aws::errors::validation(fmt::format("Invalid TableArn: Invalid ResourceArn provided as input {}", name_or_arn)));
  }
  return TableReference{std::move(arn->scope), std::move(arn->table)};
}

}  // namespace winterbaume::dynamodb
