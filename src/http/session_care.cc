// What happens to a session from outside its coroutine: timeouts, the server's end, the peer's hanging up.
#include <algorithm>

#include "http/session.h"

namespace winterbaume::http {
namespace {

std::uint32_t sweeps_for(std::chrono::milliseconds timeout, std::chrono::milliseconds sweep) {
  sweep = std::max(sweep, std::chrono::milliseconds(1));
  return static_cast<std::uint32_t>((timeout + sweep - std::chrono::milliseconds(1)) / sweep);
}

}  // namespace

SweepCounts::SweepCounts(const Timeouts& timeouts)
    : idle(sweeps_for(timeouts.idle, timeouts.sweep)),
      head(sweeps_for(timeouts.head, timeouts.sweep)),
      body(sweeps_for(timeouts.body, timeouts.sweep)),
      write(sweeps_for(timeouts.write, timeouts.sweep)) {}

void Session::cut() { stream_.close(); }

void Session::sweep() {
  switch (phase_) {
    case Phase::idle:
      if (overdue(context_.limits.idle)) return cut();
      if (overdue(0) && buffer_ && !rest_ && !stream_.secure()) {
        rest_ = true;
        cancel();
      }
      return;
    case Phase::head:
      if (overdue(context_.limits.head)) expire();
      return;
    case Phase::body:
      if (overdue(context_.limits.body)) expire();
      return;
    case Phase::handshake:
    case Phase::closing:
      if (overdue(context_.limits.head)) cut();
      return;
    case Phase::writing:
      if (overdue(context_.limits.write)) cut();
      return;
    case Phase::handling:
      if (watch_by_sweep_ && stream_.hung_up()) stop_->request_stop();
      return;
  }
}

void Session::expire() {
  timed_out_ = true;
  cancel();
}

void Session::cancel() {
  error_code ignored;
  stream_.socket().cancel(ignored);
}

void Session::begin_stop() {
  if (stop_) stop_->request_stop();
  if (phase_ == Phase::idle || phase_ == Phase::handshake) cut();
}

// ---- Watching the peer while a handler waits ----

std::stop_token Session::watch() {
  if (!stop_) stop_.emplace();
  if (context_.stopping) stop_->request_stop();
  if (begin_ == end_) buffer_.reset();  // thousands may wait at once
  watched_ = true;
  if (!watch_armed_) arm_watch();
  return stop_->get_token();
}

// The wait is not cancelled when the request ends: it is reused by the next watch, or ends when the next request comes.
void Session::arm_watch() {
  watch_armed_ = true;
  stream_.socket().async_wait(asio::socket_base::wait_read, [self = shared_from_this()](error_code error) {
    self->watch_armed_ = false;
    if (!error && self->watched_) self->on_readable();
  });
}

void Session::on_readable() {
  if (stream_.hung_up()) {
    stop_->request_stop();
  } else {
    watch_by_sweep_ = true;
  }
}

}  // namespace winterbaume::http
