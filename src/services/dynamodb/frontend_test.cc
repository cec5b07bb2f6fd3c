#include "services/dynamodb/frontend.h"

#include <gtest/gtest.h>

namespace winterbaume::dynamodb {
namespace {

http::Request request_of(http::Method method, std::string target) {
  http::Request request;
  request.method = method;
  request.target = std::move(target);
  request.headers.add("Host", "dynamodb.localhost:5555");
  return request;
}

TEST(Frontend, IsHealthyAtItsRootOnly) {
  auto answer = find_direct_answer(request_of(http::Method::get, "/"));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body.bytes(), "healthy: dynamodb.localhost:5555 ");
  EXPECT_FALSE(answer->headers.find("Access-Control-Allow-Origin"));
  EXPECT_EQ(find_direct_answer(request_of(http::Method::get, "/health"))->status, 404);
}

TEST(Frontend, TellsAPageOfAnotherOriginThatItMay) {
  auto request = request_of(http::Method::options, "/");
  EXPECT_FALSE(find_direct_answer(request)->headers.find("Access-Control-Allow-Origin"));
  request.headers.add("Origin", "http://example.com");
  request.headers.add("Access-Control-Request-Method", "POST");
  request.headers.add("Access-Control-Request-Headers", "x-amz-target, x-amz-date");
  const auto answer = find_direct_answer(request);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->headers.get_or("Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(answer->headers.get_or("Access-Control-Allow-Methods"), "POST");
  EXPECT_EQ(answer->headers.get_or("Access-Control-Allow-Headers"), "x-amz-target, x-amz-date");
  EXPECT_EQ(answer->headers.get_or("Access-Control-Max-Age"), "172800");
}

TEST(Frontend, LeavesOperationsAlone) { EXPECT_FALSE(find_direct_answer(request_of(http::Method::post, "/"))); }

TEST(Frontend, SignsOffWithTheChecksumThatSdksCompare) {
  http::Response response;
  response.body = std::string("{}");
  sign_off(response);
  EXPECT_EQ(response.headers.get_or("x-amz-crc32"), "2745614147");  // of "{}": what AWS sends with every empty answer
}

}  // namespace
}  // namespace winterbaume::dynamodb
