// Blobs: bytes that are written once, appear whole or not at all, are read by range, and are never held whole in memory.
//
// Keys are made by services ("s3/3f/3f0c…"), never by clients: lower-case letters, digits, '/', '-', '_' and '.', at most 200
// bytes, no empty or dot segment; the first segment is the service's. Implementations are thread-safe; a reader or writer is
// used by one coroutine at a time. A full or broken disk throws StorageFailure and leaves nothing behind.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace winterbaume {

namespace asio = boost::asio;

using BlobKey = std::string;

// Where a range of a blob lies in a file of the machine: what sendfile wants.
struct FileRange {
  int fd = -1;  // lives as long as the reader
  std::uint64_t offset = 0;
};

class BlobWriter {
 public:
  // Without a commit() that returned, the blob never was.
  virtual ~BlobWriter() = default;
  virtual asio::awaitable<void> write(std::span<const char> bytes) = 0;
  // Durable by the implementation's setting when this returns. A blob that already has the key is replaced.
  virtual asio::awaitable<void> commit() = 0;
};

class BlobReader {
 public:
  virtual ~BlobReader() = default;
  virtual std::uint64_t size() const = 0;
  // Fills some of `into` from `offset` on and says how much; 0 at or past the end. The blob may be removed meanwhile: its
  // bytes stay readable.
  virtual asio::awaitable<std::size_t> read_at(std::uint64_t offset, std::span<char> into) = 0;
  // Null where the bytes are in no file.
  virtual std::optional<FileRange> file() const { return std::nullopt; }
};

struct BlobStat {
  BlobKey key;
  std::uint64_t size = 0;
};

class Vfs {
 public:
  virtual ~Vfs() = default;
  virtual asio::awaitable<std::unique_ptr<BlobWriter>> create(BlobKey key) = 0;
  // Null where there is no such blob.
  virtual asio::awaitable<std::unique_ptr<BlobReader>> open(BlobKey key) = 0;
  // No error where there is no such blob.
  virtual asio::awaitable<void> remove(BlobKey key) = 0;
  // Committed blobs whose key begins with `prefix`, after `start_after`, in order, at most `limit`.
  virtual asio::awaitable<std::vector<BlobStat>> list(std::string prefix, std::string start_after, std::size_t limit) = 0;
};

}  // namespace winterbaume
