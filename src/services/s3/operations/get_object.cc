#include "services/s3/lifecycle/expiration_header.h"
#include "services/s3/objects/object_answer.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {
namespace {

std::optional<aws::Error> check_get_request(const aws::RequestContext& context, const GetObjectRequest& input) {
  if (auto refusal = check_read_request(context, input)) return refusal;
  return check_asked_version(input.version_id);
}

std::optional<aws::Error> check_found_object(const aws::RequestContext& context, const GetObjectRequest& input,
                                             FoundObject& found) {
  if (auto refusal = check_has_bytes(found, input.version_id.has_value())) return refusal;
  if (auto refusal = check_read(input, found.record)) return refusal;
  return check_active(found.record, context.now);
}

}  // namespace

Answer<ops::GetObject> get_object(const aws::RequestContext& context, S3Door& door, GetObjectRequest input) {
  if (auto refusal = check_get_request(context, input)) co_return aws::fail(std::move(*refusal));
  auto bucket = co_await get_bucket(door, input.bucket, std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  for (int attempt = 1;; ++attempt) {
    auto found = co_await door.backend.get_object((*bucket)->name, *input.key, input.version_id);
    if (!found) co_return aws::fail(std::move(found.error()));
    if (auto refusal = check_found_object(context, input, *found)) co_return aws::fail(std::move(*refusal));
    auto& record = found->record;
    try {
      ReadSpan span{.range = {0, record.size}};
      if (input.range || input.part_number) {
        auto planned = co_await plan_span(door, (*bucket)->name, record, input.range, input.part_number);
        if (!planned) co_return aws::fail(std::move(planned.error()));
        span = std::move(*planned);
      }
      GetObjectOutput output;
      describe_object(output, input, **bucket, record, span, context.now);
      if ((*bucket)->has(ConfigKind::lifecycle)) output.expiration = co_await expiration_header(door, *bucket, *found);
      output.body = take_inline_content(record, span.range);
      if (!output.body) output.body = co_await read_content(door, (*bucket)->name, record, span.range);
      co_return output;
    } catch (const ContentGone&) {
      if (attempt == k_read_attempts_max) throw;
    }
  }
}

}  // namespace winterbaume::s3
