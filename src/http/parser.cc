#include "http/parser.h"

#include <algorithm>
#include <array>

#include "core/bytes.h"

namespace winterbaume::http {
namespace {

// RFC 9110, section 5.6.2: the characters of a token.
constexpr std::array<bool, 256> k_token = [] {
  std::array<bool, 256> table{};
  for (unsigned char c = '0'; c <= '9'; ++c) table[c] = true;
  for (unsigned char c = 'a'; c <= 'z'; ++c) table[c] = table[c - 32] = true;
  for (unsigned char c : std::string_view("!#$%&'*+-.^_`|~")) table[c] = true;
  return table;
}();

std::string_view without_prefix(std::string_view text, std::string_view prefix) {
  if (text.size() < prefix.size() || !equals_ignoring_case(text.substr(0, prefix.size()), prefix)) return {};
  return text.substr(prefix.size());
}

}  // namespace

// What llhttp calls. A non-zero answer stops it: HPE_PAUSED to hand over an event, HPE_USER when refusal_ is set.
struct Parser::Callbacks {
  static Parser& self(llhttp_t* llhttp) { return *static_cast<Parser*>(llhttp->data); }
  static Headers& fields(Parser& parser) { return parser.phase_ == Phase::head ? parser.head_.headers : parser.trailers_; }

  static int on_url(llhttp_t* llhttp, const char* at, std::size_t size) {
    auto& parser = self(llhttp);
    if (parser.head_.target.size() + size > parser.limits_.target_bytes) {
      parser.refuse(414, "the request target is too long");
      return HPE_USER;
    }
    parser.head_.target.append(at, size);
    return 0;
  }
  // llhttp gives a name in one piece or several, then its completion, then the value likewise (or not at all when empty).
  static int on_field(llhttp_t* llhttp, const char* at, std::size_t size) {
    auto& parser = self(llhttp);
    auto& headers = fields(parser);
    if (!parser.in_name_) {
      if (headers.size() >= parser.limits_.header_count) {
        parser.refuse(431, "too many header fields");
        return HPE_USER;
      }
      headers.begin_field();
      parser.in_name_ = true;
    }
    headers.append_to_name({at, size});
    return 0;
  }
  static int on_value(llhttp_t* llhttp, const char* at, std::size_t size) {
    fields(self(llhttp)).append_to_value({at, size});
    return 0;
  }
  static int on_value_complete(llhttp_t* llhttp) {
    auto& parser = self(llhttp);
    auto& headers = fields(parser);
    parser.in_name_ = false;
    auto field = headers[headers.size() - 1];
    auto end = field.value.find_last_not_of(" \t");
    auto kept = end == std::string_view::npos ? 0 : end + 1;
    if (kept != field.value.size()) headers.shorten_value(field.value.size() - kept);
    if (parser.phase_ != Phase::head) return 0;
    return parser.check_field(headers[headers.size() - 1]) ? 0 : HPE_USER;
  }
  static int on_headers_complete(llhttp_t* llhttp) {
    llhttp->upgrade = 0;  // an offer to change the protocol is declined by answering in HTTP/1.1
    return HPE_PAUSED;
  }
  static int on_chunk_header(llhttp_t* llhttp) {
    auto& parser = self(llhttp);
    parser.progress_ = true;
    if (llhttp->content_length > parser.limits_.body_bytes - parser.body_bytes_) {
      parser.refuse(413, "the body is larger than allowed");
      return HPE_USER;
    }
    parser.body_bytes_ += llhttp->content_length;
    return 0;
  }
  static int on_body(llhttp_t* llhttp, const char* at, std::size_t size) {
    auto& parser = self(llhttp);
    parser.progress_ = true;
    parser.piece_ = {at, size};
    return size == 0 ? 0 : HPE_PAUSED;
  }
  static int on_message_complete(llhttp_t* llhttp) {
    self(llhttp).phase_ = Phase::complete;
    return HPE_PAUSED;
  }

