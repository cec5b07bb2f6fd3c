#include "http/worker.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

namespace winterbaume::http {

Worker::Worker(const ServerOptions& options, const Handler& handler, TlsContext* tls)
    : options_(options),
      tls_(tls),
      context_{.options = options, .handler = handler, .limits = SweepCounts(options.timeouts)},
      io_(1),  // one thread runs it: the scheduler need not wake others
      work_(io_.get_executor()),
      sweep_timer_(io_),
      grace_timer_(io_) {}

void Worker::run() { io_.run(); }

void Worker::serve(asio::ip::tcp::socket socket) {
  if (context_.stopping) return;
  auto session = std::make_shared<Session>(std::move(socket), tls_, context_);
  sessions_.push_back(*session);
  ++live_;
  asio::co_spawn(io_, Session::run(std::move(session)), [this](std::exception_ptr) {
    if (--live_ == 0 && context_.stopping) finish_stop();
  });
  if (!sweeping_) arm_sweep();
}

// Runs only while there are connections: an idle server makes no system call at all.
void Worker::arm_sweep() {
  sweeping_ = true;
  sweep_timer_.expires_after(options_.timeouts.sweep);
  sweep_timer_.async_wait([this](error_code error) {
    if (!error) sweep();
  });
}

void Worker::sweep() {
  ++context_.sweeps;
  sweeping_ = false;
  for (auto& session : sessions_) session.sweep();
  if (live_ != 0) arm_sweep();
}

void Worker::begin_stop(std::function<void()> done) {
  asio::post(io_, [this, done = std::move(done)]() mutable {
    stopped_ = std::move(done);
    stop_sessions();
  });
}

void Worker::stop_sessions() {
  context_.stopping = true;
  for (auto& session : sessions_) session.begin_stop();
  if (live_ == 0) return finish_stop();
  grace_timer_.expires_after(options_.timeouts.grace);
  grace_timer_.async_wait([this](error_code error) {
    if (!error) cut_sessions();
  });
}

void Worker::finish_stop() {
  sweep_timer_.cancel();
  grace_timer_.cancel();
  work_.reset();  // run() returns once nothing is left to do
  if (stopped_) std::exchange(stopped_, nullptr)();
}

void Worker::cut() {
  asio::post(io_, [this] { cut_sessions(); });
}

void Worker::cut_sessions() {
  context_.stopping = true;
  for (auto& session : sessions_) session.cut();
  if (stopped_) std::exchange(stopped_, nullptr)();
  // A handler that still waits for something else is abandoned: it goes when the io_context does.
  io_.stop();
}

}  // namespace winterbaume::http
