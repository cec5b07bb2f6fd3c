// The HTTP/1.1 server: listens, and runs a handler on every request.
//
//   http::Server server(options, handler);
//   server.listen();   // bound: port() is known, connections queue up
//   server.run();      // until stop()
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "http/options.h"

namespace winterbaume::http {

class Server {
 public:
  // Throws ServerError when the TLS files don't serve. Opens no port and starts no thread.
  Server(ServerOptions options, Handler handler);
  // run() must have returned, or never been called.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Binds and listens. Throws ServerError naming host and port. Raises the limit of open files to what is allowed.
  void listen();
  std::uint16_t port() const;  // after listen()
  std::string url() const;     // "http://127.0.0.1:5555", after listen()

  // Serves until stop(), with the calling thread as one of its threads; after listen(), once.
  void run();

  // Ends run(): no new connections, idle ones close, running requests have the grace time and see their watch token stopped.
  // A second call cuts what is still running. From any thread, and from a signal handler.
  void stop() noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace winterbaume::http
