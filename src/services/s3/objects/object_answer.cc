#include "services/s3/objects/object_answer.h"

#include <algorithm>

#include "aws/timestamps.h"
#include "core/bytes.h"
#include "services/s3/s3_errors.h"
#include "services/s3/s3_limits.h"

namespace winterbaume::s3 {
namespace {

// Bytes past ASCII are taken for ISO-8859-1, as HTTP has it and AWS does (API reference, "User-defined object metadata").
std::string encoded_word(std::string_view value) {
  std::string utf8;
  for (const char c : value) {
    const auto u = static_cast<unsigned char>(c);
    if (u < 0x80) {
      utf8 += c;
    } else {
      utf8 += static_cast<char>(0xc0 | u >> 6);
      utf8 += static_cast<char>(0x80 | (u & 0x3f));
    }
  }
  return "=?UTF-8?B?" + to_base64(utf8) + "?=";
}

bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; }
bool is_past_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

aws::Error no_such_part(std::int32_t number, std::uint32_t parts) {
  return error(ErrorCode::invalid_part_number, {},
               {.part_number_requested = std::to_string(number), .actual_part_count = std::to_string(parts)});
}

// An object that was not made of parts is its own first part.
Result<ReadSpan> only_part(const ObjectRecord& record, std::int32_t number) {
  if (number != 1) return aws::fail(no_such_part(number, 1));
  ReadSpan span{.range = {0, record.size}, .partial = record.size != 0, .checksum = record.checksum};
  return span;
}

}  // namespace

std::string http_date(TimePoint time) {
  std::string text;
  aws::append_http_date(text, time);
  return text;
}

std::string content_range(ByteRange range, std::uint64_t size) {
  return "bytes " + std::to_string(range.offset) + '-' + std::to_string(range.offset + range.length - 1) + '/' +
         std::to_string(size);
}

asio::awaitable<Result<ReadSpan>> plan_span(S3Door& door, std::string bucket, const ObjectRecord& record,
                                            std::optional<std::string> range, std::optional<std::int32_t> part_number) {
  if (!part_number) {
    auto parsed = parse_range(range, record.size);
    if (!parsed) co_return aws::fail(std::move(parsed.error()));
    if (!*parsed) co_return ReadSpan{.range = {0, record.size}};
    co_return ReadSpan{.range = **parsed, .partial = true};
  }
  if (range) {
    co_return aws::fail(error(ErrorCode::invalid_request, "Cannot specify both Range header and partNumber query parameter"));
  }
  const auto number = *part_number;
  if (number < 1 || number > static_cast<std::int32_t>(k_part_number_max)) {
    co_return aws::fail(
        invalid_argument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", std::to_string(number)));
  }
  if (record.parts == 0 || record.content.manifest.empty()) co_return only_part(record, number);
  const auto parts = co_await door.backend.get_parts(std::move(bucket), record.content.manifest);
  if (parts.empty()) throw ContentGone();
  std::uint64_t begin = 0;
  for (const auto& part : parts) {
    if (part.number == static_cast<std::uint32_t>(number)) {
      co_return ReadSpan{
          .range = {begin, part.size}, .partial = part.size != 0, .parts = record.parts, .checksum = part.checksum};
    }
    begin += part.size;
  }
  co_return aws::fail(no_such_part(number, record.parts));
}

bool is_archived(const ObjectRecord& record) {
  return record.storage_class == "GLACIER" || record.storage_class == "DEEP_ARCHIVE";
}

std::optional<aws::Error> check_active(const ObjectRecord& record, TimePoint now) {
  if (!is_archived(record)) return std::nullopt;
  if (record.restore && record.restore->ready <= now && now < record.restore->expires) return std::nullopt;
  return errors::invalid_object_state("The operation is not valid for the object's storage class",
                                      InvalidObjectState{.storage_class = record.storage_class});
}

std::optional<std::string> restore_header(const ObjectRecord& record, TimePoint now) {
  if (!record.restore || now >= record.restore->expires) return std::nullopt;
  if (now < record.restore->ready) return "ongoing-request=\"true\"";
  return "ongoing-request=\"false\", expiry-date=\"" + http_date(record.restore->expires) + '"';
}

ShownMetadata shown_metadata(const TextPairs& metadata) {
  ShownMetadata shown;
  shown.fields.reserve(metadata.size());
  for (const auto& [name, value] : metadata) {
    if (std::ranges::any_of(value, is_control)) {
      ++shown.missing;
      continue;
    }
    shown.fields.add(name, std::ranges::any_of(value, is_past_ascii) ? encoded_word(value) : value);
  }
  return shown;
}

}  // namespace winterbaume::s3
