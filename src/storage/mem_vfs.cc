#include "storage/mem_vfs.h"

#include <algorithm>
#include <cstring>
#include <mutex>

#include "core/failure.h"
#include "storage/blob_key.h"

namespace winterbaume {
namespace {

// Large enough that the list of a big blob is short, small enough that the last one's growing copies little.
constexpr std::size_t k_piece_bytes = 256 << 10;

}  // namespace

// Bytes in pieces of which all but the last are full, so that an offset finds its piece by a division.
class MemVfs::Pieces {
 public:
  void append(std::string_view bytes) {
    size_ += bytes.size();
    while (!bytes.empty()) {
      if (pieces_.empty() || pieces_.back().size() == k_piece_bytes) start_piece(bytes.size());
      auto taken = bytes.substr(0, k_piece_bytes - pieces_.back().size());
      pieces_.back().append(taken);
      bytes.remove_prefix(taken.size());
    }
  }
  void shrink() {
    if (!pieces_.empty()) pieces_.back().shrink_to_fit();
    pieces_.shrink_to_fit();
  }
  std::uint64_t size() const { return size_; }
  std::size_t read_at(std::uint64_t offset, std::span<char> into) const {
    std::size_t done = 0;
    while (done < into.size() && offset + done < size_) {
      const auto& piece = pieces_[(offset + done) / k_piece_bytes];
      done += piece.copy(into.data() + done, into.size() - done, (offset + done) % k_piece_bytes);
    }
    return done;
  }

 private:
  // The first piece grows with what comes; when it has filled up the blob is large, and later ones are made whole.
  void start_piece(std::size_t bytes) {
    auto& piece = pieces_.emplace_back();
    piece.reserve(pieces_.size() > 1 ? k_piece_bytes : std::min(bytes, k_piece_bytes));
  }

  std::vector<std::string> pieces_;
  std::uint64_t size_ = 0;
};

struct MemVfs::Blobs {
  mutable std::shared_mutex mutex;
  std::map<BlobKey, std::shared_ptr<const Pieces>, std::less<>> by_key;
};

class MemVfs::Writer final : public BlobWriter {
 public:
  Writer(std::shared_ptr<Blobs> blobs, BlobKey key) : blobs_(std::move(blobs)), key_(std::move(key)) {}

  asio::awaitable<void> write(std::span<const char> bytes) override {
    check_open();
    pieces_->append({bytes.data(), bytes.size()});
    co_return;
  }
  asio::awaitable<void> commit() override {
    check_open();
    pieces_->shrink();
    std::shared_ptr<const Pieces> blob = std::move(pieces_);
    std::unique_lock lock(blobs_->mutex);
    blobs_->by_key[key_].swap(blob);
    lock.unlock();  // what was replaced is freed after
    co_return;
  }

 private:
  void check_open() const {
    if (!pieces_) throw StorageFailure("A blob that is committed can't be written to");
  }

  std::shared_ptr<Blobs> blobs_;
  BlobKey key_;
  std::shared_ptr<Pieces> pieces_ = std::make_shared<Pieces>();
};

class MemVfs::Reader final : public BlobReader {
 public:
  explicit Reader(std::shared_ptr<const Pieces> pieces) : pieces_(std::move(pieces)) {}

  std::uint64_t size() const override { return pieces_->size(); }
  asio::awaitable<std::size_t> read_at(std::uint64_t offset, std::span<char> into) override {
    co_return pieces_->read_at(offset, into);
  }

 private:
  std::shared_ptr<const Pieces> pieces_;
};

MemVfs::MemVfs() : blobs_(std::make_shared<Blobs>()) {}

asio::awaitable<std::unique_ptr<BlobWriter>> MemVfs::create(BlobKey key) {
  check_blob_key(key);
  co_return std::make_unique<Writer>(blobs_, std::move(key));
}

asio::awaitable<std::unique_ptr<BlobReader>> MemVfs::open(BlobKey key) {
  check_blob_key(key);
  std::shared_lock lock(blobs_->mutex);
  auto found = blobs_->by_key.find(key);
  if (found == blobs_->by_key.end()) co_return nullptr;
  co_return std::make_unique<Reader>(found->second);
}

asio::awaitable<void> MemVfs::remove(BlobKey key) {
  check_blob_key(key);
  std::shared_ptr<const Pieces> removed;  // freed after the lock
  std::unique_lock lock(blobs_->mutex);
  if (auto found = blobs_->by_key.find(key); found != blobs_->by_key.end()) {
    removed = std::move(found->second);
    blobs_->by_key.erase(found);
  }
  co_return;
}

asio::awaitable<std::vector<BlobStat>> MemVfs::list(std::string prefix, std::string start_after, std::size_t limit) {
  std::vector<BlobStat> out;
  std::shared_lock lock(blobs_->mutex);
  const auto& blobs = blobs_->by_key;
  auto at = start_after < prefix ? blobs.lower_bound(prefix) : blobs.upper_bound(start_after);
  for (; at != blobs.end() && at->first.starts_with(prefix) && out.size() < limit; ++at) {
    out.push_back({at->first, at->second->size()});
  }
  co_return out;
}

}  // namespace winterbaume
