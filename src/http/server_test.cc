#include "http/server.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/testing/test_server.h"

namespace winterbaume::http {
namespace {

using testing::RawClient;
using testing::request;
using testing::TestServer;

asio::awaitable<Response> nothing(Request) { co_return Response{}; }

TEST(Server, ListensOnAFreePortAndSaysWhich) {
  TestServer server;
  EXPECT_NE(server.port(), 0);
  EXPECT_EQ(server.server().url(), fmt::format("http://127.0.0.1:{}", server.port()));
}

TEST(Server, APortInUseIsAnErrorThatNamesIt) {
  TestServer server;
  ServerOptions options;
  options.port = server.port();
  Server second(options, nothing);
  try {
    second.listen();
    FAIL() << "it listens twice";
  } catch (const ServerError& error) {
    EXPECT_NE(std::string(error.what()).find(fmt::format("--port {}", server.port())), std::string::npos);
  }
}

TEST(Server, AnUnknownHostIsAnErrorThatNamesIt) {
  ServerOptions options;
  options.host = "no.such.host.invalid";
  Server server(options, nothing);
  EXPECT_THROW(server.listen(), ServerError);
}

TEST(Server, MayBeThrownAwayWithoutServing) {
  Server never(ServerOptions{}, nothing);
  Server only_listened(ServerOptions{}, nothing);
  only_listened.listen();
}

TEST(Server, MayBeStoppedBeforeItRuns) {
  Server server(ServerOptions{.threads = 2}, nothing);
  server.listen();
  server.stop();
  server.run();
}

// Some containers have no IPv6 at all.
bool ipv6_is_there() {
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_addr = in6addr_loopback;
  int tried = ::socket(AF_INET6, SOCK_STREAM, 0);
  bool there = tried >= 0 && ::bind(tried, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  ::close(tried);
  return there;
}

TEST(Server, ServesIpv6AndWithItIpv4) {
  if (!ipv6_is_there()) GTEST_SKIP() << "this machine has no IPv6";
  ServerOptions options;
  options.host = "::";
  TestServer server(options);
  EXPECT_EQ(server.connect().ask(request("GET", "/")).status, 200);
  ServerOptions only_v6;
  only_v6.host = "::1";
  EXPECT_TRUE(TestServer(only_v6).server().url().starts_with("http://[::1]:"));
}

// Lowers the limit of open files while it lives, so that none is left.
class NoFilesLeft {
 public:
  NoFilesLeft() {
    getrlimit(RLIMIT_NOFILE, &before_);
    int lowest_free = dup(0);
    close(lowest_free);
    rlimit now{.rlim_cur = static_cast<rlim_t>(lowest_free), .rlim_max = before_.rlim_max};
    setrlimit(RLIMIT_NOFILE, &now);
  }
  ~NoFilesLeft() { setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

TEST(Server, WaitsWhileNoFileIsLeftAndGoesOnAfterwards) {
  TestServer server;
  auto busy = server.connect();
  EXPECT_EQ(busy.ask(request("GET", "/")).status, 200);
  int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  RawClient starved = [&] {
    NoFilesLeft none;
    RawClient client(server.port(), socket);
    client.send(request("GET", "/"));
    for (int i = 0; i < 50; ++i) EXPECT_EQ(busy.ask(request("GET", "/")).status, 200);
    return client;
  }();
  EXPECT_EQ(starved.read_answer().status, 200);
}

TEST(ServerStop, IdleConnectionsCloseAtOnce) {
  TestServer server;
  auto fresh = server.connect();
  auto used = server.connect();
  EXPECT_EQ(used.ask(request("GET", "/")).status, 200);
  EXPECT_EQ(fresh.ask(request("GET", "/")).status, 200);
  server.stop();
  server.join();
  EXPECT_TRUE(fresh.at_end());
  EXPECT_TRUE(used.at_end());
}

TEST(ServerStop, AWaitingHandlerIsToldAndItsAnswerArrives) {
  TestServer server;
  auto client = server.connect();
  client.send(request("GET", "/wait"));
  server.await_waiting(1);
  server.stop();
  auto answer = client.read_answer();
  EXPECT_EQ(answer.body, "told");
  EXPECT_TRUE(answer.has("Connection: close"));
  EXPECT_TRUE(client.at_end());
  server.join();
}

TEST(ServerStop, ARunningTransferEnds) {
  TestServer server;
  auto client = server.connect();
  client.send(request("GET", "/sized?30000000"));
  auto other = server.connect();
  EXPECT_EQ(other.ask(request("GET", "/")).status, 200);
  server.stop();
  EXPECT_EQ(client.read_answer().body.size(), 30'000'000U);
  server.join();
}

TEST(ServerStop, WhatOutlastsTheGraceTimeIsCut) {
  ServerOptions options;
  options.timeouts.grace = std::chrono::milliseconds(20);
  TestServer server(options);
  auto client = server.connect();
  client.send(request("GET", "/sized?100000000"));
  auto busy = server.connect();
  busy.send("GET / HTTP/1.1\r\n");
  server.stop();
  server.join();
}

TEST(ServerStop, AHandlerThatNeverEndsIsAbandoned) {
  ServerOptions options;
  options.timeouts.grace = std::chrono::milliseconds(20);
  TestServer server(options);
  auto client = server.connect();
  client.send(request("GET", "/stuck"));
  auto other = server.connect();
  other.send(request("GET", "/stuck"));
  server.await_waiting(2);
  server.stop();
  server.join();
  EXPECT_TRUE(client.at_end());
  EXPECT_TRUE(other.at_end());
}

TEST(ServerStop, ASecondStopCuts) {
  TestServer server;
  auto client = server.connect();
  client.send(request("GET", "/sized?100000000"));
  server.stop();
  server.stop();
  server.join();
}

TEST(Server, ServesTwoThousandConnections) {
  TestServer server;
  std::vector<RawClient> clients;
  for (int i = 0; i < 2000; ++i) clients.push_back(server.connect());
  for (auto& client : clients) ASSERT_TRUE(client.send(request("GET", "/")));
  for (auto& client : clients) ASSERT_EQ(client.read_answer().status, 200);
  for (auto& client : clients) ASSERT_TRUE(client.send(request("GET", "/wait")));
  server.await_waiting(2000);
  server.stop();
  for (auto& client : clients) ASSERT_EQ(client.read_answer().body, "told");
  server.join();
}

}  // namespace
}  // namespace winterbaume::http
