// The server's log, on stderr: lines of its life, of faults, and one a request where that is asked for.
#pragma once

#include <cstdio>
#include <memory>
#include <string_view>

#include "http/options.h"
#include "server/config.h"

namespace winterbaume::server {

// Thread-safe. A line is one write, made before the call returns: there is no queue that a crash could lose, and whoever reads
// stderr slowly slows the server.
class Log final : private http::AccessSink {
 public:
  // Writes to `out`, which outlives it.
  explicit Log(const Config& config, std::FILE* out = stderr);
  ~Log() override;

  // For the server, which it outlives; null where requests aren't logged.
  http::AccessSink* access_sink();

  void debug(std::string_view message);
  void info(std::string_view message);
  void warn(std::string_view message);
  void error(std::string_view message);
  // A fault met while answering a request.
  void failure(std::string_view request_id, std::string_view what);

 private:
  // One line a request, whatever the level. The query string is left out: it may hold signatures and tokens.
  void record(const http::AccessRecord& record) override;

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace winterbaume::server
