#include "services/sqs/memory/string_pool.h"

#include "services/sqs/memory/message.h"

namespace winterbaume::sqs::memory {

std::uint32_t StringPool::acquire(std::string_view text) {
  if (text.empty()) return k_none;
  if (auto found = numbers_.find(text); found != numbers_.end()) {
    ++entries_[found->second]->references;
    return found->second;
  }
  auto number = vacant_.empty() ? static_cast<std::uint32_t>(entries_.size()) : vacant_.back();
  auto entry = std::make_unique<Entry>(Entry{std::string(text), 1});
  numbers_.emplace(entry->text, number);
  if (vacant_.empty()) {
    entries_.push_back(std::move(entry));
  } else {
    vacant_.pop_back();
    entries_[number] = std::move(entry);
  }
  return number;
}

void StringPool::release(std::uint32_t number) {
  if (number == k_none || --entries_[number]->references != 0) return;
  numbers_.erase(entries_[number]->text);
  entries_[number].reset();
  vacant_.push_back(number);
}

std::string_view StringPool::text(std::uint32_t number) const {
  return number == k_none ? std::string_view() : std::string_view(entries_[number]->text);
}

void StringPool::clear() {
  numbers_.clear();
  entries_.clear();
  vacant_.clear();
}

}  // namespace winterbaume::sqs::memory
