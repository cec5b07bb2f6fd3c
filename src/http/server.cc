#include "http/server.h"

#include <fmt/format.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <thread>
#include <vector>

#include "http/acceptor.h"
#include "http/tls.h"
#include "http/worker.h"

namespace winterbaume::http {
namespace {

// A connection is a file: the soft limit of 1,024 that shells hand out is not meant for servers.
void raise_open_files_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

unsigned thread_count(unsigned wanted) { return wanted != 0 ? wanted : std::max(1U, std::thread::hardware_concurrency()); }

}  // namespace

struct Server::State {
  State(ServerOptions given, Handler answer) : options(std::move(given)), handler(std::move(answer)) {
    if (options.tls) tls = std::make_unique<TlsContext>(*options.tls);
  }
  ~State() {
    if (stop_event >= 0) ::close(stop_event);
  }

  void listen();
  void wait_for_stop();
  void on_stop();
  void on_worker_stopped();

  const ServerOptions options;
  const Handler handler;
  std::unique_ptr<TlsContext> tls;
  int stop_event = -1;  // written by stop(): the one thing that a signal handler may do
  std::vector<std::unique_ptr<Worker>> workers;
  std::unique_ptr<Acceptor> acceptor;
  std::unique_ptr<asio::posix::stream_descriptor> stop_watch;
  std::uint64_t stop_count = 0;
  std::atomic<std::size_t> running = 0;  // workers that have connections left to end
  bool stopping = false;
};

void Server::State::listen() {
  raise_open_files_limit();
  stop_event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (stop_event < 0) throw ServerError(fmt::format("no eventfd can be made: {}", std::strerror(errno)));
  for (unsigned i = 0; i < thread_count(options.threads); ++i) {
    workers.push_back(std::make_unique<Worker>(options, handler, tls.get()));
  }
  acceptor = std::make_unique<Acceptor>(options, workers);
  stop_watch = std::make_unique<asio::posix::stream_descriptor>(workers[0]->io(), ::dup(stop_event));
  wait_for_stop();
}

void Server::State::wait_for_stop() {
  stop_watch->async_read_some(asio::buffer(&stop_count, sizeof stop_count), [this](error_code error, std::size_t) {
    if (!error) on_stop();
  });
}

void Server::State::on_stop() {
  bool again = stopping || stop_count > 1;
  stopping = true;
  acceptor->close();
  if (again) {
    for (auto& worker : workers) worker->cut();
    return;
  }
  wait_for_stop();
  running = workers.size();
  for (auto& worker : workers) worker->begin_stop([this] { on_worker_stopped(); });
}

// On the thread of the worker. The last to go ends the wait for a second stop(), which keeps the first worker running.
void Server::State::on_worker_stopped() {
  if (running.fetch_sub(1) == 1) asio::post(workers[0]->io(), [this] { stop_watch->close(); });
}

Server::Server(ServerOptions options, Handler handler)
    : state_(std::make_unique<State>(std::move(options), std::move(handler))) {}
Server::~Server() = default;

void Server::listen() { state_->listen(); }
std::uint16_t Server::port() const { return state_->acceptor->endpoint().port(); }

std::string Server::url() const {
  auto endpoint = state_->acceptor->endpoint();
  auto host = endpoint.address().is_unspecified() ? std::string("127.0.0.1") : endpoint.address().to_string();
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  return fmt::format("{}://{}:{}", state_->tls ? "https" : "http", host, endpoint.port());
}

void Server::run() {
  auto& workers = state_->workers;
  state_->acceptor->start();
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < workers.size(); ++i) threads.emplace_back([worker = workers[i].get()] { worker->run(); });
  workers[0]->run();
  for (auto& thread : threads) thread.join();
}

void Server::stop() noexcept {
  std::uint64_t one = 1;
  [[maybe_unused]] auto written = ::write(state_->stop_event, &one, sizeof one);
}

}  // namespace winterbaume::http
