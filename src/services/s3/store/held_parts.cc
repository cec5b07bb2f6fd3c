#include "services/s3/store/held_parts.h"

#include <iterator>
#include <utility>

namespace winterbaume::s3 {

struct HeldParts::Hold {
  Hold(std::shared_ptr<State> whose, std::string of) : state(std::move(whose)), manifest(std::move(of)) {}
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;
  ~Hold() {
    std::lock_guard lock(state->mutex);
    const auto found = state->holds.find(manifest);
    // Another may hold it anew by now.
    if (found != state->holds.end() && found->second.expired()) state->holds.erase(found);
    if (freed.empty()) return;
    std::ranges::move(freed, std::back_inserter(state->released));
    state->wakeup->notify();
  }

  std::shared_ptr<State> state;
  std::string manifest;
  std::vector<std::string> freed;  // under the state's mutex
};

HeldParts::HeldParts() : state_(std::make_shared<State>()) {}

std::shared_ptr<const void> HeldParts::hold(const std::string& manifest) {
  std::lock_guard lock(state_->mutex);
  auto& known = state_->holds[manifest];
  auto held = known.lock();
  if (!held) {
    held = std::make_shared<Hold>(state_, manifest);
    known = held;
  }
  return held;
}

std::vector<std::string> HeldParts::free(const std::string& manifest, std::vector<std::string> blobs) {
  std::shared_ptr<Hold> held;  // let go without the lock
  std::lock_guard lock(state_->mutex);
  const auto found = state_->holds.find(manifest);
  if (found != state_->holds.end()) held = found->second.lock();
  if (!held) return blobs;
  std::ranges::move(blobs, std::back_inserter(held->freed));
  return {};
}

std::vector<std::string> HeldParts::take_released() {
  std::lock_guard lock(state_->mutex);
  return std::exchange(state_->released, {});
}

}  // namespace winterbaume::s3
