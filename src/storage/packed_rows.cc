#include "storage/packed_rows.h"

#include <cstring>
#include <limits>
#include <new>

#include "core/failure.h"

namespace winterbaume {

void PackedRow::Free::operator()(PackedRow* row) const noexcept {
  row->~PackedRow();
  ::operator delete(row);
}

PackedRowPtr make_packed_row(std::string_view key, std::string_view value) {
  constexpr std::size_t k_bytes_max = std::numeric_limits<std::uint32_t>::max();
  if (key.size() > k_bytes_max || value.size() > k_bytes_max) throw StorageFailure("a row of 4 GiB or more can't be kept");
  void* memory = ::operator new(sizeof(PackedRow) + key.size() + value.size());
  PackedRowPtr row(new (memory) PackedRow(key.size(), value.size()));
  if (!key.empty()) std::memcpy(row->bytes(), key.data(), key.size());
  if (!value.empty()) std::memcpy(row->bytes() + key.size(), value.data(), value.size());
  return row;
}

PackedRows::~PackedRows() { rows_.clear_and_dispose(PackedRow::Free{}); }

void PackedRows::put(PackedRowPtr row) noexcept {
  Tree::insert_commit_data place;
  auto [found, absent] = rows_.insert_check(row->key(), place);
  if (absent) {
    rows_.insert_commit(*row.release(), place);
  } else {
    PackedRow* old = &*found;
    rows_.replace_node(found, *row.release());
    PackedRow::Free{}(old);
  }
}

void PackedRows::erase(std::string_view key) noexcept {
  if (auto found = rows_.find(key); found != rows_.end()) rows_.erase_and_dispose(found, PackedRow::Free{});
}

}  // namespace winterbaume
