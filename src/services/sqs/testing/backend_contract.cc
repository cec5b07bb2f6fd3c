#include "services/sqs/testing/backend_contract.h"

#include <fmt/format.h>

namespace winterbaume::sqs::testing {

void BackendContract::SetUp() {
  const auto& deviations = GetParam().deviations;
  std::string name = ::testing::UnitTest::GetInstance()->current_test_info()->name();
  name = name.substr(0, name.find('/'));
  if (auto found = deviations.find(name); found != deviations.end()) GTEST_SKIP() << found->second;
  clock_ = std::make_shared<ManualClock>();
  backend_ = GetParam().make(context_, clock_);
  asio::co_spawn(context_, backend_->run_background(stop_background_.get_token()),
                 [this](std::exception_ptr) { background_ended_ = true; });
  let_run();
}

void BackendContract::TearDown() {
  if (!backend_) return;
  stop_background_.request_stop();
  run_until([&] { return background_ended_; });
  backend_.reset();
}

void BackendContract::let_run() {
  context_.restart();
  if (auto latency = GetParam().latency; latency.count() > 0) {
    context_.run_for(latency);
  } else {
    context_.poll();
  }
}

void BackendContract::run_until(const std::function<bool()>& reached) {
  auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!reached()) {
    if (std::chrono::steady_clock::now() > give_up) FAIL() << "nothing happened for 20 seconds";
    context_.restart();
    context_.run_one_for(std::chrono::milliseconds(50));
  }
}

void BackendContract::advance(Millis by) {
  clock_->advance(by);
  let_run();
}

void BackendContract::make_queue(const std::string& name, QueueAttributes attributes) {
  auto made = run(backend_->create_queue(key(name), std::move(attributes), {}, now()));
  ASSERT_TRUE(made) << made.error().message;
}

void BackendContract::make_fifo_queue(const std::string& name, QueueAttributes attributes) {
  attributes.fifo = true;
  make_queue(name, std::move(attributes));
}

QueueAttributes BackendContract::redrive_to(const std::string& target, int max_receive_count) const {
  QueueAttributes out;
  out.redrive = QueueAttributes::Redrive{RedrivePolicy{arn(target), max_receive_count}, "{...}"};
  return out;
}

void BackendContract::make_queue_with_dead_letters(const std::string& name, int max_receive_count, QueueAttributes attributes) {
  bool fifo = name.ends_with(".fifo");
  std::string target = fifo ? name.substr(0, name.size() - 5) + "-dead.fifo" : name + "-dead";
  attributes.redrive = redrive_to(target, max_receive_count).redrive;
  if (fifo) {
    make_fifo_queue(target);
    make_fifo_queue(name, std::move(attributes));
  } else {
    make_queue(target);
    make_queue(name, std::move(attributes));
  }
}

NewMessage BackendContract::message(std::string body) {
  NewMessage out;
  out.body_md5 = md5(body);
  out.body = std::move(body);
  out.sender_id = "AIDAEXAMPLE";
  return out;
}

NewMessage BackendContract::fifo_message(std::string body, std::string group, std::string deduplication_id) {
  auto out = message(std::move(body));
  out.group_id = std::move(group);
  out.deduplication_id = std::move(deduplication_id);
  return out;
}

Uuid BackendContract::send(const std::string& queue, NewMessage message) {
  return send_fifo(queue, std::move(message)).message_id;
}

void BackendContract::send_many(const std::string& queue, int count, const std::function<NewMessage(int)>& make) {
  for (int sent = 0; sent < count;) {
    std::vector<NewMessage> batch;
    for (; sent < count && batch.size() < 1000; ++sent) batch.push_back(make(sent));
    auto results = run(backend_->send(key(queue), std::move(batch), now()));
    ASSERT_TRUE(results) << results.error().message;
    for (auto& result : *results) ASSERT_TRUE(result) << result.error().message;
  }
}

SentMessage BackendContract::send_fifo(const std::string& queue, NewMessage message) {
  std::vector<NewMessage> one;
  one.push_back(std::move(message));
  auto results = run(backend_->send(key(queue), std::move(one), now()));
  if (!results || results->size() != 1 || !results->front()) {
    ADD_FAILURE() << "not sent: " << error_name(results);
    return {};
  }
  return *results->front();
}

