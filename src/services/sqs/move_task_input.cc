#include "services/sqs/move_task_input.h"

#include <fmt/format.h>
#include <simdjson.h>

#include "aws/common_errors.h"
#include "core/bytes.h"
#include "services/sqs/queue_names.h"

namespace winterbaume::sqs {

aws::Result<QueueKey> parse_move_arn(std::string_view arn, std::string_view parameter) {
  if (auto key = parse_queue_arn(arn)) return std::move(*key);
  return aws::fail(aws::errors::invalid_parameter_value(fmt::format(
      "You must use this format to specify the {}: arn:<partition>:<service>:<region>:<account-id>:<resource-id>", parameter)));
}

std::optional<std::string> parse_task_handle(std::string_view handle) {
  auto text = from_base64(handle);
  if (!text) return std::nullopt;
  simdjson::dom::parser parser;
  simdjson::dom::object fields;
  if (parser.parse(simdjson::padded_string(*text)).get(fields) != simdjson::SUCCESS) return std::nullopt;
  std::string_view task_id, source_arn;
  if (fields["taskId"].get(task_id) != simdjson::SUCCESS) return std::nullopt;
  if (fields["sourceArn"].get(source_arn) != simdjson::SUCCESS) return std::nullopt;
  return std::string(source_arn);
}

}  // namespace winterbaume::sqs
