// What FIFO receives with a ReceiveRequestAttemptId gave in the last five minutes, so that a retry gets the same.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "services/sqs/memory/receipt_handle.h"

namespace winterbaume::sqs::memory {

constexpr std::chrono::minutes k_attempt_interval{5};

struct ReceiveAttempt {
  struct Given {
    Receipt receipt;
    TimePoint visible_again;  // as this receive set it: when the message has another, something changed it
  };
  std::vector<Given> given;
  TimePoint until{};
};

class ReceiveAttempts {
 public:
  // Null when there is none or it is over.
  ReceiveAttempt* find(const std::string& attempt_id, TimePoint now);
  void remember(const std::string& attempt_id, ReceiveAttempt attempt);
  void expire(TimePoint now);
  void clear();

 private:
  std::unordered_map<std::string, ReceiveAttempt> attempts_;
  std::deque<std::pair<TimePoint, std::string>> ends_;
};

}  // namespace winterbaume::sqs::memory
