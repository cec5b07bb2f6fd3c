// The store's backend keeps the contract over a Vfs in memory and over one of files.
#include "services/s3/store/store_s3_backend.h"

#include <cstdlib>
#include <filesystem>

#include "services/s3/testing/backend_contract.h"
#include "storage/fs_vfs.h"
#include "storage/mem_vfs.h"
#include "storage/memory_state_store.h"

namespace winterbaume::s3::testing {
namespace {

std::shared_ptr<S3Backend> make_in_memory(asio::io_context&) {
  return std::make_shared<StoreS3Backend>(std::make_shared<MemoryStateStore>(), std::make_shared<MemVfs>());
}

// Goes at the end of the process, with all the folders that cases made.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "s3_blobs_XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~ScratchFolder() { std::filesystem::remove_all(path_); }
  std::string next() { return (path_ / std::to_string(++folders_)).string(); }

 private:
  std::filesystem::path path_;
  int folders_ = 0;
};

std::shared_ptr<S3Backend> make_on_files(asio::io_context&) {
  static ScratchFolder scratch;
  auto vfs = std::make_shared<FsVfs>(FsVfsOptions{.dir = scratch.next(), .fsync = false});
  return std::make_shared<StoreS3Backend>(std::make_shared<MemoryStateStore>(), std::move(vfs));
}

const auto k_backends = ::testing::Values(BackendUnderTest{.name = "Memory", .make = &make_in_memory},
                                          BackendUnderTest{.name = "Files", .make = &make_on_files});

INSTANTIATE_TEST_SUITE_P(Store, BackendContract, k_backends, ::testing::PrintToStringParamName());

class TwoBackendsTest : public ::testing::Test, public storage_testing::CoroutineCase {};

// Both trust what they know of buckets, since nobody else writes to the store.
TEST_F(TwoBackendsTest, OverOneStoreSeeOneAnothersBuckets) {
  const auto store = std::make_shared<MemoryStateStore>();
  StoreS3Backend first(store, std::make_shared<MemVfs>()), second(store, std::make_shared<MemVfs>());
  const BucketRecord record{.name = "photos", .region = "us-east-1", .owner = {"123456789012", "owner", ""}, .created = {}};
  ASSERT_TRUE(run(first.create_bucket(record, {})));
  auto bucket = run(second.get_bucket("photos"));
  ASSERT_TRUE(bucket);
  BucketRecord changed = **bucket;
  changed.versioning = Versioning::enabled;
  ASSERT_TRUE(run(first.update_bucket(changed)).value());
  EXPECT_EQ(run(second.get_bucket("photos")).value()->versioning, Versioning::enabled);
  ASSERT_TRUE(run(second.delete_bucket("photos")));
  EXPECT_FALSE(run(first.get_bucket("photos")));
}

}  // namespace
}  // namespace winterbaume::s3::testing
