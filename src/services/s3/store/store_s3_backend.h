// S3's storage over a StateStore and a Vfs: records in rows (store/keys.h), bytes in blobs. What it promises is s3_backend.h's.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "core/ids.h"
#include "services/s3/s3_backend.h"
#include "services/s3/store/held_parts.h"
#include "storage/record_cache.h"
#include "storage/state_store.h"

namespace winterbaume::s3 {

// A blob is written before the commit that names it, and removed after the commit that no longer does: a crash in between leaves
// a blob that nobody names, never a record without its bytes. No commit spans partitions.
class StoreS3Backend final : public S3Backend {
 public:
  // Never null. The clock is what the collection of orphaned blobs waits on.
  StoreS3Backend(std::shared_ptr<StateStore> store, std::shared_ptr<Vfs> vfs,
                 std::shared_ptr<Ids> ids = std::make_shared<RandomIds>(),
                 std::shared_ptr<Clock> clock = std::make_shared<SystemClock>());

  asio::awaitable<Result<void>> create_bucket(BucketRecord bucket,
                                              std::vector<std::pair<ConfigKey, std::string>> configs) override;
  asio::awaitable<Result<BucketPtr>> get_bucket(std::string name) override;
  asio::awaitable<Result<bool>> update_bucket(BucketRecord bucket) override;
  asio::awaitable<Result<void>> delete_bucket(std::string name) override;
  asio::awaitable<BucketPage> list_buckets(BucketQuery query) override;

  asio::awaitable<Result<std::optional<std::string>>> find_config(std::string bucket, ConfigKey key) override;
  asio::awaitable<Result<void>> put_config(std::string bucket, ConfigKey key, std::string json) override;
  asio::awaitable<Result<bool>> delete_config(std::string bucket, ConfigKey key) override;
  asio::awaitable<Result<std::vector<ConfigDocument>>> list_configs(std::string bucket, ConfigKind kind, std::string start_after,
                                                                    std::size_t max) override;

  asio::awaitable<Result<FoundObject>> put_object(ObjectWrite write) override;
  asio::awaitable<Result<FoundObject>> get_object(std::string bucket, std::string key,
                                                  std::optional<std::string> version_id) override;
  asio::awaitable<Result<bool>> update_object(std::string bucket, FoundObject found) override;
  asio::awaitable<Result<DeletionOutcome>> delete_object(ObjectDeletion deletion) override;
  asio::awaitable<Result<ObjectPage>> list_objects(ObjectQuery query) override;
  asio::awaitable<Result<ObjectPage>> list_versions(ObjectQuery query) override;
  asio::awaitable<std::vector<PartRecord>> get_parts(std::string bucket, std::string manifest) override;
  asio::awaitable<std::vector<RestoreNote>> list_restores(std::string bucket, std::size_t max) override;
  asio::awaitable<void> forget_restore(std::string bucket, RestoreNote note) override;
  asio::awaitable<Result<void>> rename_object(ObjectRename rename) override;
  asio::awaitable<Result<bool>> was_renamed(std::string bucket, RenameToken token) override;

  asio::awaitable<Result<void>> put_annotation(std::string bucket, FoundObject found, AnnotationRecord annotation) override;
  asio::awaitable<Result<std::vector<AnnotationRecord>>> list_annotations(std::string bucket, FoundObject found,
                                                                          std::string prefix, std::string start_after,
                                                                          std::size_t max, bool payloads) override;
  asio::awaitable<Result<bool>> delete_annotation(std::string bucket, FoundObject found, std::string name) override;

  asio::awaitable<Result<void>> create_upload(std::string bucket, UploadRecord upload) override;
  asio::awaitable<Result<UploadRecord>> get_upload(std::string bucket, std::string key, std::string upload_id) override;
  asio::awaitable<Result<void>> put_part(std::string bucket, std::string key, std::string upload_id, PartRecord part) override;
  asio::awaitable<Result<std::vector<PartRecord>>> list_parts(std::string bucket, std::string key, std::string upload_id,
                                                              std::uint32_t number_marker, std::size_t max) override;
  asio::awaitable<Result<FoundObject>> complete_upload(std::string upload_id, ObjectWrite write) override;
  asio::awaitable<Result<void>> abort_upload(std::string bucket, std::string key, std::string upload_id) override;
  asio::awaitable<Result<UploadPage>> list_uploads(UploadQuery query) override;

  BlobStore& blobs() override { return blobs_; }
  std::shared_ptr<const void> hold_parts(const std::string& manifest) override { return held_parts_.hold(manifest); }
  asio::awaitable<void> reset() override;
  asio::awaitable<void> run_background(std::stop_token stop) override;

