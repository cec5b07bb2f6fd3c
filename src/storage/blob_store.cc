#include "storage/blob_store.h"

#include <algorithm>

#include "core/assert.h"
#include "core/bytes.h"

namespace winterbaume {
namespace {

constexpr std::size_t k_id_digits = 32;
constexpr std::size_t k_spread_digits = 2;
constexpr std::size_t k_page = 1000;

bool is_blob_id(std::string_view id) {
  return id.size() == k_id_digits &&
         std::ranges::all_of(id, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// Two ids within a process never meet, whatever made them random: 122 bits.
std::string new_id(Ids& ids) {
  auto uuid = ids.uuid();
  return to_hex({reinterpret_cast<const char*>(uuid.bytes.data()), uuid.bytes.size()});
}

}  // namespace

BlobStore::BlobStore(std::shared_ptr<Vfs> vfs, std::string service, std::shared_ptr<Ids> ids)
    : vfs_(std::move(vfs)), service_(std::move(service)), ids_(std::move(ids)) {
  WB_ASSERT(vfs_ && ids_ && !service_.empty());
}

// "s3/3f/3f0c…": the first two digits spread a file system's files over 256 directories. A second level would make a directory,
// and have it synced, for nearly every one of the first 65,536 blobs.
BlobKey BlobStore::key_of(const std::string& id) const { return service_ + '/' + id.substr(0, k_spread_digits) + '/' + id; }

asio::awaitable<BlobStore::NewBlob> BlobStore::create() {
  auto id = new_id(*ids_);
  auto writer = co_await vfs_->create(key_of(id));
  co_return NewBlob{std::move(id), std::move(writer)};
}

asio::awaitable<std::unique_ptr<BlobReader>> BlobStore::open(std::string id) {
  if (!is_blob_id(id)) co_return nullptr;
  co_return co_await vfs_->open(key_of(id));
}

asio::awaitable<void> BlobStore::remove(std::string id) {
  if (is_blob_id(id)) co_await vfs_->remove(key_of(id));
}

asio::awaitable<std::vector<BlobStat>> BlobStore::list(std::string start_after, std::size_t limit) {
  auto after = start_after.empty() ? std::string() : key_of(start_after);
  auto blobs = co_await vfs_->list(service_ + '/', std::move(after), limit);
  for (auto& blob : blobs) blob.key = blob.key.substr(blob.key.rfind('/') + 1);
  co_return blobs;
}

asio::awaitable<void> BlobStore::remove_all() {
  while (true) {
    auto blobs = co_await vfs_->list(service_ + '/', "", k_page);
    if (blobs.empty()) co_return;
    for (auto& blob : blobs) co_await vfs_->remove(std::move(blob.key));
  }
}

}  // namespace winterbaume
