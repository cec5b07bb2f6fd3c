#include "aws/chunked.h"

#include <fmt/format.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "aws/body_rejected.h"
#include "aws/checksum.h"
#include "aws/chunked_errors.h"
#include "aws/sigv4_errors_s3.h"
#include "core/bytes.h"

namespace winterbaume::aws {
namespace {

constexpr std::size_t k_line_bytes_max = 4096;
constexpr std::size_t k_trailer_bytes_max = 16'384;
// Amazon S3 API Reference: "the chunk size must be at least 8 KB", but for the last one.
constexpr std::uint64_t k_chunk_bytes_min = 8192;
constexpr std::string_view k_signature_extension = "chunk-signature=";
constexpr std::string_view k_trailer_signature = "x-amz-trailer-signature";

[[noreturn]] void incomplete() { throw BodyRejected(errors::incomplete_body()); }
[[noreturn]] void malformed_trailer() { throw BodyRejected(errors::malformed_trailer()); }

bool same_text(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::uint64_t parse_size(std::string_view hex) {
  std::uint64_t size = 0;
  const auto [end, failure] = std::from_chars(hex.data(), hex.data() + hex.size(), size, 16);
  if (failure != std::errc{} || end != hex.data() + hex.size()) incomplete();
  return size;
}

void check_checksum_value(std::string_view name, std::string_view value) {
  const auto algorithm = find_checksum_header(name);
  if (!algorithm) return;
  const auto digest = from_base64(value);
  if (digest && digest->size() == checksum_bytes(*algorithm)) return;
  throw BodyRejected(errors::invalid_payload(fmt::format("Value for {} trailing header is invalid.", name)));
}

}  // namespace

ChunkedDecoder::ChunkedDecoder(ChunkedForm form) : form_(std::move(form)) {
  if (form_.signature) previous_signature_ = form_.signature->seed_signature;
}

ChunkedDecoder::Step ChunkedDecoder::decode(std::string_view in, std::span<char> out) {
  Step step;
  while (step.taken < in.size()) {
    const auto rest = in.substr(step.taken);
    if (state_ != State::payload) {
      step.taken += take_line(rest);
      continue;
    }
    const auto room = std::min<std::uint64_t>(remaining_, out.size() - step.written);
    const auto count = std::min<std::size_t>(rest.size(), static_cast<std::size_t>(room));
    if (count == 0) break;
    std::memmove(out.data() + step.written, rest.data(), count);
    passed({out.data() + step.written, count});
    step.taken += count;
    step.written += count;
  }
  return step;
}

void ChunkedDecoder::passed(std::string_view payload) {
  if (digest_) digest_->update(payload);
  remaining_ -= payload.size();
  if (remaining_ == 0) end_chunk();
}

// Takes what `in` has of a line, and acts once it is whole.
std::size_t ChunkedDecoder::take_line(std::string_view in) {
  if (state_ == State::complete) {
    if (in.find_first_not_of("\r\n") != std::string_view::npos) incomplete();
    return in.size();
  }
  const auto end = in.find('\n');
  const auto taken = end == std::string_view::npos ? in.size() : end + 1;
  if (line_.size() + taken > k_line_bytes_max) incomplete();
  line_.append(in.substr(0, taken));
  if (end == std::string_view::npos) return taken;
  std::string whole = std::exchange(line_, {});
  std::string_view line = whole;
  line.remove_suffix(1);
  const bool bare = !line.ends_with('\r');
  if (!bare) line.remove_suffix(1);
  on_line(line, bare);
  return taken;
}

// `bare`: it ended with LF alone.
void ChunkedDecoder::on_line(std::string_view line, bool bare) {
  if (bare && state_ != State::trailer) incomplete();
  switch (state_) {
    case State::size:
      return begin_chunk(line);
    case State::payload_end:
      if (!line.empty()) incomplete();
      state_ = State::size;
      return;
    case State::trailer:
      // Some clients end a trailer with LF CR LF, as AWS's documentation once showed it: that is no empty line.
      if (line.empty() && std::exchange(after_bare_line_, false)) return;
      after_bare_line_ = bare;
      if (!line.empty()) return take_trailer(line);
      check_trailers();
      state_ = State::complete;
      return;
    case State::payload:
    case State::complete:
      return;
  }
}

void ChunkedDecoder::begin_chunk(std::string_view line) {
  const auto semicolon = line.find(';');
  const auto size = parse_size(line.substr(0, semicolon));
  chunk_signature_.clear();
  if (semicolon != std::string_view::npos) {
    const auto extension = line.substr(semicolon + 1);
    if (extension.starts_with(k_signature_extension)) chunk_signature_ = extension.substr(k_signature_extension.size());
  }
  if (form_.signed_chunks && chunk_signature_.empty()) incomplete();
  if (size != 0 && chunks_ > 0 && chunk_bytes_ < k_chunk_bytes_min) {
    throw BodyRejected(errors::invalid_chunk_size(chunks_, chunk_bytes_));
  }
  if (size > form_.decoded_bytes - total_) incomplete();
  total_ += size;
  ++chunks_;
  chunk_bytes_ = remaining_ = size;
  if (form_.signed_chunks && form_.signature) digest_.emplace(DigestAlgorithm::sha256);
  state_ = State::payload;
  if (size != 0) return;
  if (total_ != form_.decoded_bytes) incomplete();
  end_chunk();
}

void ChunkedDecoder::end_chunk() {
  state_ = chunk_bytes_ == 0 ? State::trailer : State::payload_end;
  if (!digest_) return;
  const auto hash = to_hex(digest_->finish());
  digest_.reset();
  check_signature("AWS4-HMAC-SHA256-PAYLOAD", chunk_signature_, to_hex(as_bytes(sha256({}))) + "\n" + hash);
}

void ChunkedDecoder::check_signature(std::string_view kind, std::string_view sent, std::string_view hashes) {
  const auto& verified = *form_.signature;
  auto text = fmt::format("{}\n{}\n{}\n{}\n{}", kind, verified.amz_date, verified.scope, previous_signature_, hashes);
  previous_signature_ = sign(verified.signing_key, text);
  if (same_text(previous_signature_, sent)) return;
  throw BodyRejected(s3_auth_error({.failure = AuthFailure::signature_mismatch,
                                    .access_key_id = verified.key ? verified.key->id : std::string(),
                                    .signature = std::string(sent),
                                    .string_to_sign = std::move(text)}));
}

void ChunkedDecoder::take_trailer(std::string_view line) {
  trailer_bytes_ += line.size();
  const auto colon = line.find(':');
  if (!form_.trailer || colon == std::string_view::npos || trailer_bytes_ > k_trailer_bytes_max) malformed_trailer();
  const auto name = to_lower(trim(line.substr(0, colon)));
  const auto value = trim(line.substr(colon + 1));
  if (name == k_trailer_signature) {
    trailer_signature_ = value;
    return;
  }
  if (std::ranges::find(form_.announced, name) == form_.announced.end() || trailers_.find(name)) malformed_trailer();
  check_checksum_value(name, value);
  trailers_.add(name, value);
}

void ChunkedDecoder::check_trailers() {
  for (const auto& name : form_.announced) {
    if (!trailers_.find(name)) malformed_trailer();
  }
  if (!form_.trailer || !form_.signed_chunks || !form_.signature) return;
  std::string canonical;
  for (const auto field : trailers_) canonical.append(field.name).append(":").append(field.value).append("\n");
  check_signature("AWS4-HMAC-SHA256-TRAILER", trailer_signature_.value_or(""), to_hex(as_bytes(sha256(canonical))));
}

void ChunkedDecoder::finish() {
  if (state_ == State::complete) return;
  // The last empty line is left out by some clients.
  if (state_ != State::trailer || !line_.empty()) incomplete();
  check_trailers();
  state_ = State::complete;
}

}  // namespace winterbaume::aws
