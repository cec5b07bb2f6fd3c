#include "storage/fs_vfs.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>

#include <algorithm>
#include <cerrno>

#include "core/failure.h"
#include "core/offload.h"
#include "storage/blob_key.h"
#include "storage/blob_tree.h"
#include "storage/temporary_files.h"

namespace winterbaume {
namespace {

// Pieces up to this size are gathered in memory, so that a small blob costs one hop to another thread in all.
constexpr std::size_t k_gathered_bytes = 128 << 10;
// How often a large blob's writing to the disk is begun, so that the sync at its end finds little to do.
constexpr std::size_t k_writeback_bytes = 8 << 20;
// Closing the last descriptor of a removed file frees its blocks: of a large one not on a thread that serves.
constexpr std::uint64_t k_large_file_bytes = 4 << 20;

std::uint64_t file_bytes(int fd) {
  struct stat info{};
  if (::fstat(fd, &info) != 0) throw_file_failure("A blob can't be opened", errno);
  return static_cast<std::uint64_t>(info.st_size);
}

bool is_removed(int fd) {
  struct stat info{};
  return ::fstat(fd, &info) == 0 && info.st_nlink == 0;
}

}  // namespace

// The pool is the last member: it ends its tasks before what they use goes.
struct FsVfs::Disk {
  explicit Disk(FsVfsOptions options)
      : tree(options.dir), temporary(tree.fd()), fsync(options.fsync), pool(options.threads_max) {}

  BlobTree tree;
  TemporaryFolder temporary;
  bool fsync;
  OffloadPool pool;

  // Lets go of a file, which may free gigabytes of blocks, elsewhere; here only where no thread can be had.
  template <class File>
  void let_go(File file) noexcept {
    try {
      pool.submit([file = std::move(file)] {});
    } catch (const std::exception&) {  // the file went with the task
    }
  }
};

class FsVfs::Writer final : public BlobWriter {
 public:
  Writer(std::shared_ptr<Disk> disk, BlobKey key) : disk_(std::move(disk)), key_(std::move(key)) {}
  ~Writer() override {
    if (file_) disk_->let_go(std::move(file_));
  }

  asio::awaitable<void> write(std::span<const char> bytes) override {
    check_open();
    if (gathered_.size() + bytes.size() <= k_gathered_bytes) {
      gathered_.append(bytes.data(), bytes.size());
      co_return;
    }
    open_ = false;  // until the piece is written: after a failure nothing follows
    co_await offload(disk_->pool, [this, bytes] { append(bytes); });
    open_ = true;
  }

  asio::awaitable<void> commit() override {
    check_open();
    open_ = false;
    co_await offload(disk_->pool, [this] { finish(); });
  }

 private:
  void check_open() const {
    if (!open_) throw StorageFailure("A blob that failed or is committed can't be written to");
  }
  // The rest blocks, on a thread of the pool.
  void append(std::span<const char> bytes) {
    if (!file_) file_ = TemporaryFile(disk_->temporary);
    file_.append(gathered_, bytes);
    not_begun_bytes_ += gathered_.size() + bytes.size();
    gathered_.clear();
    if (disk_->fsync && not_begun_bytes_ >= k_writeback_bytes) {
      file_.start_writeback();
      not_begun_bytes_ = 0;
    }
  }
  void finish() {
    append({});
    disk_->tree.publish(std::move(file_), key_, disk_->fsync);
  }

  std::shared_ptr<Disk> disk_;
  BlobKey key_;
  std::string gathered_;
  TemporaryFile file_;
  std::size_t not_begun_bytes_ = 0;
  bool open_ = true;
};

class FsVfs::Reader final : public BlobReader {
 public:
  Reader(std::shared_ptr<Disk> disk, FileDescriptor file)
      : disk_(std::move(disk)), file_(std::move(file)), size_(file_bytes(file_.get())) {}
  ~Reader() override {
    if (size_ >= k_large_file_bytes && is_removed(file_.get())) disk_->let_go(std::move(file_));
  }

  std::uint64_t size() const override { return size_; }
  std::optional<FileRange> file() const override { return FileRange{file_.get(), 0}; }

  asio::awaitable<std::size_t> read_at(std::uint64_t offset, std::span<char> into) override {
    if (offset >= size_ || into.empty()) co_return 0;
    into = into.first(static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), size_ - offset)));
    if (auto cached = read(offset, into, RWF_NOWAIT); cached > 0) co_return static_cast<std::size_t>(cached);
    auto got = co_await offload(disk_->pool, [this, offset, into] { return read_waiting(offset, into); });
    co_return got;
  }

 private:
  ssize_t read(std::uint64_t offset, std::span<char> into, int flags) const {
    iovec part{into.data(), into.size()};
    ssize_t got = 0;
    do {
      got = ::preadv2(file_.get(), &part, 1, static_cast<off_t>(offset), flags);
    } while (got < 0 && errno == EINTR);
    return got;
  }
  std::size_t read_waiting(std::uint64_t offset, std::span<char> into) const {
    auto got = read(offset, into, 0);
    if (got < 0) throw_file_failure("A blob can't be read", errno);
    if (got == 0) throw StorageFailure("A blob's file has become shorter");
    return static_cast<std::size_t>(got);
  }

  std::shared_ptr<Disk> disk_;
  FileDescriptor file_;
  std::uint64_t size_;
};

FsVfs::FsVfs(FsVfsOptions options) : disk_(std::make_shared<Disk>(std::move(options))) {}

asio::awaitable<std::unique_ptr<BlobWriter>> FsVfs::create(BlobKey key) {
  check_blob_key(key);
  co_return std::make_unique<Writer>(disk_, std::move(key));
}

asio::awaitable<std::unique_ptr<BlobReader>> FsVfs::open(BlobKey key) {
  check_blob_key(key);
  auto disk = disk_;
  auto [known, file] = disk->tree.open_cached(key);
  if (!known) file = co_await offload(disk->pool, [&disk, &key] { return disk->tree.open(key); });
  if (!file) co_return nullptr;
  co_return std::make_unique<Reader>(std::move(disk), std::move(file));
}

asio::awaitable<void> FsVfs::remove(BlobKey key) {
  check_blob_key(key);
  auto disk = disk_;
  co_await offload(disk->pool, [&disk, &key] { disk->tree.remove(key); });
}

asio::awaitable<std::vector<BlobStat>> FsVfs::list(std::string prefix, std::string start_after, std::size_t limit) {
  auto disk = disk_;
  co_return co_await offload(disk->pool, [&] { return disk->tree.list(prefix, start_after, limit); });
}

}  // namespace winterbaume
