#include "http/acceptor.h"

#include <fmt/format.h>

#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>

namespace winterbaume::http {
namespace {

// While no file descriptor is free, accepting would spin: the connections wait in the backlog meanwhile.
constexpr auto k_pause = std::chrono::milliseconds(50);

asio::ip::tcp::endpoint resolve(asio::io_context& io, const ServerOptions& options) {
  error_code error;
  auto address = asio::ip::make_address(options.host, error);
  if (!error) return {address, options.port};
  asio::ip::tcp::resolver resolver(io);
  auto found = resolver.resolve(options.host, "", asio::ip::tcp::resolver::passive, error);
  if (error || found.empty()) throw ServerError(fmt::format("--host {}: no such address: {}", options.host, error.message()));
  return {found.begin()->endpoint().address(), options.port};
}

}  // namespace

Acceptor::Acceptor(const ServerOptions& options, const std::vector<std::unique_ptr<Worker>>& workers)
    : workers_(workers), acceptor_(workers[0]->io()), pause_timer_(workers[0]->io()) {
  endpoint_ = resolve(workers[0]->io(), options);
  error_code error;
  acceptor_.open(endpoint_.protocol(), error);
  if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
  if (!error && endpoint_.address().is_v6() && endpoint_.address().is_unspecified()) {
    acceptor_.set_option(asio::ip::v6_only(false), error);  // "::" serves IPv4 as well
  }
  if (!error) acceptor_.bind(endpoint_, error);
  if (!error) acceptor_.listen(options.backlog, error);
  if (error)
    throw ServerError(fmt::format("--host {} --port {}: cannot listen there: {}", options.host, options.port, error.message()));
  endpoint_ = acceptor_.local_endpoint();
}

void Acceptor::start() { accept(); }

void Acceptor::close() {
  error_code ignored;
  acceptor_.close(ignored);
  pause_timer_.cancel();
}

void Acceptor::accept() {
  auto to = next_++ % workers_.size();
  acceptor_.async_accept(workers_[to]->io(), [this, to](error_code error, asio::ip::tcp::socket socket) {
    if (!acceptor_.is_open()) return;
    if (!error) {
      hand_over(std::move(socket), to);
    } else if (error == asio::error::no_descriptors || error == boost::system::errc::too_many_files_open_in_system ||
               error == asio::error::no_memory || error == asio::error::no_buffer_space) {
      return pause();
    }
    accept();  // any other error is of that one connection, which has gone
  });
}

void Acceptor::hand_over(asio::ip::tcp::socket socket, std::size_t to) {
  auto& worker = *workers_[to];
  if (to == 0) return worker.serve(std::move(socket));
  asio::post(worker.io(), [&worker, socket = std::move(socket)]() mutable { worker.serve(std::move(socket)); });
}

void Acceptor::pause() {
  pause_timer_.expires_after(k_pause);
  pause_timer_.async_wait([this](error_code error) {
    if (!error && acceptor_.is_open()) accept();
  });
}

}  // namespace winterbaume::http