  static const llhttp_settings_t* settings() {
    static const llhttp_settings_t k_settings = [] {
      llhttp_settings_t made{};
      made.on_url = on_url;
      made.on_header_field = on_field;
      made.on_header_value = on_value;
      made.on_header_value_complete = on_value_complete;
      made.on_headers_complete = on_headers_complete;
      made.on_chunk_header = on_chunk_header;
      made.on_body = on_body;
      made.on_message_complete = on_message_complete;
      return made;
    }();
    return &k_settings;
  }
};

void Parser::start() {
  head_ = RequestHead{};
  trailers_.clear();
  refusal_ = {};
  remaining_ = body_bytes_ = 0;
  head_bytes_ = 0;
  phase_ = Phase::method;
  method_size_ = host_count_ = coding_count_ = 0;
  in_name_ = false;
}

Parser::Step Parser::next(std::string_view bytes) {
  switch (phase_) {
    case Phase::method:
      return next_method(bytes);
    case Phase::head:
      return next_head(bytes);
    case Phase::identity:
      return next_identity(bytes);
    case Phase::chunked:
      return next_chunked(bytes);
    case Phase::complete:
      return {Event::complete, 0, {}};
    case Phase::failed:
      return {Event::failed, 0, {}};
  }
  return {Event::failed, 0, {}};
}

// The method is read here, because llhttp takes only those it knows and HTTP allows any token. llhttp is then told that it
// was POST, whose message is framed like that of every other method but CONNECT (which no server here answers).
Parser::Step Parser::next_method(std::string_view bytes) {
  std::size_t at = 0;
  // RFC 9112, section 2.2: empty lines before a request are ignored. They count as head bytes, so they end some time.
  while (method_size_ == 0 && at < bytes.size() && (bytes[at] == '\r' || bytes[at] == '\n')) ++at;
  for (; at < bytes.size() && k_token[static_cast<unsigned char>(bytes[at])]; ++at) {
    if (method_size_ == sizeof method_) return fail(400, "the method is too long");
    method_[method_size_++] = bytes[at];
  }
  head_bytes_ += at;
  if (head_bytes_ > limits_.head_bytes) return fail(431, "the head is too long");
  if (at == bytes.size()) return {Event::more, at, {}};
  if (bytes[at] != ' ' || method_size_ == 0) return fail(400, "no HTTP method");

  std::string_view name(method_, method_size_);
  head_.method = method_from_name(name);
  if (head_.method == Method::other) head_.method_text = name;
  if (name == "CONNECT") return fail(501, "CONNECT is not supported");
  llhttp_init(&llhttp_, HTTP_REQUEST, Callbacks::settings());
  llhttp_.data = this;
  llhttp_execute(&llhttp_, "POST ", 5);
  phase_ = Phase::head;
  ++head_bytes_;
  auto step = next_head(bytes.substr(at + 1));
  step.consumed += at + 1;
  return step;
}

std::size_t Parser::run_llhttp(std::string_view bytes) {
  if (llhttp_get_errno(&llhttp_) == HPE_PAUSED) llhttp_resume(&llhttp_);
  if (llhttp_execute(&llhttp_, bytes.data(), bytes.size()) == HPE_OK) return bytes.size();
  return static_cast<std::size_t>(llhttp_get_error_pos(&llhttp_) - bytes.data());
}

Parser::Step Parser::next_head(std::string_view bytes) {
  if (bytes.empty()) return {Event::more, 0, {}};
  if (head_.headers.empty() && head_.target.empty()) head_.headers.reserve(std::min<std::size_t>(bytes.size(), 2048));
  auto allowed = limits_.head_bytes - std::min(head_bytes_, limits_.head_bytes);
  auto consumed = run_llhttp(bytes.substr(0, allowed));
  head_bytes_ += consumed;
  auto error = llhttp_get_errno(&llhttp_);
  if (error == HPE_PAUSED) {
    if (!finish_head()) return fail(refusal_.status, refusal_.reason);
    return {Event::head, consumed, {}};
  }
  if (error != HPE_OK) return fail_from_llhttp();
  if (consumed < bytes.size()) return fail(431, "the head is too long");
  return {Event::more, consumed, {}};
}

bool Parser::check_field(const Headers::Field& field) {
  switch (field.name.size()) {
    case 4:
      if (equals_ignoring_case(field.name, "host") && ++host_count_ > 1) return refuse(400, "more than one Host");
      return true;
    case 6:
      if (!equals_ignoring_case(field.name, "expect")) return true;
      // RFC 9110, 10.1.1, leaves 417 for any other expectation to us; servers of the field go on, and so do clients of them.
      if (equals_ignoring_case(field.value, "100-continue")) head_.expects_continue = true;
      return true;
    case 17:
      if (!equals_ignoring_case(field.name, "transfer-encoding")) return true;
      if (++coding_count_ > 1 || !equals_ignoring_case(field.value, "chunked")) {
        return refuse(501, "a transfer coding other than chunked");
      }
      return true;
    default:
      return true;
  }
}

bool Parser::finish_head() {
  int major = llhttp_.http_major;
  head_.minor_version = llhttp_.http_minor;
  if (major != 1 || head_.minor_version > 1) return refuse(505, "neither HTTP/1.0 nor HTTP/1.1");
  head_.keep_alive = llhttp_should_keep_alive(&llhttp_) != 0;
  if (!finish_target() || !check_framing()) return false;
  if (head_.minor_version == 0) head_.expects_continue = false;
  if (head_.minor_version == 1 && host_count_ == 0) return refuse(400, "no Host");
  return true;
}

bool Parser::check_framing() {
  head_.chunked = (llhttp_.flags & F_CHUNKED) != 0;
  if (head_.chunked && head_.minor_version == 0) return refuse(400, "Transfer-Encoding in HTTP/1.0");
  if (coding_count_ != 0 && !head_.chunked) return refuse(400, "an unreadable Transfer-Encoding");
  if (head_.chunked) {
    phase_ = Phase::chunked;
    head_bytes_ = 0;
    return true;
  }
  head_.content_length = (llhttp_.flags & F_CONTENT_LENGTH) != 0 ? llhttp_.content_length : 0;
  if (head_.content_length > limits_.body_bytes) return refuse(413, "the body is larger than allowed");
  remaining_ = head_.content_length;
  phase_ = remaining_ == 0 ? Phase::complete : Phase::identity;
  return true;
}

// RFC 9112, section 3.2.2: a server takes the absolute form too, and its authority overrides the Host field.
bool Parser::finish_target() {
  auto& target = head_.target;
  if (target.starts_with('/')) return true;
  if (target == "*" && head_.method == Method::options) return true;
  auto rest = without_prefix(target, "http://");
  if (rest.empty()) rest = without_prefix(target, "https://");
  auto authority = rest.substr(0, rest.find_first_of("/?"));
  if (authority.empty() || authority.find('@') != std::string_view::npos) return refuse(400, "an unreadable request target");
  head_.headers.set("Host", authority);
  host_count_ = 1;
  std::string path(rest.substr(authority.size()));
  if (!path.starts_with('/')) path.insert(0, 1, '/');
  target = std::move(path);
  return true;
}

void Parser::skip(std::uint64_t bytes) {
  remaining_ -= bytes;
  if (remaining_ == 0) phase_ = Phase::complete;
}

Parser::Step Parser::next_identity(std::string_view bytes) {
  if (bytes.empty()) return {Event::more, 0, {}};
  auto piece = bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, bytes.size())));
  skip(piece.size());
  return {Event::piece, piece.size(), piece};
}

