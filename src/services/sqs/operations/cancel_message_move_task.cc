#include "aws/common_errors.h"
#include "services/sqs/backend_errors.h"
#include "services/sqs/move_task_input.h"
#include "services/sqs/operations/operations.h"

namespace winterbaume::sqs {

Answer<ops::CancelMessageMoveTask> cancel_message_move_task(const aws::RequestContext& context, SqsBackend& backend,
                                                            CancelMessageMoveTaskRequest input) {
  auto source_arn = parse_task_handle(*input.task_handle);
  if (!source_arn) co_return aws::fail(aws::errors::invalid_parameter_value("Value for parameter TaskHandle is invalid."));
  auto source = parse_move_arn(*source_arn, "SourceArn");
  if (!source) co_return aws::fail(std::move(source.error()));
  auto queue = co_await backend.describe_queue(*source, context.now);
  if (!queue) co_return aws::fail(backend_errors::move_source_missing());

  auto task = co_await backend.cancel_move_task(std::move(source->scope), std::move(*input.task_handle), context.now);
  if (!task) co_return aws::fail(std::move(task.error()));
  co_return CancelMessageMoveTaskResult{.approximate_number_of_messages_moved = task->moved};
}

}  // namespace winterbaume::sqs
