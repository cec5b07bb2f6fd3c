#include "http/stream.h"

#include <poll.h>
#include <sys/sendfile.h>
#include <sys/socket.h>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>

#include "http/tls.h"

namespace winterbaume::http {
namespace {

// A client that takes all at once leaves the thread to others from time to time.
constexpr std::uint64_t k_sendfile_bytes_max = 2 << 20;

}  // namespace

struct Stream::Tls {
  Tls(asio::ip::tcp::socket& socket, TlsContext& tls) : stream(socket, tls.context()) {}
  asio::ssl::stream<asio::ip::tcp::socket&> stream;
};

void Output::sent(std::size_t bytes) {
  while (bytes != 0) {
    auto& part = parts_[first_];
    auto taken = std::min(bytes, part.size());
    part += taken;
    bytes -= taken;
    if (part.size() == 0) ++first_;
  }
}

Stream::Stream(asio::ip::tcp::socket socket, TlsContext* tls) : socket_(std::move(socket)) {
  error_code ignored;
  socket_.non_blocking(true, ignored);
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  if (tls != nullptr) tls_ = std::make_unique<Tls>(socket_, *tls);
}

Stream::~Stream() = default;

// OpenSSL's names are "TLSv1", "TLSv1.1", …
std::string_view Stream::tls_version() const {
  constexpr std::string_view k_family = "TLSv";
  if (!tls_) return {};
  const std::string_view name = SSL_get_version(tls_->stream.native_handle());
  if (name == "TLSv1") return "1.0";
  return name.starts_with(k_family) ? name.substr(k_family.size()) : std::string_view();
}

asio::awaitable<void> Stream::handshake(error_code& error) {
  return tls_->stream.async_handshake(asio::ssl::stream_base::server, asio::redirect_error(asio::use_awaitable, error));
}

asio::awaitable<std::size_t> Stream::read_some(std::span<char> into, error_code& error) {
  auto buffer = asio::buffer(into.data(), into.size());
  if (tls_) return tls_->stream.async_read_some(buffer, asio::redirect_error(asio::use_awaitable, error));
  return socket_.async_read_some(buffer, asio::redirect_error(asio::use_awaitable, error));
}

asio::awaitable<void> Stream::wait_readable(error_code& error) {
  return socket_.async_wait(asio::socket_base::wait_read, asio::redirect_error(asio::use_awaitable, error));
}

void Stream::send_now(Output& output, error_code& error, bool more) {
  error.clear();
  if (tls_) return;
  const asio::socket_base::message_flags flags = more ? MSG_MORE : 0;
  auto parts = output.parts();
  auto sent = parts.size() == 1 ? socket_.send(parts.front(), flags, error) : socket_.send(parts, flags, error);
  if (error == asio::error::would_block || error == asio::error::try_again) error.clear();
  output.sent(sent);
}

asio::awaitable<std::size_t> Stream::write_some(Output& output, error_code& error) {
  // TLS makes one record of one buffer; the parts that are small enough to gain from joining are joined by the caller.
  if (tls_) return tls_->stream.async_write_some(output.parts(), asio::redirect_error(asio::use_awaitable, error));
  return socket_.async_write_some(output.parts(), asio::redirect_error(asio::use_awaitable, error));
}

asio::awaitable<std::size_t> Stream::send_file(FileSlice slice, error_code& error) {
  for (;;) {
    auto offset = static_cast<off_t>(slice.offset);
    const auto wanted = static_cast<std::size_t>(std::min(slice.length, k_sendfile_bytes_max));
    const auto sent = ::sendfile(socket_.native_handle(), slice.fd, &offset, wanted);
    if (sent >= 0) co_return static_cast<std::size_t>(sent);
    if (errno == EINTR) continue;
    if (errno != EAGAIN) {
      error.assign(errno, boost::system::system_category());
      co_return 0;
    }
    co_await socket_.async_wait(asio::socket_base::wait_write, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return 0;
  }
}

asio::awaitable<void> Stream::finish(error_code& error) {
  if (tls_) co_await tls_->stream.async_shutdown(asio::redirect_error(asio::use_awaitable, error));
  error_code ignored;
  socket_.shutdown(asio::socket_base::shutdown_send, ignored);
}

bool Stream::hung_up() {
  pollfd watched{socket_.native_handle(), POLLRDHUP, 0};
  return poll(&watched, 1, 0) > 0 && (watched.revents & (POLLRDHUP | POLLHUP | POLLERR | POLLNVAL)) != 0;
}

void Stream::close() {
  error_code ignored;
  socket_.close(ignored);
}

}  // namespace winterbaume::http
