#include "services/sqs/sqs_service.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "aws/schema.h"
#include "services/sqs/memory/in_memory_sqs_backend.h"

namespace winterbaume::sqs {
namespace {

class SqsServiceTest : public ::testing::Test {
 protected:
  SqsServiceTest() {
    context.scope = {"123456789012", "us-east-1"};
    context.base_url = "http://localhost:5555";
    context.path = "/";
    context.clock = clock.get();
    context.ids = &ids;
    context.now = clock->now();
    context.request_id_text.fill('r');
  }

  http::Response handle(http::Request request) {
    std::optional<http::Response> out;
    boost::asio::io_context io;
    boost::asio::co_spawn(io, service.handle(context, std::move(request)),
                          [&](std::exception_ptr failure, http::Response response) {
                            if (failure) std::rethrow_exception(failure);
                            out = std::move(response);
                          });
    io.run();
    return std::move(out.value());
  }
  http::Response json(std::string_view operation, std::string body) {
    http::Request request;
    request.method = http::Method::post;
    request.target = context.path;
    request.headers.add("Content-Type", "application/x-amz-json-1.0");
    request.headers.add("X-Amz-Target", "AmazonSQS." + std::string(operation));
    request.body = std::move(body);
    return handle(std::move(request));
  }
  http::Response query(std::string body) {
    http::Request request;
    request.method = http::Method::post;
    request.target = context.path;
    request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    request.body = std::move(body);
    return handle(std::move(request));
  }

  std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
  SequentialIds ids;
  aws::RequestContext context;
  SqsService service{std::make_shared<InMemorySqsBackend>(clock, std::make_shared<SequentialIds>())};
};

TEST_F(SqsServiceTest, AnswersEveryOperationOfItsModel) {
  ASSERT_EQ(service.schema().operations.size(), 23u);
  for (const auto& operation : service.schema().operations) {
    EXPECT_NE(json(operation.name, "{}").status, 501) << operation.name;
    EXPECT_NE(query("Action=" + std::string(operation.name)).status, 501) << operation.name;
  }
}

TEST_F(SqsServiceTest, CarriesAMessageInJson) {
  EXPECT_EQ(json("CreateQueue", R"({"QueueName":"q"})").body.bytes(), R"({"QueueUrl":"http://localhost:5555/123456789012/q"})");
  auto sent = json("SendMessage", R"({"QueueUrl":"http://elsewhere/123456789012/q","MessageBody":"hello"})");
  EXPECT_EQ(sent.status, 200);
  EXPECT_TRUE(sent.body.bytes().contains(R"("MD5OfMessageBody":"5d41402abc4b2a76b9719d911017c592")")) << sent.body.bytes();
  auto received = json("ReceiveMessage", R"({"QueueUrl":"q"})");
  EXPECT_TRUE(received.body.bytes().contains(R"("Body":"hello")")) << received.body.bytes();
  EXPECT_EQ(json("ReceiveMessage", R"({"QueueUrl":"q"})").body.bytes(), "{}");
}

TEST_F(SqsServiceTest, CarriesAMessageInTheQueryProtocolToTheQueuesOwnPath) {
  query("Action=CreateQueue&QueueName=q&Attribute.1.Name=VisibilityTimeout&Attribute.1.Value=5");
  context.path = "/123456789012/q";
  auto sent = query("Action=SendMessage&MessageBody=hello%20there");
  EXPECT_EQ(sent.status, 200);
  EXPECT_TRUE(sent.body.bytes().contains("<MessageId>")) << sent.body.bytes();
  auto received = query("Action=ReceiveMessage&AttributeName.1=All");
  EXPECT_TRUE(received.body.bytes().contains("<Body>hello there</Body>")) << received.body.bytes();
  auto attributes = query("Action=GetQueueAttributes&AttributeName.1=VisibilityTimeout");
  EXPECT_TRUE(attributes.body.bytes().contains("<Value>5</Value>")) << attributes.body.bytes();
}

TEST_F(SqsServiceTest, NamesErrorsInBothProtocols) {
  auto in_json = json("GetQueueUrl", R"({"QueueName":"none"})");
  EXPECT_EQ(in_json.status, 400);
  EXPECT_TRUE(in_json.body.bytes().contains("com.amazonaws.sqs#QueueDoesNotExist")) << in_json.body.bytes();
  EXPECT_EQ(in_json.headers.get_or("x-amzn-query-error"), "AWS.SimpleQueueService.NonExistentQueue;Sender");
  auto in_query = query("Action=GetQueueUrl&QueueName=none");
  EXPECT_EQ(in_query.status, 400);
  EXPECT_TRUE(in_query.body.bytes().contains("<Type>Sender</Type>")) << in_query.body.bytes();
  EXPECT_TRUE(in_query.body.bytes().contains("<Code>AWS.SimpleQueueService.NonExistentQueue</Code>")) << in_query.body.bytes();
}

TEST_F(SqsServiceTest, ForgetsEverythingOnReset) {
  json("CreateQueue", R"({"QueueName":"q"})");
  boost::asio::io_context io;
  boost::asio::co_spawn(io, service.reset(), [](std::exception_ptr) {});
  io.run();
  EXPECT_EQ(json("ListQueues", "{}").body.bytes(), "{}");
}

}  // namespace
}  // namespace winterbaume::sqs
