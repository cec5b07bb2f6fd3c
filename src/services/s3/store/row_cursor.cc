#include "services/s3/store/row_cursor.h"

#include <algorithm>

namespace winterbaume::s3 {
namespace {

constexpr std::size_t k_limit_max = 1001;
// After a seek over a large common prefix most likely comes another: little is read until rows are really taken.
constexpr std::size_t k_limit_after_seek = 4;

}  // namespace

asio::awaitable<Row*> RowCursor::peek() {
  if (at_ < rows_.size()) co_return &rows_[at_];
  if (ended_) co_return nullptr;
  if (!rows_.empty()) range_.begin = rows_.back().key + '\0';
  const auto limit = std::clamp<std::size_t>(limit_, 1, k_limit_max);
  rows_ = co_await store_.scan(partition_, range_, {.limit = limit, .value_bytes_max = value_bytes_max_});
  at_ = steps_ = 0;
  ended_ = rows_.empty();
  limit_ = limit * 4;
  co_return rows_.empty() ? nullptr : &rows_[0];
}

void RowCursor::seek(std::string key) {
  while (at_ < rows_.size() && rows_[at_].key < key) ++at_;
  ++steps_;
  if (at_ < rows_.size()) return;
  // Among prefixes of a few keys each most rows are stepped on, as without seeks.
  if (steps_ * 4 < rows_.size()) limit_ = k_limit_after_seek;
  rows_.clear();
  at_ = steps_ = 0;
  range_.begin = std::max(range_.begin, std::move(key));
  ended_ = !range_.end.empty() && range_.begin >= range_.end;
}

}  // namespace winterbaume::s3
