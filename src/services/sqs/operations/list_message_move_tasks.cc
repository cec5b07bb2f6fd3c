#include "aws/common_errors.h"
#include "services/sqs/move_task_input.h"
#include "services/sqs/operations/operations.h"
#include "services/sqs/sqs_limits.h"

namespace winterbaume::sqs {
namespace {

std::string status_name(MoveTaskStatus status) {
  switch (status) {
    case MoveTaskStatus::running:
      return "RUNNING";
    case MoveTaskStatus::completed:
      return "COMPLETED";
    case MoveTaskStatus::cancelling:
      return "CANCELLING";
    case MoveTaskStatus::cancelled:
      return "CANCELLED";
    case MoveTaskStatus::failed:
      return "FAILED";
  }
  return "FAILED";
}

ListMessageMoveTasksResultEntry make_entry(MoveTask task) {
  ListMessageMoveTasksResultEntry out;
  // A handle is only good for cancelling, and only listed while there is something to cancel.
  if (task.status == MoveTaskStatus::running && !task.handle.empty()) out.task_handle = std::move(task.handle);
  out.status = status_name(task.status);
  out.source_arn = std::move(task.source_arn);
  out.destination_arn = std::move(task.destination_arn);
  out.max_number_of_messages_per_second = task.max_per_second;
  out.approximate_number_of_messages_moved = task.moved;
  out.approximate_number_of_messages_to_move = task.to_move;
  if (!task.failure_reason.empty()) out.failure_reason = std::move(task.failure_reason);
  out.started_timestamp = task.started.time_since_epoch().count();
  return out;
}

}  // namespace

Answer<ops::ListMessageMoveTasks> list_message_move_tasks(const aws::RequestContext& context, SqsBackend& backend,
                                                          ListMessageMoveTasksRequest input) {
  auto source = parse_move_arn(*input.source_arn, "SourceArn");
  if (!source) co_return aws::fail(std::move(source.error()));
  auto max = input.max_results.value_or(1);
  if (!k_listed_move_tasks.holds(max)) {
    co_return aws::fail(aws::errors::invalid_parameter_value(
        "Value for parameter MaxResults is invalid. Reason: You must enter a number that's between 1 and 10."));
  }
  auto tasks = co_await backend.list_move_tasks(std::move(*source), static_cast<std::size_t>(max), context.now);
  if (!tasks) co_return aws::fail(std::move(tasks.error()));
  ListMessageMoveTasksResult result;
  if (tasks->empty()) co_return result;
  auto& entries = result.results.emplace();
  for (auto& task : *tasks) entries.push_back(make_entry(std::move(task)));
  co_return result;
}

}  // namespace winterbaume::sqs
