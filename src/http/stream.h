// A connection's bytes: a TCP socket, with TLS over it where the server is told so. Without TLS nothing is paid for it.
#pragma once

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <span>

#include "http/body.h"

namespace winterbaume::http {

namespace asio = boost::asio;
using boost::system::error_code;

class TlsContext;

// What is left to send: head, body, end of chunk.
class Output {
 public:
  void add(const void* data, std::size_t bytes) {
    if (bytes != 0) parts_[count_++] = asio::const_buffer(data, bytes);
  }
  void sent(std::size_t bytes);
  bool empty() const { return count_ == 0; }
  bool done() const { return first_ == count_; }
  std::span<const asio::const_buffer> parts() const { return {parts_.data() + first_, count_ - first_}; }

 private:
  std::array<asio::const_buffer, 4> parts_;
  std::size_t first_ = 0;
  std::size_t count_ = 0;
};

// Not thread-safe: used on its socket's thread only.
class Stream {
 public:
  // `tls` is null for plain text, else outlives the stream. The socket is made non-blocking.
  Stream(asio::ip::tcp::socket socket, TlsContext* tls);
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream();

  bool secure() const { return tls_ != nullptr; }
  std::string_view tls_version() const;  // "1.3" after the handshake; empty where not secure(). Static storage
  asio::ip::tcp::socket& socket() { return socket_; }
  // Only where secure().
  asio::awaitable<void> handshake(error_code& error);
  // At least one byte, or an error (asio::error::eof at the end).
  asio::awaitable<std::size_t> read_some(std::span<char> into, error_code& error);
  // Suspends until the socket is readable; holds no buffer meanwhile.
  asio::awaitable<void> wait_readable(error_code& error);
  // Sends what the socket takes at once, without waiting. Nothing where secure(). `more`: the rest follows at once, and small
  // packets wait for it.
  void send_now(Output& output, error_code& error, bool more = false);
  // Sends some, waiting until the socket takes it.
  asio::awaitable<std::size_t> write_some(Output& output, error_code& error);
  // Sends some of a file, from the kernel's cache to the socket, waiting until that takes it; 0 where the file has no such bytes.
  // Only where not secure().
  asio::awaitable<std::size_t> send_file(FileSlice slice, error_code& error);
  // Tells the peer that nothing more will come.
  asio::awaitable<void> finish(error_code& error);
  // Whether the peer has closed its side or the connection broke, seen without reading. Data that waits is no hang-up.
  bool hung_up();
  void close();

 private:
  struct Tls;
  asio::ip::tcp::socket socket_;
  std::unique_ptr<Tls> tls_;
};

}  // namespace winterbaume::http
