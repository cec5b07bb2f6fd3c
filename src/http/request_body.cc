#include "http/request_body.h"

#include <algorithm>
#include <cstring>

#include "http/session.h"

namespace winterbaume::http {
namespace {

// Reads at least this long go straight into the caller's memory, past the connection's buffer.
constexpr std::size_t k_direct_read_bytes = 4096;

}  // namespace

RequestBody::RequestBody(Session& session, std::string prefix) : session_(&session), prefix_(std::move(prefix)) {
  session.body_ = this;
}

RequestBody::~RequestBody() {
  if (session_ != nullptr) session_->body_ = nullptr;
}

const Headers* RequestBody::trailers() const {
  return session_ != nullptr && session_->parser_.complete() && !session_->parser_.trailers().empty()
             ? &session_->parser_.trailers()
             : nullptr;
}

void RequestBody::broken(const char* why) {
  if (session_ != nullptr) session_->broken_ = true;
  throw BodyBroken(why);
}

asio::awaitable<std::size_t> RequestBody::read(std::span<char> into) {
  if (into.empty()) co_return 0;
  if (prefix_taken_ < prefix_.size()) {
    auto taken = prefix_.copy(into.data(), into.size(), prefix_taken_);
    prefix_taken_ += taken;
    co_return taken;
  }
  for (;;) {
    if (session_ == nullptr) throw BodyBroken("the request is over");
    if (auto taken = take_buffered(into); taken != 0) co_return taken;
    if (session_->parser_.complete()) co_return 0;
    if (session_->continue_owed_ && !co_await session_->send_continue()) broken("the connection broke");
    session_->enter(Session::Phase::body);
    if (into.size() >= k_direct_read_bytes && session_->parser_.remaining() != 0) co_return co_await read_socket(into);
    bool filled = co_await session_->fill();
    if (session_ == nullptr) throw BodyBroken("the request is over");
    session_->enter(Session::Phase::handling);
    if (!filled) broken("the peer broke the body off");
  }
}

asio::awaitable<std::size_t> RequestBody::read_socket(std::span<char> into) {
  auto want = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), session_->parser_.remaining()));
  auto got = co_await session_->stream_.read_some(into.first(want), session_->error_);
  if (session_ == nullptr) throw BodyBroken("the request is over");
  session_->enter(Session::Phase::handling);
  if (session_->error_) broken("the peer broke the body off");
  session_->parser_.skip(got);
  session_->received_bytes_ += got;
  co_return got;
}

// Decoded bytes are never more than the encoded ones, so a piece always fits where its encoded form would.
std::size_t RequestBody::take_buffered(std::span<char> into) {
  auto& session = *session_;
  while (!session.buffered().empty() && !session.parser_.complete()) {
    auto step = session.parse(session.buffered().substr(0, into.size()));
    if (step.event == Parser::Event::failed) {
      if (session.parser_.refusal().status == 413) {
        session.broken_ = true;
        throw BodyTooLarge();
      }
      broken(session.parser_.refusal().reason);
    }
    if (step.piece.empty()) continue;
    std::memcpy(into.data(), step.piece.data(), step.piece.size());
    return step.piece.size();
  }
  return 0;
}

}  // namespace winterbaume::http
