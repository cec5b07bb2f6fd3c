// Walks rows of a partition in order, a page at a time: small pages where a listing steps over most of what follows.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "storage/state_store.h"

namespace winterbaume::s3 {

namespace asio = boost::asio;

class RowCursor {
 public:
  // `wanted`: how many rows the caller expects to need at most. The store outlives the cursor.
  RowCursor(StateStore& store, PartitionKey partition, KeyRange range, std::size_t value_bytes_max, std::size_t wanted)
      : store_(store),
        partition_(std::move(partition)),
        range_(std::move(range)),
        value_bytes_max_(value_bytes_max),
        limit_(wanted) {}

  // The row at hand, or null at the end. Stays until next() or seek().
  asio::awaitable<Row*> peek();
  void next() {
    ++at_;
    ++steps_;
  }
  // Goes on at the first row that is not before `key`.
  void seek(std::string key);

 private:
  StateStore& store_;
  PartitionKey partition_;
  KeyRange range_;
  std::size_t value_bytes_max_;
  std::size_t limit_;
  std::vector<Row> rows_;
  std::size_t at_ = 0;
  std::size_t steps_ = 0;  // from row to row, within the rows at hand
  bool ended_ = false;
};

}  // namespace winterbaume::s3
