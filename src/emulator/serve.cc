#include "emulator/serve.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <exception>
#include <thread>

namespace winterbaume {
namespace {

// The emulator's background work on a thread of its own, from construction to destruction. The thread sleeps while there is
// nothing to do.
class Background {
 public:
  explicit Background(Emulator& emulator) {
    asio::co_spawn(context_, emulator.run_background(stop_.get_token()), [](std::exception_ptr failure) {
      if (failure) std::rethrow_exception(failure);
    });
    thread_ = std::thread([this] { context_.run(); });
  }
  ~Background() {
    stop_.request_stop();
    thread_.join();
  }

 private:
  asio::io_context context_{1};
  std::stop_source stop_;
  std::thread thread_;
};

}  // namespace

http::Handler handler_of(Emulator& emulator) {
  return [&emulator](http::Request&& request) { return emulator.handle(std::move(request)); };
}

void run_server(Emulator& emulator, http::Server& server) {
  Background background(emulator);
  server.run();
}

struct Serving::State {
  State(Emulator& emulator, http::ServerOptions options) : server(std::move(options), handler_of(emulator)) {
    server.listen();
    thread = std::thread([this, &emulator] { run_server(emulator, server); });
  }
  http::Server server;
  std::thread thread;
};

Serving::Serving(Emulator& emulator, http::ServerOptions options)
    : state_(std::make_unique<State>(emulator, std::move(options))) {}

Serving::~Serving() {
  if (!state_) return;
  state_->server.stop();
  state_->thread.join();
}

Serving::Serving(Serving&&) noexcept = default;

std::uint16_t Serving::port() const { return state_->server.port(); }
std::string Serving::url() const { return state_->server.url(); }

Serving serve(Emulator& emulator, http::ServerOptions options) { return Serving(emulator, std::move(options)); }

}  // namespace winterbaume
