// Writes the compact form (value_view.h). Inside of items/ only: others make AttributeValue and Item.
#pragma once

#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "services/dynamodb/items/value_view.h"

namespace winterbaume::dynamodb {

void append_varint(std::string& out, std::uint64_t value);
// Length and bytes.
void append_sized(std::string& out, std::string_view bytes);
// Puts the length of what was written since `begin` before it.
void close_payload(std::string& out, std::size_t begin);

// The entries of a map in the order in which they come; finish() puts them in order of their names. Of two with one name the last
// stays. What it appends begins at the end that `out` has when it is made.
class EntryWriter {
 public:
  explicit EntryWriter(std::string& out) : out_(out), begin_(out.size()) {}
  // Names the entry; the caller appends its value then. `name` outlives finish().
  void begin_entry(std::string_view name) {
    entries_.push_back({name, out_.size()});
    append_sized(out_, name);
  }
  void finish();

 private:
  struct Entry {
    std::string_view name;
    std::size_t begin;
  };
  bool in_order() const;
  std::string& out_;
  std::size_t begin_;
  boost::container::small_vector<Entry, 16> entries_;
};

}  // namespace winterbaume::dynamodb
