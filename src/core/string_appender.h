// Appends to a string by pointer: room is asked for once for several pieces, instead of a check of the capacity for each of them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace winterbaume {

// While one is there the string's size is not its own: it is set when the appender goes. Not thread-safe, as its string.
class StringAppender {
 public:
  explicit StringAppender(std::string& out) : out_(out) { take_capacity(out.size()); }
  ~StringAppender() { out_.resize(size()); }
  StringAppender(const StringAppender&) = delete;
  StringAppender& operator=(const StringAppender&) = delete;

  // Where the next `bytes` bytes may be written; advance_to() says how far they were.
  char* room(std::size_t bytes) {
    if (bytes > static_cast<std::size_t>(end_ - at_)) grow(bytes);
    return at_;
  }
  void advance_to(char* at) { at_ = at; }

  void append(std::string_view text) {
    char* to = room(text.size());
    std::memcpy(to, text.data(), text.size());
    at_ = to + text.size();
  }
  void append(char c) {
    *room(1) = c;
    ++at_;
  }
  // For what can only append to a string: `write(string)` sees and leaves the whole text.
  void append_by(auto write) {
    out_.resize(size());
    write(out_);
    take_capacity(out_.size());
  }

 private:
  std::size_t size() const { return static_cast<std::size_t>(at_ - out_.data()); }
  void take_capacity(std::size_t size) {
    out_.resize_and_overwrite(out_.capacity(), [](char*, std::size_t capacity) { return capacity; });
    at_ = out_.data() + size;
    end_ = out_.data() + out_.size();
  }
  void grow(std::size_t bytes) {
    const std::size_t before = size();
    out_.reserve(std::max(before + bytes, 2 * out_.capacity()));
    take_capacity(before);
  }

  std::string& out_;
  char* at_ = nullptr;
  char* end_ = nullptr;
};

}  // namespace winterbaume
