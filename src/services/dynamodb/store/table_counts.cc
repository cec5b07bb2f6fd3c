#include "services/dynamodb/store/table_counts.h"

#include <algorithm>
#include <optional>

#include "services/dynamodb/store/keys.h"

namespace winterbaume::dynamodb {
namespace {

// Up to here all is read again where anything was written.
constexpr std::int64_t k_small_items_max = 8192;
// Other servers may write to the table too, and tell nobody.
constexpr Millis k_age_max = std::chrono::seconds(10);
// What is only old, and may be right, is read again at a smaller pace.
constexpr std::size_t k_pace_of_old = 8;

struct CountedSlice {
  ItemCount count;
  std::uint32_t marks = 1;    // how often it was written to
  std::uint32_t counted = 0;  // what `marks` was before it was counted
  TimePoint at;

  bool is_wrong() const { return marks != counted; }
  bool is_old(TimePoint now) const { return now - at >= k_age_max || now < at; }
};

// One slice, of everything, or k_count_slices.
struct CountedRows {
  std::vector<CountedSlice> slices = std::vector<CountedSlice>(1);
  std::uint32_t next = 0;  // where to go on

  bool is_small() const { return slices.size() == 1; }
};

struct HashedRow {
  std::uint32_t number = 0;
  std::uint32_t hash = 0;
};

std::optional<HashedRow> hashed_row(std::string_view row) {
  if (row.starts_with('i')) return HashedRow{0, static_cast<std::uint32_t>(read_big_endian(row.substr(1), 4))};
  if (!row.starts_with('x')) return std::nullopt;
  return HashedRow{static_cast<std::uint32_t>(read_big_endian(row.substr(1), 4)),
                   static_cast<std::uint32_t>(read_big_endian(row.substr(5), 4))};
}

}  // namespace

std::uint32_t count_slice(std::uint32_t hash) {
  static_assert(k_count_slices == 1U << 10);
  return hash >> 22;
}

class TableCounts::Counted {
 public:
  explicit Counted(std::string id) : id(std::move(id)) {}
  const std::string id;
  std::mutex mutex;
  std::map<std::uint32_t, CountedRows> rows;  // under the mutex
};

TableCounts::Writing::Writing(TableCounts& counts, const std::vector<PartitionCommit>& parts) : counts_(counts) {
  for (const auto& part : parts) {
    const auto place = place_of(part.partition);
    for (const auto& write : part.writes) {
      if (const auto row = hashed_row(write.key)) rows_.push_back({place, row->number, count_slice(row->hash)});
    }
  }
}

// Tables that share a place are all marked: some are counted for nothing then.
TableCounts::Writing::~Writing() {
  for (const auto& row : rows_) {
    auto& place = counts_.places_[row.place];
    if (!place.used.load()) continue;
    std::scoped_lock lock(place.mutex);
    for (auto& [partition, table] : place.tables) {
      std::scoped_lock table_lock(table->mutex);
      const auto found = table->rows.find(row.number);
      if (found == table->rows.end()) continue;
      auto& slices = found->second.slices;
      ++slices[found->second.is_small() ? 0 : row.slice].marks;
    }
  }
}

TableCounts::CountedPtr TableCounts::find_or_add(const std::string& partition, const Table& table) {
  auto& place = places_[place_of(partition)];
  std::scoped_lock lock(place.mutex);
  auto& counted = place.tables[partition];
  if (counted == nullptr || counted->id != table.record.id) counted = std::make_shared<Counted>(table.record.id);
  place.used.store(true);
  std::scoped_lock table_lock(counted->mutex);
  std::erase_if(counted->rows, [&](const auto& rows) {
    return rows.first != 0 &&
           std::ranges::find(table.record.indexes, rows.first, &IndexRecord::number) == table.record.indexes.end();
  });
  counted->rows.try_emplace(0);
  for (const auto& index : table.record.indexes) counted->rows.try_emplace(index.number);
  return counted;
}

void TableCounts::forget(const std::string& partition) {
  auto& place = places_[place_of(partition)];
  std::scoped_lock lock(place.mutex);
  place.tables.erase(partition);
  place.used.store(!place.tables.empty());
}

void TableCounts::clear() {
  for (auto& place : places_) {
    std::scoped_lock lock(place.mutex);
    place.tables.clear();
    place.used.store(false);
  }
}

TableCounts::Work TableCounts::work(Counted& counted, std::uint32_t number, TimePoint now, std::size_t& rows_max) {
  std::scoped_lock lock(counted.mutex);
  auto& rows = counted.rows[number];
  Work out{.whole = rows.is_small()};
  if (out.whole) {
    const auto& all = rows.slices.front();
    if (all.is_wrong() || all.is_old(now)) out.slices.push_back({0, all.marks});
    return out;
  }
  auto old_max = rows_max / k_pace_of_old;
  const auto begin = rows.next;
  for (std::uint32_t i = 0; i < k_count_slices && rows_max > 0; ++i) {
    const auto at = (begin + i) % k_count_slices;
    const auto& slice = rows.slices[at];
    const auto cost = static_cast<std::size_t>(slice.count.items) + 1;
    if (!slice.is_wrong() && (!slice.is_old(now) || old_max == 0)) continue;
    if (!slice.is_wrong()) old_max -= std::min(old_max, cost);
    rows_max -= std::min(rows_max, cost);
    rows.next = at + 1;
    out.slices.push_back({at, slice.marks});
  }
  return out;
}

void TableCounts::put(Counted& counted, std::uint32_t number, Slice slice, ItemCount count, TimePoint now) {
  std::scoped_lock lock(counted.mutex);
  const auto found = counted.rows.find(number);
  if (found == counted.rows.end() || slice.at >= found->second.slices.size()) return;
  auto& kept = found->second.slices[slice.at];
  kept.count = count;
  kept.counted = slice.marks;
  kept.at = now;
}

void TableCounts::put_whole(Counted& counted, std::uint32_t number, const std::vector<Slice>& marks,
                            const std::vector<ItemCount>& slices, TimePoint now) {
  std::scoped_lock lock(counted.mutex);
  const auto found = counted.rows.find(number);
  if (found == counted.rows.end() || !found->second.is_small()) return;
  auto& rows = found->second;
  auto& all = rows.slices.front();
  all.count = {};
  for (const auto& slice : slices) {
    all.count.items += slice.items;
    all.count.bytes += slice.bytes;
  }
  all.counted = marks.front().marks;
  all.at = now;
  if (all.count.items <= k_small_items_max) return;
  // What was written since, to whichever slice, is in all of them.
  std::vector<CountedSlice> split(k_count_slices, all);
  for (std::size_t i = 0; i < split.size(); ++i) split[i].count = slices[i];
  rows.slices = std::move(split);
}

ItemCount TableCounts::sum(Counted& counted, std::uint32_t number) {
  std::scoped_lock lock(counted.mutex);
  ItemCount out;
  for (const auto& slice : counted.rows[number].slices) {
    out.items += slice.count.items;
    out.bytes += slice.count.bytes;
  }
  return out;
}

}  // namespace winterbaume::dynamodb
