// What S3 keeps: buckets, objects and their versions, uploads in progress. The wire's shapes are generated; these are ours.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aws/checksum.h"
#include "aws/values.h"
#include "core/clock.h"

namespace winterbaume::s3 {

struct AccountOwner {
  std::string account_id;    // 12 digits
  std::string canonical_id;  // 64 hexadecimal digits, or as configured
  std::string display_name;
  friend bool operator==(const AccountOwner&, const AccountOwner&) = default;
};

enum class Versioning : std::uint8_t { never, enabled, suspended };
enum class ObjectOwnership : std::uint8_t { bucket_owner_enforced, bucket_owner_preferred, object_writer };

// The sub-resources of a bucket. Each is kept as the JSON form of its generated shape (aws/protocol/json.h), policies and the
// like as sent.
enum class ConfigKind : std::uint8_t {
  abac,
  accelerate,
  acl,  // AccessControlPolicy; absent: the owner's FULL_CONTROL
  analytics,
  cors,
  encryption,
  intelligent_tiering,
  inventory,
  lifecycle,
  logging,
  metadata,        // metadata configuration (V2)
  metadata_table,  // metadata table configuration (V1)
  metrics,
  notification,
  object_lock,  // the default retention; whether locking is on is BucketRecord::object_lock
  policy,
  public_access_block,
  replication,
  request_payment,
  tagging,
  website,
};

struct BucketRecord {
  std::string name;
  std::string region;
  AccountOwner owner;
  TimePoint created;
  Versioning versioning = Versioning::never;
  bool mfa_delete = false;
  bool object_lock = false;
  bool directory = false;  // name--azid--x-s3: one zone, no versions, '/' hierarchy
  ObjectOwnership ownership = ObjectOwnership::bucket_owner_enforced;
  bool ownership_set = true;       // false: DeleteBucketOwnershipControls took it; `ownership` is then object_writer
  std::uint64_t config_kinds = 0;  // a bit a ConfigKind that at least one document is kept of: has() looks nowhere else
  std::uint64_t guard = 0;         // the version of this record in the store; update_bucket() compares it

