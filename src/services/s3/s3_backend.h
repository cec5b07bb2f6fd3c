// The door between S3's protocol and its storage. Handlers above it check what a client sent and speak the wire's names; an
// implementation owns buckets, objects, versions and uploads, their blobs, and every rule that must hold at once.
//
// Implementations are thread-safe and are called by several requests at once; each verb is atomic. A store that is out of reach
// or full throws StorageFailure, and what was acknowledged stays. The rules are stated and tested in testing/backend_contract.h.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "aws/error.h"
#include "http/body.h"
#include "services/s3/s3_types.h"
#include "storage/blob_store.h"

namespace winterbaume::s3 {

namespace asio = boost::asio;
using aws::Result;

struct BucketQuery {
  std::string account_id;  // whose; empty: everyone's
  std::string prefix;
  std::string start_after;
  std::size_t max = 1000;
  std::string region;      // empty: any
  bool directory = false;  // directory buckets instead of the others
};
struct BucketPage {
  std::vector<BucketPtr> buckets;  // in order of name
  bool truncated = false;
};

// A document of one kind; `id` is that of an inventory, analytics, metrics or tiering configuration, empty for the other kinds.
struct ConfigKey {
  ConfigKind kind;
  std::string id;
};
struct ConfigDocument {
  std::string id;
  std::string json;
};

// What a write or deletion demands of the key's present version. Errors: PreconditionFailed; NoSuchKey for if_match on a key that
// isn't there; ConditionalRequestConflict where a concurrent write wins.
struct WriteConditions {
  std::string if_match;                        // an ETag without quotes, or "*"; empty: no condition
  bool if_none_match = false;                  // If-None-Match: *
  std::optional<std::uint64_t> if_match_size;  // DeleteObject in directory buckets
  std::optional<TimePoint> if_match_modified;  // the same, whole seconds
};

struct ObjectWrite {
  std::string bucket;
  std::string key;
  ObjectRecord record;            // content, size and etag as put together by the caller; version_id and sequence are not read
  std::vector<PartRecord> parts;  // in order; only where the content is parts
  WriteConditions conditions;
  std::optional<std::uint64_t> guard;     // append and the like: the present version must have this guard (0: must be absent)
  std::optional<std::string> version_id;  // replication: keep this id instead of a new one
  BucketPtr known_bucket;                 // as the writer read it, which saves reading it again; it is, where it changed since
};
struct ObjectDeletion {
  std::string bucket;
  std::string key;
  std::optional<std::string> version_id;  // "null" for the null version; null: the latest, which in a versioned bucket marks it
  WriteConditions conditions;
  std::optional<std::uint64_t> guard;  // the version that is deleted must have this guard still; else ConditionalRequestConflict
  AccountOwner owner;                  // of a delete marker
  TimePoint now;
  std::optional<std::string> marker_version_id;  // replication: the delete marker keeps this id instead of a new one
};
struct DeletionOutcome {
  bool found = false;          // something was removed or marked
  bool delete_marker = false;  // a marker was made, or the version removed was one
  std::string version_id;  // of the marker made or the version removed: "null", an id, or empty where the bucket has no versions
  std::uint64_t sequence = 0;  // orders this among the key's events; 0 where nothing was found
};

// The client token of a rename: it tells a repeated request for as long as it is remembered.
struct RenameToken {
  std::string token;
  std::string fingerprint;  // of the request's parameters
  TimePoint now{};
  TimePoint expires{};
};
struct ObjectRename {
  std::string bucket;
  std::string source;
  std::string destination;
  WriteConditions conditions;  // the destination's
  std::uint64_t guard = 0;     // the source's
  std::optional<RenameToken> token;
};

// A place in a listing; keys are raw bytes. Lists cost by the page, not by the bucket.
struct ObjectQuery {
  std::string bucket;
  std::string prefix;
  std::string delimiter;
  std::string start_after;     // exclusive; may be a common prefix, whose keys are then all passed over
  std::string version_marker;  // list_versions: the version id after which to go on within start_after; empty: after all of them
  std::size_t max = 1000;      // keys and common prefixes together; 0 gives an empty page that is not truncated
};
struct ObjectPage {
  std::vector<FoundObject> objects;  // content and user metadata may be absent: what a listing shows is there
  std::vector<std::string> common_prefixes;
  bool truncated = false;
  std::string next_key;         // the last key or common prefix of the page
  std::string next_version_id;  // list_versions: that of the last version; empty where the page ends with a common prefix
};

struct UploadQuery {
  std::string bucket;
  std::string prefix;
  std::string delimiter;
  std::string key_marker;
  std::string upload_id_marker;
  std::size_t max = 1000;
};
struct UploadPage {
  std::vector<UploadRecord> uploads;  // by key, then by time
  std::vector<std::string> common_prefixes;
  bool truncated = false;
  std::string next_key;
  std::string next_upload_id;
};

// That a copy of an archived object falls due. What is noted may have changed since: the record decides.
struct RestoreNote {
  TimePoint at{};
  std::string key;
  std::string version_id;  // "null" for the null version
};

class S3Backend {
 public:
  virtual ~S3Backend() = default;

