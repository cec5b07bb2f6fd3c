#include "services/sqs/memory/group_table.h"

namespace winterbaume::sqs::memory {

std::uint32_t GroupTable::enter(std::string_view name) {
  if (auto found = numbers_.find(name); found != numbers_.end()) {
    ++groups_[found->second]->messages;
    return found->second;
  }
  auto group = std::make_unique<Group>();
  group->name = name;
  group->messages = 1;
  auto number = vacant_.empty() ? static_cast<std::uint32_t>(groups_.size()) : vacant_.back();
  numbers_.emplace(group->name, number);
  if (vacant_.empty()) {
    groups_.push_back(std::move(group));
  } else {
    vacant_.pop_back();
    groups_[number] = std::move(group);
  }
  return number;
}

void GroupTable::leave(std::uint32_t number) {
  if (--groups_[number]->messages != 0) return;
  numbers_.erase(groups_[number]->name);
  groups_[number].reset();
  vacant_.push_back(number);
}

void GroupTable::clear() {
  numbers_.clear();
  groups_.clear();
  groups_.shrink_to_fit();
  vacant_.clear();
}

}  // namespace winterbaume::sqs::memory
