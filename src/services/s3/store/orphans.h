// Blobs that no record names: what a crash between the writing of a blob and the commit that names it leaves behind.
#pragma once

#include <array>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <stop_token>
#include <vector>

#include "core/clock.h"
#include "storage/blob_store.h"
#include "storage/state_store.h"

namespace winterbaume::s3 {

namespace asio = boost::asio;

// Blobs that might be orphans: at first all that are there at a time.
class OrphanSuspects {
 public:
  static asio::awaitable<OrphanSuspects> list(BlobStore& blobs);

  bool empty() const { return ids_.empty(); }
  std::vector<std::string> ids() const;
  // Acquits those that a record names. Both ways of reading find a record that stays; one that moves from one row to another
  // meanwhile may escape one of them.
  enum class Direction : bool { forward, backward };
  asio::awaitable<void> acquit_named(StateStore& store, Direction direction, std::stop_token stop);

 private:
  using Id = std::array<std::uint8_t, 16>;
  static std::optional<Id> parse(std::string_view id);
  void acquit(std::string_view blob);
  void acquit_row(char kind, std::string_view value);

  std::vector<Id> ids_;  // in order
  std::vector<bool> named_;
};

// At once and then daily: blobs that were there an hour ago, and that no record named then nor names now, are removed. Blobs that
// are being written, and those whose commit is under way, are younger than that. Runs until `stop` is requested.
asio::awaitable<void> collect_orphans(StateStore& store, BlobStore& blobs, Clock& clock, std::stop_token stop);

}  // namespace winterbaume::s3
