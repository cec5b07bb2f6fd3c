#include "storage/temporary_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/uio.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <vector>

#include "core/bytes.h"

namespace winterbaume {
namespace {

// Blobs' keys have no upper-case letters, so no blob can be in the way.
constexpr const char* k_parent = "TMP";

FileDescriptor open_folder(int at, const char* name) {
  return FileDescriptor(::openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
}

std::vector<std::string> names_in(int folder) {
  std::vector<std::string> out;
  int fd = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  std::unique_ptr<DIR, int (*)(DIR*)> stream(fd < 0 ? nullptr : ::fdopendir(fd), &::closedir);
  while (const dirent* entry = stream ? ::readdir(stream.get()) : nullptr) {
    std::string name = entry->d_name;
    if (name != "." && name != "..") out.push_back(std::move(name));
  }
  return out;
}

// A folder whose lock can be had belongs to nobody who lives.
void remove_if_abandoned(int parent, const std::string& name) {
  auto folder = open_folder(parent, name.c_str());
  if (!folder || ::flock(folder.get(), LOCK_EX | LOCK_NB) != 0) return;
  for (const auto& file : names_in(folder.get())) ::unlinkat(folder.get(), file.c_str(), 0);
  ::unlinkat(parent, name.c_str(), AT_REMOVEDIR);
}

std::string random_name() {
  std::array<char, 8> bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    throw_file_failure("A folder for temporary files can't be named", errno);
  }
  return to_hex({bytes.data(), bytes.size()});
}

// Locks the folder; null where another process took it for abandoned and removed it before that.
FileDescriptor lock_folder(int parent, const std::string& name) {
  auto folder = open_folder(parent, name.c_str());
  if (!folder) return folder;
  if (::flock(folder.get(), LOCK_EX) != 0) throw_file_failure("The folder for temporary files can't be locked", errno);
  struct stat info{};
  bool linked = ::fstat(folder.get(), &info) == 0 && info.st_nlink > 0;
  return linked ? std::move(folder) : FileDescriptor();
}

}  // namespace

TemporaryFolder::TemporaryFolder(int root_fd) {
  constexpr std::string_view k_failed = "A folder for temporary files can't be made";
  if (::mkdirat(root_fd, k_parent, 0777) != 0 && errno != EEXIST) throw_file_failure(k_failed, errno);
  parent_ = open_folder(root_fd, k_parent);
  if (!parent_) throw_file_failure(k_failed, errno);
  for (const auto& name : names_in(parent_.get())) remove_if_abandoned(parent_.get(), name);
  while (!folder_) {
    name_ = random_name();
    if (::mkdirat(parent_.get(), name_.c_str(), 0777) != 0) throw_file_failure(k_failed, errno);
    folder_ = lock_folder(parent_.get(), name_);
  }
}

TemporaryFolder::~TemporaryFolder() { ::unlinkat(parent_.get(), name_.c_str(), AT_REMOVEDIR); }

TemporaryFile::TemporaryFile(TemporaryFolder& folder) : folder_(&folder), name_(folder.next_name()) {
  fd_ = FileDescriptor(::openat(folder.fd(), name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (!fd_) throw_file_failure("A blob can't be begun", errno);
}

TemporaryFile::TemporaryFile(TemporaryFile&& other) noexcept
    : folder_(std::exchange(other.folder_, nullptr)), name_(std::move(other.name_)), fd_(std::move(other.fd_)) {}

TemporaryFile& TemporaryFile::operator=(TemporaryFile&& other) noexcept {
  std::swap(folder_, other.folder_);
  std::swap(name_, other.name_);
  std::swap(fd_, other.fd_);
  return *this;
}

TemporaryFile::~TemporaryFile() {
  if (folder_ != nullptr && fd_) ::unlinkat(folder_->fd(), name_.c_str(), 0);
}

void TemporaryFile::append(std::span<const char> first, std::span<const char> second) {
  std::array<iovec, 2> parts{iovec{const_cast<char*>(first.data()), first.size()},
                             iovec{const_cast<char*>(second.data()), second.size()}};
  while (parts[0].iov_len + parts[1].iov_len > 0) {
    ssize_t written = ::writev(fd_.get(), parts.data(), static_cast<int>(parts.size()));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) throw_file_failure("A blob can't be written", written == 0 ? ENOSPC : errno);
    auto left = static_cast<std::size_t>(written);
    for (auto& part : parts) {
      auto taken = std::min(left, part.iov_len);
      part.iov_base = static_cast<char*>(part.iov_base) + taken;
      part.iov_len -= taken;
      left -= taken;
    }
  }
}

// Only advice: a file system that can't do this does it in sync().
void TemporaryFile::start_writeback() { ::sync_file_range(fd_.get(), 0, 0, SYNC_FILE_RANGE_WRITE); }

void TemporaryFile::sync() {
  if (::fsync(fd_.get()) != 0) throw_file_failure("A blob can't be synced", errno);
}

bool TemporaryFile::publish(int root_fd, const std::string& path) {
  if (::renameat(folder_->fd(), name_.c_str(), root_fd, path.c_str()) == 0) {
    folder_ = nullptr;
    return true;
  }
  if (errno == ENOENT) return false;
  throw_file_failure("A blob can't be put in its place", errno);
}

}  // namespace winterbaume
