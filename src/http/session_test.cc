// Exchanges over a real connection: what goes in, what comes out, and whether the connection stays.
#include "http/session.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "http/testing/test_server.h"

namespace winterbaume::http {
namespace {

using testing::pattern;
using testing::RawClient;
using testing::request;
using testing::TestServer;

std::string chunked_request(std::string_view target, std::string_view chunks, std::string_view lines = "") {
  return fmt::format("PUT {} HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n{}\r\n{}", target, lines, chunks);
}

class SessionTest : public ::testing::Test {
 protected:
  TestServer server_{{}, true};
  RawClient client_ = server_.connect();

  void expect_alive() { EXPECT_EQ(client_.ask(request("GET", "/alive")).body, "GET /alive plain"); }
};

TEST_F(SessionTest, AnswersWithFramingAndDate) {
  auto answer = client_.ask(request("GET", "/a?b"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "GET /a?b plain");
  EXPECT_TRUE(answer.has("Content-Length: 14"));
  EXPECT_NE(answer.head.find("\r\nDate: "), std::string::npos);
  EXPECT_EQ(answer.head.find("Connection:"), std::string::npos);
  expect_alive();
}

TEST_F(SessionTest, AnswersPipelinedRequestsInOrder) {
  auto bytes = request("GET", "/1") + request("POST", "/echo", "", "two") + request("GET", "/3");
  client_.send(bytes);
  EXPECT_EQ(client_.read_answer().body, "GET /1 plain");
  EXPECT_EQ(client_.read_answer().body, "two");
  EXPECT_EQ(client_.read_answer().body, "GET /3 plain");
}

TEST_F(SessionTest, HundredsOfPipelinedRequests) {
  std::string bytes;
  for (int i = 0; i < 500; ++i) bytes += request("PUT", "/echo", "", fmt::format("body {}", i));
  client_.send(bytes);
  for (int i = 0; i < 500; ++i) ASSERT_EQ(client_.read_answer().body, fmt::format("body {}", i));
}

TEST_F(SessionTest, ARequestThatComesByteByByte) {
  auto bytes = request("POST", "/echo", "", "hello") + chunked_request("/echo", "5;x=y\r\nhello\r\n0\r\na: b\r\n\r\n");
  for (char byte : bytes) client_.send({&byte, 1});
  EXPECT_EQ(client_.read_answer().body, "hello");
  EXPECT_EQ(client_.read_answer().body, "hello");
}

TEST_F(SessionTest, HeadHasTheLengthOfGetAndNoBody) {
  auto answer = client_.ask(request("HEAD", "/x"), true);
  EXPECT_TRUE(answer.has("Content-Length: 13"));
  answer = client_.ask(request("HEAD", "/sized?100000"), true);
  EXPECT_TRUE(answer.has("Content-Length: 100000"));
  expect_alive();
}

TEST_F(SessionTest, NoContentAndNotModifiedHaveNoBody) {
  for (int status : {204, 304}) {
    auto answer = client_.ask(request("GET", fmt::format("/status?{}", status)));
    EXPECT_EQ(answer.status, status);
    EXPECT_EQ(answer.head.find("Content-Length"), std::string::npos);
    EXPECT_EQ(answer.body, "");
  }
  expect_alive();
}

TEST_F(SessionTest, ConnectionCloseIsHonoured) {
  auto answer = client_.ask(request("GET", "/", "Connection: close\r\n"));
  EXPECT_TRUE(answer.has("Connection: close"));
  EXPECT_TRUE(client_.at_end());
}

TEST_F(SessionTest, Http10ClosesUnlessAskedNotTo) {
  client_.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_TRUE(client_.read_answer().has("Connection: keep-alive"));
  client_.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(client_.read_answer().has("Connection: close"));
  EXPECT_TRUE(client_.at_end());
}

TEST_F(SessionTest, AHalfClosedConnectionIsStillAnswered) {
  client_.send(request("GET", "/"));
  client_.half_close();
  EXPECT_EQ(client_.read_answer().status, 200);
  EXPECT_TRUE(client_.at_end());
}

TEST_F(SessionTest, SmallBodiesComeWholeAndLargeOnesAsAStream) {
  EXPECT_EQ(client_.ask(request("PUT", "/sum?100", "", pattern(3))).body, "memory 3 good");
  EXPECT_EQ(client_.ask(request("PUT", "/sum?100", "", pattern(256 * 1024))).body, "memory 262144 good");
  EXPECT_EQ(client_.ask(request("PUT", "/sum?100000", "", pattern(256 * 1024 + 1))).body, "stream 262145 good");
  EXPECT_EQ(client_.ask(request("PUT", "/sum?7", "", pattern(300'000))).body, "stream 300000 good");
  expect_alive();
}

TEST_F(SessionTest, ChunkedBodiesWithTrailers) {
  EXPECT_EQ(client_.ask(chunked_request("/sum?9", "3\r\n" + pattern(3) + "\r\n0\r\nx-sum: s\r\n\r\n")).body,
            "memory 3 good x-sum=s");
  std::string chunks;
  auto bytes = pattern(100'000);
  for (std::size_t at = 0; at < bytes.size(); at += 1000) chunks += fmt::format("3e8;e=1\r\n{}\r\n", bytes.substr(at, 1000));
  chunks += "0\r\nx-sum: s\r\nx-b: c\r\n\r\n";
  EXPECT_EQ(client_.ask(chunked_request("/sum?9", chunks)).body, "stream 100000 good x-sum=s x-b=c");
  EXPECT_EQ(client_.ask(chunked_request("/sum?70000", chunks)).body, "stream 100000 good x-sum=s x-b=c");
  EXPECT_EQ(client_.ask(chunked_request("/collect?100000", chunks)).body, bytes);
  expect_alive();
}

TEST_F(SessionTest, ABrokenChunkedBodyIsRefused) {
  auto answer = client_.ask(chunked_request("/sum?9", "3\r\nabc\r\nzz\r\n"));
  EXPECT_EQ(answer.status, 400);
  EXPECT_TRUE(answer.has("Connection: close"));
  EXPECT_TRUE(client_.at_end());
}

TEST_F(SessionTest, ContinueIsSentBeforeASmallBodyIsAwaited) {
  client_.send("PUT /echo HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  EXPECT_EQ(client_.read_answer().status, 100);
  EXPECT_EQ(client_.ask("hello").body, "hello");
  expect_alive();
}

TEST_F(SessionTest, ContinueIsSentWhenAHandlerReads) {
  client_.send("PUT /sum?1000 HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 300000\r\n\r\n");
  EXPECT_EQ(client_.read_answer().status, 100);
  EXPECT_EQ(client_.ask(pattern(300'000)).body, "stream 300000 good");
  expect_alive();
}

TEST_F(SessionTest, ContinueIsNotSentWhenTheHandlerDoesNotRead) {
  client_.send("PUT /ignore HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 300000\r\n\r\n");
  auto answer = client_.read_answer();
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.has("Connection: close"));  // whether the body will come is unknown now
  EXPECT_TRUE(client_.at_end());
}

TEST_F(SessionTest, ContinueIsNotSentWhenTheBodyIsThere) {
  auto bytes = "PUT /echo HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello";
  EXPECT_EQ(client_.ask(bytes).body, "hello");
}

TEST_F(SessionTest, AnUnreadBodyIsSkippedWhenItIsShort) {
  EXPECT_EQ(client_.ask(chunked_request("/ignore", "3\r\nabc\r\n") + "0\r\n\r\n").body, "ignored");
  expect_alive();
}

TEST_F(SessionTest, AnUnreadBodyThatIsLongEndsTheConnectionAfterTheAnswer) {
  client_.send("PUT /ignore HTTP/1.1\r\nHost: h\r\nContent-Length: 4000000\r\n\r\n");
  client_.send(std::string(4'000'000, 'x'));  // more than the socket buffers hold: it is being read
  auto answer = client_.read_answer();
  EXPECT_EQ(answer.body, "ignored");
  EXPECT_TRUE(answer.has("Connection: close"));
  EXPECT_TRUE(client_.at_end());
}

TEST_F(SessionTest, StreamedAnswersHaveALengthOrChunks) {
  auto answer = client_.ask(request("GET", "/sized?1000000"));
  EXPECT_TRUE(answer.has("Content-Length: 1000000"));
  EXPECT_EQ(answer.body, pattern(1'000'000));
  answer = client_.ask(request("GET", "/unsized?1000000"));
  EXPECT_TRUE(answer.chunked);
  EXPECT_EQ(answer.body, pattern(1'000'000));
  EXPECT_EQ(client_.ask(request("GET", "/sized?0")).body, "");
  EXPECT_EQ(client_.ask(request("GET", "/unsized?0")).body, "");
  expect_alive();
}

TEST_F(SessionTest, AStreamOfUnknownLengthToHttp10EndsWithTheConnection) {
  client_.send("GET /unsized?100000 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  auto answer = client_.read_answer();
  EXPECT_TRUE(answer.has("Connection: close"));
  EXPECT_EQ(answer.body, pattern(100'000));
  EXPECT_TRUE(client_.at_end());
}

TEST_F(SessionTest, FilesGoOutOfTheKernel) {
  for (std::size_t bytes : {7U, 300'000U, 30'000'000U}) {
    auto answer = client_.ask(request("GET", fmt::format("/file?{}", bytes)));
    EXPECT_TRUE(answer.has(fmt::format("Content-Length: {}", bytes)));
    EXPECT_EQ(answer.body, pattern(bytes));
  }
  auto answer = client_.ask(request("GET", "/unsized-file?300000"));
  EXPECT_TRUE(answer.chunked);
  EXPECT_EQ(answer.body, pattern(300'000));
  expect_alive();
}

TEST_F(SessionTest, AFileThatIsShorterThanItsSliceIsCut) {
  auto answer = client_.ask(request("GET", "/cut-file?600000"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, pattern(300'000));
  EXPECT_TRUE(client_.at_end());
  EXPECT_EQ(server_.errors(), std::vector<std::string>{"a file has become shorter while it was being sent"});
}

TEST_F(SessionTest, AStreamThatFailsMidwayIsCut) {
  auto answer = client_.ask(request("GET", "/broken?50000"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, pattern(50'000));
  EXPECT_TRUE(client_.at_end());
  EXPECT_EQ(server_.errors(), std::vector<std::string>{"the source failed"});
}

TEST_F(SessionTest, AStreamThatFailsAtOnceIsAnswered500) {
  auto answer = client_.ask(request("GET", "/broken?0"));
  EXPECT_EQ(answer.status, 500);
  EXPECT_TRUE(client_.at_end());
}

TEST_F(SessionTest, ARequestsBodyCanBeStreamedBack) {
  auto bytes = pattern(3'000'000);
  client_.send("PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3000000\r\n\r\n");
  std::thread sender([&] { client_.send(bytes); });
  auto answer = client_.read_answer();
  sender.join();
  EXPECT_EQ(answer.body, bytes);
  expect_alive();
}

TEST_F(SessionTest, AHandlerThatThrowsIsLoggedAndAnswered500) {
  auto answer = client_.ask(request("GET", "/throw"));
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.body, "");
  EXPECT_TRUE(client_.at_end());
  EXPECT_EQ(server_.errors(), std::vector<std::string>{"a fault below"});
}

TEST_F(SessionTest, ABodyThatItsHandlerFindsTooLargeIsAnswered413) {
  EXPECT_EQ(client_.ask(request("PUT", "/collect?10", "", pattern(300'000))).status, 413);
  EXPECT_TRUE(client_.at_end());
}

TEST_F(SessionTest, AMalformedRequestIsRefusedAfterTheAnswersBeforeIt) {
  client_.send(request("GET", "/1") + "GET /2 HTTP/1.1\nHost: h\r\n\r\n" + std::string(100'000, 'x'));
  EXPECT_EQ(client_.read_answer().body, "GET /1 plain");
  auto refused = client_.read_answer();
  EXPECT_EQ(refused.status, 400);
  EXPECT_TRUE(refused.body.starts_with("Bad Request: "));
  EXPECT_TRUE(client_.at_end());
}

TEST_F(SessionTest, TheAccessLogTellsEachRequest) {
  client_.ask(request("PUT", "/echo?1", "", "hello"));
  client_.ask(request("HEAD", "/h"), true);
  client_.ask("FROB /f HTTP/1.1\r\nHost: h\r\n\r\n");
  client_.ask(request("GET", "/unsized?70000"));
  client_.ask("nonsense\r\n\r\n");
  EXPECT_TRUE(client_.at_end());
  auto lines = server_.access_lines();
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_EQ(lines[0], "PUT /echo?1 200 5 5 id-1");
  EXPECT_EQ(lines[1], "HEAD /h 200 0 0 id-1");
  EXPECT_EQ(lines[2], "FROB /f 200 0 14 id-1");
  EXPECT_EQ(lines[3], "GET /unsized?70000 200 0 70000 ");
  EXPECT_TRUE(lines[4].starts_with("  400 0 "));
}

}  // namespace
}  // namespace winterbaume::http
