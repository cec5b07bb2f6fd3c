#include "http/testing/test_server.h"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>

#include "core/clock.h"

namespace winterbaume::http::testing {
namespace {

char pattern_at(std::size_t at) { return static_cast<char>('a' + at * 7 % 26 + at / 1000 % 3); }

std::size_t number_in(std::string_view text) {
  std::size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

void await(std::atomic<int>& value, int count) {
  for (int seen = value; seen < count; seen = value) value.wait(seen);
}

Response with_source(std::size_t bytes, std::size_t fails_at, bool sized) {
  Response response;
  response.body =
      Body(std::make_unique<PatternSource>(bytes, fails_at), sized ? std::optional<std::uint64_t>(bytes) : std::nullopt);
  return response;
}

}  // namespace

FileSource::FileSource(std::size_t bytes, std::size_t cut_off) : bytes_(bytes), fd_(::memfd_create("pattern", MFD_CLOEXEC)) {
  const auto text = pattern(bytes - cut_off);
  if (fd_ < 0 || ::write(fd_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) std::abort();
}

FileSource::~FileSource() { ::close(fd_); }

asio::awaitable<std::optional<FileSlice>> FileSource::next_file() {
  if (slices_++ == 2 || at_ == bytes_) co_return std::nullopt;
  const auto length = slices_ == 1 ? bytes_ / 3 : bytes_ / 2;
  FileSlice slice{fd_, at_, length};
  at_ += length;
  co_return slice;
}

asio::awaitable<std::size_t> FileSource::read(std::span<char> into) {
  const auto got = ::pread(fd_, into.data(), std::min<std::size_t>(into.size(), 100'000), static_cast<off_t>(at_));
  if (got > 0) at_ += static_cast<std::size_t>(got);
  co_return got > 0 ? static_cast<std::size_t>(got) : 0;
}

std::string pattern(std::size_t bytes) {
  std::string text(bytes, '\0');
  for (std::size_t i = 0; i < bytes; ++i) text[i] = pattern_at(i);
  return text;
}

asio::awaitable<std::size_t> PatternSource::read(std::span<char> into) {
  if (at_ >= fails_at_) throw std::runtime_error("the source failed");
  auto size = std::min({into.size(), bytes_ - at_, fails_at_ - at_, std::size_t{10'000}});
  for (std::size_t i = 0; i < size; ++i) into[i] = pattern_at(at_ + i);
  at_ += size;
  co_return size;
}

TestServer::TestServer(ServerOptions options, bool with_access_log) {
  if (options.threads == 0) options.threads = 2;
  options.timeouts.sweep = std::chrono::milliseconds(5);
  if (with_access_log) options.access = this;
  options.log_error = [this](std::string_view what) {
    std::lock_guard lock(mutex_);
    errors_.emplace_back(what);
  };
  server_ = std::make_unique<Server>(std::move(options), [this](Request request) { return handle(std::move(request)); });
  server_->listen();
  thread_ = std::thread([this] { server_->run(); });
}

TestServer::~TestServer() {
  if (!thread_.joinable()) return;
  server_->stop();
  server_->stop();
  join();
}

void TestServer::join() { thread_.join(); }
void TestServer::await_waiting(int count) { await(waiting_, count); }
void TestServer::await_told(int count) { await(told_, count); }

asio::awaitable<Response> TestServer::handle(Request request) {
  auto path = request.path();
  Response response;
  response.headers.add("x-amzn-RequestId", "id-1");
  if (path == "/wait") co_return co_await wait(std::move(request));
  if (path == "/sum") co_return co_await sum(std::move(request));
  if (path == "/stuck") {  // deaf to everything
    ++waiting_;
    waiting_.notify_all();
    co_await SystemClock().wait_until(k_end_of_time, std::make_shared<Wakeup>());
  }
  if (path == "/throw") throw std::runtime_error("a fault below");
  if (path == "/collect") co_await request.body.collect(number_in(request.query()));
  if (path == "/echo" || path == "/collect") {
    response.body = std::move(request.body);
  } else if (path == "/ignore") {
    response.body = std::string("ignored");
  } else if (path == "/status") {
    response.status = static_cast<int>(number_in(request.query()));
    response.body = std::string("body");
  } else if (path == "/sized") {
    co_return with_source(number_in(request.query()), SIZE_MAX, true);
  } else if (path == "/file" || path == "/cut-file" || path == "/unsized-file") {
    const auto bytes = number_in(request.query());
    response.body = Body(std::make_unique<FileSource>(bytes, path == "/cut-file" ? bytes / 2 : 0),
                         path == "/unsized-file" ? std::nullopt : std::optional<std::uint64_t>(bytes));
  } else if (path == "/unsized") {
    co_return with_source(number_in(request.query()), SIZE_MAX, false);
  } else if (path == "/broken") {
    co_return with_source(1'000'000, number_in(request.query()), true);
  } else {
    response.body = fmt::format("{} {} {}", method_name(request.method), request.target, request.secure ? "secure" : "plain");
  }
  co_return response;
}

// Waits until the connection says that waiting is over.
asio::awaitable<Response> TestServer::wait(Request request) {
  auto wakeup = std::make_shared<Wakeup>();
  std::stop_callback on_stop(request.connection->watch(), [wakeup] { wakeup->notify(); });
  ++waiting_;
  waiting_.notify_all();
  SystemClock clock;
  co_await clock.wait_until(k_end_of_time, wakeup);
  ++told_;
  told_.notify_all();
  Response response;
  response.body = std::string("told");
  co_return response;
}

// Reads a body piece by piece and tells its length, whether it was the pattern, and the trailers.
asio::awaitable<Response> TestServer::sum(Request request) {
  std::string bytes;
  bool in_memory = request.body.in_memory();
  if (in_memory) {
    bytes = request.body.bytes();
  } else {
    auto piece = std::make_unique<char[]>(number_in(request.query()));
    while (auto got = co_await request.body.source()->read({piece.get(), number_in(request.query())}))
      bytes.append(piece.get(), got);
  }
  std::string trailers;
  if (auto* fields = request.body.trailers()) {
    for (auto field : *fields) trailers += fmt::format(" {}={}", field.name, field.value);
  }
  Response response;
  response.body = fmt::format("{} {} {}{}", in_memory ? "memory" : "stream", bytes.size(),
                              bytes == pattern(bytes.size()) ? "good" : "bad", trailers);
  co_return response;
}

void TestServer::record(const AccessRecord& record) {
  std::lock_guard lock(mutex_);
  access_lines_.push_back(fmt::format("{} {} {} {} {} {}", record.method, record.target, record.status, record.request_bytes,
                                      record.response_bytes, record.request_id));
}

std::vector<std::string> TestServer::access_lines() {
  std::lock_guard lock(mutex_);
  return access_lines_;
}

std::vector<std::string> TestServer::errors() {
  std::lock_guard lock(mutex_);
  return errors_;
}

}  // namespace winterbaume::http::testing
