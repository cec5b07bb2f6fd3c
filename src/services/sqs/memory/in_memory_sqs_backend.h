// SQS's storage in memory: the default. Its rules are QueueState's; here are the names, the locks, the waiting and the errors.
#pragma once

#include <memory>

#include "core/clock.h"
#include "core/ids.h"
#include "services/sqs/sqs_backend.h"

namespace winterbaume::sqs {

struct InMemorySqsSettings {
  // AWS refuses to create a queue within 60 s of the deletion of one of that name. Test suites that clean up and start again
  // would only suffer from it, so it has to be asked for.
  bool enforce_deletion_wait = false;
};

// Thread-safe. Verbs cost O(1), or O(log n) in a queue's hidden messages. A queued message of 100 bytes takes about 250 bytes.
class InMemorySqsBackend final : public SqsBackend {
 public:
  explicit InMemorySqsBackend(std::shared_ptr<Clock> clock = std::make_shared<SystemClock>(),
                              std::shared_ptr<Ids> ids = std::make_shared<RandomIds>(), InMemorySqsSettings settings = {});
  ~InMemorySqsBackend() override;

  asio::awaitable<Result<void>> create_queue(QueueKey, QueueAttributes given, Tags, TimePoint now) override;
  asio::awaitable<Result<void>> delete_queue(QueueKey, TimePoint now) override;
  asio::awaitable<QueuePage> list_queues(Scope, std::string prefix, std::string start_after, std::size_t max) override;
  asio::awaitable<Result<QueueDescription>> describe_queue(QueueKey, TimePoint now) override;
  asio::awaitable<Result<void>> set_attributes(QueueKey, QueueAttributes given, TimePoint now) override;
  asio::awaitable<Result<bool>> replace_policy(QueueKey, std::string expected, std::string policy, TimePoint now) override;
  asio::awaitable<Result<bool>> replace_tags(QueueKey, Tags expected, Tags tags) override;
  asio::awaitable<Result<std::vector<Result<SentMessage>>>> send(QueueKey, std::vector<NewMessage>, TimePoint now) override;
  asio::awaitable<Result<std::vector<ReceivedMessage>>> receive(QueueKey, ReceiveInput) override;
  asio::awaitable<Result<std::vector<Result<void>>>> delete_messages(QueueKey, std::vector<std::string> receipt_handles,
                                                                     TimePoint now) override;
  asio::awaitable<Result<std::vector<Result<void>>>> change_visibility(QueueKey, std::vector<VisibilityChange>,
                                                                       TimePoint now) override;
  asio::awaitable<Result<void>> purge(QueueKey, TimePoint now) override;
  asio::awaitable<Result<QueuePage>> list_dead_letter_sources(QueueKey, std::string start_after, std::size_t max) override;
  asio::awaitable<Result<MoveTask>> start_move_task(MoveTaskStart, TimePoint now) override;
  asio::awaitable<Result<MoveTask>> cancel_move_task(Scope, std::string task_handle, TimePoint now) override;
  asio::awaitable<Result<std::vector<MoveTask>>> list_move_tasks(QueueKey source, std::size_t max, TimePoint now) override;
  asio::awaitable<void> reset() override;
  asio::awaitable<void> run_background(std::stop_token stop) override;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace winterbaume::sqs
