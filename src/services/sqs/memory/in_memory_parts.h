// What InMemorySqsBackend is made of; for its own sources only.
#pragma once

#include <map>
#include <mutex>

#include "services/sqs/memory/in_memory_sqs_backend.h"
#include "services/sqs/memory/move_tasks.h"
#include "services/sqs/memory/queue_directory.h"

namespace winterbaume::sqs {

struct InMemorySqsBackend::Parts {
  Parts(std::shared_ptr<Clock> clock_given, std::shared_ptr<Ids> ids_given, InMemorySqsSettings settings_given)
      : clock(std::move(clock_given)), ids(std::move(ids_given)), settings(settings_given) {}

  // The queue that a verb is about, null where there is none. Whatever move tasks owe by `now` is done first, so that a verb
  // sees it also where no background runs.
  std::shared_ptr<memory::Queue> open(const QueueKey& key, TimePoint now) {
    if (moves.is_due(now)) moves.run(now);
    return queues.find(key);
  }
  // Where the queue's dead letters go; null where that queue doesn't exist or could not hold them.
  std::shared_ptr<memory::Queue> find_dead_letter_queue(const memory::Queue& source, const std::string& target_arn) const;
  // Null, or why the queue may not have these attributes.
  std::optional<aws::Error> check_redrive(const QueueKey& key, bool fifo, const QueueAttributes& given) const;

  // What the queue gives at `now`, without waiting.
  Result<std::vector<memory::Delivery>> take(memory::Queue& queue, const memory::ReceiveRequest& request, TimePoint now);
  // Waits for a message until `deadline` or until `cancelled`.
  asio::awaitable<Result<std::vector<memory::Delivery>>> wait_for_message(std::shared_ptr<memory::Queue> queue,
                                                                          memory::ReceiveRequest request, TimePoint deadline,
                                                                          std::stop_token cancelled);

  const std::shared_ptr<Clock> clock;
  const std::shared_ptr<Ids> ids;
  const InMemorySqsSettings settings;
  memory::QueueDirectory queues;
  memory::MoveTasks moves{queues, *ids};
  const std::shared_ptr<Wakeup> background = std::make_shared<Wakeup>();

  std::mutex deletions_mutex;
  std::map<QueueKey, TimePoint> deletions;  // where settings.enforce_deletion_wait
};

}  // namespace winterbaume::sqs
