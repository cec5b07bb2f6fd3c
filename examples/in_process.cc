// The whole emulator without a socket: a queue is made, a message sent and received, all by HTTP requests that never leave
// the process.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <exception>

#include "emulator/emulator.h"
#include "services/sqs/sqs_service.h"

namespace asio = boost::asio;
using winterbaume::Emulator;

namespace {

winterbaume::http::Request sqs_request(std::string operation, std::string json) {
  winterbaume::http::Request request;
  request.method = winterbaume::http::Method::post;
  request.target = "/";
  request.headers.add("Host", "sqs.us-east-1.amazonaws.com");
  request.headers.add("Content-Type", "application/x-amz-json-1.0");
  request.headers.add("X-Amz-Target", "AmazonSQS." + operation);
  request.body = std::move(json);
  return request;
}

asio::awaitable<void> talk(Emulator& emulator) {
  const std::string url = R"("QueueUrl":"http://sqs.us-east-1.amazonaws.com/123456789012/orders")";
  for (auto [operation, json] : {std::pair<std::string, std::string>{"CreateQueue", R"({"QueueName":"orders"})"},
                                 {"SendMessage", "{" + url + R"(,"MessageBody":"hello"})"},
                                 {"ReceiveMessage", "{" + url + "}"}}) {
    auto response = co_await emulator.handle(sqs_request(operation, json));
    std::printf("%s: %d %s\n", operation.c_str(), response.status, response.body.bytes().c_str());
  }
}

}  // namespace

int main() {
  auto emulator = Emulator::builder().with_service(winterbaume::sqs::SqsService::make()).build();
  asio::io_context context;
  asio::co_spawn(context, talk(*emulator), [](std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
  });
  context.run();
}
