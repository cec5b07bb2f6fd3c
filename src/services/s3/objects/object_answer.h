// What the answers of GetObject and HeadObject tell of an object beside its bytes.
#pragma once

#include <optional>
#include <string>

#include "generated/s3/types.h"
#include "services/s3/objects/content_intake.h"
#include "services/s3/objects/etags.h"
#include "services/s3/objects/object_encryption.h"
#include "services/s3/objects/object_keys.h"
#include "services/s3/objects/object_reading.h"
#include "services/s3/s3_door.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {

// Which bytes are asked for: the whole, a range, or a part.
struct ReadSpan {
  ByteRange range;
  bool partial = false;                    // 206 with Content-Range
  std::optional<std::uint32_t> parts;      // how many the object has, where one of several was asked for
  std::optional<ObjectChecksum> checksum;  // of the part
};
// Errors: InvalidRequest (both), InvalidArgument, InvalidRange, InvalidPartNumber. Throws ContentGone where its parts are
// missing.
asio::awaitable<Result<ReadSpan>> plan_span(S3Door& door, std::string bucket, const ObjectRecord& record,
                                            std::optional<std::string> range, std::optional<std::int32_t> part_number);
// "bytes 0-9/100".
std::string content_range(ByteRange range, std::uint64_t size);

// InvalidObjectState where the object is archived and no restored copy of it can be read at `now`.
std::optional<aws::Error> check_active(const ObjectRecord& record, TimePoint now);
bool is_archived(const ObjectRecord& record);
// x-amz-restore; null where no restoration was asked for, or its copy has gone again.
std::optional<std::string> restore_header(const ObjectRecord& record, TimePoint now);

// x-amz-meta-*: what HTTP can't carry is encoded (RFC 2047) or, where it has control characters, left out and counted.
struct ShownMetadata {
  aws::Map<std::string> fields;
  std::int32_t missing = 0;
};
ShownMetadata shown_metadata(const TextPairs& metadata);

std::string http_date(TimePoint time);

template <class Output>
void set_system_headers(Output& output, const SystemHeaders& headers) {
  const auto set = [](std::optional<std::string>& member, const std::string& value) {
    if (!value.empty()) member = value;
  };
  output.content_type = headers.content_type.empty() ? "binary/octet-stream" : headers.content_type;
  set(output.cache_control, headers.cache_control);
  set(output.content_disposition, headers.content_disposition);
  set(output.content_encoding, headers.content_encoding);
  set(output.content_language, headers.content_language);
  set(output.expires, headers.expires);
  set(output.website_redirect_location, headers.website_redirect);
}

template <class Output>
void set_lock(Output& output, const ObjectLock& lock) {
  if (!lock.mode.empty()) {
    output.object_lock_mode = lock.mode;
    output.object_lock_retain_until_date = lock.retain_until;
  }
  // "not returned if the specified version of this object has never had a legal hold applied" (API Reference, HeadObject).
  if (lock.legal_hold || lock.legal_hold_put) output.object_lock_legal_hold_status = lock.legal_hold ? "ON" : "OFF";
  if (lock.event_hold.empty()) return;
  output.object_lock_event_hold = lock.event_hold;
  if (lock.event_hold_days != 0) output.object_lock_event_hold_duration_days = lock.event_hold_days;
  if (lock.event_hold_years != 0) output.object_lock_event_hold_duration_years = lock.event_hold_years;
}

// The response-* parameters; an empty one is none.
template <class Output, class Input>
void override_headers(Output& output, const Input& input) {
  const auto set = [](std::optional<std::string>& member, const std::optional<std::string>& value) {
    if (value && !value->empty()) member = value;
  };
  set(output.content_type, input.response_content_type);
  set(output.cache_control, input.response_cache_control);
  set(output.content_disposition, input.response_content_disposition);
  set(output.content_encoding, input.response_content_encoding);
  set(output.content_language, input.response_content_language);
  if (input.response_expires) output.expires = http_date(*input.response_expires);
}
template <class Output>
void set_object_headers(Output& output, const BucketRecord& bucket, const ObjectRecord& record, TimePoint now) {
  output.accept_ranges = "bytes";
  output.last_modified = record.modified;
  output.e_tag = quoted_etag(record.etag);
  output.version_id = shown_version_id(bucket, record);
  set_system_headers(output, record.headers);
  set_encryption(output, record.encryption);
  set_lock(output, record.lock);
  if (!record.storage_class.empty()) output.storage_class = record.storage_class;
  if (!record.tags.empty()) output.tag_count = static_cast<std::int32_t>(record.tags.size());
  if (!record.replication_status.empty()) output.replication_status = record.replication_status;
  output.restore = restore_header(record, now);
  if (!record.metadata.empty()) {
    auto shown = shown_metadata(record.metadata);
    if (!shown.fields.empty()) output.metadata = std::move(shown.fields);
    if (shown.missing != 0) output.missing_meta = shown.missing;
  }
}

// x-amz-checksum-mode: the object's checksum, or the part's; a range has none of its own.
template <class Output>
void set_checksum_headers(Output& output, const ObjectRecord& record, const ReadSpan& span) {
  if (span.partial && !span.checksum) return;
  const auto& checksum = span.checksum ? *span.checksum : record.checksum;
  if (checksum.algorithm == ChecksumAlgorithm::none) return;
  set_checksum(output, checksum);
  output.checksum_type = checksum_type_name(record.checksum.type);
}

// What is checked before anything is found. Errors: InvalidRequest, KeyTooLongError, InvalidURI.
template <class Input>
std::optional<aws::Error> check_read_request(const aws::RequestContext& context, const Input& input) {
  const bool overrides = input.response_content_type || input.response_cache_control || input.response_content_disposition ||
                         input.response_content_encoding || input.response_content_language || input.response_expires;
  if (context.anonymous && overrides) {
    return error(ErrorCode::invalid_request, "Request specific response headers cannot be used for anonymous GET requests.");
  }
  return check_key(*input.key);
}

// What is checked of the version that was found: SSE-C's key, then the conditions. Errors: as of check_customer_key() and
// check_read_conditions().
template <class Input>
std::optional<aws::Error> check_read(const Input& input, const ObjectRecord& record) {
  auto refusal =
      check_customer_key(record.encryption, input.sse_customer_algorithm, input.sse_customer_key, input.sse_customer_key_md5);
  if (refusal) return refusal;
  return check_read_conditions({input.if_match, input.if_none_match, input.if_modified_since, input.if_unmodified_since}, record);
}

// All members of the output but the body, its length and the expiration.
template <class Output, class Input>
void describe_object(Output& output, const Input& input, const BucketRecord& bucket, const ObjectRecord& record,
                     const ReadSpan& span, TimePoint now) {
  set_object_headers(output, bucket, record, now);
  override_headers(output, input);
  if (input.checksum_mode == "ENABLED") set_checksum_headers(output, record, span);
  if (span.partial) output.content_range = content_range(span.range, record.size);
  if (span.parts) output.parts_count = static_cast<std::int32_t>(*span.parts);
}

}  // namespace winterbaume::s3
