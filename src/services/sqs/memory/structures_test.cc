// The small structures beneath a queue: slab, heap, deduplication table, receipt handles, payloads, waiters.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "services/sqs/memory/deduplication.h"
#include "services/sqs/memory/message_slab.h"
#include "services/sqs/memory/payload.h"
#include "services/sqs/memory/receipt_handle.h"
#include "services/sqs/memory/string_pool.h"
#include "services/sqs/memory/timer_heap.h"
#include "services/sqs/memory/waiters.h"

namespace winterbaume::sqs::memory {
namespace {

constexpr TimePoint k_start{std::chrono::seconds(1'700'000'000)};

TEST(MessageSlab, FindsAMessageUntilItIsReleased) {
  MessageSlab slab;
  Slot slot = slab.allocate();
  slab[slot].sequence = 5;
  EXPECT_EQ(slab.find(slot, 5), &slab[slot]);
  EXPECT_EQ(slab.find(slot, 6), nullptr);
  EXPECT_EQ(slab.find(slot, 0), nullptr);
  EXPECT_EQ(slab.find(k_none, 5), nullptr);
  EXPECT_EQ(slab.find(slot + 1, 0), nullptr);
  slab.release(slot);
  EXPECT_EQ(slab.find(slot, 5), nullptr);
  EXPECT_EQ(slab.find(slot, 0), nullptr);
}

TEST(MessageSlab, NeverGivesASlotTwice) {
  MessageSlab slab;
  std::minstd_rand random(1);
  std::vector<Slot> live;
  std::uint64_t sequence = 0;
  for (int i = 0; i < 50'000; ++i) {
    // Waves: it grows for a while, then shrinks to little.
    bool grow = (i / 5000) % 2 == 0;
    if (live.empty() || random() % 10 < (grow ? 7U : 2U)) {
      Slot slot = slab.allocate();
      ASSERT_EQ(slab[slot].sequence, 0U);
      slab[slot].sequence = ++sequence;
      live.push_back(slot);
    } else {
      std::size_t at = random() % live.size();
      slab.release(live[at]);
      live[at] = live.back();
      live.pop_back();
    }
    ASSERT_EQ(slab.size(), live.size());
  }
  auto slots = slab.slots();
  EXPECT_EQ(std::set(slots.begin(), slots.end()), std::set(live.begin(), live.end()));
}

TEST(TimerHeap, GivesTheEarliestWhateverLeavesOrChanges) {
  MessageSlab slab;
  TimerHeap<&Message::timer> heap;
  std::multimap<TimePoint, Slot> model;
  std::map<Slot, TimePoint> due;
  std::minstd_rand random(2);
  auto forget = [&](Slot slot) {
    auto [begin, end] = model.equal_range(due[slot]);
    model.erase(std::find_if(begin, end, [&](auto& one) { return one.second == slot; }));
  };
  for (int i = 0; i < 20'000; ++i) {
    TimePoint when = k_start + Millis(random() % 1000);
    unsigned what = random() % 4;
    if (what < 2 || due.empty()) {
      Slot slot = slab.allocate();
      slab[slot].sequence = static_cast<std::uint64_t>(i) + 1;
      heap.push(slab, slot, when);
      model.emplace(when, slot);
      due[slot] = when;
    } else {
      Slot slot = std::next(due.begin(), static_cast<long>(random() % std::min<std::size_t>(due.size(), 50)))->first;
      forget(slot);
      if (what == 2) {
        heap.update(slab, slot, when);
        model.emplace(when, slot);
        due[slot] = when;
        ASSERT_EQ(heap.due(slab[slot]), when);
      } else {
        heap.erase(slab, slot);
        ASSERT_EQ(slab[slot].timer, k_none);
        due.erase(slot);
        slab.release(slot);
      }
    }
    ASSERT_EQ(heap.size(), model.size());
    if (!model.empty()) ASSERT_EQ(heap.first_due(), model.begin()->first);
  }
}

TEST(TimerHeap, EqualTimesLeaveInTheOrderOfArrival) {
  MessageSlab slab;
  TimerHeap<&Message::timer> heap;
  for (std::uint64_t i = 1; i <= 100; ++i) {
    Slot slot = slab.allocate();
    slab[slot].sequence = (1ULL << 32) - 50 + i;  // over the edge of 32 bits
    heap.push(slab, slot, k_start);
  }
  std::uint64_t last = 0;
  while (!heap.empty()) {
    Slot slot = heap.first();
    EXPECT_GT(slab[slot].sequence, last);
    last = slab[slot].sequence;
    heap.erase(slab, slot);
  }
}

TEST(Deduplication, FollowsAPlainMap) {
  Deduplication table;
  std::map<int, std::pair<std::uint64_t, TimePoint>> model;
  std::minstd_rand random(3);
  TimePoint now = k_start;
  for (std::uint64_t i = 1; i < 60'000; ++i) {
    now += Millis(random() % ((i / 10'000) % 2 == 0 ? 10 : 400));
    table.expire(now);
    int id = static_cast<int>(random() % 2000);
    auto key = fingerprint(9, "", std::to_string(id));
    auto known = model.find(id);
    bool holds = known != model.end() && known->second.second > now;
    auto* found = table.find(key, now);
    ASSERT_EQ(found != nullptr, holds);
    if (found) {
      ASSERT_EQ(found->sequence, known->second.first);
    } else {
      table.add({key, {}, i, now + seconds(10)});
      model[id] = {i, now + seconds(10)};
    }
  }
  table.expire(now + seconds(10));
  EXPECT_EQ(table.size(), 0U);
}

TEST(Fingerprint, TellsTextsApart) {
  std::set<std::pair<std::uint64_t, std::uint64_t>> seen;
  auto add = [&](const Fingerprint& one) { return seen.emplace(one.high, one.low).second; };
  EXPECT_TRUE(add(fingerprint(1, "", "")));
  EXPECT_TRUE(add(fingerprint(2, "", "")));
  EXPECT_TRUE(add(fingerprint(1, "ab", "c")));
  EXPECT_TRUE(add(fingerprint(1, "a", "bc")));
  EXPECT_TRUE(add(fingerprint(1, "", "abc")));
  EXPECT_TRUE(add(fingerprint(1, "", std::string(1, '\0'))));
  EXPECT_TRUE(add(fingerprint(1, "", std::string(8, '\0'))));
  for (int i = 0; i < 100'000; ++i) ASSERT_TRUE(add(fingerprint(1, "", std::to_string(i))));
}

TEST(ReceiptHandle, ComesBackAsItWas) {
  Receipt receipt{0x0123456789abcdefULL, 77, 3};
  auto handle = make_receipt_handle(42, receipt);
  EXPECT_EQ(handle.size(), 32U);
  EXPECT_EQ(parse_receipt_handle(42, handle), receipt);
  EXPECT_EQ(parse_receipt_handle(43, handle), std::nullopt);
}

TEST(ReceiptHandle, EveryChangedCharacterShows) {
  auto handle = make_receipt_handle(42, {1, 2, 3});
  for (std::size_t at = 0; at < handle.size(); ++at) {
    for (char other : {'A', 'z', '0', '/', '=', '\n', '\xff'}) {
      auto changed = handle;
      if (changed[at] == other) continue;
      changed[at] = other;
      EXPECT_EQ(parse_receipt_handle(42, changed), std::nullopt) << changed;
    }
  }
}

TEST(Payload, SharesWhatItPacked) {
  NewMessage message;
  message.body = "body";
  message.trace_header = "trace";
  message.attributes["b"] = {"Binary.x", std::string("\0\1", 2), true};
  message.attributes["a"] = {"String", "", false};
  auto payload = Payload::pack(message, "id");
  auto copy = payload;
  payload = Payload();
  EXPECT_EQ(copy.body(), "body");
  EXPECT_EQ(copy.trace_header(), "trace");
  EXPECT_EQ(copy.deduplication_id(), "id");
  auto attributes = copy.attributes();
  ASSERT_EQ(attributes.size(), 2U);
  EXPECT_EQ(attributes["a"].data_type, "String");
  EXPECT_EQ(attributes["b"].value, message.attributes["b"].value);
  EXPECT_TRUE(attributes["b"].binary);
  EXPECT_FALSE(attributes["a"].binary);
}

TEST(StringPool, KeepsATextWhileItIsUsed) {
  StringPool pool;
  auto a = pool.acquire("a");
  EXPECT_EQ(pool.acquire("a"), a);
  auto b = pool.acquire("b");
  EXPECT_NE(a, b);
  EXPECT_EQ(pool.acquire(""), k_none);
  EXPECT_EQ(pool.text(k_none), "");
  pool.release(a);
  EXPECT_EQ(pool.text(a), "a");
  pool.release(a);
  EXPECT_EQ(pool.acquire("c"), a);
  EXPECT_EQ(pool.text(a), "c");
  EXPECT_EQ(pool.text(b), "b");
}

// Which of these are notified, as letters.
std::string notified(std::initializer_list<const Waiter*> waiters) {
  std::string out;
  char name = 'a';
  for (const Waiter* waiter : waiters) {
    if (waiter->wakeup->notified()) out += name;
    ++name;
  }
  return out;
}

TEST(Waiters, AsManyAreWokenAsThereAreMessages) {
  Waiters waiters;
  Waiter a, b, c;
  for (Waiter* waiter : {&a, &b, &c}) waiters.add(*waiter);
  waiters.distribute(0, k_end_of_time);
  EXPECT_EQ(notified({&a, &b, &c}), "");
  waiters.distribute(1, k_end_of_time);
  EXPECT_EQ(notified({&a, &b, &c}), "a");
  waiters.distribute(1, k_end_of_time);  // the same message, still there
  EXPECT_EQ(notified({&a, &b, &c}), "a");
  waiters.distribute(2, k_end_of_time);
  EXPECT_EQ(notified({&a, &b, &c}), "ab");
  waiters.remove(a);  // without the message
  waiters.distribute(2, k_end_of_time);
  EXPECT_EQ(notified({&a, &b, &c}), "abc");
  waiters.remove(b);
  waiters.remove(c);
  EXPECT_TRUE(waiters.empty());
}

TEST(Waiters, OneThatFindsNothingKeepsItsTurn) {
  Waiters waiters;
  Waiter a, b;
  waiters.add(a);
  waiters.add(b);
  waiters.distribute(1, k_end_of_time);
  waiters.resumed(a);
  EXPECT_EQ(notified({&a, &b}), "");
  waiters.distribute(1, k_end_of_time);
  EXPECT_EQ(notified({&a, &b}), "a");
}

TEST(Waiters, OneWatchesTheTimeAndAnotherWhenItLeaves) {
  Waiters waiters;
  Waiter a, b, c;
  for (Waiter* waiter : {&a, &b, &c}) waiters.add(*waiter);
  waiters.distribute(0, k_start);
  EXPECT_EQ(notified({&a, &b, &c}), "c");
  waiters.resumed(c);
  EXPECT_EQ(waiters.watch_until(c, k_start), k_start);
  EXPECT_EQ(waiters.watch_until(a, k_start), k_end_of_time);
  waiters.distribute(0, k_start + seconds(1));  // later than what it watches for: it need not know
  EXPECT_EQ(notified({&a, &b, &c}), "");
  waiters.distribute(0, k_start - seconds(1));
  EXPECT_EQ(notified({&a, &b, &c}), "c");
  waiters.remove(c);
  waiters.distribute(0, k_start);
  EXPECT_EQ(notified({&a, &b}), "b");
}

}  // namespace
}  // namespace winterbaume::sqs::memory
