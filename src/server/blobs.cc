#include "server/blobs.h"

#include <fmt/format.h>

#include "core/failure.h"
#include "storage/fs_vfs.h"
#include "storage/mem_vfs.h"

namespace winterbaume::server {

std::shared_ptr<Vfs> make_vfs(const Config& config) {
  if (config.vfs_dir.empty()) return std::make_shared<MemVfs>();
  try {
    return std::make_shared<FsVfs>(FsVfsOptions{.dir = config.vfs_dir, .fsync = config.vfs_fsync});
  } catch (const StorageFailure& failure) {
    throw ConfigFault(fmt::format("--vfs-dir '{}' can't be used: {}.", config.vfs_dir, failure.what()));
  }
}

}  // namespace winterbaume::server
