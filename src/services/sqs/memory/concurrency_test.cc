// InMemorySqsBackend under several threads at once; meant to run under ThreadSanitizer too.
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "services/sqs/memory/in_memory_sqs_backend.h"

namespace winterbaume::sqs {
namespace {

constexpr int k_producers = 3;
constexpr int k_consumer_threads = 3;
constexpr int k_consumers_a_thread = 4;
constexpr int k_messages_a_producer = 700;
constexpr int k_groups = 8;
constexpr int k_total = k_producers * k_messages_a_producer;

QueueKey key(std::string name) { return {{"123456789012", "us-east-1"}, std::move(name)}; }

template <class Call>
void run(Call call) {
  asio::io_context context;
  asio::co_spawn(context, call(), [](std::exception_ptr failure, auto&&...) {
    if (failure) std::rethrow_exception(failure);
  });
  context.run();
}

// What the consumers saw. A message is handled once, though it may be given back before.
class Ledger {
 public:
  void given(const ReceivedMessage& message) {
    std::lock_guard lock(mutex_);
    EXPECT_TRUE(held_.insert(message.body).second) << message.body << " was given to two consumers at once";
    if (!message.group_id) return;
    auto number = std::stoi(message.body.substr(message.body.find('/') + 1));
    EXPECT_GT(number, last_done_.try_emplace(message.body.substr(0, message.body.find('/')), -1).first->second)
        << message.body << " came out of order";
  }
  void done(const ReceivedMessage& message) {
    std::lock_guard lock(mutex_);
    EXPECT_TRUE(done_.insert(message.body).second) << message.body << " was handled twice";
    held_.erase(message.body);
    last_done_[message.body.substr(0, message.body.find('/'))] = std::stoi(message.body.substr(message.body.find('/') + 1));
  }
  void given_back(const ReceivedMessage& message) {
    std::lock_guard lock(mutex_);
    held_.erase(message.body);
  }
  std::size_t count() {
    std::lock_guard lock(mutex_);
    return done_.size();
  }

