// An open file that closes itself, and the failures of file calls.
#pragma once

#include <unistd.h>

#include <string_view>
#include <utility>

namespace winterbaume {

class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~FileDescriptor() {
    if (fd_ >= 0) ::close(fd_);
  }

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

// Throws StorageFailure: "A blob can't be written: No space left on device".
[[noreturn]] void throw_file_failure(std::string_view what, int error_number);

}  // namespace winterbaume
