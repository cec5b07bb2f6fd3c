// A service's own namespace in a Vfs that others may share: blobs under unique ids that it makes.
#pragma once

#include <memory>

#include "core/ids.h"
#include "storage/vfs.h"

namespace winterbaume {

// Thread-safe.
class BlobStore {
 public:
  // `service` is the first segment of every key. `vfs` and `ids` are never null.
  BlobStore(std::shared_ptr<Vfs> vfs, std::string service, std::shared_ptr<Ids> ids);

  struct NewBlob {
    std::string id;  // 32 hexadecimal digits
    std::unique_ptr<BlobWriter> writer;
  };
  asio::awaitable<NewBlob> create();
  asio::awaitable<std::unique_ptr<BlobReader>> open(std::string id);  // null where there is none
  asio::awaitable<void> remove(std::string id);
  // Ids in order, after `start_after`.
  asio::awaitable<std::vector<BlobStat>> list(std::string start_after, std::size_t limit);  // BlobStat::key is the id
  asio::awaitable<void> remove_all();

 private:
  BlobKey key_of(const std::string& id) const;

  std::shared_ptr<Vfs> vfs_;
  std::string service_;
  std::shared_ptr<Ids> ids_;
};

}  // namespace winterbaume