 private:
  std::mutex mutex_;
  std::set<std::string> held_;
  std::set<std::string> done_;
  std::map<std::string, int> last_done_;  // by producer and group
};

struct Scene {
  InMemorySqsBackend backend;
  SystemClock clock;
  QueueKey queue;
  Ledger ledger;
  std::stop_source all_done;
};

// Bodies are "<producer>.<group>/<number>": within a group a producer's numbers grow.
asio::awaitable<void> produce(Scene& scene, int producer, bool fifo) {
  for (int i = 0; i < k_messages_a_producer; i += 7) {
    std::vector<NewMessage> batch;
    for (int number = i; number < i + 7; ++number) {
      NewMessage message;
      std::string group = std::to_string(producer) + "." + std::to_string(number % k_groups);
      message.body = group + "/" + std::to_string(number);
      if (fifo) {
        message.group_id = group;
        message.deduplication_id = message.body;
      }
      batch.push_back(std::move(message));
    }
    auto sent = co_await scene.backend.send(scene.queue, std::move(batch), scene.clock.now());
    EXPECT_TRUE(sent);
  }
}

// Gives every fifth message back once, the last of a batch first; FIFO order holds all the same.
asio::awaitable<void> consume(Scene& scene) {
  while (!scene.all_done.stop_requested()) {
    ReceiveInput input{.max_messages = 5,
                       .visibility_timeout = seconds(3600),
                       .wait = seconds(20),
                       .now = scene.clock.now(),
                       .cancelled = scene.all_done.get_token()};
    auto received = co_await scene.backend.receive(scene.queue, std::move(input));
    if (!received) co_return;
    for (const auto& message : *received) scene.ledger.given(message);
    bool give_back = !received->empty() && received->front().receive_count == 1 && received->front().body.back() == '3';
    for (auto message = received->rbegin(); give_back && message != received->rend(); ++message) {
      scene.ledger.given_back(*message);
      std::vector<VisibilityChange> change{{message->receipt_handle, seconds(0)}};
      (void)co_await scene.backend.change_visibility(scene.queue, std::move(change), scene.clock.now());
    }
    if (give_back) continue;
    for (const auto& message : *received) {
      scene.ledger.done(message);
      std::vector<std::string> handles{message.receipt_handle};
      auto removed = co_await scene.backend.delete_messages(scene.queue, std::move(handles), scene.clock.now());
      EXPECT_TRUE(removed && removed->front());
    }
    if (scene.ledger.count() == k_total) scene.all_done.request_stop();
  }
}

void run_producers_and_consumers(const std::string& name, QueueAttributes attributes) {
  Scene scene;
  scene.queue = key(name);
  bool fifo = attributes.fifo.value_or(false);
  run([&] { return scene.backend.create_queue(scene.queue, std::move(attributes), {}, scene.clock.now()); });
  std::vector<std::thread> threads;
  for (int i = 0; i < k_consumer_threads; ++i) {
    threads.emplace_back([&scene] {
      asio::io_context context;
      for (int n = 0; n < k_consumers_a_thread; ++n) asio::co_spawn(context, consume(scene), [](std::exception_ptr) {});
      context.run();
    });
  }
  for (int i = 0; i < k_producers; ++i) {
    threads.emplace_back([&scene, i, fifo] { run([&] { return produce(scene, i, fifo); }); });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(scene.ledger.count(), k_total);
  asio::io_context context;
  asio::co_spawn(context, scene.backend.describe_queue(scene.queue, scene.clock.now()), [](std::exception_ptr, auto described) {
    EXPECT_EQ(described->visible + described->in_flight + described->delayed, 0);
  });
  context.run();
}

TEST(Concurrency, AStandardQueueGivesEachMessageToOneConsumer) { run_producers_and_consumers("q", {}); }

TEST(Concurrency, AFifoQueueKeepsItsOrder) {
  QueueAttributes attributes;
  attributes.fifo = true;
  run_producers_and_consumers("q.fifo", std::move(attributes));
}

asio::awaitable<void> make_pair(Scene& scene) {
  auto redrive = [](const std::string& name) {
    QueueAttributes out;
    out.redrive = QueueAttributes::Redrive{RedrivePolicy{"arn:aws:sqs:us-east-1:123456789012:" + name, 1}, "{}"};
    return out;
  };
  (void)co_await scene.backend.create_queue(key("a"), {}, {}, scene.clock.now());
  EXPECT_TRUE(co_await scene.backend.create_queue(key("b"), redrive("a"), {}, scene.clock.now()));
  EXPECT_TRUE(co_await scene.backend.set_attributes(key("a"), redrive("b"), scene.clock.now()));
  for (int i = 0; i < 50; ++i) {
    std::vector<NewMessage> one(1);
    one.front().body = std::to_string(i);
    (void)co_await scene.backend.send(key("a"), std::move(one), scene.clock.now());
  }
}

asio::awaitable<void> throw_around(Scene& scene, std::string name) {
  for (int i = 0; i < 300; ++i) {
    ReceiveInput input{.max_messages = 10, .visibility_timeout = seconds(0), .wait = seconds(0), .now = scene.clock.now()};
    EXPECT_TRUE(co_await scene.backend.receive(key(name), std::move(input)));
  }
}

asio::awaitable<void> count(Scene& scene, std::int64_t& total) {
  for (const char* name : {"a", "b"}) {
    auto described = co_await scene.backend.describe_queue(key(name), scene.clock.now());
    total += described->visible;
  }
}

// Each queue's dead letters go to the other one: both are locked in both orders.
TEST(Concurrency, DeadLettersCrossWithoutDeadlockOrLoss) {
  Scene scene;
  run([&] { return make_pair(scene); });
  std::vector<std::thread> threads;
  for (const char* name : {"a", "b", "a", "b"}) {
    threads.emplace_back([&scene, name] { run([&] { return throw_around(scene, name); }); });
  }
  for (auto& thread : threads) thread.join();
  std::int64_t total = 0;
  run([&] { return count(scene, total); });
  EXPECT_EQ(total, 50);
}

asio::awaitable<void> wait_once(Scene& scene, std::atomic<int>& ended) {
  ReceiveInput input{.wait = seconds(20), .now = scene.clock.now()};
  auto received = co_await scene.backend.receive(key("q"), std::move(input));
  if (!received) ++ended;
}

// Waits begin while the queue is deleted: each ends, whichever comes first.
TEST(Concurrency, DeletingAQueueEndsEveryWait) {
  Scene scene;
  for (int round = 0; round < 20; ++round) {
    run([&] { return scene.backend.create_queue(key("q"), {}, {}, scene.clock.now()); });
    std::atomic<int> ended = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
      threads.emplace_back([&] {
        asio::io_context context;
        for (int n = 0; n < 10; ++n) asio::co_spawn(context, wait_once(scene, ended), [](std::exception_ptr) {});
        context.run();
      });
    }
    run([&] { return scene.backend.delete_queue(key("q"), scene.clock.now()); });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(ended, 30);
  }
}

}  // namespace
}  // namespace winterbaume::sqs
