// Strings that many messages share (sender ids, source ARNs), each kept once and counted.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace winterbaume::sqs::memory {

class StringPool {
 public:
  // The number of `text`, one reference added; k_none for an empty one.
  std::uint32_t acquire(std::string_view text);
  void release(std::uint32_t number);
  // Empty for k_none.
  std::string_view text(std::uint32_t number) const;
  void clear();

 private:
  struct Entry {
    std::string text;
    std::uint64_t references = 0;
  };
  std::vector<std::unique_ptr<Entry>> entries_;
  std::vector<std::uint32_t> vacant_;
  std::unordered_map<std::string_view, std::uint32_t> numbers_;  // views of the entries' texts
};

}  // namespace winterbaume::sqs::memory
