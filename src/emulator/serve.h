// An emulator on a port: in the calling thread, or in threads of its own for tests and programs that link the library.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "emulator/emulator.h"
#include "http/server.h"

namespace winterbaume {

// What a server that answers with `emulator` handles requests by. The emulator outlives the server.
http::Handler handler_of(Emulator& emulator);

// Runs a server that listens, with the emulator's background work beside it, until server.stop(). Running requests have the
// server's grace time to end.
void run_server(Emulator& emulator, http::Server& server);

// Serves from its construction until its destruction. Thread-safe.
class Serving {
 public:
  // The emulator outlives this. Throws http::ServerError where the port can't be had.
  Serving(Emulator& emulator, http::ServerOptions options);
  ~Serving();
  Serving(Serving&&) noexcept;
  Serving& operator=(Serving&&) = delete;

  std::uint16_t port() const;
  std::string url() const;  // "http://127.0.0.1:5555"

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// On 127.0.0.1 and a free port, with one thread, unless `options` say otherwise.
Serving serve(Emulator& emulator, http::ServerOptions options = {.threads = 1});

}  // namespace winterbaume
