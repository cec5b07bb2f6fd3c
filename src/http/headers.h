// Header fields in the order they came. Names compare without case. One buffer holds every name and value, so that a
// request with twenty fields costs one allocation.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace winterbaume::http {

class Headers {
 public:
  struct Field {
    std::string_view name;
    std::string_view value;
  };

  void reserve(std::size_t bytes) { bytes_.reserve(bytes); }
  void add(std::string_view name, std::string_view value);
  void set(std::string_view name, std::string_view value);  // replaces every field of that name
  void remove(std::string_view name);
  void clear();
  // The first field of that name.
  std::optional<std::string_view> find(std::string_view name) const {
    return (name_sizes_ & size_bit(name.size())) == 0 ? std::nullopt : look_for(name);
  }
  std::string_view get_or(std::string_view name, std::string_view otherwise = {}) const { return find(name).value_or(otherwise); }
  std::size_t size() const { return fields_.size(); }
  bool empty() const { return fields_.empty(); }
  // Valid until the next change.
  Field operator[](std::size_t i) const;
  // Every name and value, one behind the other; and what was removed.
  std::string_view text() const { return bytes_; }

  // For a parser, which gets a field in pieces: begin one, append to its name, then to its value; drop trailing bytes of the
  // value.
  void begin_field();
  void append_to_name(std::string_view piece);
  void append_to_value(std::string_view piece);
  void shorten_value(std::size_t bytes);

  class Iterator {
   public:
    Iterator(const Headers* headers, std::size_t at) : headers_(headers), at_(at) {}
    Field operator*() const { return (*headers_)[at_]; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at_ != other.at_; }

   private:
    const Headers* headers_;
    std::size_t at_;
  };
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size()}; }

 private:
  struct Slice {  // the value follows its name
    std::uint32_t at, name_size, value_size;
  };
  Slice& new_field();
  std::optional<std::string_view> look_for(std::string_view name) const;
  static std::uint64_t size_bit(std::size_t name_size) { return std::uint64_t{1} << (name_size % 64); }

  std::string bytes_;
  std::vector<Slice> fields_;
  // A bit a size that a name has, or once had: most of what is asked for is not there, and of most of that this tells at once.
  std::uint64_t name_sizes_ = 0;
};

}  // namespace winterbaume::http
