// Forms of the query protocol, through routing, decoding, validation, and the writing of an error or an answer.
#include "aws/protocol/protocol.h"
#include "generated/sqs/operations.h"
#include "generated/sts/operations.h"

namespace {

using namespace winterbaume;

template <class Op>
void decode(const aws::Route& route, const aws::RequestContext& context, http::Request& request) {
  if (route.operation != &Op::schema()) return;
  const aws::Call call{&Op::service(), route.operation, route.protocol, &context};
  typename Op::Input input;
  if (auto error = aws::decode_input(call, request, route.parameters, &input)) {
    (void)aws::encode_error(Op::service(), route.protocol, context, *error);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  aws::RequestContext context;
  context.path = "/123456789012/queue";
  http::Request request{.method = http::Method::post, .target = "/"};
  request.body = http::Body(std::string(reinterpret_cast<const char*>(data), size));
  const aws::Route route = aws::find_route(sqs::k_service, context, request);
  if (route.error) (void)aws::encode_error(sqs::k_service, route.protocol, context, *route.error);
  decode<sqs::ops::SendMessage>(route, context, request);
  decode<sqs::ops::SendMessageBatch>(route, context, request);
  decode<sqs::ops::CreateQueue>(route, context, request);
  decode<sqs::ops::ReceiveMessage>(route, context, request);
  const aws::Route sts_route = aws::find_route(sts::k_service, context, request);
  decode<sts::ops::AssumeRole>(sts_route, context, request);
  return 0;
}
