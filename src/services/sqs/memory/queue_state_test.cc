// QueueState against a plain model of the rules, over long random dialogues; the contract suite has the single rules.
#include "services/sqs/memory/queue_state.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace winterbaume::sqs::memory {
namespace {

constexpr seconds k_retention{400};

// What a queue must know of a message, without any cleverness about finding it.
struct Known {
  std::string group;
  TimePoint sent;
  TimePoint hidden_until;
  bool in_flight = false;
  std::uint32_t receives = 0;
  Receipt receipt;
};

class Dialogue {
 public:
  Dialogue(bool fifo, unsigned seed) : fifo_(fifo), random_(seed), state_("arn", 7, settings(fifo), {}, now_) {}

  void step() {
    switch (random_() % 8) {
      case 0:
      case 1:
      case 2:
        return send();
      case 3:
      case 4:
        return receive();
      case 5:
        return remove();
      case 6:
        return change();
      default:
        now_ += Millis(random_() % 20'000);
        state_.advance(now_);
        forget_expired();
    }
  }

  void check() {
    std::int64_t visible = 0, in_flight = 0, delayed = 0;
    TimePoint next = k_end_of_time;
    for (const auto& [id, known] : known_) {
      bool hidden = known.hidden_until > now_;
      ++(!hidden ? visible : known.in_flight ? in_flight : delayed);
      if (hidden) next = std::min(next, known.hidden_until);
    }
    auto described = state_.describe(now_);
    ASSERT_EQ(described.visible, visible);
    ASSERT_EQ(described.in_flight, in_flight);
    ASSERT_EQ(described.delayed, delayed);
    ASSERT_EQ(state_.next_visible(), next);
    ASSERT_EQ(state_.available() > 0, std::ranges::any_of(known_, [&](auto& one) { return receivable(one.first, {}); }));
  }

 private:
  static QueueSettings settings(bool fifo) {
    QueueSettings out;
    out.fifo = fifo;
    out.retention = k_retention;
    return out;
  }

  // Whether a receive that has given `taken` so far may give that message.
  bool receivable(std::uint64_t id, const std::vector<std::uint64_t>& taken) const {
    const Known& known = known_.at(id);
    if (known.hidden_until > now_) return false;
    if (!fifo_) return true;
    return std::ranges::none_of(known_, [&](const auto& other) {
      return other.first < id && other.second.group == known.group && std::ranges::count(taken, other.first) == 0;
    });
  }

  void send() {
    Arrival arrival;
    arrival.id.bytes[0] = 1;
    if (fifo_ || random_() % 2 == 0) arrival.group_id = "g" + std::to_string(random_() % 5);
    arrival.payload = Payload::pack({}, std::to_string(++sent_));
    if (!fifo_ && random_() % 4 == 0) arrival.delay = seconds(random_() % 60);
    Known known{.group = arrival.group_id.value_or(""), .sent = now_, .hidden_until = now_ + arrival.delay.value_or(seconds(0))};
    auto sent = state_.send(std::move(arrival), now_);
    ASSERT_TRUE(known_.emplace(sent.sequence, known).second);
  }

  void receive() {
    std::size_t max = 1 + random_() % 10;
    seconds visibility(random_() % 60);
    std::vector<Delivery> given;
    ASSERT_EQ(state_.receive({max, visibility, {}}, nullptr, given, now_), ReceiveOutcome::done);
    std::vector<std::uint64_t> taken;
    for (const auto& delivery : given) {
      auto id = delivery.receipt.sequence;
      ASSERT_TRUE(known_.contains(id));
      ASSERT_EQ(std::ranges::count(taken, id), 0);
      ASSERT_TRUE(receivable(id, taken)) << id;
      taken.push_back(id);
    }
    bool more = std::ranges::any_of(
        known_, [&](auto& one) { return std::ranges::count(taken, one.first) == 0 && receivable(one.first, taken); });
    ASSERT_TRUE(given.size() == max || !more) << "it could have given more";
    for (const auto& delivery : given) {
      Known& known = known_.at(delivery.receipt.sequence);
      ASSERT_EQ(delivery.receipt.receive, ++known.receives);
      known.in_flight = true;
      known.hidden_until = now_ + visibility;
      known.receipt = delivery.receipt;
      receipts_.push_back(delivery.receipt);
    }
  }

  Receipt any_receipt() {
    if (receipts_.empty()) return {random_(), static_cast<Slot>(random_()), 1};
    return receipts_[random_() % receipts_.size()];
  }

  void remove() {
    Receipt receipt = any_receipt();
    auto found = known_.find(receipt.sequence);
    auto outcome = state_.remove(receipt, now_);
    if (found == known_.end()) {
      ASSERT_EQ(outcome, DeleteOutcome::already_gone);
    } else if (found->second.receives != receipt.receive) {
      ASSERT_EQ(outcome, fifo_ ? DeleteOutcome::expired : DeleteOutcome::outdated);
    } else if (fifo_ && found->second.hidden_until <= now_) {
      ASSERT_EQ(outcome, DeleteOutcome::expired);
    } else {
      ASSERT_EQ(outcome, DeleteOutcome::deleted);
      known_.erase(found);
    }
  }

  void change() {
    Receipt receipt = any_receipt();
    seconds timeout(random_() % 60);
    auto found = known_.find(receipt.sequence);
    auto outcome = state_.change_visibility(receipt, timeout, now_);
    if (found == known_.end() || (fifo_ && found->second.receives != receipt.receive)) {
      ASSERT_EQ(outcome, VisibilityOutcome::not_available);
    } else if (found->second.hidden_until <= now_) {
      ASSERT_EQ(outcome, VisibilityOutcome::not_in_flight);
    } else {
      ASSERT_EQ(outcome, VisibilityOutcome::changed);
      found->second.hidden_until = now_ + timeout;
    }
  }

  void forget_expired() {
    std::erase_if(known_, [&](const auto& one) { return one.second.sent + k_retention <= now_; });
  }

  bool fifo_;
  std::minstd_rand random_;
  TimePoint now_{seconds(1'700'000'000)};
  QueueState state_;
  std::map<std::uint64_t, Known> known_;  // by sequence number
  std::vector<Receipt> receipts_;
  std::uint64_t sent_ = 0;
};

void hold_dialogues(bool fifo) {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    Dialogue dialogue(fifo, seed);
    for (int i = 0; i < 400; ++i) {
      dialogue.step();
      if (::testing::Test::HasFatalFailure()) FAIL() << "seed " << seed << ", step " << i;
      dialogue.check();
      if (::testing::Test::HasFatalFailure()) FAIL() << "seed " << seed << ", after step " << i;
    }
  }
}

TEST(QueueState, AStandardQueueFollowsTheModel) { hold_dialogues(false); }
TEST(QueueState, AFifoQueueFollowsTheModel) { hold_dialogues(true); }

TEST(QueueState, AClockThatIsSetBackDoesNoHarm) {
  TimePoint now{seconds(1'700'000'000)};
  for (bool fifo : {false, true}) {
    QueueSettings settings;
    settings.fifo = fifo;
    QueueState state("arn", 1, settings, {}, now);
    auto send = [&](const char* id, TimePoint at) {
      Arrival arrival;
      arrival.group_id = "g";
      arrival.payload = Payload::pack({}, id);
      state.send(std::move(arrival), at);
    };
    send("1", now);
    send("2", now - seconds(3600));
    std::vector<Delivery> out;
    state.receive({10, seconds(10), {}}, nullptr, out, now - seconds(7200));
    ASSERT_EQ(out.size(), 2U);
    EXPECT_EQ(state.describe(now).visible, 2);
    EXPECT_EQ(state.describe(now + seconds(345'600)).visible, 0);
  }
}

TEST(QueueState, GivesItsMemoryBackMessageByMessage) {
  TimePoint now{seconds(1'700'000'000)};
  QueueState state("arn", 1, {}, {}, now);
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 1000; ++i) {
      Arrival arrival;
      arrival.payload = Payload::pack({}, "");
      state.send(std::move(arrival), now);
    }
    std::vector<Delivery> out;
    state.receive({1000, seconds(10), {}}, nullptr, out, now);
    for (const auto& delivery : out) EXPECT_EQ(state.remove(delivery.receipt, now), DeleteOutcome::deleted);
    EXPECT_EQ(state.size(), 0U);
    EXPECT_EQ(state.next_visible(), k_end_of_time);
  }
}

}  // namespace
}  // namespace winterbaume::sqs::memory