Parser::Step Parser::next_chunked(std::string_view bytes) {
  if (bytes.empty()) return {Event::more, 0, {}};
  piece_ = {};
  progress_ = false;
  auto consumed = run_llhttp(bytes);
  auto error = llhttp_get_errno(&llhttp_);
  if (error != HPE_OK && error != HPE_PAUSED) return fail_from_llhttp();
  if (phase_ == Phase::complete) return {Event::complete, consumed, {}};
  // Chunk extensions, leading zeros of a chunk's size and trailer fields carry no body: they may not go on for ever.
  head_bytes_ = progress_ ? 0 : head_bytes_ + consumed;
  if (head_bytes_ > limits_.head_bytes) return fail(431, "the chunk's head or the trailer is too long");
  if (error == HPE_PAUSED) return {Event::piece, consumed, piece_};
  return {Event::more, consumed, {}};
}

bool Parser::refuse(int status, const char* reason) {
  refusal_ = {status, reason};
  return false;
}

Parser::Step Parser::fail(int status, const char* reason) {
  refusal_ = {status, reason};
  phase_ = Phase::failed;
  return {Event::failed, 0, {}};
}

Parser::Step Parser::fail_from_llhttp() {
  if (refusal_.status != 0) return fail(refusal_.status, refusal_.reason);
  // llhttp has the same error for a version that is followed by no CRLF.
  if (llhttp_get_errno(&llhttp_) == HPE_INVALID_VERSION && llhttp_.http_major != 1)
    return fail(505, "neither HTTP/1.0 nor HTTP/1.1");
  return fail(400, llhttp_get_error_reason(&llhttp_));
}

}  // namespace winterbaume::http
