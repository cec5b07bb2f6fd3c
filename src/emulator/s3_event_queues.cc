#include "emulator/s3_event_queues.h"

#include "core/assert.h"
#include "core/digest.h"
#include "services/sqs/queue_names.h"

namespace winterbaume {
namespace {

class SqsEventQueues final : public s3::EventQueues {
 public:
  SqsEventQueues(std::shared_ptr<sqs::SqsBackend> queues, std::shared_ptr<Clock> clock)
      : queues_(std::move(queues)), clock_(std::move(clock)) {
    WB_ASSERT(queues_ && clock_);
  }

  asio::awaitable<bool> exists(std::string queue_arn) override {
    auto key = sqs::parse_queue_arn(queue_arn);
    if (!key) co_return false;
    co_return (co_await queues_->describe_queue(std::move(*key), clock_->now())).has_value();
  }

  asio::awaitable<bool> send(std::string queue_arn, std::string body) override {
    auto key = sqs::parse_queue_arn(queue_arn);
    if (!key) co_return false;
    std::vector<sqs::NewMessage> messages(1);
    messages[0].body_md5 = md5(body);
    messages[0].body = std::move(body);
    messages[0].sender_id = "s3.amazonaws.com";
    auto outcomes = co_await queues_->send(std::move(*key), std::move(messages), clock_->now());
    co_return outcomes && outcomes->front().has_value();
  }

 private:
  std::shared_ptr<sqs::SqsBackend> queues_;
  std::shared_ptr<Clock> clock_;
};

}  // namespace

std::shared_ptr<s3::EventQueues> make_s3_event_queues(std::shared_ptr<sqs::SqsBackend> queues, std::shared_ptr<Clock> clock) {
  return std::make_shared<SqsEventQueues>(std::move(queues), std::move(clock));
}

}  // namespace winterbaume
