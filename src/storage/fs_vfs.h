// The Vfs on a file system: one file a blob, in a folder that nothing else writes to. Several processes may share it.
#pragma once

#include <memory>
#include <string>

#include "storage/vfs.h"

namespace winterbaume {

struct FsVfsOptions {
  std::string dir;               // made where it is missing
  bool fsync = true;             // a committed blob survives a crash of the machine, not only of the process
  std::size_t threads_max = 32;  // calls of the file system at once; as many syncs share one write of the disk's journal
};

// Thread-safe. A blob is written to a temporary file and renamed; temporary files that a crash left are removed by the next
// FsVfs on the folder. Calls that may wait for the disk run on threads of their own, those that the page cache can answer don't.
// Readers and writers may outlive the FsVfs; all of them go before the io_contexts that they were used on.
class FsVfs final : public Vfs {
 public:
  // Throws StorageFailure, with the reason and no name, where the folder can't be made, read or written.
  explicit FsVfs(FsVfsOptions options);

  asio::awaitable<std::unique_ptr<BlobWriter>> create(BlobKey key) override;
  asio::awaitable<std::unique_ptr<BlobReader>> open(BlobKey key) override;
  asio::awaitable<void> remove(BlobKey key) override;
  asio::awaitable<std::vector<BlobStat>> list(std::string prefix, std::string start_after, std::size_t limit) override;

 private:
  struct Disk;
  class Writer;
  class Reader;
  std::shared_ptr<Disk> disk_;
};

}  // namespace winterbaume
