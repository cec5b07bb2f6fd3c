#include "services/s3/object_answer.h"
#include "services/s3/object_keys.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {

Answer<ops::GetObject> get_object(const aws::RequestContext& context, S3Door& door, GetObjectRequest input) {
  if (context.anonymous && overrides_headers(input)) {
    co_return aws::fail(
        error(ErrorCode::invalid_request, "Request specific response headers cannot be used for anonymous GET requests."));
  }
  if (auto refusal = check_key(*input.key)) co_return aws::fail(std::move(*refusal));
  auto bucket = co_await get_bucket(door, input.bucket, std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto found = co_await find_readable(door, *input.bucket, std::move(*input.key), std::move(input.version_id));
  if (!found) co_return aws::fail(std::move(found.error()));
  const auto& record = found->record;
  if (auto refusal = check_customer_key(record.encryption, input.sse_customer_algorithm, input.sse_customer_key,
                                        input.sse_customer_key_md5)) {
    co_return aws::fail(std::move(*refusal));
  }
  const ReadConditions conditions{std::move(input.if_match), std::move(input.if_none_match), input.if_modified_since,
                                  input.if_unmodified_since};
  if (auto refusal = check_read_conditions(conditions, record)) co_return aws::fail(std::move(*refusal));
  if (auto refusal = check_active(record, context.now)) co_return aws::fail(std::move(*refusal));
  ReadSpan span{.range = {0, record.size}};
  if (input.range || input.part_number) {
    auto planned = co_await plan_span(door, *input.bucket, record, std::move(input.range), input.part_number);
    if (!planned) co_return aws::fail(std::move(planned.error()));
    span = std::move(*planned);
  }
  GetObjectOutput output;
  set_object_headers(output, **bucket, record, context.now);
  override_headers(output, input);
  if (input.checksum_mode == "ENABLED") set_checksum_headers(output, record, span);
  if (span.partial) output.content_range = content_range(span.range, record.size);
  if (span.parts) output.parts_count = static_cast<std::int32_t>(*span.parts);
  output.body = co_await read_content(door, std::move(*input.bucket), record, span.range);
  co_return output;
}

}  // namespace winterbaume::s3
