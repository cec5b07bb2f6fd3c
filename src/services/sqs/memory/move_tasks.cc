#include "services/sqs/memory/move_tasks.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/bytes.h"
#include "services/sqs/backend_errors.h"

namespace winterbaume::sqs::memory {
namespace {

// Moved under one grip of the two queues' locks, and in one run of a task without a pace.
constexpr std::int64_t k_grip = 100;
constexpr std::int64_t k_portion = 1'000;
// A paced task moves its messages in as many runs as this allows; 500 a second are five at a time.
constexpr Millis k_run_interval{10};

constexpr const char* k_queue_gone = "AWS.SimpleQueueService.NonExistentQueue";
constexpr const char* k_source_unknown = "CouldNotDetermineMessageSource";

std::string make_task_handle(Ids& ids, const std::string& source_arn) {
  return to_base64(fmt::format(R"({{"taskId":"{}","sourceArn":"{}"}})", ids.uuid().text(), source_arn));
}

}  // namespace

void MoveTasks::Running::finish(MoveTaskStatus status, std::string reason) {
  task.status = status;
  task.failure_reason = std::move(reason);
  task.handle.clear();
}

std::int64_t MoveTasks::Running::allowed(TimePoint now) const {
  std::int64_t total = task.to_move.value_or(0);
  if (!task.max_per_second) return std::min(total, task.moved + k_portion);
  // Beyond this elapsed time every pace has moved everything, and the product stays small.
  std::int64_t elapsed = std::clamp<std::int64_t>((now - task.started).count(), 0, 1000 * (total + 1));
  return std::min(total, elapsed * *task.max_per_second / 1000);
}

TimePoint MoveTasks::Running::next_due(TimePoint now) const {
  if (!task.max_per_second) return now;
  std::int64_t pace = *task.max_per_second;
  TimePoint due = task.started + Millis(((task.moved + 1) * 1000 + pace - 1) / pace);
  return std::max(due, now + k_run_interval);
}

Result<MoveTask> MoveTasks::start(const MoveTaskStart& start, TimePoint now) {
  auto destination = check(start);
  if (!destination) return std::unexpected(destination.error());
  std::lock_guard lock(mutex_);
  auto source = queues_.find(start.source);
  if (!source) return aws::fail(backend_errors::move_source_missing());
  auto& tasks = by_source_[start.source];
  if (!tasks.empty() && tasks.front().active()) return aws::fail(backend_errors::move_task_active());
  Running running{.source = start.source, .destination = *destination};
  running.handle = make_task_handle(ids_, start.source_arn);
  running.task = {.handle = running.handle,
                  .source_arn = start.source_arn,
                  .destination_arn = start.destination_arn,
                  .max_per_second = start.max_per_second,
                  .started = now};
  {
    std::lock_guard queue_lock(source->mutex);
    running.task.to_move = source->state.describe(now).visible;
  }
  tasks.push_front(std::move(running));
  if (tasks.size() > k_listed_max) tasks.pop_back();
  next_run_ = now;
  return tasks.front().task;
}

Result<std::optional<QueueKey>> MoveTasks::check(const MoveTaskStart& start) const {
  auto source = queues_.find(start.source);
  if (!source) return aws::fail(backend_errors::move_source_missing());
  if (!is_dead_letter_queue(start.source)) return aws::fail(backend_errors::move_source_is_no_dead_letter_queue());
  if (!start.destination_arn) return std::optional<QueueKey>();
  auto key = parse_queue_arn(*start.destination_arn);
  auto destination = key ? queues_.find(*key) : nullptr;
  if (!destination) return aws::fail(backend_errors::move_destination_missing());
  if (destination == source) return aws::fail(backend_errors::move_destination_is_source());
  if (destination->fifo != source->fifo) return aws::fail(backend_errors::move_types_differ());
  return key;
}

bool MoveTasks::is_dead_letter_queue(const QueueKey& key) const {
  return std::ranges::any_of(queues_.in_scope(key.scope), [&](const auto& queue) {
    std::lock_guard lock(queue->mutex);
    const auto& redrive = queue->state.settings().redrive;
    return redrive && parse_queue_arn(redrive->dead_letter_target_arn) == key;
  });
}

Result<MoveTask> MoveTasks::cancel(const std::string& handle) {
  std::lock_guard lock(mutex_);
  for (auto& [source, tasks] : by_source_) {
    auto found = std::ranges::find(tasks, handle, &Running::handle);
    if (found == tasks.end()) continue;
    if (!found->active()) return aws::fail(backend_errors::move_task_not_running());
    found->finish(MoveTaskStatus::cancelled);
    return found->task;
  }
  return aws::fail(backend_errors::move_task_missing());
}

std::vector<MoveTask> MoveTasks::list(const QueueKey& source, std::size_t max) const {
  std::lock_guard lock(mutex_);
  std::vector<MoveTask> out;
  auto found = by_source_.find(source);
  if (found == by_source_.end()) return out;
  for (std::size_t i = 0; i < std::min(max, found->second.size()); ++i) out.push_back(found->second[i].task);
  return out;
}

void MoveTasks::forget(const QueueKey& source) {
  std::lock_guard lock(mutex_);
  by_source_.erase(source);
}

void MoveTasks::clear() {
  std::lock_guard lock(mutex_);
  by_source_.clear();
  next_run_ = k_end_of_time;
}

TimePoint MoveTasks::run(TimePoint now) {
  std::lock_guard lock(mutex_);
  TimePoint next = k_end_of_time;
  for (auto& [source, tasks] : by_source_) {
    if (tasks.empty() || !tasks.front().active()) continue;
    advance(tasks.front(), now);
    if (tasks.front().active()) next = std::min(next, tasks.front().next_due(now));
  }
  next_run_ = next;
  return next;
}

void MoveTasks::advance(Running& running, TimePoint now) {
  MoveTask& task = running.task;
  std::int64_t allowed = running.allowed(now);
  while (task.moved < allowed) {
    Step step = move_some(running, std::min(allowed - task.moved, k_grip), now);
    task.moved += step.moved;
    if (!step.failure.empty()) return running.finish(MoveTaskStatus::failed, std::move(step.failure));
    if (step.drained) return running.finish(MoveTaskStatus::completed);
  }
  if (task.moved >= task.to_move.value_or(0)) running.finish(MoveTaskStatus::completed);
}

MoveTasks::Step MoveTasks::move_some(const Running& running, std::int64_t max, TimePoint now) {
  auto source = queues_.find(running.source);
  if (!source) return {.failure = k_queue_gone};
  auto target = running.destination;
  if (!target) {
    std::lock_guard lock(source->mutex);
    auto next = source->state.next_movable(now);
    if (!next) return {.drained = true};
    target = parse_queue_arn(next->source_arn);
    if (!target) return {.failure = k_source_unknown};
  }
  auto destination = queues_.find(*target);
  if (!destination || destination == source || destination->fifo != source->fifo) return {.failure = k_queue_gone};
  return move_between(*source, *destination, !running.destination, max, now);
}

MoveTasks::Step MoveTasks::move_between(Queue& source, Queue& destination, bool only_its_own, std::int64_t max, TimePoint now) {
  std::scoped_lock both(source.mutex, destination.mutex);
  if (source.deleted || destination.deleted) return {.failure = k_queue_gone};
  Step step;
  while (step.moved < max) {
    auto next = source.state.next_movable(now);
    step.drained = !next;
    if (!next || (only_its_own && next->source_arn != destination.state.arn())) break;
    destination.state.accept_redriven(source.state.take_out(next->slot), ids_.uuid(), now);
    ++step.moved;
  }
  source.settle();
  destination.settle();
  return step;
}

}  // namespace winterbaume::sqs::memory