  // ---- Buckets. Names are global, whoever owns them. ----
  // Errors: BucketAlreadyExists, BucketAlreadyOwnedByYou; TooManyBuckets for an account's 10,001st, of directory buckets and of
  // the others.
  virtual asio::awaitable<Result<void>> create_bucket(BucketRecord bucket,
                                                      std::vector<std::pair<ConfigKey, std::string>> configs) = 0;
  // NoSuchBucket; as of every verb that names a bucket. The record is shared: asking costs one read of the store, no parse.
  virtual asio::awaitable<Result<BucketPtr>> get_bucket(std::string name) = 0;
  // Writes settings of the record itself. False where it changed since `bucket.guard`: read again.
  virtual asio::awaitable<Result<bool>> update_bucket(BucketRecord bucket) = 0;
  // BucketNotEmpty while there is a version or marker. Uploads in progress go with the bucket.
  virtual asio::awaitable<Result<void>> delete_bucket(std::string name) = 0;
  virtual asio::awaitable<BucketPage> list_buckets(BucketQuery query) = 0;

  // Null where none is kept.
  virtual asio::awaitable<Result<std::optional<std::string>>> find_config(std::string bucket, ConfigKey key) = 0;
  // TooManyConfigurations for the 1,001st of a kind that has ids.
  virtual asio::awaitable<Result<void>> put_config(std::string bucket, ConfigKey key, std::string json) = 0;
  // Whether there was one.
  virtual asio::awaitable<Result<bool>> delete_config(std::string bucket, ConfigKey key) = 0;
  // In order of id, after `start_after`, at most `max`.
  virtual asio::awaitable<Result<std::vector<ConfigDocument>>> list_configs(std::string bucket, ConfigKind kind,
                                                                            std::string start_after, std::size_t max) = 0;

