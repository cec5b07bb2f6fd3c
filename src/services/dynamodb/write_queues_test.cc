#include "services/dynamodb/write_queues.h"

#include <gtest/gtest.h>

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "services/dynamodb/items/attribute_value.h"
#include "storage/testing/coroutine_case.h"

namespace winterbaume::dynamodb {
namespace {

Item key_of(int number) {
  const auto value = AttributeValue::of_number(Number::from_integer(number));
  return Item({{"pk", value.view()}});
}

class WriteQueuesTest : public ::testing::Test, public storage_testing::CoroutineCase {
 public:
  std::vector<std::pair<TablePtr, Item>> items(const std::vector<int>& numbers) const {
    std::vector<std::pair<TablePtr, Item>> out;
    for (const int number : numbers) out.emplace_back(table_, key_of(number));
    return out;
  }

  TablePtr table_ = std::make_shared<const Table>(Table{.record = {.id = "a table"}, .version = 1});
  WriteQueues queues_;
  std::array<int, 4> counts_{};  // changed by whoever has the turn of that number
};

asio::awaitable<void> yield() { return asio::post(asio::use_awaitable); }

// Reads, lets others go on, and writes: whoever is not alone loses counts.
asio::awaitable<void> count_alone(WriteQueuesTest& test, std::vector<int> numbers, int rounds) {
  for (int i = 0; i < rounds; ++i) {
    const auto turn = co_await test.queues_.enter(test.items(numbers));
    for (const int number : numbers) {
      auto& count = test.counts_.at(static_cast<std::size_t>(number));
      const int before = count;
      co_await yield();
      count = before + 1;
    }
  }
}

asio::awaitable<void> enter_once(WriteQueuesTest& test, bool& entered) {
  const auto turn = co_await test.queues_.enter(test.items({1}));
  entered = true;
}

TEST_F(WriteQueuesTest, ATurnIsHadAtOnceWhereNobodyIs) {
  WriteQueues::Turn first;
  EXPECT_TRUE(queues_.try_enter(*table_, key_of(1), first));
  WriteQueues::Turn second;
  EXPECT_FALSE(queues_.try_enter(*table_, key_of(1), second));
  EXPECT_TRUE(queues_.try_enter(*table_, key_of(2), second));
  first = {};
  WriteQueues::Turn third;
  EXPECT_TRUE(queues_.try_enter(*table_, key_of(1), third));
  WriteQueues::Turn moved = std::move(third);
  EXPECT_TRUE(queues_.try_enter(*table_, key_of(3), third));
  EXPECT_FALSE(queues_.try_enter(*table_, key_of(1), first));
}

TEST_F(WriteQueuesTest, ManyAreAloneOneAfterAnotherAndNoneIsForgotten) {
  const std::vector<std::vector<int>> wanted{{0, 1}, {1, 0}, {2, 1, 3}, {3, 0}, {0}, {1}, {2}, {3, 3}};
  run_at_once(8, [&](int i) { return count_alone(*this, wanted.at(static_cast<std::size_t>(i)), 500); });
  EXPECT_EQ(counts_, (std::array<int, 4>{2000, 2000, 1000, 2000}));
}

TEST_F(WriteQueuesTest, OneThatGoesAwayWhileItWaitsHoldsUpNobody) {
  bool gone = false;
  bool entered = false;
  WriteQueues::Turn turn;
  ASSERT_TRUE(queues_.try_enter(*table_, key_of(1), turn));
  {
    asio::io_context other;
    asio::co_spawn(other, enter_once(*this, gone), [](std::exception_ptr) {});
    other.poll();
    asio::co_spawn(context(), enter_once(*this, entered), [](std::exception_ptr) {});
    context().poll();
    turn = {};  // calls the first …
  }  // … which is no more
  run(yield());
  EXPECT_TRUE(entered);
  EXPECT_FALSE(gone);
}

}  // namespace
}  // namespace winterbaume::dynamodb
