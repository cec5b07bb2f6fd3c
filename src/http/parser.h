// HTTP/1.x requests from bytes: a thin C++ face of llhttp in its strict mode. Knows no socket.
//
// The caller feeds what it has received and gets one event at a time:
//
//   parser.start();
//   Step step = parser.next(bytes);   // head → parser.head() is whole; piece → step.piece is body; complete → the next may start
//   bytes.remove_prefix(step.consumed);
//
// What a request may not do, because another HTTP implementation on the way might read it differently (request smuggling),
// is refused with 400: Content-Length beside Transfer-Encoding, two Content-Lengths, bare LF, folded fields, a space before
// the colon, any transfer coding but a single "chunked".
#pragma once

#include <llhttp.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/headers.h"
#include "http/limits.h"
#include "http/request.h"

namespace winterbaume::http {

struct RequestHead {
  Method method = Method::other;
  std::string method_text;  // set where method is other
  std::string target;       // origin form; the authority of an absolute form has become the Host field
  Headers headers;
  int minor_version = 1;  // of HTTP/1
  bool keep_alive = true;
  bool expects_continue = false;
  bool chunked = false;
  std::uint64_t content_length = 0;  // 0 where none was given; meaningless where chunked
};

// Why a request is not taken: the status to answer and a short sentence.
struct Refusal {
  int status = 0;
  const char* reason = "";
};

class Parser {
 public:
  enum class Event : std::uint8_t {
    more,      // all bytes consumed, feed further ones
    head,      // head() is whole
    piece,     // some of the body
    complete,  // the message ended; the bytes that are left belong to the next
    failed,    // see refusal(); nothing more can be read from this connection
  };
  struct Step {
    Event event;
    std::size_t consumed;
    std::string_view piece;  // within the bytes that were fed
  };

  explicit Parser(const ParserLimits& limits) : limits_(limits) {}  // the limits must outlive the parser
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  // Begins a message. Called before the first and after each complete one.
  void start();
  Step next(std::string_view bytes);

  RequestHead& head() { return head_; }
  const RequestHead& head() const { return head_; }
  const Refusal& refusal() const { return refusal_; }
  // Whether any byte of the message has come (empty lines before it don't count).
  bool started() const { return phase_ != Phase::method || method_size_ != 0; }
  bool complete() const { return phase_ == Phase::complete; }
  // Bytes of a body of known length that are still to come; 0 where chunked.
  std::uint64_t remaining() const { return remaining_; }
  // Says that `bytes` of a body of known length were read past the parser, at most remaining().
  void skip(std::uint64_t bytes);
  // The trailer fields, after complete.
  const Headers& trailers() const { return trailers_; }

 private:
  enum class Phase : std::uint8_t { method, head, identity, chunked, complete, failed };
  struct Callbacks;

  Step next_method(std::string_view bytes);
  Step next_head(std::string_view bytes);
  Step next_identity(std::string_view bytes);
  Step next_chunked(std::string_view bytes);
  Step fail(int status, const char* reason);
  Step fail_from_llhttp();
  // Fills in what the head says as a whole, and checks what llhttp does not. False: refusal_ says why.
  bool finish_head();
  bool finish_target();
  bool check_framing();
  bool check_field(const Headers::Field& field);
  bool refuse(int status, const char* reason);
  std::size_t run_llhttp(std::string_view bytes);

  const ParserLimits& limits_;
  llhttp_t llhttp_{};
  RequestHead head_;
  Headers trailers_;
  Refusal refusal_;
  std::string_view piece_;
  std::uint64_t remaining_ = 0;
  std::uint64_t body_bytes_ = 0;
  std::size_t head_bytes_ = 0;  // of the head so far; then of the chunk framing and trailers since the last progress
  Phase phase_ = Phase::method;
  std::uint8_t method_size_ = 0;
  std::uint8_t host_count_ = 0;
  std::uint8_t coding_count_ = 0;  // Transfer-Encoding fields
  bool in_name_ = false;           // a field was begun and its value has not ended
  bool progress_ = false;          // a chunk began or body bytes came during this call
  char method_[24];
};

}  // namespace winterbaume::http
