#include "http/response_head.h"

#include <gtest/gtest.h>

namespace winterbaume::http {
namespace {

std::string head_of(const Response& response, const ResponseFraming& framing) {
  std::string out;
  append_response_head(out, response, framing);
  return out;
}

TEST(ResponseHead, IsStatusFieldsDateAndFraming) {
  Response response;
  response.status = 404;
  response.headers.add("Content-Type", "text/xml");
  EXPECT_EQ(head_of(response, {.content_length = 12, .close = true}),
            "HTTP/1.1 404 Not Found\r\nContent-Type: text/xml\r\nDate: " + std::string(http_date()) +
                "\r\nContent-Length: 12\r\nConnection: close\r\n\r\n");
}

TEST(ResponseHead, AnUnknownStatusHasAnEmptyReason) {
  Response response;
  response.status = 599;
  EXPECT_TRUE(head_of(response, {}).starts_with("HTTP/1.1 599 \r\n"));
}

TEST(ResponseHead, TheFramingIsTheSessionsOwn) {
  Response response;
  response.headers.add("content-length", "999");
  response.headers.add("Transfer-Encoding", "gzip");
  response.headers.add("CONNECTION", "upgrade");
  response.headers.add("Date", "then");
  EXPECT_EQ(head_of(response, {.chunked = true}), "HTTP/1.1 200 OK\r\nDate: then\r\nTransfer-Encoding: chunked\r\n\r\n");
}

TEST(ResponseHead, AHandlersLengthStandsWhereTheFramingHasNone) {
  Response response;
  response.headers.add("Content-Length", "999");
  response.headers.add("Content-Length", "1000");
  response.headers.add("Date", "then");
  EXPECT_EQ(head_of(response, {}), "HTTP/1.1 200 OK\r\nContent-Length: 999\r\nDate: then\r\n\r\n");
}

TEST(ResponseHead, NoValueCanSplitTheResponse) {
  Response response;
  response.headers.add("x-evil\r\nname", std::string_view("a\r\nSet-Cookie: b\0c", 18));
  response.headers.add("Date", "then");
  EXPECT_EQ(head_of(response, {}), "HTTP/1.1 200 OK\r\nx-evil  name: a  Set-Cookie: b c\r\nDate: then\r\n\r\n");
}

TEST(ResponseHead, TheDateIsOfTheFormThatHttpWants) {
  auto date = http_date();
  ASSERT_EQ(date.size(), 29U);
  EXPECT_EQ(date.substr(3, 2), ", ");
  EXPECT_EQ(date.substr(25), " GMT");
}

}  // namespace
}  // namespace winterbaume::http
