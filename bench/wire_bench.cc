// The wire layer alone: what decoding and encoding SendMessage, ReceiveMessage and DeleteMessage cost, without a socket.
#include <benchmark/benchmark.h>

#include <boost/asio/detached.hpp>

#include "aws/dispatch.h"
#include "aws/protocol/json.h"
#include "generated/s3/operations.h"
#include "generated/sqs/operations.h"

namespace winterbaume::aws {
namespace {

constexpr std::string_view k_send =
    R"({"QueueUrl":"http://127.0.0.1:5555/123456789012/bench","MessageBody":")"
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789\"}";
constexpr std::string_view k_send_form =
    "Action=SendMessage&QueueUrl=http%3A%2F%2F127.0.0.1%3A5555%2F123456789012%2Fbench&MessageBody="
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789&Version=2012-11-05";

RequestContext context() {
  RequestContext context;
  context.request_id_text.fill('0');
  return context;
}

http::Request request(std::string_view target, std::string_view body) {
  http::Request request{.method = http::Method::post, .target = "/"};
  for (const auto& [name, value] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
           {"Host", "127.0.0.1:5555"},
           {"User-Agent", "Boto3/1.44.5 md/Botocore#1.44.5"},
           {"Authorization",
            "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0"},
           {"Content-Length", "200"}}) {
    request.headers.add(name, value);
  }
  if (!target.empty()) request.headers.add("X-Amz-Target", target);
  request.body = http::Body(std::string(body));
  return request;
}

void decode_send_message(benchmark::State& state) {
  for (auto _ : state) {
    sqs::SendMessageRequest input;
    if (decode_json(k_send, sqs::schemas::k_SendMessageRequest, &input)) state.SkipWithError("refused");
    benchmark::DoNotOptimize(input);
  }
}
BENCHMARK(decode_send_message);

void decode_and_check_send_message(benchmark::State& state) {
  const RequestContext context = aws::context();
  const Call call{&sqs::k_service, &sqs::ops::SendMessage::schema(), ProtocolKind::json_1_0, &context};
  http::Request request = aws::request("AmazonSQS.SendMessage", k_send);
  for (auto _ : state) {
    sqs::SendMessageRequest input;
    if (decode_input(call, request, {}, &input)) state.SkipWithError("refused");
    benchmark::DoNotOptimize(input);
  }
}
BENCHMARK(decode_and_check_send_message);

void encode_send_message(benchmark::State& state) {
  const RequestContext context = aws::context();
  const Call call{&sqs::k_service, &sqs::ops::SendMessage::schema(), ProtocolKind::json_1_0, &context};
  sqs::SendMessageResult output;
  output.md5_of_message_body = std::string(32, 'a');
  output.message_id = std::string(36, 'b');
  for (auto _ : state) benchmark::DoNotOptimize(encode_output(call, &output));
}
BENCHMARK(encode_send_message);

void encode_receive_message(benchmark::State& state) {
  const RequestContext context = aws::context();
  const Call call{&sqs::k_service, &sqs::ops::ReceiveMessage::schema(), ProtocolKind::json_1_0, &context};
  sqs::ReceiveMessageResult output;
  output.messages.emplace().push_back({.message_id = std::string(36, 'b'),
                                       .receipt_handle = std::string(180, 'h'),
                                       .md5_of_body = std::string(32, 'a'),
                                       .body = std::string(100, 'x')});
  for (auto _ : state) benchmark::DoNotOptimize(encode_output(call, &output));
}
BENCHMARK(encode_receive_message);

void encode_256_kib_body(benchmark::State& state) {
  sqs::Message message;
  message.body = std::string(256 * 1024, 'x');
  for (auto _ : state) {
    std::string out;
    encode_json(out, sqs::schemas::k_Message, &message);
    benchmark::DoNotOptimize(out);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * 256 * 1024);
}
BENCHMARK(encode_256_kib_body);

struct Door {};
asio::awaitable<Result<sqs::SendMessageResult>> send_message(const RequestContext&, Door&, sqs::SendMessageRequest) {
  sqs::SendMessageResult output;
  output.md5_of_message_body = std::string(32, 'a');
  output.message_id = std::string(36, 'b');
  co_return output;
}
constexpr auto k_handlers = handlers<Door>(on<sqs::ops::SendMessage, &send_message>());

// Building the request is part of it: pausing the clock costs more than the request.
asio::awaitable<void> build(benchmark::State& state, std::string_view target, std::string_view body, bool dispatched) {
  const RequestContext context = aws::context();
  Door door;
  for (auto _ : state) {
    http::Request request = aws::request(target, body);
    if (!dispatched) {
      benchmark::DoNotOptimize(request);
      continue;
    }
    auto response = co_await dispatch(k_handlers, context, std::move(request), door);
    if (response.status != 200) state.SkipWithError("refused");
  }
}

void run(benchmark::State& state, std::string_view target, std::string_view body, bool dispatched) {
  asio::io_context io;
  asio::co_spawn(io, build(state, target, body, dispatched), asio::detached);
  io.run();
}
void build_request(benchmark::State& state) { run(state, "AmazonSQS.SendMessage", k_send, false); }
void build_and_dispatch_json(benchmark::State& state) { run(state, "AmazonSQS.SendMessage", k_send, true); }
void build_and_dispatch_query(benchmark::State& state) { run(state, "", k_send_form, true); }
BENCHMARK(build_request);
BENCHMARK(build_and_dispatch_json);
BENCHMARK(build_and_dispatch_query);

void route_s3(benchmark::State& state) {
  const RequestContext context = aws::context();
  http::Request request{.method = http::Method::put, .target = "/bucket/some/key?partNumber=1&uploadId=abc"};
  for (auto _ : state) benchmark::DoNotOptimize(find_route(s3::k_service, context, request));
}
BENCHMARK(route_s3);

}  // namespace
}  // namespace winterbaume::aws
