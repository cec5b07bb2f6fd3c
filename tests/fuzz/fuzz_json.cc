// JSON bodies: whatever is read can be written, and reads back the same.
#include <cstdlib>

#include "aws/protocol/json.h"
#include "aws/validate.h"
#include "generated/dynamodb/operations.h"
#include "generated/sqs/operations.h"

namespace {

using namespace winterbaume;

template <class Input>
void round_trip(const aws::ServiceSchema& service, const aws::Schema& schema, std::string_view text) {
  Input input;
  if (aws::decode_json(text, schema, &input)) return;
  (void)aws::check_input(service, aws::ProtocolKind::json_1_0, schema, &input);
  std::string once, twice;
  aws::encode_json(once, schema, &input);
  Input again;
  if (aws::decode_json(once, schema, &again)) std::abort();
  aws::encode_json(twice, schema, &again);
  if (once != twice) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  round_trip<sqs::SendMessageBatchRequest>(sqs::k_service, sqs::schemas::k_SendMessageBatchRequest, text);
  round_trip<sqs::CreateQueueRequest>(sqs::k_service, sqs::schemas::k_CreateQueueRequest, text);
  round_trip<dynamodb::PutItemInput>(dynamodb::k_service, dynamodb::schemas::k_PutItemInput, text);
  round_trip<dynamodb::CreateTableInput>(dynamodb::k_service, dynamodb::schemas::k_CreateTableInput, text);
  round_trip<dynamodb::RestoreTableToPointInTimeInput>(dynamodb::k_service, dynamodb::schemas::k_RestoreTableToPointInTimeInput,
                                                       text);
  return 0;
}