  bool has(ConfigKind kind) const { return (config_kinds >> static_cast<unsigned>(kind) & 1) != 0; }
};
using BucketPtr = std::shared_ptr<const BucketRecord>;

using TextPairs = std::vector<std::pair<std::string, std::string>>;

using aws::ChecksumAlgorithm;
enum class ChecksumType : std::uint8_t { full_object, composite };

struct ObjectChecksum {
  ChecksumAlgorithm algorithm = ChecksumAlgorithm::none;
  ChecksumType type = ChecksumType::full_object;
  std::string value;  // base64; of a composite one with "-<parts>" at the end
  friend bool operator==(const ObjectChecksum&, const ObjectChecksum&) = default;
};

// How the object was encrypted, as its answers tell it. Nothing is encrypted here; SSE-C's key is checked by its MD5.
struct EncryptionRecord {
  std::string algorithm;    // "AES256", "aws:kms", "aws:kms:dsse"; empty with SSE-C
  std::string kms_key_id;   // ARN
  std::string kms_context;  // as sent
  bool bucket_key = false;
  std::string customer_key_md5;  // SSE-C: base64; empty otherwise
  friend bool operator==(const EncryptionRecord&, const EncryptionRecord&) = default;
};

struct ObjectLock {
  std::string mode;  // "GOVERNANCE", "COMPLIANCE", or empty: no retention
  TimePoint retain_until{};
  bool legal_hold = false;
  std::string event_hold;  // as sent; empty: none
  std::int32_t event_hold_days = 0;
  std::int32_t event_hold_years = 0;
  bool legal_hold_put = false;  // a hold was put once: GetObjectLegalHold tells OFF instead of an error
  friend bool operator==(const ObjectLock&, const ObjectLock&) = default;
};

// The copy of an archived object.
struct ObjectRestore {
  TimePoint ready{};    // when the copy can be read
  TimePoint expires{};  // when it goes again
  std::string tier;
  bool announced = false;  // it was told that it is ready
  // When it is to be told of next: that it is ready, or that it went.
  TimePoint due() const { return announced ? expires : ready; }
  friend bool operator==(const ObjectRestore&, const ObjectRestore&) = default;
};

// Cache-Control and the like; empty: not set.
struct SystemHeaders {
  std::string content_type;  // empty answers as binary/octet-stream
  std::string cache_control;
  std::string content_disposition;
  std::string content_encoding;  // without aws-chunked
  std::string content_language;
  std::string expires;  // as sent
  std::string website_redirect;
  friend bool operator==(const SystemHeaders&, const SystemHeaders&) = default;
};

// Bytes of up to k_inline_bytes_max live in the record, more in one blob, those of a multipart upload in one blob a part.
struct PartRecord {
  std::uint32_t number = 0;
  std::uint64_t size = 0;
  std::string etag;         // hexadecimal MD5, no quotes
  ObjectChecksum checksum;  // algorithm none: none was asked for
  std::string blob;         // BlobStore id
  TimePoint modified{};
  friend bool operator==(const PartRecord&, const PartRecord&) = default;
};
struct Content {
  std::string inline_bytes;
  std::string blob;      // BlobStore id; empty: inline, or parts
  std::string manifest;  // id of the parts' list in the store; empty: no parts
  friend bool operator==(const Content&, const Content&) = default;
};

// One version of an object, or a delete marker (which has but owner, time and version).
struct ObjectRecord {
  bool delete_marker = false;
  std::uint64_t size = 0;
  TimePoint modified{};               // whole seconds on the wire, milliseconds in lists
  std::string etag;                   // no quotes: "9a0364b9e99bb480dd25e1f0284c8555", with "-3" of three parts
  std::string storage_class;          // empty: STANDARD
  std::optional<AccountOwner> owner;  // null: the bucket's owner
  ObjectChecksum checksum;
  std::string version_id;      // empty: the null version. Assigned by the backend
  std::uint64_t sequence = 0;  // orders a key's versions, and events. Assigned by the backend
  std::uint32_t parts = 0;     // 0: not by a multipart upload
  SystemHeaders headers;
  TextPairs metadata;  // x-amz-meta-*: lower-case names, in order
  TextPairs tags;
  EncryptionRecord encryption;
  ObjectLock lock;
  std::optional<ObjectRestore> restore;
  std::string acl;                 // JSON of AccessControlPolicy; empty: the owner's FULL_CONTROL
  bool annotated = false;          // annotations are kept beside it
  std::string replication_status;  // "PENDING", "COMPLETED", "FAILED", "REPLICA", or empty
  bool replica = false;            // made by replication; "REPLICA" too, but while a change of its own goes back, or failed to
  Content content;

  friend bool operator==(const ObjectRecord&, const ObjectRecord&) = default;
};

// A record as found, with what guards a change to it.
struct FoundObject {
  std::string key;
  ObjectRecord record;
  bool latest = true;
  std::uint64_t guard = 0;  // update_object() and delete_object() compare it
};

struct UploadRecord {
  std::string id;  // unique, no NUL; later ones sort after earlier ones, so that lists are in order of time
  std::string key;
  TimePoint initiated{};
  AccountOwner initiator;
  ObjectChecksum checksum;  // algorithm and type that CreateMultipartUpload asked for; no value
  bool checksum_asked = false;
  ObjectRecord object;  // what the object will have: headers, metadata, tags, encryption, lock, acl, owner, storage class
};

struct AnnotationRecord {
  std::string name;
  std::string etag;  // no quotes
  TimePoint modified{};
  ObjectChecksum checksum;
  std::uint64_t size = 0;  // of the payload
  std::string payload;     // may be left out of a list
};

}  // namespace winterbaume::s3
