// The compact form of DynamoDB's values, read in place. A value is a tag byte and its payload:
//
//   S, B           length (varint), bytes
//   N              the number's ordered form (number.h)
//   SS, NS, BS     payload's length (varint), count (varint), the members without tags, in order, no two alike
//   L              payload's length (varint), count (varint), the values
//   M              payload's length (varint), count (varint), entries: name (varint, bytes), value; by name in order
//   NULL, true, false   the tag alone
//   fault          length (varint), the message why what the client sent is no value: the tag is the first byte then
//
// Every value has exactly one form: values are equal where their bytes are. An item is the payload of an M from its count on.
// Views never own: what they look at outlives them. Reading bytes that no writer of ours made is undefined; stores keep what they
// were given.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "services/dynamodb/items/number.h"

namespace winterbaume::dynamodb {

enum class ValueType : std::uint8_t { s, n, b, ss, ns, bs, m, l, null, bool_ };

// "S", "NS", "NULL", "BOOL": the member of AttributeValue.
std::string_view value_type_name(ValueType type);

enum class ValueTag : char {
  s = 'S',
  n = 'N',
  b = 'B',
  ss = 's',
  ns = 'n',
  bs = 'b',
  m = 'M',
  l = 'L',
  null = '0',
  false_ = 'f',
  true_ = 't',
  fault = '!',
};

// A varint off the front of `bytes`; one of several bytes.
std::uint64_t take_long_varint(std::string_view& bytes);

// A varint off the front of `bytes`.
inline std::uint64_t take_varint(std::string_view& bytes) {
  if (bytes.empty() || static_cast<unsigned char>(bytes.front()) >= 0x80) return take_long_varint(bytes);
  const auto value = static_cast<unsigned char>(bytes.front());
  bytes.remove_prefix(1);
  return value;
}

// `count` bytes off the front; all there are where they are fewer.
inline std::string_view take_bytes(std::string_view& bytes, std::size_t count) {
  const auto taken = bytes.substr(0, count);
  bytes.remove_prefix(taken.size());
  return taken;
}

class ItemView;
class ListView;
class SetView;

class ValueView {
 public:
  // `bytes` is one value, whole.
  explicit ValueView(std::string_view bytes) : bytes_(bytes) {}
  // Takes one value off the front of `bytes`.
  static ValueView take(std::string_view& bytes);

  std::string_view bytes() const { return bytes_; }
  ValueTag tag() const { return static_cast<ValueTag>(bytes_.front()); }
  ValueType type() const;
  bool is_set() const { return tag() == ValueTag::ss || tag() == ValueTag::ns || tag() == ValueTag::bs; }

  std::string_view text() const;            // s or b: its bytes
  Number number() const;                    // n
  std::string_view ordered_number() const;  // n: its ordered form
  bool boolean() const { return tag() == ValueTag::true_; }
  ItemView map() const;   // m
  ListView list() const;  // l
  SetView set() const;    // ss, ns, bs

  friend bool operator==(ValueView a, ValueView b) { return a.bytes_ == b.bytes_; }

 private:
  std::string_view bytes_;
};

// Walks forward: `for (const auto& [name, value] : item)`.
class ItemView {
 public:
  struct Entry {
    std::string_view name;
    ValueView value;
  };
  class Iterator {
   public:
    Iterator(std::string_view rest, std::size_t left);
    const Entry& operator*() const { return entry_; }
    const Entry* operator->() const { return &entry_; }
    Iterator& operator++();
    bool operator==(const Iterator& other) const { return left_ == other.left_; }

   private:
    void load();
    std::string_view rest_;
    std::size_t left_;
    Entry entry_{{}, ValueView({})};
  };

  explicit ItemView(std::string_view bytes);  // from the count on; empty bytes are an item without attributes
  std::size_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  Iterator begin() const { return {entries_, count_}; }
  Iterator end() const { return {{}, 0}; }
  std::string_view entries() const { return entries_; }  // their bytes, without the count
  // By a walk that stops early, since names are in order.
  std::optional<ValueView> find(std::string_view name) const;

 private:
  std::string_view entries_;
  std::size_t count_ = 0;
};

class ListView {
 public:
  class Iterator {
   public:
    Iterator(std::string_view rest, std::size_t left);
    ValueView operator*() const { return value_; }
    Iterator& operator++();
    bool operator==(const Iterator& other) const { return left_ == other.left_; }

   private:
    std::string_view rest_;
    std::size_t left_;
    ValueView value_{{}};
  };

  explicit ListView(std::string_view payload);  // from the count on
  std::size_t size() const { return count_; }
  Iterator begin() const { return {values_, count_}; }
  Iterator end() const { return {{}, 0}; }
  std::optional<ValueView> at(std::size_t index) const;

 private:
  std::string_view values_;
  std::size_t count_ = 0;
};

// Members in order: of SS and BS their bytes, of NS their ordered forms.
class SetView {
 public:
  class Iterator {
   public:
    Iterator(ValueTag tag, std::string_view rest, std::size_t left);
    std::string_view operator*() const { return member_; }
    Iterator& operator++();
    bool operator==(const Iterator& other) const { return left_ == other.left_; }

   private:
    ValueTag tag_;
    std::string_view rest_;
    std::size_t left_;
    std::string_view member_;
  };

  SetView(ValueTag tag, std::string_view payload);  // from the count on
  ValueTag tag() const { return tag_; }
  std::size_t size() const { return count_; }
  Iterator begin() const { return {tag_, members_, count_}; }
  Iterator end() const { return {tag_, {}, 0}; }
  bool contains(std::string_view member) const;

 private:
  ValueTag tag_;
  std::string_view members_;
  std::size_t count_ = 0;
};

}  // namespace winterbaume::dynamodb
