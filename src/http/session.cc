#include "http/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>

#include "http/request_body.h"
#include "http/response_head.h"

namespace winterbaume::http {
namespace {

// Heads and small bodies come through this; larger bodies are read past it.
constexpr std::uint32_t k_buffer_bytes = 8 * 1024;
// What simdjson may read past the end of a document; kept as capacity behind every body that is held whole.
constexpr std::size_t k_padding_bytes = 64;
// A body up to this is copied behind its head: cheaper than a second buffer for the kernel, or a second record of TLS.
constexpr std::size_t k_join_bytes = 4 * 1024;

// Of what a peer still sends after its last answer.
constexpr std::size_t k_linger_bytes = 16 * 1024 * 1024;

std::uint32_t sweeps_for(std::chrono::milliseconds timeout, std::chrono::milliseconds sweep) {
  return static_cast<std::uint32_t>((timeout + sweep - std::chrono::milliseconds(1)) / sweep);
}

bool bodyless(int status) { return status < 200 || status == 204 || status == 304; }

}  // namespace

struct Session::Access {
  std::chrono::steady_clock::time_point start;
  std::string method;
  std::string target;
};

SweepCounts::SweepCounts(const Timeouts& timeouts)
    : idle(sweeps_for(timeouts.idle, timeouts.sweep)),
      head(sweeps_for(timeouts.head, timeouts.sweep)),
      body(sweeps_for(timeouts.body, timeouts.sweep)),
      write(sweeps_for(timeouts.write, timeouts.sweep)) {}

Session::Session(asio::ip::tcp::socket socket, TlsContext* tls, SessionContext& context)
    : stream_(std::move(socket), tls), context_(context), parser_(context.options.limits) {
  enter(stream_.secure() ? Phase::handshake : Phase::idle);
  rest_ = !stream_.secure();  // a connection that has not said anything yet needs no buffer
}

Session::~Session() = default;

asio::awaitable<void> Session::run(std::shared_ptr<Session> self) {
  try {
    if (self->stream_.secure()) co_await self->stream_.handshake(self->error_);
    if (!self->error_) co_await self->serve();
    if (!self->error_) co_await self->linger();
  } catch (const std::exception& failure) {
    if (self->context_.options.log_error) self->context_.options.log_error(failure.what());
  }
  self->cut();
}

// The path of a small request has three coroutines (receive_head, the read, the handler) and two system calls: each further
// frame would cost it about one per cent.
asio::awaitable<void> Session::serve() {
  while (co_await receive_head()) {
    Request request = make_request();
    if (!take_received_body(request.body) && !co_await read_small_body(request.body)) co_return;
    Response response;
    std::exception_ptr failure;
    try {
      response = co_await context_.handler(std::move(request));
    } catch (...) {
      failure = std::current_exception();
    }
    if (failure) response = failed(failure);
    watched_ = watch_by_sweep_ = false;
    bool keep_alive = may_keep_alive();
    if (!respond_at_once(response, keep_alive) && !co_await respond(response)) co_return;
    if (!keep_alive || closing_) co_return;
    if (!parser_.complete() && (continue_owed_ || !co_await drain())) co_return;
  }
}

// ---- Requests ----

asio::awaitable<bool> Session::receive_head() {
  parser_.start();
  enter(Phase::idle);
  for (;;) {
    if (begin_ != end_) {
      auto event = parse(buffered()).event;
      if (event == Parser::Event::head) co_return true;
      if (event == Parser::Event::failed) break;
      if (phase_ == Phase::idle && parser_.started()) enter(Phase::head);
    }
    if (context_.stopping && !parser_.started()) co_return false;
    if (rest_) co_await rest();
    if (error_) co_return false;
    auto got = co_await stream_.read_some(free_buffer(), error_);
    if (error_ == asio::error::operation_aborted && rest_) {
      error_.clear();
      continue;
    }
    if (!filled(got)) {
      if (timed_out_) co_await refuse({408, "the request did not arrive in time"});
      co_return false;
    }
  }
  co_await refuse(parser_.refusal());
  co_return false;
}

// Waits without a buffer.
asio::awaitable<void> Session::rest() {
  rest_ = false;
  release_buffers();
  co_await stream_.wait_readable(error_);
}

Parser::Step Session::parse(std::string_view bytes) {
  auto step = parser_.next(bytes);
  begin_ += static_cast<std::uint32_t>(step.consumed);
  received_bytes_ += step.piece.size();
  return step;
}

asio::awaitable<bool> Session::fill() {
  auto got = co_await stream_.read_some(free_buffer(), error_);
  co_return filled(got);
}

std::span<char> Session::free_buffer() {
  if (!buffer_) buffer_ = std::make_unique_for_overwrite<char[]>(k_buffer_bytes);
  return {buffer_.get(), k_buffer_bytes};
}

bool Session::filled(std::size_t bytes) {
  rest_ = false;
  begin_ = 0;
  end_ = static_cast<std::uint32_t>(bytes);
  if (timed_out_) error_.clear();
  return bytes != 0;
}

void Session::release_buffers() {
  buffer_.reset();
  begin_ = end_ = 0;
  std::string().swap(out_);
}

const std::string& Session::peer() {
  if (!peer_.empty()) return peer_;
  error_code error;
  auto endpoint = stream_.socket().remote_endpoint(error);
  if (error) return peer_;
  auto address = endpoint.address();
  peer_ = fmt::format(fmt::runtime(address.is_v6() ? "[{}]:{}" : "{}:{}"), address.to_string(), endpoint.port());
  return peer_;
}

Request Session::make_request() {
  auto& head = parser_.head();
  if (context_.options.access != nullptr) {
    access_ = std::make_unique<Access>(std::chrono::steady_clock::now(),
                                       head.method == Method::other ? head.method_text : std::string(method_name(head.method)),
                                       head.target);
  }
  received_bytes_ = sent_bytes_ = 0;
  head_request_ = head.method == Method::head;
  Request request;
  request.method = head.method;
  request.target = std::move(head.target);
  request.headers = std::move(head.headers);
  request.secure = stream_.secure();
  request.peer = peer();
  request.connection = this;
  enter(Phase::handling);
  return request;
}

// ---- Request bodies ----

// Takes what is in the buffer. True: the body is whole, or is one that the handler reads itself.
bool Session::take_received_body(Body& body) {
  continue_owed_ = false;
  if (parser_.complete()) return true;
  const auto& head = parser_.head();
  continue_owed_ = head.expects_continue && begin_ == end_;
  bool whole = !head.chunked && head.content_length <= context_.options.in_memory_body_bytes;
  auto& bytes = body.bytes();
  if (whole) bytes.reserve(static_cast<std::size_t>(head.content_length) + k_padding_bytes);
  if (whole || head.chunked) {
    while (begin_ != end_ && !parser_.complete()) {
      auto step = parse(buffered());
      if (step.event == Parser::Event::failed) break;
      bytes.append(step.piece);
    }
  }
  if (parser_.complete()) {
    bytes.reserve(bytes.size() + k_padding_bytes);
    if (!parser_.trailers().empty()) body.set_trailers(std::make_unique<Headers>(parser_.trailers()));
    return true;
  }
  if (whole) return false;
  auto size = head.chunked ? std::nullopt : std::optional<std::uint64_t>(head.content_length);
  body = Body(std::make_unique<RequestBody>(*this, std::move(bytes)), size);
  return true;
}

// Reads the rest of a body that is to be held whole straight into its place.
asio::awaitable<bool> Session::read_small_body(Body& body) {
  if (continue_owed_ && !co_await send_continue()) co_return false;
  auto& bytes = body.bytes();
  auto at = bytes.size();
  bytes.resize(static_cast<std::size_t>(parser_.head().content_length));
  while (!parser_.complete()) {
    enter(Phase::body);
    auto got = co_await stream_.read_some({bytes.data() + at, bytes.size() - at}, error_);
    if (timed_out_) {
      error_.clear();
      co_await refuse({408, "the request did not arrive in time"});
      co_return false;
    }
    if (error_) co_return false;
    at += got;
    parser_.skip(got);
    received_bytes_ += got;
  }
  enter(Phase::handling);
  co_return true;
}

asio::awaitable<bool> Session::send_continue() {
  static constexpr std::string_view k_continue = "HTTP/1.1 100 Continue\r\n\r\n";
  continue_owed_ = false;
  Output output;
  output.add(k_continue.data(), k_continue.size());
  return send(output);
}

// Reads and forgets what is left of the body, so that the next request can be found.
asio::awaitable<bool> Session::drain() {
  std::size_t drained = 0;
  while (!parser_.complete()) {
    if (begin_ == end_) {
      enter(Phase::body);
      if (!co_await fill()) co_return false;
    }
    auto before = begin_;
    if (parse(buffered()).event == Parser::Event::failed) co_return false;
    drained += begin_ - before;
    if (drained > context_.options.drain_bytes) co_return false;
  }
  co_return true;
}

// ---- Answers ----

Response Session::failed(std::exception_ptr failure) {
  closing_ = true;
  Response response;
  response.status = 500;
  try {
    std::rethrow_exception(failure);
  } catch (const BodyTooLarge&) {
    response.status = 413;
  } catch (const BodyBroken&) {
    response.status = 400;
  } catch (const std::exception& error) {
    if (context_.options.log_error) context_.options.log_error(error.what());
  } catch (...) {
    if (context_.options.log_error) context_.options.log_error("a handler threw something that is no std::exception");
  }
  return response;
}

asio::awaitable<void> Session::refuse(Refusal refusal) {
  broken_ = closing_ = true;
  timed_out_ = false;
  head_request_ = false;
  if (context_.options.access != nullptr && !access_) access_ = std::make_unique<Access>(std::chrono::steady_clock::now());
  Response response;
  response.status = refusal.status;
  response.headers.add("Content-Type", "text/plain");
  response.body = fmt::format("{}: {}\n", reason_phrase(refusal.status), refusal.reason);
  bool keep_alive = false;
  if (!respond_at_once(response, keep_alive)) co_await respond(response);
}

bool Session::may_keep_alive() const {
  if (!parser_.head().keep_alive || closing_ || broken_ || timed_out_ || context_.stopping) return false;
  if (parser_.complete()) return true;
  if (body_ != nullptr) return true;  // the response holds the body's source, as it is made of it
  // A client that still waits for 100 Continue may or may not send the body now: only closing is unambiguous.
  return !continue_owed_ && parser_.remaining() <= context_.options.drain_bytes;
}

ResponseFraming Session::framing(const Response& response, bool keep_alive) const {
  ResponseFraming framing;
  bool old = parser_.head().minor_version == 0;
  framing.close = !keep_alive;
  framing.keep_alive = keep_alive && old;
  if (bodyless(response.status)) return framing;
  // What a GET would have: the handler of a HEAD may say so itself, and need not open anything.
  if (head_request_ && response.headers.find("Content-Length")) return framing;
  framing.content_length = response.body.size();
  framing.chunked = !framing.content_length && !old;
  return framing;
}

// Sends what is in memory if the socket takes it without waiting; false: respond() has to go on.
bool Session::respond_at_once(Response& response, bool& keep_alive) {
  auto frame = framing(response, keep_alive);
  // Without a length or chunks only the end of the connection tells where a body ends.
  if (!frame.chunked && !frame.content_length && has_body(response)) {
    frame.close = true;
    frame.keep_alive = keep_alive = false;
  }
  out_.clear();
  append_response_head(out_, response, frame);
  chunked_answer_ = frame.chunked;
  output_ = {};
  if (has_body(response) && !response.body.in_memory()) return false;
  std::string_view body = has_body(response) ? std::string_view(response.body.bytes()) : std::string_view();
  sent_bytes_ = body.size();
  if (body.size() <= k_join_bytes) {
    out_.append(body);
    body = {};
  }
  output_.add(out_.data(), out_.size());
  output_.add(body.data(), body.size());
  stream_.send_now(output_, error_);
  if (!error_ && !output_.done()) return false;
  finish_answer(response);
  return !error_;
}

// What respond_at_once() has left to do; false: the connection is broken.
asio::awaitable<bool> Session::respond(Response& response) {
  if (error_) co_return false;
  bool sent = output_.empty() ? co_await stream_body(response.body) : co_await send_rest();
  finish_answer(response);
  co_return sent;
}

void Session::finish_answer(const Response& response) {
  if (body_ != nullptr) body_->detach();
  body_ = nullptr;
  if (access_) record(response);
}

bool Session::has_body(const Response& response) const { return !head_request_ && !bodyless(response.status); }

void Session::record(const Response& response) {
  auto took = std::chrono::steady_clock::now() - access_->start;
  auto id = response.headers.find("x-amzn-RequestId");
  if (!id) id = response.headers.find("x-amz-request-id");
  context_.options.access->record({peer(), access_->method, access_->target, response.status, received_bytes_, sent_bytes_,
                                   std::chrono::duration_cast<std::chrono::microseconds>(took), id.value_or("")});
  access_.reset();
}

asio::awaitable<bool> Session::send(Output output) {
  output_ = output;
  stream_.send_now(output_, error_);
  return send_rest();
}

asio::awaitable<bool> Session::send_rest() {
  while (!error_ && !output_.done()) {
    enter(Phase::writing);
    output_.sent(co_await stream_.write_some(output_, error_));
  }
  co_return !error_;
}

// ---- The end ----

// A peer that is still sending would have its answer destroyed by the reset that a close then makes: what it sends is
// read and forgotten for a while.
asio::awaitable<void> Session::linger() {
  enter(Phase::closing);
  co_await stream_.finish(error_);
  bool sending = broken_ || begin_ != end_ || (parser_.started() && !parser_.complete());
  release_buffers();
  std::size_t forgotten = 0;
  while (sending && !error_ && forgotten < k_linger_bytes) {
    if (!buffer_) buffer_ = std::make_unique_for_overwrite<char[]>(k_buffer_bytes);
    forgotten += co_await stream_.read_some({buffer_.get(), k_buffer_bytes}, error_);
  }
}

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
  if (begin_ == end_) release_buffers();  // thousands may wait at once
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
