#include "http/parser.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <numeric>

#include "http/testing/parser_dialogue.h"

namespace winterbaume::http {
namespace {

using testing::Dialogue;
using testing::talk;

constexpr std::string_view k_get = "GET /queue?a=b HTTP/1.1\r\nHost: sqs.local\r\nX-Empty:\r\nX-Spaced: \t one  two \t\r\n\r\n";
constexpr std::string_view k_post = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello";
constexpr std::string_view k_chunked =
    "PUT /b/k HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTrailer: x-sum\r\n\r\n"
    "5;name=value;flag\r\nhello\r\n00A\r\n, 10 bytes\r\n0\r\nx-sum: abc \r\nx-more: 1\r\n\r\n";

// A request with these lines after the request line.
std::string request_with(std::string_view lines, std::string_view body = "") {
  return fmt::format("POST / HTTP/1.1\r\nHost: h\r\n{}\r\n{}", lines, body);
}

TEST(Parser, ReadsAHeadAsItCame) {
  auto dialogue = talk(k_get);
  ASSERT_EQ(dialogue.messages.size(), 1U);
  auto& message = dialogue.messages[0];
  EXPECT_EQ(message.method, Method::get);
  EXPECT_EQ(message.target, "/queue?a=b");
  EXPECT_EQ(message.fields, "Host=sqs.local;X-Empty=;X-Spaced=one  two;");
  EXPECT_TRUE(message.complete);
  EXPECT_TRUE(message.keep_alive);
}

TEST(Parser, ReadsABodyOfKnownLength) {
  auto dialogue = talk(k_post);
  ASSERT_EQ(dialogue.messages.size(), 1U);
  EXPECT_EQ(dialogue.messages[0].body, "hello");
  EXPECT_TRUE(dialogue.messages[0].complete);
}

TEST(Parser, ReadsChunksWithExtensionsAndTrailers) {
  auto dialogue = talk(k_chunked);
  ASSERT_EQ(dialogue.messages.size(), 1U);
  EXPECT_EQ(dialogue.messages[0].body, "hello, 10 bytes");
  EXPECT_EQ(dialogue.messages[0].trailers, "x-sum=abc;x-more=1;");
  EXPECT_TRUE(dialogue.messages[0].complete);
}

TEST(Parser, SaysTheSameHoweverTheBytesAreCut) {
  std::string bytes = fmt::format("{}{}\r\n{}{}", k_get, k_chunked, k_post, k_get);
  auto whole = talk(bytes);
  ASSERT_EQ(whole.messages.size(), 4U);
  EXPECT_EQ(whole.refused, 0);
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) EXPECT_EQ(talk(bytes, {cut}), whole) << "cut at " << cut;
  std::vector<std::size_t> every(bytes.size());
  std::iota(every.begin(), every.end(), 0);
  EXPECT_EQ(talk(bytes, every), whole);
}

TEST(Parser, RefusesTheSameHoweverTheBytesAreCut) {
  std::string bytes =
      fmt::format("{}{}", k_post, request_with("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"));
  auto whole = talk(bytes);
  EXPECT_EQ(whole.refused, 400);
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) EXPECT_EQ(talk(bytes, {cut}), whole) << "cut at " << cut;
}

TEST(Parser, TakesAnyTokenAsMethod) {
  auto dialogue = talk("FROB-2 / HTTP/1.1\r\nHost: h\r\n\r\n");
  ASSERT_EQ(dialogue.messages.size(), 1U);
  EXPECT_EQ(dialogue.messages[0].method, Method::other);
  EXPECT_EQ(talk("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n").messages.at(0).method, Method::head);
}

TEST(Parser, IgnoresEmptyLinesBeforeARequest) { EXPECT_EQ(talk(fmt::format("\r\n\r\n{}", k_post)), talk(k_post)); }

TEST(Parser, TurnsTheAbsoluteFormIntoTheOriginForm) {
  auto dialogue = talk("GET http://other:8080/a?b HTTP/1.1\r\nHost: h\r\n\r\n");
  ASSERT_EQ(dialogue.messages.size(), 1U);
  EXPECT_EQ(dialogue.messages[0].target, "/a?b");
  EXPECT_EQ(dialogue.messages[0].fields, "Host=other:8080;");
  EXPECT_EQ(talk("GET http://other?b HTTP/1.1\r\nHost: h\r\n\r\n").messages.at(0).target, "/?b");
}

TEST(Parser, KnowsWhenAConnectionPersists) {
  auto persists = [](std::string_view version, std::string_view connection) {
    return talk(fmt::format("GET / {}\r\nHost: h\r\n{}\r\n", version, connection)).messages.at(0).keep_alive;
  };
  EXPECT_TRUE(persists("HTTP/1.1", ""));
  EXPECT_FALSE(persists("HTTP/1.1", "Connection: close\r\n"));
  EXPECT_FALSE(persists("HTTP/1.1", "Connection: Foo, Close\r\n"));
  EXPECT_FALSE(persists("HTTP/1.0", ""));
  EXPECT_TRUE(persists("HTTP/1.0", "Connection: keep-alive\r\n"));
}

