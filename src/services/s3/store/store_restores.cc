// Notes of when copies of archived objects fall due.
#include "services/s3/store/keys.h"
#include "services/s3/store/store_s3_backend.h"

namespace winterbaume::s3 {

asio::awaitable<std::vector<RestoreNote>> StoreS3Backend::list_restores(std::string bucket, std::size_t max) {
  std::vector<RestoreNote> notes;
  if (max == 0) co_return notes;
  auto range = prefix_range(std::string(k_restore_rows));
  for (const auto& row :
       co_await store_->scan(bucket_partition(bucket), std::move(range), {.limit = max, .value_bytes_max = 0})) {
    notes.push_back(restore_note_of(row.key));
  }
  co_return notes;
}

asio::awaitable<void> StoreS3Backend::forget_restore(std::string bucket, RestoreNote note) {
  Commit commit;
  auto& part = commit.parts.emplace_back();
  part.partition = bucket_partition(bucket);
  part.writes.push_back({restore_row(note), std::nullopt});
  co_await store_->commit(std::move(commit));
}

}  // namespace winterbaume::s3
