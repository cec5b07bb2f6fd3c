#include "services/sqs/memory/receive_attempts.h"

namespace winterbaume::sqs::memory {

ReceiveAttempt* ReceiveAttempts::find(const std::string& attempt_id, TimePoint now) {
  auto found = attempts_.find(attempt_id);
  return found == attempts_.end() || found->second.until <= now ? nullptr : &found->second;
}

void ReceiveAttempts::remember(const std::string& attempt_id, ReceiveAttempt attempt) {
  ends_.emplace_back(attempt.until, attempt_id);
  attempts_.insert_or_assign(attempt_id, std::move(attempt));
}

void ReceiveAttempts::expire(TimePoint now) {
  while (!ends_.empty() && ends_.front().first <= now) {
    auto found = attempts_.find(ends_.front().second);
    if (found != attempts_.end() && found->second.until <= now) attempts_.erase(found);
    ends_.pop_front();
  }
}

void ReceiveAttempts::clear() {
  attempts_.clear();
  ends_.clear();
}

}  // namespace winterbaume::sqs::memory
