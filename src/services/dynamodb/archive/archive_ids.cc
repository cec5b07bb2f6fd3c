#include "services/dynamodb/archive/archive_ids.h"

#include <fmt/format.h>

#include <charconv>

#include "aws/arn.h"
#include "aws/common_errors.h"
#include "core/bytes.h"
#include "services/dynamodb/tables/table_reference.h"

namespace winterbaume::dynamodb {
namespace {

// "BulkOperation" of "bulk-operation".
std::string kind_name(std::string_view kind) {
  std::string name;
  bool begins = true;
  for (const char c : kind) {
    if (c != '-') name += begins ? static_cast<char>(c - 'a' + 'A') : c;
    begins = c == '-';
  }
  return name;
}

}  // namespace

std::string make_archive_id(TimePoint at, Ids& ids) {
  return fmt::format("{:014}-{:08x}", at.time_since_epoch().count(), static_cast<std::uint32_t>(ids.random() >> 32));
}

std::string archive_arn(const TableRecord& table, std::string_view kind, std::string_view id) {
  return fmt::format("{}/{}/{}", table_arn(table), kind, id);
}

std::optional<std::string> archive_id_of(std::string_view arn, std::string_view kind) {
  const auto parsed = parse_table_arn(arn);
  if (!parsed) return std::nullopt;
  std::string_view rest = parsed->rest;
  if (!rest.starts_with(kind)) return std::nullopt;
  rest.remove_prefix(kind.size());
  if (rest.size() < 2 || rest.front() != '/') return std::nullopt;
  return std::string(rest.substr(1));
}

Result<std::string> read_archive_id(const aws::RequestContext& context, std::string_view arn, std::string_view kind) {
  const auto parts = aws::parse_arn(arn);
  if (parts && arn.starts_with("arn:")) {
    const bool own = parts->service == "dynamodb" && parts->partition == aws::partition_of(context.scope.region) &&
                     parts->region == context.scope.region && parts->account_id == context.scope.account_id;
    if (!own) {
      return aws::fail(aws::errors::access_denied(fmt::format("The resource {} is of another account or region", arn)));
    }
  }
  auto id = archive_id_of(arn, kind);
  const auto table = parse_table_arn(arn);
  if (id && table && !check_table_name(table->table)) return std::move(*id);
  return aws::fail(aws::errors::validation(fmt::format("Invalid {} ARN: {}", kind_name(kind), arn)));
}

std::string make_list_token(std::string_view key, std::size_t size_min) {
  auto token = to_hex(key);
  const auto size = std::max(size_min, (token.size() + 15) / 16 * 16);
  token.append(size - token.size(), '0');  // no key has a NUL
  return token;
}

std::optional<std::string> parse_list_token(std::string_view token) {
  if (token.empty() || token.size() % 2 != 0) return std::nullopt;
  std::string key;
  for (std::size_t at = 0; at < token.size(); at += 2) {
    unsigned byte = 0;
    const auto* end = token.data() + at + 2;
    if (std::from_chars(token.data() + at, end, byte, 16).ptr != end) return std::nullopt;
    if (byte == 0) break;
    key += static_cast<char>(byte);
  }
  return key;
}

}  // namespace winterbaume::dynamodb
