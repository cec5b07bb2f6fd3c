// One listing of a BlobTree: a walk in order of the keys that enters only the folders that can hold something of the page.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "storage/vfs.h"

namespace winterbaume {

// What a blob's file is called after its key.
constexpr std::string_view k_blob_ending = ".BLOB";

// Used once.
class BlobTreeWalk {
 public:
  BlobTreeWalk(std::string_view prefix, std::string_view start_after, std::size_t limit)
      : prefix_(prefix), start_after_(start_after), limit_(limit) {}

  // Blocks. Throws StorageFailure.
  std::vector<BlobStat> run(int root_fd) &&;

 private:
  bool full() const { return page_.size() >= limit_; }
  bool may_hold(const std::string& folder_key) const;
  bool wants(const std::string& key) const { return key > start_after_ && key.starts_with(prefix_); }
  void walk(int folder_fd, const std::string& folder_key);
  std::vector<std::string> entries_of(int folder_fd, const std::string& folder_key) const;
  void add(int folder_fd, const std::string& name, std::string key);

  std::string_view prefix_;
  std::string_view start_after_;
  std::size_t limit_;
  std::vector<BlobStat> page_;
};

}  // namespace winterbaume
