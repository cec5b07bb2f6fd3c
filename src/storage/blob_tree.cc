#include "storage/blob_tree.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "core/failure.h"
#include "storage/blob_tree_walk.h"

namespace winterbaume {
namespace {

FileDescriptor open_root(const std::string& root) {
  std::error_code error;
  std::filesystem::create_directories(root, error);
  FileDescriptor out(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!out) throw StorageFailure(std::generic_category().message(error ? error.value() : errno));
  return out;
}

void sync_folder(int at, const char* path) {
  FileDescriptor folder(::openat(at, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder || ::fsync(folder.get()) != 0) throw_file_failure("A folder of blobs can't be synced", errno);
}

constexpr int k_open_flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW;

}  // namespace

BlobTree::BlobTree(const std::string& root) : root_(open_root(root)) {}

std::string BlobTree::path_of(const BlobKey& key) { return key + std::string(k_blob_ending); }

void BlobTree::publish(TemporaryFile file, const BlobKey& key, bool sync) const {
  auto path = path_of(key);
  if (sync) file.sync();
  if (!file.publish(root_.get(), path)) {
    make_folders(path, sync);
    if (!file.publish(root_.get(), path)) throw StorageFailure("A folder of blobs went away");
  }
  if (!sync) return;
  try {
    sync_folder_of(path);
  } catch (const StorageFailure&) {
    ::unlinkat(root_.get(), path.c_str(), 0);  // a commit that fails leaves no blob
    throw;
  }
}

// Each folder on the way to `path`, the outermost first.
void BlobTree::make_folders(const std::string& path, bool sync) const {
  for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    auto folder = path.substr(0, slash);
    if (::mkdirat(root_.get(), folder.c_str(), 0777) == 0) {
      if (sync) sync_folder_of(folder);
    } else if (errno != EEXIST) {
      throw_file_failure("A folder of blobs can't be made", errno);
    }
  }
}

void BlobTree::sync_folder_of(const std::string& path) const {
  auto slash = path.rfind('/');
  sync_folder(root_.get(), slash == std::string::npos ? "." : path.substr(0, slash).c_str());
}

FileDescriptor BlobTree::open(const BlobKey& key) const {
  FileDescriptor out(::openat(root_.get(), path_of(key).c_str(), k_open_flags));
  if (!out && errno != ENOENT) throw_file_failure("A blob can't be opened", errno);
  return out;
}

// RESOLVE_CACHED: Linux 5.12. Any refusal but "no such file" (an older kernel's, a filter's) means to go the long way.
BlobTree::Cached BlobTree::open_cached(const BlobKey& key) const {
  open_how how{};
  how.flags = k_open_flags;
  how.resolve = RESOLVE_CACHED | RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
  auto path = path_of(key);
  FileDescriptor file(static_cast<int>(::syscall(SYS_openat2, root_.get(), path.c_str(), &how, sizeof how)));
  bool known = file || errno == ENOENT;
  return {known, std::move(file)};
}

void BlobTree::remove(const BlobKey& key) const {
  if (::unlinkat(root_.get(), path_of(key).c_str(), 0) != 0 && errno != ENOENT) {
    throw_file_failure("A blob can't be removed", errno);
  }
}

std::vector<BlobStat> BlobTree::list(const std::string& prefix, const std::string& start_after, std::size_t limit) const {
  return BlobTreeWalk(prefix, start_after, limit).run(root_.get());
}

}  // namespace winterbaume
