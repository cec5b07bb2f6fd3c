// Files that are being written: each process has a folder of its own for them, so that what a crash left behind can be told from
// what another process is writing now.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <span>
#include <string>

#include "storage/file_descriptor.h"

namespace winterbaume {

// The folder "TMP/<random>" within a root, locked for as long as this lives. Thread-safe. Calls block.
class TemporaryFolder {
 public:
  // Removes what dead processes have left, and makes this one's folder. Throws StorageFailure.
  explicit TemporaryFolder(int root_fd);
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  int fd() const { return folder_.get(); }
  std::string next_name() { return std::to_string(next_.fetch_add(1, std::memory_order_relaxed)); }

 private:
  FileDescriptor parent_;  // "TMP"
  std::string name_;
  FileDescriptor folder_;
  std::atomic<std::uint64_t> next_{0};
};

// A file of the folder, removed unless it is published. Used by one thread at a time. Calls block and throw StorageFailure.
class TemporaryFile {
 public:
  TemporaryFile() = default;
  explicit TemporaryFile(TemporaryFolder& folder);
  TemporaryFile(TemporaryFile&& other) noexcept;
  TemporaryFile& operator=(TemporaryFile&& other) noexcept;
  ~TemporaryFile();

  explicit operator bool() const { return static_cast<bool>(fd_); }
  // Appends both, in one call of the system where it takes all.
  void append(std::span<const char> first, std::span<const char> second = {});
  // Asks the machine to begin writing to the disk what it has, and does not wait.
  void start_writeback();
  void sync();
  // Moves the file to `path` within `root_fd`, in the place of what is there. False where a folder of the path is missing.
  bool publish(int root_fd, const std::string& path);

 private:
  TemporaryFolder* folder_ = nullptr;
  std::string name_;
  FileDescriptor fd_;
};

}  // namespace winterbaume
