#include "http/session.h"

#include <fmt/format.h>

#include <exception>

#include "http/request_body.h"

namespace winterbaume::http {
namespace {

// Heads and small bodies come through this; larger bodies are read past it.
constexpr std::uint32_t k_buffer_bytes = 8 * 1024;
// What simdjson may read past the end of a document; kept as capacity behind every body that is held whole.
constexpr std::size_t k_padding_bytes = 64;
// Of what a peer still sends after its last answer.
constexpr std::size_t k_linger_bytes = 16 * 1024 * 1024;

}  // namespace

Session::Session(asio::ip::tcp::socket socket, TlsContext* tls, SessionContext& context)
    : stream_(std::move(socket), tls), context_(context), parser_(context.options.limits) {
  enter(stream_.secure() ? Phase::handshake : Phase::idle);
  rest_ = !stream_.secure();  // a connection that has not said anything yet needs no buffer
}

Session::~Session() = default;

void Session::log(std::string_view what) const {
  if (context_.options.log_error) context_.options.log_error(what);
}

asio::awaitable<void> Session::run(std::shared_ptr<Session> self) {
  try {
    if (self->stream_.secure()) co_await self->stream_.handshake(self->error_);
    if (!self->error_) co_await self->serve();
    if (!self->error_) co_await self->linger();
  } catch (const std::exception& failure) {
    self->log(failure.what());
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
  received_bytes_ = sent_bytes_ = 0;
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
    if (!stream_.socket().is_open()) co_return false;  // cut meanwhile: nobody would get the answer
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
  auto address = endpoint.address().to_string();
  peer_ = endpoint.address().is_v6() ? fmt::format("[{}]:{}", address, endpoint.port())
                                     : fmt::format("{}:{}", address, endpoint.port());
  return peer_;
}

Request Session::make_request() {
  begin_access();
  auto& head = parser_.head();
  head_request_ = head.method == Method::head;
  Request request;
  request.method = head.method;
  request.target = std::move(head.target);
  request.headers = std::move(head.headers);
  request.secure = stream_.secure();
  request.tls_version = stream_.tls_version();
  request.peer = peer();
  request.connection = this;
  enter(Phase::handling);
  return request;
}

// ---- Bodies ----

// Takes what is in the buffer. True: the body is whole, or is one that the handler reads itself.
bool Session::take_received_body(Body& body) {
  continue_owed_ = false;
  if (parser_.complete()) return true;
  const auto& head = parser_.head();
  continue_owed_ = head.expects_continue && begin_ == end_;
  // Who waits for 100 Continue is told so by the handler's first read: one that refuses by the head alone never asks for the
  // body.
  bool whole = !head.chunked && !continue_owed_ && head.content_length <= context_.options.in_memory_body_bytes;
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
  auto& bytes = body.bytes();
  auto at = bytes.size();
  // Not zeroed: a client that announces much and sends little shall not make us touch the memory.
  bytes.resize_and_overwrite(static_cast<std::size_t>(parser_.head().content_length),
                             [](char*, std::size_t size) { return size; });
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

// A peer that is still sending would have its answer destroyed by the reset that a close then makes: what it sends is
// read and forgotten for a while.
asio::awaitable<void> Session::linger() {
  enter(Phase::closing);
  co_await stream_.finish(error_);
  bool sending = broken_ || begin_ != end_ || (parser_.started() && !parser_.complete());
  release_buffers();
  std::size_t forgotten = 0;
  while (sending && !error_ && forgotten < k_linger_bytes) {
    forgotten += co_await stream_.read_some(free_buffer(), error_);
  }
}

}  // namespace winterbaume::http
