// One thread of the server: an io_context, the connections that live on it, and the sweep that looks after them.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>

#include "http/session.h"

namespace winterbaume::http {

// What is not marked otherwise is called on the worker's thread, or while it does not run.
class Worker {
 public:
  Worker(const ServerOptions& options, const Handler& handler, TlsContext* tls);

  asio::io_context& io() { return io_; }
  // Serves until begin_stop() was called and every connection has ended.
  void run();
  // Takes a connection over.
  void serve(asio::ip::tcp::socket socket);
  // Any thread. Connections end as their requests do; after the grace time they are cut. `done` is called on the worker's
  // thread when none is left, unless cut() comes first.
  void begin_stop(std::function<void()> done);
  // Any thread. Ends everything now.
  void cut();

 private:
  void arm_sweep();
  void sweep();
  void stop_sessions();
  void cut_sessions();
  void finish_stop();

  const ServerOptions& options_;
  TlsContext* tls_;
  SessionContext context_;
  asio::io_context io_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  asio::steady_timer sweep_timer_;
  asio::steady_timer grace_timer_;
  bool sweeping_ = false;
  std::size_t live_ = 0;  // connections whose coroutine runs
  std::function<void()> stopped_;
  boost::intrusive::list<Session, boost::intrusive::constant_time_size<false>> sessions_;  // owned by their coroutines
};

}  // namespace winterbaume::http
