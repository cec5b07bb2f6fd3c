// The message groups of a queue (on a standard queue: its tenants), each living as long as it has messages.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "services/sqs/memory/slot_list.h"

namespace winterbaume::sqs::memory {

struct Group {
  std::string name;
  std::uint64_t messages = 0;  // in every state
  // Standard: its ready messages, in the order of their readiness. FIFO: its ready and in-flight ones, by sequence number.
  SlotList<&Message::order> list;
  std::uint32_t in_flight = 0;
  // Standard queues.
  std::uint64_t quiet_order = 0;  // its key among the quiet groups; 0: it is not among them
  bool noisy = false;
  TimePoint last_sent{};
  // FIFO queues: the list of groups that can give a message.
  bool queued = false;
  Link queue;
};

class GroupTable {
 public:
  Group& operator[](std::uint32_t number) { return *groups_[number]; }
  const Group& operator[](std::uint32_t number) const { return *groups_[number]; }
  // The group of that name, one message added.
  std::uint32_t enter(std::string_view name);
  // One message left; the group goes with its last one.
  void leave(std::uint32_t number);
  std::size_t size() const { return numbers_.size(); }
  void clear();

 private:
  std::vector<std::unique_ptr<Group>> groups_;
  std::vector<std::uint32_t> vacant_;
  std::unordered_map<std::string_view, std::uint32_t> numbers_;  // views of the groups' names
};

}  // namespace winterbaume::sqs::memory
