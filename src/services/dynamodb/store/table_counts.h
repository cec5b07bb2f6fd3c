// How many items tables and indexes have, in slices of their hash keys, so that only what was written to is read again.
#pragma once

#include <array>
#include <atomic>
#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "services/dynamodb/dynamodb_backend.h"
#include "storage/state_store.h"

namespace winterbaume::dynamodb {

// Of the hashes that rows of items and of index entries have (keys.h).
inline constexpr std::uint32_t k_count_slices = 1024;
std::uint32_t count_slice(std::uint32_t hash);

// Thread-safe. Tables that nobody counts cost a look at their place a commit; the others keep 32 KiB a table and an index, the
// small ones nothing.
class TableCounts {
 public:
  // What is known of a table, by the numbers of its indexes (0: the table itself).
  class Counted;
  using CountedPtr = std::shared_ptr<Counted>;

  // While it lives, rows of these commits are being written: whatever becomes of it, what was counted of them may be wrong then.
  class Writing {
   public:
    Writing(TableCounts& counts, const std::vector<PartitionCommit>& parts);
    ~Writing();
    Writing(const Writing&) = delete;
    Writing& operator=(const Writing&) = delete;

   private:
    struct Row {
      std::uint32_t place = 0;
      std::uint32_t number = 0;
      std::uint32_t slice = 0;
    };
    TableCounts& counts_;
    boost::container::small_vector<Row, 8> rows_;
  };

  // From here on it is told of what is written.
  CountedPtr find_or_add(const std::string& partition, const Table& table);
  void forget(const std::string& partition);
  void clear();

  // A part to be read, and what it was marked with before.
  struct Slice {
    std::uint32_t at = 0;
    std::uint32_t marks = 0;
  };
  struct Work {
    bool whole = false;  // everything, not a slice
    std::vector<Slice> slices;
  };
  // What should be read again: of a small table all of it, of a large one about `rows_max` rows, which is lessened by them.
  Work work(Counted& counted, std::uint32_t number, TimePoint now, std::size_t& rows_max);
  void put(Counted& counted, std::uint32_t number, Slice slice, ItemCount count, TimePoint now);
  // `marks` as work() gave them.
  void put_whole(Counted& counted, std::uint32_t number, const std::vector<Slice>& marks, const std::vector<ItemCount>& slices,
                 TimePoint now);
  ItemCount sum(Counted& counted, std::uint32_t number);

 private:
  static constexpr std::size_t k_places = 512;
  struct Place {
    std::atomic<bool> used = false;
    std::mutex mutex;
    std::map<std::string, CountedPtr, std::less<>> tables;
  };
  static std::uint32_t place_of(std::string_view partition) {
    return static_cast<std::uint32_t>(std::hash<std::string_view>{}(partition) % k_places);
  }

  std::array<Place, k_places> places_;
};

}  // namespace winterbaume::dynamodb
