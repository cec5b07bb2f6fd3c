// The files of committed blobs under a root folder: blob "s3/3f/3f0c…" is the file "s3/3f/3f0c….BLOB". No name there comes from a
// client, and the ending (keys have no upper-case letters) keeps blob "a" apart from the folder of blob "a/b".
//
// Calls block and throw StorageFailure; keys have passed check_blob_key(). Thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "storage/file_descriptor.h"
#include "storage/temporary_files.h"
#include "storage/vfs.h"

namespace winterbaume {

class BlobTree {
 public:
  // Makes the folder and those above it where they are missing.
  explicit BlobTree(const std::string& root);

  int fd() const { return root_.get(); }
  static std::string path_of(const BlobKey& key);

  // Moves the file into its place. `sync`: it is there after a crash, too.
  void publish(TemporaryFile file, const BlobKey& key, bool sync) const;
  // Null where there is no such blob.
  FileDescriptor open(const BlobKey& key) const;
  // The same without waiting for a disk; throws nothing. `known` is false where it would have to wait.
  struct Cached {
    bool known = false;
    FileDescriptor file;  // null where there is no such blob
  };
  Cached open_cached(const BlobKey& key) const;
  void remove(const BlobKey& key) const;
  // Costs by the page and by the folders that it touches.
  std::vector<BlobStat> list(const std::string& prefix, const std::string& start_after, std::size_t limit) const;

 private:
  void make_folders(const std::string& path, bool sync) const;
  void sync_folder_of(const std::string& path) const;

  FileDescriptor root_;
};

}  // namespace winterbaume
