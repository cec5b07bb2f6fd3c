// Verbs about queues as wholes; in_memory_messages.cc and in_memory_receive.cc hold the others.
#include "services/sqs/memory/in_memory_sqs_backend.h"

#include <malloc.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "services/sqs/backend_errors.h"
#include "services/sqs/memory/in_memory_parts.h"
#include "services/sqs/queue_settings.h"

namespace winterbaume::sqs {
namespace {

constexpr seconds k_deletion_wait{60};
// A purge of this many messages gives their memory back to the system, not to the heap alone.
constexpr std::size_t k_trim_at = 10'000;

Result<void> check_equal(memory::Queue& queue, const QueueAttributes& given) {
  std::lock_guard lock(queue.mutex);
  if (auto name = find_difference(queue.state.settings(), given)) return aws::fail(backend_errors::queue_name_exists(*name));
  return {};
}

}  // namespace

InMemorySqsBackend::InMemorySqsBackend(std::shared_ptr<Clock> clock, std::shared_ptr<Ids> ids, InMemorySqsSettings settings)
    : parts_(std::make_unique<Parts>(std::move(clock), std::move(ids), settings)) {}

InMemorySqsBackend::~InMemorySqsBackend() = default;

std::shared_ptr<memory::Queue> InMemorySqsBackend::Parts::find_dead_letter_queue(const memory::Queue& source,
                                                                                 const std::string& target_arn) const {
  auto key = parse_queue_arn(target_arn);
  auto target = key ? queues.find(*key) : nullptr;
  return target && target.get() != &source && target->fifo == source.fifo ? target : nullptr;
}

std::optional<aws::Error> InMemorySqsBackend::Parts::check_redrive(const QueueKey& key, bool fifo,
                                                                   const QueueAttributes& given) const {
  if (!given.redrive || !given.redrive->policy) return std::nullopt;
  auto target_key = parse_queue_arn(given.redrive->policy->dead_letter_target_arn);
  auto target = target_key ? queues.find(*target_key) : nullptr;
  std::optional<QueueSettings> target_settings;
  if (target) {
    std::lock_guard lock(target->mutex);
    target_settings = target->state.settings();
  }
  auto obstacle = find_redrive_obstacle(key, fifo, *given.redrive->policy, target_settings ? &*target_settings : nullptr);
  if (!obstacle) return std::nullopt;
  return backend_errors::redrive_policy_invalid(given.redrive->text, *obstacle);
}

asio::awaitable<Result<void>> InMemorySqsBackend::create_queue(QueueKey key, QueueAttributes given, Tags tags, TimePoint now) {
  if (auto existing = parts_->open(key, now)) co_return check_equal(*existing, given);
  if (parts_->settings.enforce_deletion_wait) {
    std::lock_guard lock(parts_->deletions_mutex);
    std::erase_if(parts_->deletions, [&](const auto& deletion) { return now - deletion.second >= k_deletion_wait; });
    if (parts_->deletions.contains(key)) co_return aws::fail(backend_errors::queue_deleted_recently());
  }
  QueueSettings settings = apply({}, given);
  if (auto error = parts_->check_redrive(key, settings.fifo, given)) co_return aws::fail(*error);
  auto queue = std::make_shared<memory::Queue>(key, parts_->ids->random(), std::move(settings), std::move(tags), now);
  auto held = parts_->queues.add(queue);
  if (held != queue) co_return check_equal(*held, given);
  co_return Result<void>();
}

asio::awaitable<Result<void>> InMemorySqsBackend::delete_queue(QueueKey key, TimePoint now) {
  auto queue = parts_->open(key, now);
  if (!queue || !parts_->queues.remove(queue)) co_return aws::fail(backend_errors::queue_does_not_exist());
  {
    std::lock_guard lock(queue->mutex);
    queue->close();
  }
  parts_->moves.forget(key);
  if (parts_->settings.enforce_deletion_wait) {
    std::lock_guard lock(parts_->deletions_mutex);
    parts_->deletions.insert_or_assign(key, now);
  }
  co_return Result<void>();
}

asio::awaitable<QueuePage> InMemorySqsBackend::list_queues(Scope scope, std::string prefix, std::string start_after,
                                                           std::size_t max) {
  co_return parts_->queues.page(scope, prefix, start_after, max);
}

asio::awaitable<Result<QueueDescription>> InMemorySqsBackend::describe_queue(QueueKey key, TimePoint now) {
  auto queue = parts_->open(key, now);
  if (!queue) co_return aws::fail(backend_errors::queue_does_not_exist());
  std::lock_guard lock(queue->mutex);
  QueueDescription out = queue->state.describe(now);
  queue->settle();
  co_return out;
}

asio::awaitable<Result<void>> InMemorySqsBackend::set_attributes(QueueKey key, QueueAttributes given, TimePoint now) {
  auto queue = parts_->open(key, now);
  if (!queue) co_return aws::fail(backend_errors::queue_does_not_exist());
  if (auto error = parts_->check_redrive(key, queue->fifo, given)) co_return aws::fail(*error);
  given.fifo.reset();  // a queue's type is for ever
  std::lock_guard lock(queue->mutex);
  if (queue->deleted) co_return aws::fail(backend_errors::queue_does_not_exist());
  queue->change_settings(apply(queue->state.settings(), given), now);
  co_return Result<void>();
}

asio::awaitable<Result<bool>> InMemorySqsBackend::replace_policy(QueueKey key, std::string expected, std::string policy,
                                                                 TimePoint now) {
  auto queue = parts_->open(key, now);
  if (!queue) co_return aws::fail(backend_errors::queue_does_not_exist());
  std::lock_guard lock(queue->mutex);
  if (queue->deleted) co_return aws::fail(backend_errors::queue_does_not_exist());
  if (queue->state.settings().policy != expected) co_return false;
  queue->change_settings(apply(queue->state.settings(), {.policy = std::move(policy)}), now);
  co_return true;
}

asio::awaitable<Result<bool>> InMemorySqsBackend::replace_tags(QueueKey key, Tags expected, Tags tags) {
  auto queue = parts_->queues.find(key);
  if (!queue) co_return aws::fail(backend_errors::queue_does_not_exist());
  std::lock_guard lock(queue->mutex);
  co_return queue->state.replace_tags(expected, std::move(tags));
}

asio::awaitable<Result<void>> InMemorySqsBackend::purge(QueueKey key, TimePoint now) {
  auto queue = parts_->open(key, now);
  if (!queue) co_return aws::fail(backend_errors::queue_does_not_exist());
  std::size_t before = 0;
  {
    std::lock_guard lock(queue->mutex);
    before = queue->state.size();
    if (!queue->state.purge(now)) co_return aws::fail(backend_errors::purge_in_progress(key.name));
    queue->settle();
  }
  if (before >= k_trim_at) malloc_trim(0);
  co_return Result<void>();
}

asio::awaitable<Result<QueuePage>> InMemorySqsBackend::list_dead_letter_sources(QueueKey key, std::string start_after,
                                                                                std::size_t max) {
  if (!parts_->queues.find(key)) co_return aws::fail(backend_errors::queue_does_not_exist());
  QueuePage page;
  for (const auto& queue : parts_->queues.in_scope(key.scope)) {
    if (queue->key.name <= start_after) continue;
    {
      std::lock_guard lock(queue->mutex);
      const auto& redrive = queue->state.settings().redrive;
      if (!redrive || parse_queue_arn(redrive->dead_letter_target_arn) != key) continue;
    }
    if (page.names.size() == max) {
      page.more = true;
      break;
    }
    page.names.push_back(queue->key.name);
  }
  co_return page;
}

asio::awaitable<Result<MoveTask>> InMemorySqsBackend::start_move_task(MoveTaskStart start, TimePoint now) {
  parts_->open(start.source, now);
  auto task = parts_->moves.start(start, now);
  if (task) parts_->background->notify();
  co_return task;
}

asio::awaitable<Result<MoveTask>> InMemorySqsBackend::cancel_move_task(Scope, std::string task_handle, TimePoint now) {
  if (parts_->moves.is_due(now)) parts_->moves.run(now);
  co_return parts_->moves.cancel(task_handle);
}

asio::awaitable<Result<std::vector<MoveTask>>> InMemorySqsBackend::list_move_tasks(QueueKey source, std::size_t max,
                                                                                   TimePoint now) {
  if (!parts_->open(source, now)) co_return aws::fail(backend_errors::move_source_missing());
  co_return parts_->moves.list(source, max);
}

asio::awaitable<void> InMemorySqsBackend::reset() {
  parts_->moves.clear();
  for (const auto& queue : parts_->queues.remove_all()) {
    std::lock_guard lock(queue->mutex);
    queue->close();
  }
  {
    std::lock_guard lock(parts_->deletions_mutex);
    parts_->deletions.clear();
  }
  malloc_trim(0);
  co_return;
}

asio::awaitable<void> InMemorySqsBackend::run_background(std::stop_token stop) {
  auto wakeup = parts_->background;
  std::stop_callback on_stop(stop, [wakeup] { wakeup->notify(); });
  while (!stop.stop_requested()) {
    wakeup->reset();
    if (stop.stop_requested()) break;  // it may have come between the check and the reset
    TimePoint now = parts_->clock->now();
    TimePoint next = parts_->moves.run(now);
    if (next > now) {
      co_await parts_->clock->wait_until(next, wakeup);
    } else {
      co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    }
  }
}

}  // namespace winterbaume::sqs
