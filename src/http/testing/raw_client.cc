#include "http/testing/raw_client.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

#include "core/assert.h"

namespace winterbaume::http::testing {

bool Answer::has(std::string_view line) const { return head.find(fmt::format("\r\n{}\r\n", line)) != std::string::npos; }

RawClient::RawClient(std::uint16_t port) : RawClient(port, ::socket(AF_INET, SOCK_STREAM, 0)) {}

RawClient::RawClient(std::uint16_t port, int socket) : socket_(socket) {
  timeval limit{.tv_sec = 20, .tv_usec = 0};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  WB_ASSERT(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
}

RawClient::~RawClient() {
  if (socket_ >= 0) ::close(socket_);
}

RawClient::RawClient(RawClient&& other) noexcept : socket_(std::exchange(other.socket_, -1)), buffer_(std::move(other.buffer_)) {}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool RawClient::receive() {
  char piece[64 * 1024];
  auto got = ::recv(socket_, piece, sizeof piece, 0);
  if (got <= 0) return false;
  buffer_.append(piece, static_cast<std::size_t>(got));
  return true;
}

std::string RawClient::read_until(std::string_view mark) {
  for (;;) {
    if (auto at = buffer_.find(mark); at != std::string::npos) return read_bytes(at + mark.size());
    if (!receive()) return "";
  }
}

std::string RawClient::read_bytes(std::size_t bytes) {
  while (buffer_.size() < bytes && receive()) {
  }
  auto taken = buffer_.substr(0, bytes);
  buffer_.erase(0, bytes);
  return taken;
}

Answer RawClient::read_answer(bool to_head) {
  Answer answer;
  answer.head = read_until("\r\n\r\n");
  if (answer.head.empty()) return answer;
  answer.status = std::stoi(answer.head.substr(9, 3));
  answer.chunked = answer.has("Transfer-Encoding: chunked");
  if (to_head || answer.status < 200) return answer;
  if (answer.chunked) {
    for (;;) {
      auto line = read_until("\r\n");
      auto size = line.empty() ? 0 : std::stoul(line, nullptr, 16);
      answer.body += read_bytes(size);
      if (line.empty()) answer.status = 0;  // broken off
      if (read_bytes(2) != "\r\n" || size == 0) return answer;
    }
  }
  if (auto at = answer.head.find("\r\nContent-Length: "); at != std::string::npos) {
    auto size = std::stoull(answer.head.substr(at + 18));
    answer.body = read_bytes(size);
  } else if (answer.has("Connection: close") && answer.status != 204 && answer.status != 304) {
    while (receive()) {
    }
    answer.body = std::exchange(buffer_, "");
  }
  return answer;
}

Answer RawClient::ask(std::string_view bytes, bool to_head) {
  send(bytes);
  return read_answer(to_head);
}

bool RawClient::at_end() {
  if (!buffer_.empty()) return false;
  char byte;
  auto got = ::recv(socket_, &byte, 1, 0);
  return got == 0 || (got < 0 && errno == ECONNRESET);
}

void RawClient::half_close() { ::shutdown(socket_, SHUT_WR); }

void RawClient::reset() {
  linger now{.l_onoff = 1, .l_linger = 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  ::close(std::exchange(socket_, -1));
}

std::string request(std::string_view method, std::string_view target, std::string_view lines, std::string_view body) {
  auto length = body.empty() ? "" : fmt::format("Content-Length: {}\r\n", body.size());
  return fmt::format("{} {} HTTP/1.1\r\nHost: h\r\n{}{}\r\n{}", method, target, lines, length, body);
}

}  // namespace winterbaume::http::testing
