// The server's program: reads its configuration, serves until it is told to stop. Exit codes: 0 after a graceful stop, 2 where
// the configuration can't be served.
#include <csignal>
#include <cstdio>
#include <exception>

#include "core/failure.h"
#include "emulator/serve.h"
#include "server/config.h"
#include "server/logging.h"
#include "server/wiring.h"

namespace winterbaume::server {
namespace {

http::Server* running_server = nullptr;

// The first signal begins a graceful stop, the second cuts what still runs.
extern "C" void stop_running_server(int) { running_server->stop(); }

void stop_on_signals(http::Server& server) {
  running_server = &server;
  struct sigaction action{};
  action.sa_handler = stop_running_server;
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
  action.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &action, nullptr);
}

void serve_until_stopped(const Config& config) {
  Log log(config);
  auto emulator = make_emulator(config, log);
  http::Server server(make_server_options(config, log), handler_of(*emulator));
  server.listen();
  stop_on_signals(server);
  log.info("listening on " + server.url());
  run_server(*emulator, server);
  log.info("stopped");
}

int run(int argc, const char* const* argv) {
  auto config = parse_config(process_sources(argc, argv, k_version));
  if (!config) {
    std::fprintf(config.error().code == 0 ? stdout : stderr, "%s\n", config.error().text.c_str());
    return config.error().code;
  }
  try {
    serve_until_stopped(*config);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "winterbaume: %s\n", failure.what());
    return 2;
  }
  return 0;
}

}  // namespace
}  // namespace winterbaume::server

int main(int argc, char** argv) { return winterbaume::server::run(argc, argv); }
