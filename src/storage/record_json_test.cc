#include "storage/record_json.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/failure.h"

namespace winterbaume {
namespace {

enum class Color : std::uint8_t { red, green = 7 };
BOOST_DESCRIBE_ENUM(Color, red, green)

struct Inner {
  std::string text;
  friend bool operator==(const Inner&, const Inner&) = default;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (text))

struct Everything {
  bool flag = false;
  std::int64_t large = 0;
  std::uint64_t larger = 0;
  std::uint16_t small = 0;
  double real = 0;
  std::string text;
  TimePoint time;
  Color color = Color::red;
  Inner inner;
  std::optional<std::string> maybe;
  std::optional<Inner> maybe_inner;
  std::vector<Inner> list;
  std::vector<bool> flags;
  std::map<std::string, std::vector<std::int64_t>> table;
  friend bool operator==(const Everything&, const Everything&) = default;
};
BOOST_DESCRIBE_STRUCT(Everything, (),
                      (flag, large, larger, small, real, text, time, color, inner, maybe, maybe_inner, list, flags, table))

struct Older {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Older, (), (name))
struct Newer : Older {
  std::int64_t size = 42;
  std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(Newer, (Older), (size, note))

Everything full() {
  return {.flag = true,
          .large = std::numeric_limits<std::int64_t>::min(),
          .larger = std::numeric_limits<std::uint64_t>::max(),
          .small = 65535,
          .real = 0.1,
          .text = "a \"quote\"\n",
          .time = TimePoint(Millis(1'700'000'000'123)),
          .color = Color::green,
          .inner = {"in"},
          .maybe = "",
          .maybe_inner = Inner{"there"},
          .list = {{"1"}, {"2"}},
          .flags = {true, false},
          .table = {{"", {}}, {"a", {1, -1}}}};
}

TEST(RecordJson, GivesBackEveryKindOfMember) {
  EXPECT_EQ(read_record<Everything>(write_record(full())), full());
  EXPECT_EQ(read_record<Everything>(write_record(Everything{})), Everything{});
}

TEST(RecordJson, StringsAreAnyBytes) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  bytes += "\xed\xa0\x80\xc0\x80\xff";
  EXPECT_EQ(read_record<Inner>(write_record(Inner{bytes})).text, bytes);
}

TEST(RecordJson, IsPlainJson) {
  Newer newer;
  newer.name = "n";
  EXPECT_EQ(write_record(newer), R"({"name":"n","size":42})");
  EXPECT_NE(write_record(full()).find(R"("color":"green")"), std::string::npos);
}

TEST(RecordJson, ReadsWhatAnOlderRecordWrote) {
  auto read = read_record<Newer>(write_record(Older{"n"}));
  EXPECT_EQ(read.name, "n");
  EXPECT_EQ(read.size, 42);
  EXPECT_FALSE(read.note);
}

TEST(RecordJson, PassesOverWhatANewerOneWrote) { EXPECT_EQ(read_record<Older>(R"({"size":[{}],"name":"n"})").name, "n"); }

TEST(RecordJson, ANullOptionalIsNone) { EXPECT_FALSE(read_record<Newer>(R"({"note":null})").note); }

TEST(RecordJson, WhatIsBrokenIsAFailure) {
  for (const auto* text : {"", "{", "[]", "1", R"({"name":1})", R"({"size":"1"})", R"({"size":1.5})", R"({"name":null})",
                           R"({"size":99999999999999999999})"}) {
    EXPECT_THROW(read_record<Newer>(text), StorageFailure) << text;
  }
  EXPECT_THROW(read_record<Everything>(R"({"small":65536})"), StorageFailure);
  EXPECT_THROW(read_record<Everything>(R"({"small":-1})"), StorageFailure);
  EXPECT_THROW(read_record<Everything>(R"({"color":"blue"})"), StorageFailure);
  EXPECT_THROW(read_record<Everything>(R"({"list":{}})"), StorageFailure);
  EXPECT_THROW(read_record<Everything>(R"({"table":[]})"), StorageFailure);
  EXPECT_THROW(read_record<Everything>(R"({"flag":0})"), StorageFailure);
}

}  // namespace
}  // namespace winterbaume
