// A client that speaks bytes, for what no well-behaved HTTP client would do. Blocking; every wait ends after 20 s at most.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace winterbaume::http::testing {

struct Answer {
  int status = 0;    // 0: the connection ended instead
  std::string head;  // the status line and fields, with the empty line
  std::string body;  // decoded where chunked
  bool chunked = false;
  bool has(std::string_view line) const;  // a whole line of the head
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port);
  RawClient(std::uint16_t port, int socket);  // with a socket that was made before
  ~RawClient();
  RawClient(RawClient&& other) noexcept;
  RawClient& operator=(RawClient&&) = delete;

  bool send(std::string_view bytes);
  // One answer, whose framing is followed; `to_head`: an answer to HEAD has no body.
  Answer read_answer(bool to_head = false);
  // send() and read_answer().
  Answer ask(std::string_view bytes, bool to_head = false);
  // True when the server has closed, and nothing more came before it.
  bool at_end();
  void half_close();  // nothing more will be sent
  void reset();       // closes with RST

 private:
  bool receive();  // more into buffer_; false at the end
  std::string read_until(std::string_view mark);
  std::string read_bytes(std::size_t bytes);

  int socket_;
  std::string buffer_;
};

// A request of `method` for `target`, with further lines and a body whose length is told.
std::string request(std::string_view method, std::string_view target, std::string_view lines = "", std::string_view body = "");

}  // namespace winterbaume::http::testing
