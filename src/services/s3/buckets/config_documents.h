// A bucket's configurations as typed values: kept as the JSON of their generated shapes.
#pragma once

#include <optional>
#include <string>

#include "aws/protocol/json.h"
#include "core/failure.h"
#include "generated/s3/types.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

template <class T>
std::string to_document(const T& value, const aws::Schema& schema) {
  std::string json;
  aws::encode_json(json, schema, &value);
  return json;
}

template <class T>
T from_document(const std::string& json, const aws::Schema& schema) {
  T value;
  if (aws::decode_json(json, schema, &value)) throw StorageFailure("a configuration of a bucket cannot be read");
  return value;
}

// Null where the bucket has none. Costs no read of the store where the bucket's record tells so. `schema` is T's.
template <class T>
asio::awaitable<Result<std::optional<T>>> find_document(const S3Door& door, BucketPtr bucket, ConfigKey key,
                                                        const aws::Schema& schema) {
  if (!bucket->has(key.kind)) co_return std::optional<T>{};
  auto json = co_await door.backend.find_config(bucket->name, std::move(key));
  if (!json) co_return aws::fail(std::move(json.error()));
  if (!*json) co_return std::optional<T>{};
  co_return std::optional<T>(from_document<T>(**json, schema));
}

// The shapes that are read beyond the operations that set them; each knows its kind and schema.
template <class T>
struct DocumentOf;
#define WB_S3_DOCUMENT(type, config_kind)                            \
  template <>                                                        \
  struct DocumentOf<type> {                                          \
    static constexpr ConfigKind kind = ConfigKind::config_kind;      \
    static const aws::Schema& schema() { return schemas::k_##type; } \
  }
WB_S3_DOCUMENT(AccelerateConfiguration, accelerate);
WB_S3_DOCUMENT(AccessControlPolicy, acl);
WB_S3_DOCUMENT(AbacStatus, abac);
WB_S3_DOCUMENT(AnalyticsConfiguration, analytics);
WB_S3_DOCUMENT(BucketLifecycleConfiguration, lifecycle);
WB_S3_DOCUMENT(BucketLoggingStatus, logging);
WB_S3_DOCUMENT(CORSConfiguration, cors);
WB_S3_DOCUMENT(IntelligentTieringConfiguration, intelligent_tiering);
WB_S3_DOCUMENT(InventoryConfiguration, inventory);
WB_S3_DOCUMENT(MetricsConfiguration, metrics);
WB_S3_DOCUMENT(NotificationConfiguration, notification);
WB_S3_DOCUMENT(ObjectLockConfiguration, object_lock);
WB_S3_DOCUMENT(PublicAccessBlockConfiguration, public_access_block);
WB_S3_DOCUMENT(ReplicationConfiguration, replication);
WB_S3_DOCUMENT(RequestPaymentConfiguration, request_payment);
WB_S3_DOCUMENT(ServerSideEncryptionConfiguration, encryption);
WB_S3_DOCUMENT(Tagging, tagging);
WB_S3_DOCUMENT(WebsiteConfiguration, website);
#undef WB_S3_DOCUMENT

template <class T>
asio::awaitable<Result<std::optional<T>>> find_config(const S3Door& door, BucketPtr bucket, std::string id = {}) {
  return find_document<T>(door, std::move(bucket), {DocumentOf<T>::kind, std::move(id)}, DocumentOf<T>::schema());
}

template <class T>
asio::awaitable<Result<void>> put_config(const S3Door& door, BucketPtr bucket, const T& value, std::string id = {}) {
  return door.backend.put_config(bucket->name, {DocumentOf<T>::kind, std::move(id)}, to_document(value, DocumentOf<T>::schema()));
}

}  // namespace winterbaume::s3
