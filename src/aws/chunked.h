// aws-chunked: a payload in chunks that tell their length and, in the signed forms, carry a signature each, chained to the
// request's own; trailer fields may follow the last (Amazon S3 API Reference, "Transferring Payload in Multiple Chunks" and
// "Including Trailing Headers"). A plain machine that takes bytes as they come; payload.h makes a body of it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "aws/sigv4_verify.h"
#include "core/digest.h"
#include "http/headers.h"

namespace winterbaume::aws {

struct ChunkedForm {
  std::uint64_t decoded_bytes = 0;                     // x-amz-decoded-content-length
  bool signed_chunks = false;                          // each chunk carries a signature
  bool trailer = false;                                // trailer fields may follow
  std::vector<std::string> announced;                  // by x-amz-trailer, lower case: these must follow, and no others
  std::shared_ptr<const VerifiedSignature> signature;  // what the chunks' signatures are compared with; null: they are not
};

// Not thread-safe. Every function throws BodyRejected where the bytes are not what the form says: IncompleteBody,
// InvalidChunkSizeError, SignatureDoesNotMatch, MalformedTrailerError, InvalidRequest.
class ChunkedDecoder {
 public:
  explicit ChunkedDecoder(ChunkedForm form);

  struct Step {
    std::size_t taken = 0;
    std::size_t written = 0;
  };
  // Takes bytes from the front of `in` until it is empty or `out` is full. `out` may overlap `in`, if it doesn't begin behind it.
  Step decode(std::string_view in, std::span<char> out);

  // How many of the next bytes are payload. Such bytes may bypass decode(): then passed() must be told of them.
  std::uint64_t payload_ahead() const { return state_ == State::payload ? remaining_ : 0; }
  void passed(std::string_view payload);

  // No more bytes will come.
  void finish();
  // The last chunk and the trailers are through: nothing but line ends may follow.
  bool complete() const { return state_ == State::complete; }
  const http::Headers& trailers() const { return trailers_; }

 private:
  enum class State : std::uint8_t { size, payload, payload_end, trailer, complete };

  std::size_t take_line(std::string_view in);
  void on_line(std::string_view line, bool bare);
  void begin_chunk(std::string_view line);
  void end_chunk();
  void take_trailer(std::string_view line);
  void check_trailers();
  void check_signature(std::string_view kind, std::string_view sent, std::string_view hashes);

  ChunkedForm form_;
  State state_ = State::size;
  std::uint64_t remaining_ = 0;  // of the chunk at hand
  std::uint64_t chunk_bytes_ = 0;
  std::uint64_t total_ = 0;  // announced by the chunks so far
  std::uint64_t chunks_ = 0;
  std::string line_;  // a line that came in pieces
  bool after_bare_line_ = false;
  std::size_t trailer_bytes_ = 0;
  std::string chunk_signature_;     // of the chunk at hand, as sent
  std::string previous_signature_;  // hexadecimal
  std::optional<DigestStream> digest_;
  http::Headers trailers_;
  std::optional<std::string> trailer_signature_;
};

}  // namespace winterbaume::aws
