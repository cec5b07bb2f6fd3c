// A queue as several threads share it: its rules, the calls that wait at it, and the mutex over both.
#pragma once

#include <atomic>
#include <mutex>

#include "services/sqs/memory/queue_state.h"
#include "services/sqs/memory/waiters.h"
#include "services/sqs/queue_names.h"

namespace winterbaume::sqs::memory {

// Two queues are locked together by std::scoped_lock; no other lock is taken while a queue is locked.
struct Queue {
  // `seal` differs for each queue that ever was.
  Queue(QueueKey name, std::uint64_t seal, QueueSettings settings, Tags tags, TimePoint created)
      : key(std::move(name)),
        fifo(settings.fifo),
        content_based_deduplication(settings.content_based_deduplication),
        receive_wait(settings.receive_wait),
        state(make_queue_arn(key), seal, std::move(settings), std::move(tags), created) {}

  // Ends a change of the state, under the mutex: whoever waits and can now find a message is woken.
  void settle() {
    if (!waiters.empty()) waiters.distribute(state.available(), state.next_visible());
  }

  // Under the mutex.
  void change_settings(QueueSettings settings, TimePoint now) {
    content_based_deduplication = settings.content_based_deduplication;
    receive_wait = settings.receive_wait;
    state.change_settings(std::move(settings), now);
    settle();
  }

  // Under the mutex: no verb succeeds any more, and those who wait learn of it.
  void close() {
    deleted = true;
    waiters.wake_all();
  }

  const QueueKey key;
  const bool fifo;
  // Copies of settings that are needed where the lock isn't held.
  std::atomic<bool> content_based_deduplication;
  std::atomic<seconds> receive_wait;

  std::mutex mutex;
  QueueState state;
  Waiters waiters;
  bool deleted = false;
};

}  // namespace winterbaume::sqs::memory
