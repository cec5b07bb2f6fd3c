// Where S3 delivers notifications: the emulator's own SQS, wired by emulator/.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

namespace winterbaume::s3 {

namespace asio = boost::asio;

// Thread-safe.
class EventQueues {
 public:
  virtual ~EventQueues() = default;
  virtual asio::awaitable<bool> exists(std::string queue_arn) = 0;
  // False where the queue is gone or refuses.
  virtual asio::awaitable<bool> send(std::string queue_arn, std::string body) = 0;
};

}  // namespace winterbaume::s3
