// Rows in order of their keys, each packed into one block of memory: tree links, version, lengths and bytes. A row of a 30-byte
// key and a 220-byte value costs 304 bytes with the allocator's own; a std::map of strings takes 424.
#pragma once

#include <boost/intrusive/avl_set.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace winterbaume {

// Made by make_packed_row(); its bytes follow it in memory.
class PackedRow : public boost::intrusive::avl_set_base_hook<boost::intrusive::optimize_size<true>> {
 public:
  std::string_view key() const { return {bytes(), key_bytes_}; }
  std::string_view value() const { return {bytes() + key_bytes_, value_bytes_}; }
  std::uint64_t version = 0;

  struct Free {
    void operator()(PackedRow* row) const noexcept;
  };

 private:
  friend std::unique_ptr<PackedRow, Free> make_packed_row(std::string_view key, std::string_view value);
  PackedRow(std::size_t key_bytes, std::size_t value_bytes)
      : key_bytes_(static_cast<std::uint32_t>(key_bytes)), value_bytes_(static_cast<std::uint32_t>(value_bytes)) {}
  char* bytes() { return reinterpret_cast<char*>(this + 1); }
  const char* bytes() const { return reinterpret_cast<const char*>(this + 1); }

  std::uint32_t key_bytes_;
  std::uint32_t value_bytes_;
};

using PackedRowPtr = std::unique_ptr<PackedRow, PackedRow::Free>;

// Throws StorageFailure where the key or the value is of 4 GiB or more.
PackedRowPtr make_packed_row(std::string_view key, std::string_view value);

// Not thread-safe.
class PackedRows {
  struct KeyOf {
    using type = std::string_view;
    type operator()(const PackedRow& row) const { return row.key(); }
  };
  using Tree =
      boost::intrusive::avl_set<PackedRow, boost::intrusive::constant_time_size<false>, boost::intrusive::key_of_value<KeyOf>>;

 public:
  using const_iterator = Tree::const_iterator;

  PackedRows() = default;
  PackedRows(PackedRows&& other) noexcept = default;
  PackedRows& operator=(PackedRows&& other) noexcept = default;
  ~PackedRows();

  bool empty() const { return rows_.empty(); }
  const_iterator begin() const { return rows_.begin(); }
  const_iterator end() const { return rows_.end(); }
  const_iterator find(std::string_view key) const { return rows_.find(key); }
  const_iterator lower_bound(std::string_view key) const { return rows_.lower_bound(key); }
  // Replaces the row that has the key. Throws nothing.
  void put(PackedRowPtr row) noexcept;
  void erase(std::string_view key) noexcept;

 private:
  Tree rows_;
};

}  // namespace winterbaume
