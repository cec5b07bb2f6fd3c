// Annotations: named texts beside a version of an object (Amazon S3 User Guide, "Annotations"). Their rules, and what a copy
// takes along of them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/s3/objects/copy_source.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

constexpr std::size_t k_annotation_name_bytes_max = 512;
constexpr std::size_t k_annotation_payload_bytes_max = 1 << 20;
constexpr std::size_t k_annotations_max = 1000;

// AnnotationNameTooLong; InvalidAnnotationName for one that is empty, is no UTF-8, or begins with "aws" or "s3" in any case.
std::optional<aws::Error> check_annotation_name(std::string_view name);
// InvalidRequest for an empty payload, EntityTooLarge, UnsupportedMediaType for one that is no UTF-8.
std::optional<aws::Error> check_annotation_payload(std::string_view payload);

// The version that is annotated. Errors: NotImplemented (directory buckets have no annotations), those of find_readable(),
// PreconditionFailed where `object_if_match` is not its ETag.
struct AnnotatedObject {
  BucketPtr bucket;
  FoundObject object;
};
struct AnnotationTarget {
  std::optional<std::string> bucket, key, version_id, expected_owner, object_if_match;
};
asio::awaitable<Result<AnnotatedObject>> find_annotated(const S3Door& door, AnnotationTarget target);

// x-amz-object-annotation-directive of CopyObject: COPY where absent. Whether there is something to copy. Errors:
// InvalidArgument, NotImplemented (COPY into a directory bucket), AccessDenied.
asio::awaitable<Result<bool>> plan_annotation_copy(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                                   std::string key, FoundSource source, std::optional<std::string> directive);
// Those of the source to where the copy will lie. A copy that replaces its own source loses them with it: then they are held.
class AnnotationCopy {
 public:
  static asio::awaitable<Result<AnnotationCopy>> prepare(S3Door& door, BucketPtr bucket, std::string key, FoundSource source);
  asio::awaitable<Result<void>> write(S3Door& door, BucketPtr bucket, FoundObject copy) const;

 private:
  FoundSource source_;
  std::optional<std::vector<AnnotationRecord>> held_;
};

}  // namespace winterbaume::s3
