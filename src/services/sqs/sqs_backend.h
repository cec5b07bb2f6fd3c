// The door between SQS's protocol and its storage. The handlers above it check what a client sent (ranges, characters,
// counts) and speak the wire's names; an implementation owns queues and messages and every rule that needs them.
//
// Implementations are thread-safe and are called by several requests at once; each verb is atomic. An unreachable store
// throws StorageFailure. The rules are stated and tested in testing/backend_contract.h, which every implementation passes.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "aws/error.h"
#include "services/sqs/sqs_types.h"

namespace winterbaume::sqs {

namespace asio = boost::asio;
using aws::Result;

class SqsBackend {
 public:
  virtual ~SqsBackend() = default;

  // Makes the queue, or finds the one of that name whose attributes equal `attributes` (only those given are compared).
  // Errors: QueueNameExists; QueueDeletedRecently within 60 s of its deletion (where the implementation is set to).
  virtual asio::awaitable<Result<void>> create_queue(QueueKey, QueueAttributes given, Tags, TimePoint now) = 0;
  virtual asio::awaitable<Result<void>> delete_queue(QueueKey, TimePoint now) = 0;
  // Names in order, after `start_after`, at most `max` (>= 1) of them.
  virtual asio::awaitable<QueuePage> list_queues(Scope, std::string prefix, std::string start_after, std::size_t max) = 0;

  // Settings, tags and the approximate counters at `now`. Error: QueueDoesNotExist, as of every verb below.
  virtual asio::awaitable<Result<QueueDescription>> describe_queue(QueueKey, TimePoint now) = 0;
  // Atomic read-modify-write of settings (given members only; an empty redrive or policy string removes it).
  virtual asio::awaitable<Result<void>> set_attributes(QueueKey, QueueAttributes given, TimePoint now) = 0;
  // Writes that follow a read: nothing changes, and the answer is false, where the queue no longer has what was expected.
  virtual asio::awaitable<Result<bool>> replace_policy(QueueKey, std::string expected, std::string policy, TimePoint now) = 0;
  virtual asio::awaitable<Result<bool>> replace_tags(QueueKey, Tags expected, Tags tags) = 0;

  // One outcome an entry, in order. The entries are already valid by themselves; the backend checks what depends on the
  // queue's state (a FIFO queue's group and deduplication ids) and assigns message ids and sequence numbers.
  virtual asio::awaitable<Result<std::vector<Result<SentMessage>>>> send(QueueKey, std::vector<NewMessage>, TimePoint now) = 0;
  // Waits up to input.wait for a first message; ends early with what there is (nothing) when input.cancelled is requested.
  // The coroutine may also be destroyed while it waits: no message is lost by that.
  // Errors: OverLimit (standard queue, 120,000 messages in flight); QueueDoesNotExist also when the queue is deleted meanwhile.
  virtual asio::awaitable<Result<std::vector<ReceivedMessage>>> receive(QueueKey, ReceiveInput) = 0;
  virtual asio::awaitable<Result<std::vector<Result<void>>>> delete_messages(QueueKey, std::vector<std::string> receipt_handles,
                                                                             TimePoint now) = 0;
  virtual asio::awaitable<Result<std::vector<Result<void>>>> change_visibility(QueueKey, std::vector<VisibilityChange>,
                                                                               TimePoint now) = 0;
  // Error: PurgeQueueInProgress within 60 s of the last one.
  virtual asio::awaitable<Result<void>> purge(QueueKey, TimePoint now) = 0;

  // Queues of that account and region whose redrive policy names this one, in order of their names.
  virtual asio::awaitable<Result<QueuePage>> list_dead_letter_sources(QueueKey, std::string start_after, std::size_t max) = 0;

  // Message move tasks. The backend runs them to their end on its own; a source has one active task at most, and its last ten
  // are listed, newest first.
  virtual asio::awaitable<Result<MoveTask>> start_move_task(MoveTaskStart, TimePoint now) = 0;
  virtual asio::awaitable<Result<MoveTask>> cancel_move_task(Scope, std::string task_handle, TimePoint now) = 0;
  virtual asio::awaitable<Result<std::vector<MoveTask>>> list_move_tasks(QueueKey source, std::size_t max, TimePoint now) = 0;

  // Forgets every queue; those who wait on one get QueueDoesNotExist.
  virtual asio::awaitable<void> reset() = 0;

  // What must go on without a call (move tasks): runs until `stop` is requested. The owner of the backend spawns it once and
  // joins it before it destroys the backend; it costs one suspended coroutine and no timer while there is nothing to do.
  // A backend whose background never runs stays correct: work that is due is done by the next verb that could observe it.
  virtual asio::awaitable<void> run_background(std::stop_token stop) = 0;
};

}  // namespace winterbaume::sqs
