#include "storage/blob_tree_walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "storage/file_descriptor.h"

namespace winterbaume {
namespace {

constexpr const char* k_failed = "Blobs can't be listed";

bool has_upper_case(std::string_view name) {
  return std::ranges::any_of(name, [](char c) { return c >= 'A' && c <= 'Z'; });
}

using DirectoryStream = std::unique_ptr<DIR, int (*)(DIR*)>;

DirectoryStream stream_of(int folder_fd) {
  int fd = ::openat(folder_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) throw_file_failure(k_failed, errno);
  DirectoryStream out(::fdopendir(fd), &::closedir);
  if (!out) {
    int error_number = errno;
    ::close(fd);
    throw_file_failure(k_failed, error_number);
  }
  return out;
}

}  // namespace

std::vector<BlobStat> BlobTreeWalk::run(int root_fd) && {
  if (limit_ > 0) walk(root_fd, "");
  return std::move(page_);
}

// `folder_key` ends with '/': every key within begins with it.
bool BlobTreeWalk::may_hold(const std::string& folder_key) const {
  bool of_prefix = folder_key.starts_with(prefix_) || prefix_.starts_with(folder_key);
  bool passed = folder_key < start_after_ && !start_after_.starts_with(folder_key);
  return of_prefix && !passed;
}

// What is of interest, in order of keys: blobs as their last segment, folders as theirs with a '/'.
std::vector<std::string> BlobTreeWalk::entries_of(int folder_fd, const std::string& folder_key) const {
  std::vector<std::string> out;
  auto stream = stream_of(folder_fd);
  while (const dirent* entry = ::readdir(stream.get())) {
    std::string name = entry->d_name;
    if (name.ends_with(k_blob_ending)) {
      name.resize(name.size() - k_blob_ending.size());
      if (wants(folder_key + name)) out.push_back(std::move(name));
    } else if (name != "." && name != ".." && !has_upper_case(name)) {
      name += '/';
      if (may_hold(folder_key + name)) out.push_back(std::move(name));
    }
  }
  std::ranges::sort(out);
  return out;
}

// Depth is bounded by that of keys. A folder or file may go away meanwhile.
void BlobTreeWalk::walk(int folder_fd, const std::string& folder_key) {
  for (const auto& entry : entries_of(folder_fd, folder_key)) {
    if (full()) return;
    if (!entry.ends_with('/')) {
      add(folder_fd, entry + std::string(k_blob_ending), folder_key + entry);
      continue;
    }
    FileDescriptor folder(::openat(folder_fd, entry.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder) {
      walk(folder.get(), folder_key + entry);
    } else if (errno != ENOENT && errno != ENOTDIR) {
      throw_file_failure(k_failed, errno);
    }
  }
}

void BlobTreeWalk::add(int folder_fd, const std::string& name, std::string key) {
  struct stat info{};
  if (::fstatat(folder_fd, name.c_str(), &info, AT_SYMLINK_NOFOLLOW) == 0) {
    page_.push_back({std::move(key), static_cast<std::uint64_t>(info.st_size)});
  } else if (errno != ENOENT) {
    throw_file_failure(k_failed, errno);
  }
}

}  // namespace winterbaume
