#include "aws/dispatch.h"

#include <gtest/gtest.h>

#include <boost/asio/use_future.hpp>

#include "aws/common_errors.h"
#include "generated/sqs/errors.h"
#include "generated/sqs/operations.h"
#include "generated/sts/operations.h"

namespace winterbaume::aws {
namespace {

struct Door {
  std::string seen;
};

asio::awaitable<Result<sqs::SendMessageResult>> send_message(const RequestContext&, Door& door, sqs::SendMessageRequest input) {
  door.seen = *input.queue_url + "|" + *input.message_body;
  if (*input.message_body == "gone") co_return fail(sqs::errors::queue_does_not_exist("No such queue."));
  sqs::SendMessageResult output;
  output.message_id = "id-1";
  output.md5_of_message_body = "abc";
  co_return output;
}

Result<sqs::ListQueuesResult> list_queues(const RequestContext&, Door&, sqs::ListQueuesRequest) {
  return sqs::ListQueuesResult{.queue_urls = {{"http://h/1/a", "http://h/1/<b>"}}};
}

Result<sqs::DeleteMessageResponse> delete_message(const RequestContext&, Door&, sqs::DeleteMessageRequest) {
  return sqs::DeleteMessageResponse{};
}

constexpr auto k_handlers = handlers<Door>(on<sqs::ops::SendMessage, &send_message>(), on<sqs::ops::ListQueues, &list_queues>(),
                                           on<sqs::ops::DeleteMessage, &delete_message>())
                                .with_body_bytes_max(1'000);

class DispatchTest : public ::testing::Test {
 protected:
  DispatchTest() {
    context_.request_id_text.fill('0');
    context_.base_url = "http://localhost:5555";
    context_.path = "/";
  }

  http::Response run(http::Request request) {
    asio::io_context io;
    http::Response response;
    asio::co_spawn(io, dispatch(k_handlers, context_, std::move(request), door_),
                   [&](std::exception_ptr failure, http::Response r) {
                     if (failure) std::rethrow_exception(failure);
                     response = std::move(r);
                   });
    io.run();
    return response;
  }

  static http::Request json(std::string target, std::string body) {
    http::Request request{.method = http::Method::post, .target = "/"};
    request.headers.add("X-Amz-Target", target);
    request.headers.add("Content-Type", "application/x-amz-json-1.0");
    request.body = http::Body(std::move(body));
    return request;
  }

  static http::Request query(std::string body) {
    http::Request request{.method = http::Method::post, .target = "/"};
    request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    request.body = http::Body(std::move(body));
    return request;
  }

  RequestContext context_;
  Door door_;
};

const std::string k_id(36, '0');

// Recorded from AWS: "Content-Type: application/x-amz-json-1.0", "Content-Length: 0".
TEST_F(DispatchTest, AnOperationWithoutOutputAnswersWithAnEmptyBodyInJson) {
  const auto response = run(json("AmazonSQS.DeleteMessage", R"({"QueueUrl":"http://q","ReceiptHandle":"r"})"));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.headers.get_or("Content-Type"), "application/x-amz-json-1.0");
  EXPECT_EQ(response.body.bytes(), "");
  const auto in_query = run(query("Action=DeleteMessage&QueueUrl=http://q&ReceiptHandle=r"));
  EXPECT_TRUE(in_query.body.bytes().contains("<DeleteMessageResponse"));
}

TEST_F(DispatchTest, AnswersJson) {
  auto response = run(json("AmazonSQS.SendMessage", R"({"QueueUrl":"http://q","MessageBody":"hi","Nonsense":{"a":[1]}})"));
  EXPECT_EQ(door_.seen, "http://q|hi");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body.bytes(), R"({"MD5OfMessageBody":"abc","MessageId":"id-1"})");
  EXPECT_EQ(response.headers.get_or("Content-Type"), "application/x-amz-json-1.0");
  EXPECT_EQ(response.headers.get_or("x-amzn-RequestId"), k_id);
}

TEST_F(DispatchTest, AnswersQuery) {
  auto response = run(query("Action=SendMessage&QueueUrl=http%3A%2F%2Fq&MessageBody=a+b%26c&Version=2012-11-05"));
  EXPECT_EQ(door_.seen, "http://q|a b&c");
  EXPECT_EQ(response.body.bytes(),
            "<SendMessageResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><SendMessageResult>"
            "<MD5OfMessageBody>abc</MD5OfMessageBody><MessageId>id-1</MessageId></SendMessageResult>"
            "<ResponseMetadata><RequestId>" +
                k_id + "</RequestId></ResponseMetadata></SendMessageResponse>");
  EXPECT_EQ(response.headers.get_or("Content-Type"), "text/xml");
}

TEST_F(DispatchTest, TakesQueueUrlFromThePathInQuery) {
  context_.path = "/123456789012/orders";
  auto request = query("Action=SendMessage&MessageBody=x");
  request.target = "/123456789012/orders";
  run(std::move(request));
  EXPECT_EQ(door_.seen, "http://localhost:5555/123456789012/orders|x");
}

TEST_F(DispatchTest, FlattensListsInQuery) {
  auto response = run(query("Action=ListQueues"));
  EXPECT_EQ(response.body.bytes(),
            "<ListQueuesResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><ListQueuesResult>"
            "<QueueUrl>http://h/1/a</QueueUrl><QueueUrl>http://h/1/&lt;b&gt;</QueueUrl></ListQueuesResult>"
            "<ResponseMetadata><RequestId>" +
                k_id + "</RequestId></ResponseMetadata></ListQueuesResponse>");
}

TEST_F(DispatchTest, WordsModelledErrorsInBothProtocols) {
  auto response = run(json("AmazonSQS.SendMessage", R"({"QueueUrl":"q","MessageBody":"gone"})"));
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.body.bytes(), R"({"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"No such queue."})");
  EXPECT_EQ(response.headers.get_or("x-amzn-query-error"), "AWS.SimpleQueueService.NonExistentQueue;Sender");

  response = run(query("Action=SendMessage&QueueUrl=q&MessageBody=gone"));
  EXPECT_EQ(response.body.bytes(),
            "<ErrorResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><Error><Type>Sender</Type>"
            "<Code>AWS.SimpleQueueService.NonExistentQueue</Code><Message>The specified queue does not exist for this wsdl "
            "version.</Message><Detail/></Error>"
            "<RequestId>" +
                k_id + "</RequestId></ErrorResponse>");
}

TEST_F(DispatchTest, NamesAnOperationThatNobodyWrote) {
  auto response = run(json("AmazonSQS.PurgeQueue", R"({"QueueUrl":"q"})"));
  EXPECT_EQ(response.status, 501);
  EXPECT_NE(response.body.bytes().find("PurgeQueue"), std::string::npos);
  EXPECT_NE(response.body.bytes().find("NotImplemented"), std::string::npos);
}

TEST_F(DispatchTest, RefusesWhatTheModelDoesNotKnow) {
  auto response = run(json("AmazonSQS.Fly", "{}"));
  EXPECT_EQ(response.status, 400);
  EXPECT_NE(response.body.bytes().find("com.amazon.coral.service#UnknownOperationException"), std::string::npos);
  response = run(query("Action=Fly&Version=2012-11-05"));
  EXPECT_NE(response.body.bytes().find("<Code>InvalidAction</Code><Message>Could not find operation Fly for version 2012-11-05"),
            std::string::npos);
  response = run(query("Version=2012-11-05"));
  EXPECT_NE(response.body.bytes().find("<Code>MissingAction</Code>"), std::string::npos);
}

TEST_F(DispatchTest, NamesAMissingParameter) {
  auto response = run(json("AmazonSQS.SendMessage", R"({"MessageBody":"x"})"));
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.body.bytes(), R"({"__type":"com.amazon.coral.service#MissingRequiredParameterException",)"
                                   R"("message":"The request must contain the parameter QueueUrl."})");
  EXPECT_EQ(response.headers.get_or("x-amzn-query-error"), "MissingParameter;Sender");
  response = run(query("Action=SendMessage&QueueUrl=q"));
  EXPECT_NE(
      response.body.bytes().find("<Code>MissingParameter</Code><Message>The request must contain the parameter MessageBody."),
      std::string::npos);
}

// A body that comes in small pieces.
class Pieces final : public http::BodySource {
 public:
  explicit Pieces(std::string bytes) : bytes_(std::move(bytes)) {}
  asio::awaitable<std::size_t> read(std::span<char> into) override {
    const std::size_t size = std::min<std::size_t>({into.size(), bytes_.size() - at_, 7});
    std::ranges::copy(std::string_view(bytes_).substr(at_, size), into.begin());
    at_ += size;
    co_return size;
  }

 private:
  std::string bytes_;
  std::size_t at_ = 0;
};

http::Request streamed(http::Request request) {
  std::string bytes = std::move(request.body.bytes());
  request.body = http::Body(std::make_unique<Pieces>(std::move(bytes)), std::nullopt);
  return request;
}

TEST_F(DispatchTest, CollectsStreamedBodies) {
  EXPECT_EQ(run(streamed(json("AmazonSQS.SendMessage", R"({"QueueUrl":"q","MessageBody":"json"})"))).status, 200);
  EXPECT_EQ(door_.seen, "q|json");
  EXPECT_EQ(run(streamed(query("Action=SendMessage&QueueUrl=q&MessageBody=form"))).status, 200);
  EXPECT_EQ(door_.seen, "q|form");
}

TEST_F(DispatchTest, RefusesBodiesThatAreTooLarge) {
  const std::string body = R"({"QueueUrl":"q","MessageBody":")" + std::string(2'000, 'x') + "\"}";
  for (const bool stream : {false, true}) {
    auto request = json("AmazonSQS.SendMessage", body);
    auto response = run(stream ? streamed(std::move(request)) : std::move(request));
    EXPECT_EQ(response.status, 413);
    EXPECT_NE(response.body.bytes().find("RequestEntityTooLarge"), std::string::npos);
  }
}

TEST_F(DispatchTest, RefusesBrokenJson) {
  for (const char* body : {"{", "[]", "{\"QueueUrl\":5}", "{\"QueueUrl\":\"\xff\"}", "nonsense", "{\"DelaySeconds\":1e99}"}) {
    auto response = run(json("AmazonSQS.SendMessage", body));
    EXPECT_EQ(response.status, 400) << body;
    EXPECT_NE(response.body.bytes().find("#SerializationException"), std::string::npos) << body;
  }
}

asio::awaitable<Result<void>> let_only_lists_in(const RequestContext&, Door& door, const OperationSchema& operation,
                                                const http::Request&) {
  door.seen += "asked;";
  if (operation.name != "ListQueues") co_return fail(errors::access_denied("no"));
  co_return Result<void>{};
}

constexpr auto k_gated = k_handlers.with_gate(&let_only_lists_in);

TEST_F(DispatchTest, AGateIsAskedBeforeAnyHandlerWhereAccessIsEnforced) {
  const auto ask = [&](http::Request request) {
    asio::io_context io;
    auto answer = asio::co_spawn(io, dispatch(k_gated, context_, std::move(request), door_), asio::use_future);
    io.run();
    return answer.get().status;
  };
  const std::string message = R"({"QueueUrl":"http://q","MessageBody":"hi"})";
  EXPECT_EQ(ask(json("AmazonSQS.SendMessage", message)), 200);
  EXPECT_EQ(door_.seen, "http://q|hi");
  context_.enforced = true;
  door_.seen.clear();
  EXPECT_EQ(ask(json("AmazonSQS.ListQueues", "{}")), 200);
  EXPECT_NE(ask(json("AmazonSQS.SendMessage", message)), 200);
  EXPECT_EQ(door_.seen, "asked;asked;");
}

}  // namespace
}  // namespace winterbaume::aws
