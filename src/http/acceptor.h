// The listening socket: takes connections and hands them to the threads in turn.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <vector>

#include "http/worker.h"

namespace winterbaume::http {

// Lives on the first worker's thread. In turn rather than by SO_REUSEPORT, which spreads by hash: a few long-lived connections,
// as SDKs keep them, would often land on one thread.
class Acceptor {
 public:
  // Binds and listens; throws ServerError. The workers outlive it.
  Acceptor(const ServerOptions& options, const std::vector<std::unique_ptr<Worker>>& workers);
  asio::ip::tcp::endpoint endpoint() const { return endpoint_; }
  void start();
  void close();

 private:
  void accept();
  void hand_over(asio::ip::tcp::socket socket, std::size_t to);
  void pause();

  const std::vector<std::unique_ptr<Worker>>& workers_;
  asio::ip::tcp::acceptor acceptor_;
  asio::ip::tcp::endpoint endpoint_;
  asio::steady_timer pause_timer_;
  std::size_t next_ = 0;
};

}  // namespace winterbaume::http
