#include "storage/fs_vfs.h"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "storage/testing/vfs_contract.h"

namespace winterbaume::storage_testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// A folder that goes with the case.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (fs::temp_directory_path() / "fs_vfs_XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~ScratchFolder() { fs::remove_all(path_); }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::size_t count_files(const fs::path& folder) {
  std::size_t out = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) out += entry.is_regular_file() ? 1 : 0;
  return out;
}

std::string why_not(const std::string& dir) {
  try {
    FsVfs vfs({.dir = dir});
  } catch (const StorageFailure& failure) {
    return failure.what();
  }
  return "no failure";
}

// A folder a case, all of which go at the end: a reader may outlive its Vfs.
std::shared_ptr<Vfs> make_on_scratch(bool fsync) {
  static ScratchFolder scratch;
  static int cases = 0;
  auto dir = scratch.path() / "deep" / std::to_string(++cases);
  return std::make_shared<FsVfs>(FsVfsOptions{.dir = dir.string(), .fsync = fsync});
}

INSTANTIATE_TEST_SUITE_P(
    FileSystem, VfsContract,
    ::testing::Values(VfsUnderTest{.name = "Synced", .make = [](asio::io_context&) { return make_on_scratch(true); }},
                      VfsUnderTest{.name = "Unsynced", .make = [](asio::io_context&) { return make_on_scratch(false); }}),
    ::testing::PrintToStringParamName());

class FsVfsTest : public ::testing::Test, public CoroutineCase {
 protected:
  asio::awaitable<void> write_blob(Vfs& vfs, BlobKey key, std::string bytes, bool commit = true) {
    auto writer = co_await vfs.create(std::move(key));
    for (std::size_t at = 0; at < bytes.size(); at += 256 << 10) {
      auto piece = std::span<const char>(bytes).subspan(at);
      co_await writer->write(piece.first(std::min<std::size_t>(piece.size(), 256 << 10)));
    }
    if (commit) co_await writer->commit();
  }
  FsVfsOptions options() const { return {.dir = scratch_.path().string(), .fsync = false}; }

  ScratchFolder scratch_;
};

TEST_F(FsVfsTest, ABlobIsOneFileAndADroppedOneIsNone) {
  {
    FsVfs vfs(options());
    run(write_blob(vfs, "s3/3f/3f0c", pattern(1'000'000)));
    run(write_blob(vfs, "s3/3f/3f0d", pattern(1'000'000), false));
  }
  EXPECT_EQ(fs::file_size(scratch_.path() / "s3/3f/3f0c.BLOB"), 1'000'000U);
  EXPECT_EQ(count_files(scratch_.path()), 1U);
  EXPECT_TRUE(fs::is_empty(scratch_.path() / "TMP"));
}

TEST_F(FsVfsTest, BlobsAreThereAfterARestart) {
  auto bytes = pattern(300'000);
  {
    FsVfs vfs(options());
    run(write_blob(vfs, "s3/a", bytes));
  }
  FsVfs vfs(options());
  auto reader = run(vfs.open("s3/a"));
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->size(), bytes.size());
  EXPECT_EQ(run(vfs.list("", "", 10)).size(), 1U);
}

TEST_F(FsVfsTest, RemovesWhatACrashLeft) {
  fs::create_directories(scratch_.path() / "TMP/dead");
  std::ofstream(scratch_.path() / "TMP/dead/7") << "half a blob";
  FsVfs vfs(options());
  EXPECT_FALSE(fs::exists(scratch_.path() / "TMP/dead"));
}

asio::awaitable<void> write_while_another_starts(Vfs& first, FsVfsOptions options) {
  auto writer = co_await first.create("s3/a");
  auto bytes = pattern(1'000'000);
  co_await writer->write(bytes);
  FsVfs second(std::move(options));
  co_await writer->commit();
  auto reader = co_await second.open("s3/a");
  EXPECT_TRUE(reader && reader->size() == bytes.size());
}

TEST_F(FsVfsTest, AnotherProcessOnTheFolderLeavesWritersAlone) {
  FsVfs first(options());
  run(write_while_another_starts(first, options()));
}

