// Parts of objects that are being read: their blobs stay until nobody reads them any more, whatever becomes of the object. Within
// this process; a server that shares the store knows nothing of it.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/clock.h"

namespace winterbaume::s3 {

// Thread-safe. What hold() gives may outlive it.
class HeldParts {
 public:
  HeldParts();

  // Until the last that holds it lets go, no blob of that manifest is freed.
  std::shared_ptr<const void> hold(const std::string& manifest);
  // That manifest is gone. Gives the blobs that may be removed: all of them, or none while it is held.
  std::vector<std::string> free(const std::string& manifest, std::vector<std::string> blobs);
  // Blobs that were held when they were freed, and are not any more.
  std::vector<std::string> take_released();
  // Notified when there are some.
  const std::shared_ptr<Wakeup>& wakeup() const { return state_->wakeup; }

 private:
  struct Hold;
  struct State {
    std::mutex mutex;
    std::map<std::string, std::weak_ptr<Hold>, std::less<>> holds;
    std::vector<std::string> released;
    std::shared_ptr<Wakeup> wakeup = std::make_shared<Wakeup>();
  };
  std::shared_ptr<State> state_;
};

}  // namespace winterbaume::s3
