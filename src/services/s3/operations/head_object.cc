#include "services/s3/lifecycle/expiration_header.h"
#include "services/s3/objects/object_answer.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {

// As GetObject without the bytes, but that an archived object can be asked about.
Answer<ops::HeadObject> head_object(const aws::RequestContext& context, S3Door& door, HeadObjectRequest input) {
  if (auto refusal = check_read_request(context, input)) co_return aws::fail(std::move(*refusal));
  auto bucket = co_await get_bucket(door, input.bucket, std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto found = co_await find_readable(door, *input.bucket, std::move(*input.key), std::move(input.version_id));
  if (!found) co_return aws::fail(std::move(found.error()));
  const auto& record = found->record;
  if (auto refusal = check_read(input, record)) co_return aws::fail(std::move(*refusal));
  ReadSpan span{.range = {0, record.size}};
  if (input.range || input.part_number) {
    auto planned = co_await plan_span(door, *input.bucket, record, std::move(input.range), input.part_number);
    if (!planned) co_return aws::fail(std::move(planned.error()));
    span = std::move(*planned);
  }
  HeadObjectOutput output;
  describe_object(output, input, **bucket, record, span, context.now);
  if ((*bucket)->has(ConfigKind::lifecycle)) output.expiration = co_await expiration_header(door, *bucket, *found);
  output.content_length = static_cast<std::int64_t>(span.range.length);
  co_return output;
}

}  // namespace winterbaume::s3
