#include "server/blobs.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "storage/fs_vfs.h"
#include "storage/mem_vfs.h"

namespace winterbaume::server {
namespace {

TEST(MakeVfs, IsInMemoryByDefault) { EXPECT_NE(std::dynamic_pointer_cast<MemVfs>(make_vfs({})), nullptr); }

TEST(MakeVfs, MakesTheFolder) {
  std::string scratch = (std::filesystem::temp_directory_path() / "make_vfs_XXXXXX").string();
  ASSERT_NE(::mkdtemp(scratch.data()), nullptr);
  Config config{.vfs_dir = scratch + "/a/b"};
  EXPECT_NE(std::dynamic_pointer_cast<FsVfs>(make_vfs(config)), nullptr);
  EXPECT_TRUE(std::filesystem::is_directory(config.vfs_dir));
  std::filesystem::remove_all(scratch);
}

TEST(MakeVfs, AFolderThatCannotBeUsedIsOneSentence) {
  try {
    make_vfs({.vfs_dir = "/dev/null"});
    FAIL() << "no fault";
  } catch (const ConfigFault& fault) {
    EXPECT_STREQ(fault.what(), "--vfs-dir '/dev/null' can't be used: Not a directory.");
  }
  EXPECT_THROW(make_vfs({.vfs_dir = "/proc/blobs"}), ConfigFault);
}

}  // namespace
}  // namespace winterbaume::server