// What a killed process left is not locked any more.
TEST_F(FsVfsTest, AProcessThatIsKilledLeavesNothingForLong) {
  pid_t child = ::fork();
  if (child == 0) {
    FsVfs vfs(options());
    CoroutineCase in_child;
    auto writer = in_child.run(vfs.create("s3/a"));
    auto bytes = pattern(1'000'000);
    in_child.run(writer->write(bytes));
    ::raise(SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(count_files(scratch_.path()), 1U);
  FsVfs vfs(options());
  EXPECT_EQ(count_files(scratch_.path()), 0U);
}

TEST_F(FsVfsTest, IgnoresFilesThatAreNoBlobs) {
  fs::create_directories(scratch_.path() / "s3");
  std::ofstream(scratch_.path() / "s3/README") << "not mine";
  std::ofstream(scratch_.path() / "s3/notes") << "not mine";
  FsVfs vfs(options());
  EXPECT_TRUE(run(vfs.list("", "", 10)).empty());
  EXPECT_FALSE(run(vfs.open("s3/notes")));
}

TEST_F(FsVfsTest, DoesNotFollowALink) {
  fs::create_directories(scratch_.path() / "s3");
  fs::create_symlink("/etc/passwd", scratch_.path() / "s3/a.BLOB");
  FsVfs vfs(options());
  EXPECT_THROW(run(vfs.open("s3/a")), StorageFailure);
}

TEST_F(FsVfsTest, AFileThatBecameShorterIsAFailure) {
  FsVfs vfs(options());
  run(write_blob(vfs, "s3/a", pattern(1000)));
  auto reader = run(vfs.open("s3/a"));
  fs::resize_file(scratch_.path() / "s3/a.BLOB", 10);
  char byte = 0;
  EXPECT_THROW(run(reader->read_at(100, {&byte, 1})), StorageFailure);
}

TEST_F(FsVfsTest, SaysWhyAFolderCannotBeUsed) {
  std::ofstream(scratch_.path() / "file") << "x";
  auto file = (scratch_.path() / "file").string();
  EXPECT_EQ(why_not(file), "Not a directory");
  EXPECT_EQ(why_not(file + "/below"), "Not a directory");
  EXPECT_EQ(why_not("/proc/blobs"), "No such file or directory");
  EXPECT_THAT(why_not("/proc"), HasSubstr("can't be made: "));
}

// ---- A disk that is full: files of this process end at a limit ----

class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit limit{bytes, before_.rlim_max};
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
};

TEST_F(FsVfsTest, AFullDiskIsAFailureAndLeavesNothing) {
  {
    FsVfs vfs(options());
    run(write_blob(vfs, "s3/a", "before"));
    FullDisk full(300'000);
    EXPECT_THROW(run(write_blob(vfs, "s3/b", pattern(1'000'000))), StorageFailure);
    EXPECT_THROW(run(write_blob(vfs, "s3/a", pattern(1'000'000))), StorageFailure);
  }
  FsVfs vfs(options());
  EXPECT_EQ(count_files(scratch_.path()), 1U);
  auto reader = run(vfs.open("s3/a"));
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->size(), 6U);
}

// A small blob meets the disk at its commit.
TEST_F(FsVfsTest, ASmallBlobOnAFullDiskFailsAtItsCommit) {
  {
    FsVfs vfs(options());
    FullDisk full(1000);
    EXPECT_THROW(run(write_blob(vfs, "s3/a", pattern(100'000))), StorageFailure);
  }
  EXPECT_EQ(count_files(scratch_.path()), 0U);
}

asio::awaitable<void> go_on_after_failure(Vfs& vfs) {
  auto writer = co_await vfs.create("s3/a");
  auto bytes = pattern(1'000'000);
  int failures = 0;
  {
    FullDisk full(1000);
    try {
      co_await writer->write(bytes);
    } catch (const StorageFailure&) {
      ++failures;
    }
  }
  try {
    co_await writer->commit();
  } catch (const StorageFailure&) {
    ++failures;
  }
  EXPECT_EQ(failures, 2);
}

// Room that comes back does not make half a blob whole.
TEST_F(FsVfsTest, AWriterThatFailedCannotCommit) {
  FsVfs vfs(options());
  run(go_on_after_failure(vfs));
  EXPECT_FALSE(run(vfs.open("s3/a")));
}

// The process may have no further file: a failure, and nothing more.
TEST_F(FsVfsTest, NoDescriptorLeftIsAFailure) {
  FsVfs vfs(options());
  run(write_blob(vfs, "s3/a", "1"));
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  rlimit none{3, before.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &none);
  EXPECT_THROW(run(vfs.open("s3/a")), StorageFailure);
  EXPECT_THROW(run(write_blob(vfs, "s3/b", "2")), StorageFailure);
  EXPECT_THROW(run(vfs.list("", "", 10)), StorageFailure);
  ::setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_TRUE(run(vfs.open("s3/a")));
}

}  // namespace
}  // namespace winterbaume::storage_testing
