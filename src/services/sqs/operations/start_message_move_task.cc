#include <fmt/format.h>

#include "aws/common_errors.h"
#include "services/sqs/move_task_input.h"
#include "services/sqs/operations/operations.h"
#include "services/sqs/sqs_limits.h"

namespace winterbaume::sqs {

Answer<ops::StartMessageMoveTask> start_message_move_task(const aws::RequestContext& context, SqsBackend& backend,
                                                          StartMessageMoveTaskRequest input) {
  auto source = parse_move_arn(*input.source_arn, "SourceArn");
  if (!source) co_return aws::fail(std::move(source.error()));
  if (input.destination_arn) {
    auto destination = parse_move_arn(*input.destination_arn, "DestinationArn");
    if (!destination) co_return aws::fail(std::move(destination.error()));
    if (*destination == *source) {
      co_return aws::fail(aws::errors::invalid_parameter_value("Source queue arn and destination queue arn cannot be the same."));
    }
  }
  auto pace = input.max_number_of_messages_per_second;
  if (pace && !k_moved_per_second.holds(*pace)) {
    co_return aws::fail(
        aws::errors::invalid_parameter_value("Value for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: You must "
                                             "enter a number that's between 1 and 500."));
  }
  MoveTaskStart start{std::move(*source), std::move(*input.source_arn), std::move(input.destination_arn), pace};
  auto task = co_await backend.start_move_task(std::move(start), context.now);
  if (!task) co_return aws::fail(std::move(task.error()));
  co_return StartMessageMoveTaskResult{.task_handle = std::move(task->handle)};
}

}  // namespace winterbaume::sqs
