// What takes too long, is too much, or goes away.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "http/testing/test_server.h"

namespace winterbaume::http {
namespace {

using std::chrono::milliseconds;
using testing::RawClient;
using testing::request;
using testing::TestServer;

ServerOptions with_timeout(milliseconds Timeouts::* timeout) {
  ServerOptions options;
  options.timeouts.*timeout = milliseconds(20);
  return options;
}

TEST(SessionTimeouts, AnIdleConnectionIsClosedSilently) {
  TestServer server(with_timeout(&Timeouts::idle));
  auto fresh = server.connect();
  auto used = server.connect();
  EXPECT_EQ(used.ask(request("GET", "/")).status, 200);
  EXPECT_TRUE(used.at_end());
  EXPECT_TRUE(fresh.at_end());
}

TEST(SessionTimeouts, AHeadThatDoesNotEndIsAnswered408) {
  TestServer server(with_timeout(&Timeouts::head));
  auto client = server.connect();
  auto answer = client.ask("GET / HTTP/1.1\r\nHost: ");
  EXPECT_EQ(answer.status, 408);
  EXPECT_TRUE(client.at_end());
}

TEST(SessionTimeouts, ABodyThatStopsEndsTheRequest) {
  TestServer server(with_timeout(&Timeouts::body));
  auto small = server.connect();
  EXPECT_EQ(small.ask("PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhe").status, 408);
  EXPECT_TRUE(small.at_end());
  auto large = server.connect();
  EXPECT_EQ(large.ask("PUT /sum?9000 HTTP/1.1\r\nHost: h\r\nContent-Length: 500000\r\n\r\nhe").status, 400);
  EXPECT_TRUE(large.at_end());
  auto chunked = server.connect();
  EXPECT_EQ(chunked.ask("PUT /sum?9 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe").status, 400);
  EXPECT_TRUE(chunked.at_end());
}

TEST(SessionTimeouts, AClientThatDoesNotReadIsCut) {
  TestServer server(with_timeout(&Timeouts::write), true);
  auto client = server.connect();
  client.send(request("GET", "/sized?100000000"));
  while (server.access_lines().empty()) std::this_thread::yield();  // the exchange ends though nothing is read
  auto answer = client.read_answer();
  EXPECT_LT(answer.body.size(), 100'000'000U);
}

TEST(SessionTimeouts, AnIdleConnectionGivesItsBufferBackAndStillServes) {
  TestServer server;  // sweeps every 5 ms; the buffer goes at the second
  auto client = server.connect();
  auto clock = server.connect();
  for (int round = 0; round < 20; ++round) {
    EXPECT_EQ(client.ask(request("POST", "/echo", "", "hello")).body, "hello");
    for (int i = 0; i < 20 * round; ++i) clock.ask(request("GET", "/"));  // passes some time
  }
}

TEST(SessionLimits, OversizeRequestsAreRefused) {
  ServerOptions options;
  options.limits.body_bytes = 1000;
  TestServer server(options);
  auto status = [&](const std::string& bytes) {
    auto client = server.connect();
    client.send(bytes);
    auto answer = client.read_answer();
    EXPECT_TRUE(client.at_end());
    return answer.status;
  };
  EXPECT_EQ(status(request("GET", "/" + std::string(20'000, 'a'))), 414);
  EXPECT_EQ(status(request("GET", "/", "X: " + std::string(200'000, 'a') + "\r\n")), 431);
  std::string many;
  for (int i = 0; i < 300; ++i) many += fmt::format("x-{}: 1\r\n", i);
  EXPECT_EQ(status(request("GET", "/", many)), 431);
  EXPECT_EQ(status(request("PUT", "/echo", "", std::string(1001, 'x'))), 413);
  EXPECT_EQ(status("PUT /collect?9999 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n" + std::string(1000, 'x') +
                   "\r\n1\r\nx\r\n0\r\n\r\n"),
            413);
}

TEST(SessionWatch, TellsAWaitingHandlerThatThePeerHungUp) {
  TestServer server;
  {
    auto client = server.connect();
    client.send(request("GET", "/wait"));
    server.await_waiting(1);
  }
  server.await_told(1);
  auto other = server.connect();
  other.send(request("GET", "/wait"));
  server.await_waiting(2);
  other.reset();
  server.await_told(2);
}

TEST(SessionWatch, PipelinedDataIsNoHangUp) {
  TestServer server;
  auto client = server.connect();
  client.send(request("GET", "/wait"));
  server.await_waiting(1);
  client.send(request("GET", "/next"));
  auto other = server.connect();
  for (int i = 0; i < 200; ++i) EXPECT_EQ(other.ask(request("GET", "/")).status, 200);
  EXPECT_EQ(other.ask(request("GET", "/")).status, 200);
  client.half_close();  // now it hangs up, behind the data
  server.await_told(1);
  EXPECT_EQ(client.read_answer().body, "told");
}

TEST(SessionWatch, ALaterRequestIsWatchedAnew) {
  TestServer server;
  auto client = server.connect();
  EXPECT_EQ(client.ask(request("GET", "/")).status, 200);
  client.send(request("GET", "/wait"));
  server.await_waiting(1);
  client.reset();
  server.await_told(1);
}

TEST(SessionHangUp, InTheMiddleOfAnythingLeavesTheServerUp) {
  TestServer server;
  for (std::string_view bytes :
       {"", "GET", "GET / HTTP/1.1\r\nHost: h\r\n", "PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nab",
        "PUT /sum?9 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nab",
        "PUT /collect?9999999 HTTP/1.1\r\nHost: h\r\nContent-Length: 999999\r\n\r\nab",
        "GET /sized?9999999 HTTP/1.1\r\nHost: h\r\n\r\n"}) {
    auto polite = server.connect();
    polite.send(bytes);
    polite.half_close();
    auto rude = server.connect();
    rude.send(bytes);
    rude.reset();
  }
  EXPECT_EQ(server.connect().ask(request("GET", "/")).status, 200);
}

}  // namespace
}  // namespace winterbaume::http
