// How a session answers: framing, small answers at once, streamed ones piece by piece.
#include <fmt/format.h>

#include <exception>

#include "http/request_body.h"
#include "http/response_head.h"
#include "http/session.h"

namespace winterbaume::http {
namespace {

// A body up to this is copied behind its head: cheaper than a second buffer for the kernel, or a second record of TLS.
constexpr std::size_t k_join_bytes = 4 * 1024;

constexpr std::size_t k_piece_bytes = 64 * 1024;
constexpr std::string_view k_last_chunk = "0\r\n\r\n";  // and, from its second byte on, the end of every other chunk

bool bodyless(int status) { return status < 200 || status == 204 || status == 304; }

}  // namespace

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
    log(error.what());
  } catch (...) {
    log("a handler threw something that is no std::exception");
  }
  return response;
}

asio::awaitable<void> Session::refuse(Refusal refusal) {
  broken_ = closing_ = true;
  timed_out_ = false;
  head_request_ = false;
  if (!access_) begin_access();
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

void Session::begin_access() {
  if (context_.options.access == nullptr) return;
  const auto& head = parser_.head();
  access_ = std::make_unique<Access>(std::chrono::steady_clock::now(),
                                     head.method == Method::other ? head.method_text : std::string(method_name(head.method)),
                                     head.target);
}

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

// The head waits in out_ and goes with the first piece: a source that fails at once can still be answered 500. One that fails
// later, or gives more or less than it promised, cuts the connection: the client must not take the part for the whole.
asio::awaitable<bool> Session::stream_body(Body& body) {
  if (!chunked_answer_ && body.size() && !stream_.secure()) {
    if (!co_await send_files(body)) co_return out_.empty() ? false : co_await send_failure();
    if (out_.empty() && body.size() == sent_bytes_) co_return true;
  }
  auto piece = std::make_unique_for_overwrite<char[]>(k_piece_bytes);
  for (;;) {
    enter(Phase::handling);
    auto got = co_await read_piece(body, {piece.get(), k_piece_bytes});
    if (!got) co_return out_.empty() ? false : co_await send_failure();
    char size_line[20];
    Output output;
    output.add(out_.data(), out_.size());
    if (chunked_answer_ && *got != 0) {
      auto end = fmt::format_to(size_line, "{:x}\r\n", *got);
      output.add(size_line, static_cast<std::size_t>(end - size_line));
    }
    output.add(piece.get(), *got);
    if (chunked_answer_) output.add(k_last_chunk.data() + (*got != 0 ? 1 : 0), *got != 0 ? 2 : 5);
    if (!co_await send(output)) co_return false;
    out_.clear();
    sent_bytes_ += *got;
    if (*got == 0 || body.size() == sent_bytes_) co_return true;
  }
}

// What the source has in files goes out without a copy in this process. Ends at the first bytes that are in none, or at the end;
// false: the body cannot go on.
asio::awaitable<bool> Session::send_files(Body& body) {
  while (*body.size() != sent_bytes_) {
    enter(Phase::handling);
    auto slice = co_await next_file(body);
    if (!slice) co_return false;
    if (slice->fd < 0) co_return true;
    if (!co_await send_file(*slice)) co_return false;
  }
  co_return true;
}

// The head, where it still waits, and the slice.
asio::awaitable<bool> Session::send_file(FileSlice slice) {
  output_ = {};
  output_.add(out_.data(), out_.size());
  if (!output_.empty()) stream_.send_now(output_, error_, true);
  const bool head_sent = co_await send_rest();
  out_.clear();
  while (head_sent && slice.length != 0) {
    enter(Phase::writing);
    const auto sent = co_await stream_.send_file(slice, error_);
    if (sent == 0) {
      if (!error_) log("a file has become shorter while it was being sent");
      co_return false;
    }
    slice.offset += sent;
    slice.length -= sent;
    sent_bytes_ += sent;
  }
  co_return head_sent;
}

// No file (fd < 0) where the source has none for what comes next; null where the body cannot go on, which is logged.
asio::awaitable<std::optional<FileSlice>> Session::next_file(Body& body) {
  std::string what;
  try {
    auto slice = co_await body.source()->next_file();
    if (!slice) co_return FileSlice{};
    if (slice->length != 0 && slice->length <= *body.size() - sent_bytes_) co_return slice;
    what = fmt::format("a body of {} bytes gave {} at {}", *body.size(), slice->length, sent_bytes_);
  } catch (const std::exception& failure) {
    what = failure.what();
  }
  log(what);
  co_return std::nullopt;
}

// Null where the body cannot go on, which is logged.
asio::awaitable<std::optional<std::size_t>> Session::read_piece(Body& body, std::span<char> into) {
  std::string what;
  try {
    auto got = co_await body.source()->read(into);
    auto promised = body.size();
    if (!promised || (got != 0 ? *promised - sent_bytes_ >= got : *promised == sent_bytes_)) co_return got;
    what = fmt::format("a body of {} bytes gave {} at {}", *promised, got, sent_bytes_);
  } catch (const std::exception& failure) {
    what = failure.what();
  }
  log(what);
  co_return std::nullopt;
}

asio::awaitable<bool> Session::send_failure() {
  Response response;
  response.status = 500;
  closing_ = true;
  out_.clear();
  append_response_head(out_, response, {.content_length = 0, .close = true});
  Output output;
  output.add(out_.data(), out_.size());
  return send(output);
}

}  // namespace winterbaume::http
