#include "services/dynamodb/items/value_writer.h"

#include <array>

namespace winterbaume::dynamodb {
namespace {

std::size_t write_varint(std::uint64_t value, std::array<char, 10>& out) {
  std::size_t size = 0;
  while (value >= 0x80) {
    out[size++] = static_cast<char>(value | 0x80);
    value >>= 7;
  }
  out[size++] = static_cast<char>(value);
  return size;
}

}  // namespace

void append_varint(std::string& out, std::uint64_t value) {
  std::array<char, 10> bytes;
  out.append(bytes.data(), write_varint(value, bytes));
}

void append_sized(std::string& out, std::string_view bytes) {
  append_varint(out, bytes.size());
  out += bytes;
}

void close_payload(std::string& out, std::size_t begin) {
  std::array<char, 10> bytes;
  out.insert(begin, bytes.data(), write_varint(out.size() - begin, bytes));
}

bool EntryWriter::in_order() const {
  return std::ranges::adjacent_find(entries_, [](const Entry& a, const Entry& b) { return a.name >= b.name; }) == entries_.end();
}

void EntryWriter::finish() {
  std::array<char, 10> count;
  if (in_order()) {
    out_.insert(begin_, count.data(), write_varint(entries_.size(), count));
    return;
  }
  // Each with its end, which the next one's beginning is; then by name, the later of two alike first.
  boost::container::small_vector<std::pair<Entry, std::size_t>, 16> sorted;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    sorted.emplace_back(entries_[i], i + 1 == entries_.size() ? out_.size() : entries_[i + 1].begin);
  }
  std::ranges::sort(sorted, [](const auto& a, const auto& b) {
    return a.first.name != b.first.name ? a.first.name < b.first.name : a.first.begin > b.first.begin;
  });
  const auto alike = [](const auto& a, const auto& b) { return a.first.name == b.first.name; };
  sorted.erase(std::unique(sorted.begin(), sorted.end(), alike), sorted.end());
  std::string gathered(count.data(), write_varint(sorted.size(), count));
  for (const auto& [entry, end] : sorted) gathered.append(out_, entry.begin, end - entry.begin);
  out_.replace(begin_, std::string::npos, gathered);
}

}  // namespace winterbaume::dynamodb