  // ---- Objects ----
  // Makes the key's latest version, by the bucket's versioning; what it replaces is freed. Gives the record as stored. The
  // write's blobs belong to the backend from here on: on any failure they are removed.
  virtual asio::awaitable<Result<FoundObject>> put_object(ObjectWrite write) = 0;
  // NoSuchKey; NoSuchVersion; a delete marker is found like any version. `version_id`: null for the latest, "null" for the null
  // one.
  virtual asio::awaitable<Result<FoundObject>> get_object(std::string bucket, std::string key,
                                                          std::optional<std::string> version_id) = 0;
  // Changes what may change of a version in place: tags, acl, lock, restore, encryption, storage class, replication status.
  // False where it changed since `found.guard`: read again.
  virtual asio::awaitable<Result<bool>> update_object(std::string bucket, FoundObject found) = 0;
  virtual asio::awaitable<Result<DeletionOutcome>> delete_object(ObjectDeletion deletion) = 0;
  // Live objects only.
  virtual asio::awaitable<Result<ObjectPage>> list_objects(ObjectQuery query) = 0;
  // Versions and markers, each key's newest first.
  virtual asio::awaitable<Result<ObjectPage>> list_versions(ObjectQuery query) = 0;
  // The parts of an object whose content has a manifest, in order.
  virtual asio::awaitable<std::vector<PartRecord>> get_parts(std::string bucket, std::string manifest) = 0;
  // update_object() notes when a record with `restore` falls due, in the same step. The notes of a bucket, in order of time, at
  // most `max`; none where there is no such bucket.
  virtual asio::awaitable<std::vector<RestoreNote>> list_restores(std::string bucket, std::size_t max) = 0;
  virtual asio::awaitable<void> forget_restore(std::string bucket, RestoreNote note) = 0;
  // Directory buckets: atomic, and the token is remembered in the same step. NoSuchKey for the source;
  // IdempotencyParameterMismatch as below. A rename whose token says that it was done succeeds and does nothing.
  virtual asio::awaitable<Result<void>> rename_object(ObjectRename rename) = 0;
  // Whether the rename of that token was done, as far as that is remembered. Errors: IdempotencyParameterMismatch where the
  // token was another rename's.
  virtual asio::awaitable<Result<bool>> was_renamed(std::string bucket, RenameToken token) = 0;

  // ---- Annotations of one version; they go with it. `found` is the version they are of. ----
  virtual asio::awaitable<Result<void>> put_annotation(std::string bucket, FoundObject found, AnnotationRecord annotation) = 0;
  // Those whose name begins with `prefix`, in order, after `start_after`, at most `max`; payloads only where they are wanted.
  virtual asio::awaitable<Result<std::vector<AnnotationRecord>>> list_annotations(std::string bucket, FoundObject found,
                                                                                  std::string prefix, std::string start_after,
                                                                                  std::size_t max, bool payloads = true) = 0;
  virtual asio::awaitable<Result<bool>> delete_annotation(std::string bucket, FoundObject found, std::string name) = 0;

  // ---- Multipart uploads ----
  virtual asio::awaitable<Result<void>> create_upload(std::string bucket, UploadRecord upload) = 0;
  // NoSuchUpload, as of the verbs below.
  virtual asio::awaitable<Result<UploadRecord>> get_upload(std::string bucket, std::string key, std::string upload_id) = 0;
  // Replaces the part of that number. The blob belongs to the backend from here on.
  virtual asio::awaitable<Result<void>> put_part(std::string bucket, std::string key, std::string upload_id, PartRecord part) = 0;
  // In order of number, after `number_marker`, at most `max`.
  virtual asio::awaitable<Result<std::vector<PartRecord>>> list_parts(std::string bucket, std::string key, std::string upload_id,
                                                                      std::uint32_t number_marker, std::size_t max) = 0;
  // The object takes over the parts that `write.parts` lists; the upload and its other parts are gone.
  virtual asio::awaitable<Result<FoundObject>> complete_upload(std::string upload_id, ObjectWrite write) = 0;
  virtual asio::awaitable<Result<void>> abort_upload(std::string bucket, std::string key, std::string upload_id) = 0;
  virtual asio::awaitable<Result<UploadPage>> list_uploads(UploadQuery query) = 0;

  // ---- Bytes ----
  // Where new content is written. Until a verb above takes a blob over, it is its writer's to remove.
  virtual BlobStore& blobs() = 0;
  // What get_parts() gives of that manifest afterwards can be read until the token goes, whatever becomes of the object.
  virtual std::shared_ptr<const void> hold_parts(const std::string& manifest) = 0;

  virtual asio::awaitable<void> reset() = 0;
  // Runs until `stop` is requested; a backend without work of its own returns at once.
  virtual asio::awaitable<void> run_background(std::stop_token stop) = 0;
};

}  // namespace winterbaume::s3
