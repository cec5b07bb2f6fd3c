// The Vfs that keeps blobs in memory, as lists of pieces.
#pragma once

#include <map>
#include <memory>
#include <shared_mutex>
#include <string>

#include "storage/vfs.h"

namespace winterbaume {

// Thread-safe. Calls never suspend. A blob costs its bytes and about 200 more; one that is removed lives on while a reader has
// it. Writers may outlive the MemVfs.
class MemVfs final : public Vfs {
 public:
  MemVfs();
  asio::awaitable<std::unique_ptr<BlobWriter>> create(BlobKey key) override;
  asio::awaitable<std::unique_ptr<BlobReader>> open(BlobKey key) override;
  asio::awaitable<void> remove(BlobKey key) override;
  asio::awaitable<std::vector<BlobStat>> list(std::string prefix, std::string start_after, std::size_t limit) override;

 private:
  class Pieces;
  class Writer;
  class Reader;
  struct Blobs;

  std::shared_ptr<Blobs> blobs_;
};

}  // namespace winterbaume