 private:
  // A change under way: what is to be committed to the bucket, and what is to be freed once it is.
  struct Change {
    PartitionCommit commit;
    std::vector<std::string> freed_blobs;
    std::vector<std::pair<std::string, std::vector<std::string>>> freed_parts;  // manifests and their blobs
    FoundObject result;
    DeletionOutcome outcome;
  };
  using Row_ = std::optional<Entry>;

  asio::awaitable<Row_> get(const BucketRecord& bucket, std::string row);
  asio::awaitable<std::vector<Row>> scan(const BucketRecord& bucket, KeyRange range, ScanOptions options = {});
  Change begin(const BucketRecord& bucket) const;
  PartitionCommit begin_commit(const BucketRecord& bucket) const;
  // False: something else changed what the change was made from.
  asio::awaitable<bool> commit(const BucketRecord& bucket, Change& change);
  // A version goes with the change: its blobs, but for those that go on in another version, and its rows beside it.
  asio::awaitable<void> plan_freeing(BucketPtr bucket, std::string key, ObjectRecord record, std::vector<std::string> kept_blobs,
                                     Change& change);

  // Where it succeeds the record has moved on to the change's result.
  asio::awaitable<Result<void>> plan_put(BucketPtr bucket, ObjectWrite& write, Change& change);
  asio::awaitable<Result<Change>> plan_delete(BucketPtr bucket, const ObjectDeletion& deletion);
  asio::awaitable<Result<Change>> plan_mark(BucketPtr bucket, const ObjectDeletion& deletion);
  asio::awaitable<Result<Change>> plan_remove_current(BucketPtr bucket, const ObjectDeletion& deletion);
  asio::awaitable<Result<Change>> plan_remove_version(BucketPtr bucket, const ObjectDeletion& deletion);
  asio::awaitable<void> plan_promotion(BucketPtr bucket, const std::string& key, std::string after_order, Change& change);
  asio::awaitable<void> plan_null_removal(BucketPtr bucket, const std::string& key, Change& change);
  asio::awaitable<Result<bool>> plan_rename(BucketPtr bucket, const ObjectRename& rename, Change& change);
  asio::awaitable<Result<bool>> plan_rename_token(BucketPtr bucket, const RenameToken& token, Change& change);
  asio::awaitable<void> plan_annotation_move(BucketPtr bucket, std::string source, std::string destination, Change& change);
  void plan_demotion(const std::string& key, const ObjectRecord& present, Change& change) const;
  asio::awaitable<std::optional<FoundObject>> find_noncurrent(const BucketRecord& bucket, const std::string& key,
                                                              const std::string& version_id);
  asio::awaitable<std::optional<FoundObject>> find_newest_noncurrent(const BucketRecord& bucket, const std::string& key,
                                                                     std::string after_order);
  // The object as stored is the change's result: records are large, and are not handed up from coroutine to coroutine.
  asio::awaitable<Result<void>> write_until_done(ObjectWrite& write, std::optional<std::string> upload_id, Change& change);
  asio::awaitable<Result<bool>> plan_completion(const BucketRecord& bucket, const std::string& upload_id,
                                                const ObjectWrite& write, Change& change);
  struct VersionPlace {
    std::string after_row;      // among the rows of versions; empty: the whole key
    bool skip_current = false;  // the current row lies before it
    bool newer_left = false;    // what follows is not the latest
  };
  asio::awaitable<Result<VersionPlace>> find_version_place(BucketPtr bucket, std::string key, std::string version_id);
  asio::awaitable<std::uint64_t> newest_sequence(BucketPtr bucket, const std::string& key,
                                                 const std::optional<ObjectRecord>& present);
  asio::awaitable<void> plan_replica_removal(BucketPtr bucket, const std::string& key, std::string order, Change& change);
  asio::awaitable<void> drop_uploads(BucketPtr bucket);
  asio::awaitable<BucketPtr> find_hinted(std::string hint);
  asio::awaitable<void> drop_hint(BucketRecord bucket);
  asio::awaitable<bool> has_room_for(BucketPtr bucket, ConfigKey key);
  std::uint64_t next_sequence(TimePoint at, std::uint64_t after);
  asio::awaitable<void> remove_blobs(std::vector<std::string> blobs);
  asio::awaitable<void> remove_released(std::stop_token stop);

  std::shared_ptr<StateStore> store_;
  std::shared_ptr<Ids> ids_;
  std::shared_ptr<Clock> clock_;
  BlobStore blobs_;
  HeldParts held_parts_;
  std::atomic<std::uint64_t> last_sequence_{0};
  std::shared_ptr<RecordCache<BucketRecord>> buckets_;
};

}  // namespace winterbaume::s3