std::optional<aws::Error> BackendContract::try_send(const std::string& queue, NewMessage message) {
  std::vector<NewMessage> one;
  one.push_back(std::move(message));
  auto results = run(backend_->send(key(queue), std::move(one), now()));
  if (!results) return results.error();
  if (!results->front()) return results->front().error();
  return std::nullopt;
}

Result<std::vector<ReceivedMessage>> BackendContract::try_receive(const std::string& queue, ReceiveInput input) {
  if (!input.wait) input.wait = seconds(0);
  input.now = now();
  return run(backend_->receive(key(queue), std::move(input)));
}

std::vector<ReceivedMessage> BackendContract::receive(const std::string& queue, std::size_t max,
                                                      std::optional<seconds> visibility) {
  auto received = try_receive(queue, {.max_messages = max, .visibility_timeout = visibility});
  if (received) return std::move(*received);
  ADD_FAILURE() << "not received: " << received.error().message;
  return {};
}

ReceivedMessage BackendContract::receive_one(const std::string& queue, std::optional<seconds> visibility) {
  auto received = receive(queue, 1, visibility);
  if (received.size() == 1) return received.front();
  ADD_FAILURE() << "no message in " << queue;
  return {};
}

std::vector<std::string> BackendContract::receive_bodies(const std::string& queue, std::size_t max,
                                                         std::optional<seconds> visibility) {
  return bodies_of(receive(queue, max, visibility));
}

std::shared_ptr<Call<Result<std::vector<ReceivedMessage>>>> BackendContract::start_receive(const std::string& queue, seconds wait,
                                                                                           std::stop_token cancelled,
                                                                                           std::size_t max) {
  ReceiveInput input{.max_messages = max, .wait = wait, .now = now(), .cancelled = std::move(cancelled)};
  return start(backend_->receive(key(queue), std::move(input)));
}

std::optional<aws::Error> BackendContract::remove(const std::string& queue, const std::string& handle) {
  auto results = run(backend_->delete_messages(key(queue), {handle}, now()));
  if (!results) return results.error();
  if (!results->front()) return results->front().error();
  return std::nullopt;
}

std::optional<aws::Error> BackendContract::change_visibility(const std::string& queue, const std::string& handle,
                                                             seconds timeout) {
  auto results = run(backend_->change_visibility(key(queue), {{handle, timeout}}, now()));
  if (!results) return results.error();
  if (!results->front()) return results->front().error();
  return std::nullopt;
}

Result<MoveTask> BackendContract::start_task(const std::string& source, std::optional<std::string> to, std::optional<int> pace) {
  MoveTaskStart start{.source = key(source), .source_arn = arn(source), .max_per_second = pace};
  if (to) start.destination_arn = arn(*to);
  return run(backend_->start_move_task(std::move(start), now()));
}

MoveTask BackendContract::latest_task(const std::string& source) {
  auto tasks = run(backend_->list_move_tasks(key(source), 1, now()));
  if (tasks && tasks->size() == 1) return tasks->front();
  ADD_FAILURE() << "no task";
  return {};
}

MoveTask BackendContract::finish_task(const std::string& source) {
  MoveTask task = latest_task(source);
  for (int i = 0; i < 1000 && task.status == MoveTaskStatus::running; ++i) {
    advance(Millis(10));
    task = latest_task(source);
  }
  return task;
}

QueueDescription BackendContract::describe(const std::string& queue) {
  auto description = run(backend_->describe_queue(key(queue), now()));
  if (description) return *description;
  ADD_FAILURE() << "no queue " << queue;
  return {};
}

std::string BackendContract::counters(const std::string& queue) {
  auto description = describe(queue);
  return fmt::format("{}/{}/{}", description.visible, description.in_flight, description.delayed);
}

std::string error_name(const std::optional<aws::Error>& error) {
  return error ? std::string(error->shape->name) : std::string("no error");
}

std::string error_text(const std::optional<aws::Error>& error) { return error ? error->message : std::string(); }

std::vector<std::string> bodies_of(const std::vector<ReceivedMessage>& messages) {
  std::vector<std::string> out;
  for (const auto& message : messages) out.push_back(message.body);
  return out;
}

}  // namespace winterbaume::sqs::testing
