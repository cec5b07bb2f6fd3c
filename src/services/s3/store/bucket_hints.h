// Which buckets an account has, and how many: the rows of "s3/buckets" (store/keys.h). A row and the account's count change in
// one commit, so that no two requests at once pass the limit, and nobody counts rows for it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>

#include "services/s3/s3_types.h"
#include "storage/state_store.h"

namespace winterbaume::s3 {

namespace asio = boost::asio;

class BucketHints {
 public:
  // The store outlives it.
  explicit BucketHints(StateStore& store) : store_(store) {}

  // False, and nothing changes, where the account has `max` of that kind already, and this one is not among them.
  asio::awaitable<bool> add(BucketRecord bucket, std::size_t max = std::numeric_limits<std::size_t>::max());
  asio::awaitable<void> remove(BucketRecord bucket);

 private:
  struct Rows {
    std::string hint;
    std::string counter;
    std::optional<Entry> hinted;
    std::optional<Entry> counted;
    std::size_t count = 0;
  };
  asio::awaitable<Rows> read(const BucketRecord& bucket);
  asio::awaitable<std::size_t> count_hints(std::string account_id, std::string kind);
  // False where another change came first.
  asio::awaitable<bool> commit(Rows rows, std::optional<std::string> hint, std::size_t count);

  StateStore& store_;
};

}  // namespace winterbaume::s3
