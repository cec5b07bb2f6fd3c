// What a new object will have beside its bytes, from the headers that PutObject, CopyObject, CreateMultipartUpload and POST forms
// share: system headers, user metadata, tags, storage class, encryption, lock, ACL, owner.
#pragma once

#include <optional>
#include <string>

#include "generated/s3/types.h"
#include "services/s3/acl/acl.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

// As sent. The names are the model's.
struct SentSettings {
  std::optional<std::string> cache_control, content_disposition, content_encoding, content_language, content_type, expires,
      website_redirect_location;
  std::optional<aws::Map<std::string>> metadata;
  std::optional<std::string> tagging, storage_class;
  std::optional<std::string> server_side_encryption, ssekms_key_id, ssekms_encryption_context;
  std::optional<bool> bucket_key_enabled;
  std::optional<std::string> sse_customer_algorithm, sse_customer_key, sse_customer_key_md5;
  std::optional<std::string> object_lock_mode, object_lock_legal_hold_status, object_lock_event_hold;
  std::optional<TimePoint> object_lock_retain_until_date;
  std::optional<std::int32_t> object_lock_event_hold_duration_days, object_lock_event_hold_duration_years;
  SentAcl acl;
};
template <class Input>
SentSettings sent_settings(const Input& input) {
  return {input.cache_control,
          input.content_disposition,
          input.content_encoding,
          input.content_language,
          input.content_type,
          input.expires,
          input.website_redirect_location,
          input.metadata,
          input.tagging,
          input.storage_class,
          input.server_side_encryption,
          input.ssekms_key_id,
          input.ssekms_encryption_context,
          input.bucket_key_enabled,
          input.sse_customer_algorithm,
          input.sse_customer_key,
          input.sse_customer_key_md5,
          input.object_lock_mode,
          input.object_lock_legal_hold_status,
          input.object_lock_event_hold,
          input.object_lock_retain_until_date,
          input.object_lock_event_hold_duration_days,
          input.object_lock_event_hold_duration_years,
          sent_acl(input)};
}

// The record of an object that is to be made now, whose content, size, etag and checksum are still to come; the bucket's default
// encryption and default retention apply. Errors: MetadataTooLarge, InvalidTag, InvalidStorageClass, InvalidArgument,
// InvalidRequest, InvalidEncryptionAlgorithmError, AccessControlListNotSupported and the like.
asio::awaitable<Result<ObjectRecord>> make_object_record(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                                         SentSettings sent);
// The same in two steps, for who makes many: the first needs no more than the request, the second is needed only where
// asks_for_more() says so. What the first takes out of `sent` the second doesn't want.
std::optional<aws::Error> plan_object_record(const aws::RequestContext& context, const BucketRecord& bucket, SentSettings& sent,
                                             ObjectRecord& record);
bool asks_for_more(const BucketRecord& bucket, const SentSettings& sent);
asio::awaitable<Result<void>> complete_object_record(const aws::RequestContext& context, S3Door& door, BucketPtr bucket,
                                                     SentSettings& sent, ObjectRecord& record);

}  // namespace winterbaume::s3
