// Records to JSON text and back, for what a Table keeps. A record is a struct that Boost.Describe knows:
//
//   struct Vault { std::string name; std::optional<std::int64_t> size_bytes; std::vector<Tag> tags; };
//   BOOST_DESCRIBE_STRUCT(Vault, (), (name, size_bytes, tags))
//
// Members may be bool, integers, double, std::string (of any bytes), TimePoint, described enums and structs, and std::optional,
// std::vector and std::map<std::string, …> of these. A record reads what an older or newer one wrote: members that are missing
// keep their defaults, unknown ones are passed over, and a null optional is not written.
#pragma once

#include <boost/describe.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>
#include <concepts>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/clock.h"

namespace winterbaume {

// Throws StorageFailure where the text is no JSON, or a member is of another kind.
template <class Record>
Record read_record(std::string_view text);

template <class Record>
std::string write_record(const Record& record);

namespace record_json {

namespace json = boost::json;

std::string write(const json::value& value);
json::value read(std::string_view text);
[[noreturn]] void throw_wrong_kind();

template <class T>
constexpr bool k_is_optional = false;
template <class T>
constexpr bool k_is_optional<std::optional<T>> = true;
template <class T>
constexpr bool k_is_vector = false;
template <class T>
constexpr bool k_is_vector<std::vector<T>> = true;
template <class T>
constexpr bool k_is_map = false;
template <class T>
constexpr bool k_is_map<std::map<std::string, T>> = true;
template <class T>
constexpr bool k_is_map<std::map<std::string, T, std::less<>>> = true;

template <class T>
concept DescribedEnum = boost::describe::has_describe_enumerators<T>::value;
template <class T>
concept DescribedStruct = boost::describe::has_describe_members<T>::value && !std::is_enum_v<T>;
template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

template <class T>
json::value to_json(const T& value);
template <class T>
void from_json(const json::value& from, T& into);

template <DescribedStruct T>
json::value struct_to_json(const T& record) {
  json::object out;
  boost::mp11::mp_for_each<Members<T>>([&](auto member) {
    const auto& value = record.*member.pointer;
    if constexpr (k_is_optional<std::remove_cvref_t<decltype(value)>>) {
      if (!value) return;
    }
    out.emplace(member.name, to_json(value));
  });
  return out;
}

template <DescribedStruct T>
void struct_from_json(const json::value& from, T& into) {
  const auto* object = from.if_object();
  if (object == nullptr) throw_wrong_kind();
  boost::mp11::mp_for_each<Members<T>>([&](auto member) {
    if (const auto* value = object->if_contains(member.name)) from_json(*value, into.*member.pointer);
  });
}

// Enumerators by their names: their numbers may change.
template <DescribedEnum T>
json::value enum_to_json(T value) {
  const char* name = boost::describe::enum_to_string(value, static_cast<const char*>(nullptr));
  if (name == nullptr) throw_wrong_kind();
  return json::value(name);
}

template <DescribedEnum T>
T enum_from_json(const json::value& from) {
  T out{};
  const auto* name = from.if_string();
  if (name == nullptr || !boost::describe::enum_from_string(name->c_str(), out)) throw_wrong_kind();
  return out;
}

template <std::integral T>
T integer_from_json(const json::value& from) {
  if (const auto* number = from.if_int64(); number && std::in_range<T>(*number)) return static_cast<T>(*number);
  if (const auto* number = from.if_uint64(); number && std::in_range<T>(*number)) return static_cast<T>(*number);
  throw_wrong_kind();
}

template <class T>
json::value to_json(const T& value) {
  if constexpr (k_is_optional<T>) {
    return value ? to_json(*value) : json::value();
  } else if constexpr (k_is_vector<T>) {
    json::array out;
    out.reserve(value.size());
    for (const typename T::value_type& item : value) out.push_back(to_json(item));
    return out;
  } else if constexpr (k_is_map<T>) {
    json::object out;
    for (const auto& [key, item] : value) out.emplace(key, to_json(item));
    return out;
  } else if constexpr (DescribedStruct<T>) {
    return struct_to_json(value);
  } else if constexpr (DescribedEnum<T>) {
    return enum_to_json(value);
  } else if constexpr (std::same_as<T, TimePoint>) {
    return json::value(value.time_since_epoch().count());
  } else {
    static_assert(std::same_as<T, std::string> || std::is_arithmetic_v<T>, "a record's member of a type that is not kept");
    return json::value(value);
  }
}

template <class T>
void from_json(const json::value& from, T& into) {
  if constexpr (k_is_optional<T>) {
    if (from.is_null()) {
      into.reset();
    } else {
      from_json(from, into.emplace());
    }
  } else if constexpr (k_is_vector<T>) {
    const auto* array = from.if_array();
    if (array == nullptr) throw_wrong_kind();
    into.clear();
    for (const auto& item : *array) {
      typename T::value_type value{};
      from_json(item, value);
      into.push_back(std::move(value));
    }
  } else if constexpr (k_is_map<T>) {
    const auto* object = from.if_object();
    if (object == nullptr) throw_wrong_kind();
    into.clear();
    for (const auto& [key, item] : *object) from_json(item, into[std::string(key)]);
  } else if constexpr (DescribedStruct<T>) {
    struct_from_json(from, into);
  } else if constexpr (DescribedEnum<T>) {
    into = enum_from_json<T>(from);
  } else if constexpr (std::same_as<T, TimePoint>) {
    into = TimePoint(Millis(integer_from_json<Millis::rep>(from)));
  } else if constexpr (std::same_as<T, bool>) {
    if (!from.is_bool()) throw_wrong_kind();
    into = from.get_bool();
  } else if constexpr (std::integral<T>) {
    into = integer_from_json<T>(from);
  } else if constexpr (std::floating_point<T>) {
    if (!from.is_number()) throw_wrong_kind();
    into = from.to_number<T>();
  } else {
    const auto* text = from.if_string();
    if (text == nullptr) throw_wrong_kind();
    into.assign(text->data(), text->size());
  }
}

}  // namespace record_json

template <class Record>
Record read_record(std::string_view text) {
  Record out{};
  record_json::from_json(record_json::read(text), out);
  return out;
}

template <class Record>
std::string write_record(const Record& record) {
  return record_json::write(record_json::to_json(record));
}

}  // namespace winterbaume
