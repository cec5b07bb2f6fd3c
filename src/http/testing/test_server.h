// A server on a free port of 127.0.0.1 in threads of the test, with a handler that shows what the server gives and takes.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "http/server.h"
#include "http/testing/raw_client.h"

namespace winterbaume::http::testing {

class TestServer : public AccessSink {
 public:
  // Adds a quick sweep and the sink to the options. Serves from here on.
  explicit TestServer(ServerOptions options = {}, bool with_access_log = false);
  ~TestServer() override;  // stops at once

  std::uint16_t port() const { return server_->port(); }
  const Server& server() const { return *server_; }
  RawClient connect() const { return RawClient(port()); }
  void stop() { server_->stop(); }
  void join();  // until run() has returned

  // Waits until as many requests for /wait or /stuck have begun, or have been told to end.
  void await_waiting(int count);
  void await_told(int count);

  void record(const AccessRecord& record) override;
  std::vector<std::string> access_lines();  // "METHOD target status request_bytes response_bytes id"
  std::vector<std::string> errors();

 private:
  asio::awaitable<Response> handle(Request request);
  asio::awaitable<Response> wait(Request request);
  asio::awaitable<Response> sum(Request request);

  std::unique_ptr<Server> server_;
  std::thread thread_;
  std::atomic<int> waiting_ = 0;
  std::atomic<int> told_ = 0;
  std::mutex mutex_;
  std::vector<std::string> access_lines_;
  std::vector<std::string> errors_;
};

// Gives `bytes` bytes in pieces; at `fails_at` it throws instead.
class PatternSource final : public BodySource {
 public:
  explicit PatternSource(std::size_t bytes, std::size_t fails_at = SIZE_MAX) : bytes_(bytes), fails_at_(fails_at) {}
  asio::awaitable<std::size_t> read(std::span<char> into) override;

 private:
  std::size_t bytes_;
  std::size_t fails_at_;
  std::size_t at_ = 0;
};

// The same bytes in a file: a third and a half of them as slices of it, the rest by read(). The last `cut_off` are missing.
class FileSource final : public BodySource {
 public:
  FileSource(std::size_t bytes, std::size_t cut_off);
  ~FileSource() override;
  asio::awaitable<std::size_t> read(std::span<char> into) override;
  asio::awaitable<std::optional<FileSlice>> next_file() override;

 private:
  std::size_t bytes_;
  int fd_;
  int slices_ = 0;
  std::size_t at_ = 0;
};

std::string pattern(std::size_t bytes);  // what PatternSource gives

}  // namespace winterbaume::http::testing
