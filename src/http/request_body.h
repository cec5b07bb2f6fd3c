// A request's body that is read from its connection piece by piece: what the handler does not ask for stays in the socket,
// and TCP slows the client down.
#pragma once

#include <string>

#include "http/body.h"

namespace winterbaume::http {

class Session;

class RequestBody final : public BodySource {
 public:
  // `prefix` was decoded already. The session detaches the source when the request's handling ends.
  RequestBody(Session& session, std::string prefix);
  ~RequestBody() override;

  asio::awaitable<std::size_t> read(std::span<char> into) override;
  const Headers* trailers() const override;
  // From now on read() throws BodyBroken.
  void detach() { session_ = nullptr; }

 private:
  asio::awaitable<std::size_t> read_socket(std::span<char> into);
  std::size_t take_buffered(std::span<char> into);
  [[noreturn]] void broken(const char* why);

  Session* session_;
  std::string prefix_;
  std::size_t prefix_taken_ = 0;
};

}  // namespace winterbaume::http
