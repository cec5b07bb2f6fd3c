// A response body that is read from its source while it is sent, never held whole.
#include <fmt/format.h>

#include "http/response_head.h"
#include "http/session.h"

namespace winterbaume::http {
namespace {

constexpr std::size_t k_piece_bytes = 64 * 1024;
constexpr std::string_view k_last_chunk = "0\r\n\r\n";  // and, from its second byte on, the end of every other chunk

}  // namespace

// The head waits in out_ and goes with the first piece: a source that fails at once can still be answered 500. One that fails
// later, or gives more or less than it promised, cuts the connection: the client must not take the part for the whole.
asio::awaitable<bool> Session::stream_body(Body& body) {
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
  if (context_.options.log_error) context_.options.log_error(what);
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
