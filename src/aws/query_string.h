// A raw query string or form body ("a=1&b=%20"), read pair by pair where it lies: nothing is copied or decoded.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace winterbaume::aws {

// Both as sent, still percent-encoded. A pair without '=' has an empty value.
struct QueryPair {
  std::string_view name;
  std::string_view value;
};

// A view: valid as long as the text that it was made from. Empty pairs ("a=1&&b=2") are skipped.
class QueryString {
 public:
  explicit QueryString(std::string_view text) : text_(text) {}

  class Iterator {
   public:
    Iterator() = default;
    explicit Iterator(std::string_view text) : rest_(text) { ++*this; }
    const QueryPair& operator*() const { return pair_; }
    const QueryPair* operator->() const { return &pair_; }
    Iterator& operator++();
    bool operator==(const Iterator& other) const { return at_end_ == other.at_end_ && rest_.size() == other.rest_.size(); }

   private:
    std::string_view rest_;
    QueryPair pair_;
    bool at_end_ = true;
  };
  Iterator begin() const { return Iterator(text_); }
  Iterator end() const { return {}; }

  // The value, as sent, of the first pair of that name; the names' percent-encoding is seen through.
  std::optional<std::string_view> find(std::string_view name) const;
  // The same, decoded as a form ('+' is a space). A broken escape leaves the value as it was sent.
  std::optional<std::string> find_decoded(std::string_view name) const;

 private:
  std::string_view text_;
};

// Whether percent-encoded `encoded` spells `plain`, byte by byte. Allocates nothing.
bool spells(std::string_view encoded, std::string_view plain);

}  // namespace winterbaume::aws
