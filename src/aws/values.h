// The types that generated structs are made of, beside std's: maps, blobs, documents, boxes.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace winterbaume::aws {

// Bytes, base64 on most wires.
struct Blob {
  std::string bytes;
  friend bool operator==(const Blob&, const Blob&) = default;
};

// A value without a schema, kept as its JSON text.
struct Document {
  std::string json;
  friend bool operator==(const Document&, const Document&) = default;
};

// A map in the order of its entries. Keys are unique: a codec keeps the last of two entries with one key.
template <class V>
class Map : public std::vector<std::pair<std::string, V>> {
 public:
  using std::vector<std::pair<std::string, V>>::vector;
  // Linear; null where the key is missing.
  const V* find(std::string_view key) const {
    for (const auto& entry : *this) {
      if (entry.first == key) return &entry.second;
    }
    return nullptr;
  }
  V& add(std::string key, V value = {}) { return this->emplace_back(std::move(key), std::move(value)).second; }
};

// An optional member of a type that contains itself. Copies deeply.
template <class T>
class Box {
 public:
  Box() = default;
  Box(T value) : value_(std::make_unique<T>(std::move(value))) {}  // NOLINT: as std::optional converts
  Box(const Box& other) : value_(other.value_ ? std::make_unique<T>(*other.value_) : nullptr) {}
  Box(Box&&) noexcept = default;
  Box& operator=(Box other) noexcept {
    value_ = std::move(other.value_);
    return *this;
  }
  T& emplace() {
    value_ = std::make_unique<T>();
    return *value_;
  }
  bool has_value() const { return value_ != nullptr; }
  explicit operator bool() const { return has_value(); }
  const T& operator*() const { return *value_; }
  T& operator*() { return *value_; }
  const T* operator->() const { return value_.get(); }
  T* operator->() { return value_.get(); }

 private:
  std::unique_ptr<T> value_;
};

}  // namespace winterbaume::aws
