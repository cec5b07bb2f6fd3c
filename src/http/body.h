// A message body: bytes in memory, or a source that is read in pieces and never held whole.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>

#include "http/headers.h"

namespace winterbaume::http {

namespace asio = boost::asio;

// The peer broke its body off, or its framing is broken. Ends the connection.
struct BodyBroken : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// The body is larger than its reader takes.
struct BodyTooLarge : std::runtime_error {
  BodyTooLarge() : std::runtime_error("the body is larger than allowed") {}
};

// A range of a file of the machine.
struct FileSlice {
  int fd = -1;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

class BodySource {
 public:
  virtual ~BodySource() = default;
  // Fills some of `into` and says how much; 0 means the end. Throws BodyBroken.
  virtual asio::awaitable<std::size_t> read(std::span<char> into) = 0;
  // Where the bytes that come next lie in a file: they count as read, and who asked sends them with sendfile(2). The file stays
  // open until the next call. Null where they are in no file, and at the end: read() goes on from there.
  virtual asio::awaitable<std::optional<FileSlice>> next_file();
  // The trailer fields of a chunked body, once read() has said 0; null where there are none.
  virtual const Headers* trailers() const { return nullptr; }
};

class Body {
 public:
  Body() = default;
  Body(std::string bytes) : bytes_(std::move(bytes)) {}  // NOLINT: a string is a body
  Body(std::unique_ptr<BodySource> source, std::optional<std::uint64_t> size) : source_(std::move(source)), size_(size) {}

  bool in_memory() const { return source_ == nullptr; }
  // Bytes in all; null where only the end will tell (chunked).
  std::optional<std::uint64_t> size() const { return in_memory() ? std::optional<std::uint64_t>(bytes_.size()) : size_; }
  const std::string& bytes() const { return bytes_; }  // in_memory() only
  std::string& bytes() { return bytes_; }
  BodySource* source() { return source_.get(); }
  // The trailer fields of a chunked body that was read to its end; null where there are none.
  const Headers* trailers() const { return in_memory() ? trailers_.get() : source_->trailers(); }
  void set_trailers(std::unique_ptr<Headers> trailers) { trailers_ = std::move(trailers); }

  // Reads a streamed body to its end, so that in_memory() holds, with 64 bytes of spare capacity for simdjson. Throws
  // BodyTooLarge past `max_bytes`, and BodyBroken.
  asio::awaitable<void> collect(std::uint64_t max_bytes);

 private:
  std::string bytes_;
  std::unique_ptr<BodySource> source_;
  std::optional<std::uint64_t> size_;
  std::unique_ptr<Headers> trailers_;
};

}  // namespace winterbaume::http