TEST(Parser, DeclinesAProtocolUpgrade) {
  auto dialogue = talk(fmt::format("{}{}", request_with("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"), k_post));
  EXPECT_EQ(dialogue.refused, 0);
  EXPECT_EQ(dialogue.messages.size(), 2U);
}

TEST(Parser, AHeadTellsWhetherTheClientAwaitsContinue) {
  ParserLimits limits;
  Parser parser(limits);
  parser.start();
  EXPECT_EQ(parser.next(request_with("Expect: 100-Continue\r\nContent-Length: 3\r\n")).event, Parser::Event::head);
  EXPECT_TRUE(parser.head().expects_continue);
  EXPECT_EQ(parser.remaining(), 3U);
}

struct Bad {
  const char* name;
  std::string bytes;
  int status;
};
void PrintTo(const Bad& bad, std::ostream* out) { *out << bad.name; }

class ParserRefuses : public ::testing::TestWithParam<Bad> {};

TEST_P(ParserRefuses, AndNothingOfItIsWhole) {
  auto dialogue = talk(GetParam().bytes);
  EXPECT_EQ(dialogue.refused, GetParam().status);
  for (auto& message : dialogue.messages) EXPECT_FALSE(message.complete);
}

INSTANTIATE_TEST_SUITE_P(
    Smuggling, ParserRefuses,
    ::testing::Values(
        Bad{"length_beside_chunked", request_with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
        Bad{"chunked_beside_length", request_with("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"), 400},
        Bad{"two_lengths", request_with("Content-Length: 5\r\nContent-Length: 6\r\n", "hello"), 400},
        Bad{"two_equal_lengths", request_with("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), 400},
        Bad{"list_of_lengths", request_with("Content-Length: 5, 5\r\n", "hello"), 400},
        Bad{"signed_length", request_with("Content-Length: +5\r\n", "hello"), 400},
        Bad{"negative_length", request_with("Content-Length: -5\r\n", "hello"), 400},
        Bad{"hexadecimal_length", request_with("Content-Length: 0x5\r\n", "hello"), 400},
        Bad{"spaced_length", request_with("Content-Length: 1 1\r\n", "hello"), 400},
        Bad{"overflowing_length", request_with("Content-Length: 18446744073709551617\r\n", "hello"), 400},
        Bad{"other_coding", request_with("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 501},
        Bad{"coding_after_chunked", request_with("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"), 400},
        Bad{"two_codings", request_with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
        Bad{"tabbed_coding",
            request_with("Transfer-Encoding: \x0b"
                         "chunked\r\n",
                         "0\r\n\r\n"),
            400},
        Bad{"chunked_in_1_0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        Bad{"bare_lf_in_head", "GET / HTTP/1.1\nHost: h\n\n", 400},
        Bad{"bare_lf_after_field", "GET / HTTP/1.1\r\nHost: h\nX: y\r\n\r\n", 400},
        Bad{"bare_cr_in_value", request_with("X: a\rb\r\n"), 400}, Bad{"folded_field", request_with("X: a\r\n b\r\n"), 400},
        Bad{"space_before_colon", request_with("X : a\r\n"), 400},
        Bad{"space_before_name", "GET / HTTP/1.1\r\n Host: h\r\n\r\n", 400}, Bad{"no_name", request_with(": a\r\n"), 400},
        Bad{"no_colon", request_with("just text\r\n"), 400},
        Bad{"nul_in_value", request_with(std::string("X: a\0b\r\n", 8)), 400},
        Bad{"control_in_name", request_with("X\x01Y: a\r\n"), 400}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Nonsense, ParserRefuses,
    ::testing::Values(
        Bad{"no_host", "GET / HTTP/1.1\r\n\r\n", 400}, Bad{"two_hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
        Bad{"tls_hello", std::string("\x16\x03\x01\x02\x00\x01", 6), 400}, Bad{"only_a_space", " / HTTP/1.1\r\n\r\n", 400},
        Bad{"brackets", "<GET> / HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        Bad{"long_method", std::string(100, 'M') + " / HTTP/1.1\r\n\r\n", 400},
        Bad{"no_target", "GET HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        Bad{"two_targets", "GET /a /b HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        Bad{"relative_target", "GET queue HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        Bad{"star", "GET * HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        Bad{"user_in_target", "GET http://user@h/ HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        Bad{"connect", "CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n", 501},
        Bad{"http_2_preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505}, Bad{"http_3", "GET / HTTP/3.0\r\nHost: h\r\n\r\n", 505},
        Bad{"http_0_9", "GET /\r\n\r\n", 505}, Bad{"no_http", "GET / FTP/1.1\r\nHost: h\r\n\r\n", 400},
        Bad{"chunk_not_hexadecimal", request_with("Transfer-Encoding: chunked\r\n", "zz\r\n"), 400},
        Bad{"chunk_too_large", request_with("Transfer-Encoding: chunked\r\n", "ffffffffffffffffff\r\n"), 400},
        Bad{"chunk_past_its_size", request_with("Transfer-Encoding: chunked\r\n", "1\r\nab\r\n"), 400},
        Bad{"chunk_with_bare_lf", request_with("Transfer-Encoding: chunked\r\n", "1\na\r\n0\r\n\r\n"), 400},
        Bad{"chunk_of_negative_size", request_with("Transfer-Encoding: chunked\r\n", "-1\r\na\r\n"), 400}),
    [](const auto& info) { return info.param.name; });

std::string fields(std::size_t count, std::size_t value_bytes) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += fmt::format("x-{}: {}\r\n", i, std::string(value_bytes, 'v'));
  return text;
}

TEST(ParserLimits, BoundTheTarget) {
  auto with_target = [](std::size_t bytes) {
    return fmt::format("GET /{} HTTP/1.1\r\nHost: h\r\n\r\n", std::string(bytes - 1, 'a'));
  };
  EXPECT_EQ(talk(with_target(16 * 1024)).refused, 0);
  EXPECT_EQ(talk(with_target(16 * 1024 + 1)).refused, 414);
  EXPECT_EQ(talk(with_target(10'000'000)).refused, 414);
}

TEST(ParserLimits, BoundTheHead) {
  EXPECT_EQ(talk(request_with(fields(60, 1000))).refused, 0);
  EXPECT_EQ(talk(request_with(fields(70, 1000))).refused, 431);
  EXPECT_EQ(talk(request_with(fields(1, 70'000))).refused, 431);
  EXPECT_EQ(talk(std::string(100'000, '\n')).refused, 431);
}

TEST(ParserLimits, BoundTheHeadToTheByte) {
  auto bytes = request_with(fields(3, 10));
  EXPECT_EQ(talk(bytes, {}, {.head_bytes = bytes.size()}).refused, 0);
  EXPECT_EQ(talk(bytes, {}, {.head_bytes = bytes.size() - 1}).refused, 431);
  std::vector<std::size_t> every(bytes.size());
  std::iota(every.begin(), every.end(), 0);
  EXPECT_EQ(talk(bytes, every, {.head_bytes = bytes.size()}).refused, 0);
  EXPECT_EQ(talk(bytes, every, {.head_bytes = bytes.size() - 1}).refused, 431);
}

TEST(ParserLimits, BoundTheNumberOfFields) {
  EXPECT_EQ(talk(request_with(fields(199, 1))).refused, 0);
  EXPECT_EQ(talk(request_with(fields(200, 1))).refused, 431);
}

TEST(ParserLimits, BoundTheBody) {
  ParserLimits limits{.body_bytes = 10};
  EXPECT_EQ(talk(request_with("Content-Length: 10\r\n", "0123456789"), {}, limits).refused, 0);
  EXPECT_EQ(talk(request_with("Content-Length: 11\r\n", "0123456789a"), {}, limits).refused, 413);
  EXPECT_EQ(talk(request_with("Transfer-Encoding: chunked\r\n", "a\r\n0123456789\r\n0\r\n\r\n"), {}, limits).refused, 0);
  EXPECT_EQ(talk(request_with("Transfer-Encoding: chunked\r\n", "a\r\n0123456789\r\n1\r\nx\r\n"), {}, limits).refused, 413);
  EXPECT_EQ(talk(request_with("Transfer-Encoding: chunked\r\n", "fffffffffffffff\r\n"), {}, limits).refused, 413);
}

TEST(ParserLimits, BoundWhatComesBetweenChunks) {
  auto chunked = [](std::string_view body) { return request_with("Transfer-Encoding: chunked\r\n", body); };
  std::vector<std::size_t> cuts;
  for (std::size_t at = 1000; at < 150'000; at += 1000) cuts.push_back(at);
  EXPECT_EQ(talk(chunked("1;" + std::string(200'000, 'e')), cuts).refused, 431);
  EXPECT_EQ(talk(chunked(std::string(200'000, '0')), cuts).refused, 431);
  EXPECT_EQ(talk(chunked("0\r\nx: " + std::string(200'000, 't')), cuts).refused, 431);
  EXPECT_EQ(talk(chunked("0\r\n" + fields(300, 1) + "\r\n")).refused, 431);
}

}  // namespace
}  // namespace winterbaume::http
