#include "services/s3/objects/object_reading.h"

#include <algorithm>
#include <charconv>

#include "aws/timestamps.h"
#include "core/bytes.h"
#include "services/s3/objects/etags.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

std::string http_date(TimePoint time) {
  std::string text;
  aws::append_http_date(text, time);
  return text;
}

// The wire's dates are whole seconds: what is fresher within a second is as old.
bool later(TimePoint a, TimePoint b) {
  return std::chrono::floor<std::chrono::seconds>(a) > std::chrono::floor<std::chrono::seconds>(b);
}

// "*", "\"a\"", "a", "\"a\", W/\"b\"": quotes are AWS's to forget, so they are ours too.
bool names_etag(std::string_view list, std::string_view etag) {
  while (!list.empty()) {
    auto item = trim(list.substr(0, list.find(',')));
    list.remove_prefix(std::min(list.size(), list.find(',') == std::string_view::npos ? list.size() : list.find(',') + 1));
    if (item == "*") return true;
    if (bare_etag(item) == etag) return true;
  }
  return false;
}

aws::Error not_modified(const ObjectRecord& record) {
  auto answer = with_header(error(ErrorCode::not_modified), "ETag", quoted_etag(record.etag));
  return with_header(std::move(answer), "Last-Modified", http_date(record.modified));
}

aws::Error failed_condition(std::string condition) {
  return error(ErrorCode::precondition_failed, {}, {.condition = std::move(condition)});
}

aws::Error refuse_marker(FoundObject& found, bool by_version) {
  const auto& record = found.record;
  auto answer = by_version ? error(ErrorCode::method_not_allowed, {}, {.method = "GET", .resource_type = "DeleteMarker"})
                           : error(ErrorCode::no_such_key, {}, {.key = std::move(found.key)});
  answer = with_header(std::move(answer), "x-amz-delete-marker", "true");
  answer = with_header(std::move(answer), "x-amz-version-id", record.version_id.empty() ? "null" : record.version_id);
  if (!by_version) return answer;
  answer = with_header(std::move(answer), "Last-Modified", http_date(record.modified));
  return with_header(std::move(answer), "Allow", "DELETE");
}

// Null where the text is no number; one that is too large is the largest.
std::optional<std::uint64_t> parse_position(std::string_view text) {
  if (text.empty() || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  std::uint64_t value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  return parsed.ec == std::errc::result_out_of_range ? std::numeric_limits<std::uint64_t>::max() : value;
}

aws::Error unsatisfiable(std::string range, std::uint64_t size) {
  auto answer =
      error(ErrorCode::invalid_range, {}, {.range_requested = std::move(range), .actual_object_size = std::to_string(size)});
  return with_header(std::move(answer), "Content-Range", "bytes */" + std::to_string(size));
}

}  // namespace

// A date is looked at only where no tag was sent for its side.
std::optional<aws::Error> check_read_conditions(const ReadConditions& conditions, const ObjectRecord& record) {
  if (conditions.if_match) {
    if (!names_etag(*conditions.if_match, record.etag)) return failed_condition("If-Match");
  } else if (conditions.if_unmodified_since && later(record.modified, *conditions.if_unmodified_since)) {
    return failed_condition("If-Unmodified-Since");
  }
  if (conditions.if_none_match) {
    if (names_etag(*conditions.if_none_match, record.etag)) return not_modified(record);
  } else if (conditions.if_modified_since && !later(record.modified, *conditions.if_modified_since)) {
    return not_modified(record);
  }
  return std::nullopt;
}

std::optional<aws::Error> check_asked_version(const std::optional<std::string>& version_id) {
  if (!version_id || !version_id->empty()) return std::nullopt;
  return invalid_argument("Version id cannot be the empty string", "versionId", "");
}

std::optional<aws::Error> check_has_bytes(FoundObject& found, bool by_version) {
  return found.record.delete_marker ? std::optional(refuse_marker(found, by_version)) : std::nullopt;
}

asio::awaitable<Result<FoundObject>> find_readable(const S3Door& door, std::string bucket, std::string key,
                                                   std::optional<std::string> version_id) {
  if (auto refusal = check_asked_version(version_id)) co_return aws::fail(std::move(*refusal));
  const bool by_version = version_id.has_value();
  auto found = co_await door.backend.get_object(std::move(bucket), std::move(key), std::move(version_id));
  if (!found) co_return found;
  if (auto refusal = check_has_bytes(*found, by_version)) co_return aws::fail(std::move(*refusal));
  co_return found;
}

std::optional<std::string> shown_version_id(const BucketRecord& bucket, const ObjectRecord& record) {
  if (!record.version_id.empty()) return record.version_id;
  if (bucket.versioning == Versioning::never) return std::nullopt;
  return "null";
}

std::optional<std::string> made_version_id(const ObjectRecord& record) {
  return record.version_id.empty() ? std::nullopt : std::optional(record.version_id);
}

// RFC 9110, 14.2: a header that isn't understood is as if it weren't there.
Result<std::optional<ByteRange>> parse_range(const std::optional<std::string>& header, std::uint64_t size) {
  constexpr std::string_view k_unit = "bytes=";
  if (!header || !equals_ignoring_case(std::string_view(*header).substr(0, k_unit.size()), k_unit)) return std::nullopt;
  const auto spec = trim(std::string_view(*header).substr(k_unit.size()));
  const auto dash = spec.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto first = parse_position(trim(spec.substr(0, dash)));
  const auto last = parse_position(trim(spec.substr(dash + 1)));
  if (dash == 0) {
    if (!last) return std::nullopt;
    if (*last == 0 || size == 0) return aws::fail(unsatisfiable(*header, size));
    const auto length = std::min(*last, size);
    return ByteRange{size - length, length};
  }
  if (!first || (!last && dash + 1 != spec.size()) || (last && *last < *first)) return std::nullopt;
  if (*first >= size) return aws::fail(unsatisfiable(*header, size));
  return ByteRange{*first, std::min(last.value_or(size - 1), size - 1) - *first + 1};
}

}  // namespace winterbaume::s3
