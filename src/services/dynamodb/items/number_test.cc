#include "services/dynamodb/items/number.h"

#include <gtest/gtest.h>

#include <random>

namespace winterbaume::dynamodb {
namespace {

std::string canonical(std::string_view text) {
  const auto number = Number::parse(text);
  return number ? number->text() : "fault " + std::to_string(static_cast<int>(number.error()));
}

std::string ordered(const Number& number) {
  std::string out;
  number.append_ordered(out);
  return out;
}

Number random_number(std::mt19937_64& random) {
  std::string text(random() % 2 == 0 ? "-" : "");
  const auto digits = 1 + random() % 38;
  for (std::size_t i = 0; i < digits; ++i) text += static_cast<char>('0' + random() % 10);
  text += "E" + std::to_string(static_cast<int>(random() % 200) - 120);
  return Number::parse(text).value_or(Number());
}

TEST(NumberTest, PrintsTheCanonicalText) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases{
      {"1", "1"},       {"-0.50", "-0.5"}, {"1E+3", "1000"},  {".5", "0.5"},      {"5.", "5"},         {"007", "7"},
      {"-0", "0"},      {"0E5", "0"},      {"1.20e2", "120"}, {"12.34", "12.34"}, {"0.001", "0.001"},  {"100", "100"},
      {"1e-2", "0.01"}, {"3.140", "3.14"}, {"-12", "-12"},    {"+4", "4"},        {"10.010", "10.01"}, {"1000000", "1000000"},
  };
  for (const auto& [text, wanted] : cases) EXPECT_EQ(canonical(text), wanted) << text;
  EXPECT_EQ(canonical("1E125"), "1" + std::string(125, '0'));
  EXPECT_EQ(canonical("1E-130"), "0." + std::string(129, '0') + "1");
  EXPECT_EQ(canonical(std::string(38, '9')), std::string(38, '9'));
}

TEST(NumberTest, RefusesWhatIsNone) {
  for (const auto* text : {"", "abc", "1.2.3", "1e", "--1", "1x", ".", "e5", "1e+-2", "NaN", "Infinity", "0x10"}) {
    EXPECT_EQ(Number::parse(text).error(), NumberFault::malformed) << text;
  }
  EXPECT_EQ(Number::parse(std::string(39, '1')).error(), NumberFault::too_many_digits);
  EXPECT_EQ(Number::parse("1E126").error(), NumberFault::overflow);
  EXPECT_EQ(Number::parse("1E-131").error(), NumberFault::underflow);
  EXPECT_EQ(Number::parse("1E999999999999").error(), NumberFault::overflow);
  EXPECT_TRUE(Number::parse("9.9999999999999999999999999999999999999E+125"));
  EXPECT_TRUE(Number::parse(std::string(38, '1') + "000"));
}

TEST(NumberTest, OrderedFormKeepsTheOrderAndComesBack) {
  const std::vector<std::string_view> rising{"-1E125", "-100",  "-99.5", "-10", "-9", "-1.5", "-1", "-0.1", "-1E-130", "0",
                                             "1E-130", "0.001", "0.01",  "0.1", "1",  "1.01", "2",  "9.99", "10",      "1E125"};
  for (std::size_t i = 1; i < rising.size(); ++i) {
    EXPECT_LT(ordered(*Number::parse(rising[i - 1])), ordered(*Number::parse(rising[i]))) << rising[i];
  }
  std::mt19937_64 random(1);
  for (int i = 0; i < 20'000; ++i) {
    const auto number = random_number(random);
    auto form = ordered(number) + "rest";
    EXPECT_EQ(Number::ordered_size(form), form.size() - 4);
    std::string_view rest = form;
    EXPECT_EQ(Number::take_ordered(rest).text(), number.text());
    EXPECT_EQ(rest, "rest");
  }
}

TEST(NumberTest, AddsExactlyOrNotAtAll) {
  const auto sum = [](std::string_view a, std::string_view b) {
    const auto result = Number::parse(a)->plus(*Number::parse(b));
    return result ? result->text() : "fault " + std::to_string(static_cast<int>(result.error()));
  };
  EXPECT_EQ(sum("0.1", "0.2"), "0.3");
  EXPECT_EQ(sum("1", "-1"), "0");
  EXPECT_EQ(sum("-5", "3"), "-2");
  EXPECT_EQ(sum("999", "1"), "1000");
  EXPECT_EQ(sum("1E20", "1E-10"), "100000000000000000000.0000000001");
  EXPECT_EQ(sum(std::string(38, '9'), "1"), "1" + std::string(38, '0'));
  EXPECT_EQ(sum(std::string(38, '9'), "2"), "fault 1");
  EXPECT_EQ(sum("9E125", "9E125"), "fault 2");
  EXPECT_EQ(sum("1E100", "1"), "fault 1");
  std::mt19937_64 random(2);
  for (int i = 0; i < 20'000; ++i) {
    const auto a = static_cast<std::int64_t>(random()) >> 2;
    const auto b = static_cast<std::int64_t>(random()) >> 2;
    EXPECT_EQ(Number::from_integer(a).plus(Number::from_integer(b))->to_integer(), a + b);
    EXPECT_EQ(Number::from_integer(a).minus(Number::from_integer(b))->to_integer(), a - b);
    EXPECT_EQ(Number::from_integer(a) < Number::from_integer(b), a < b);
  }
}

TEST(NumberTest, KnowsIntegers) {
  EXPECT_EQ(Number::parse("9223372036854775807")->to_integer(), INT64_MAX);
  EXPECT_EQ(Number::from_integer(INT64_MIN).to_integer(), INT64_MIN);
  EXPECT_EQ(Number::from_integer(INT64_MIN).text(), "-9223372036854775808");
  EXPECT_FALSE(Number::parse("9223372036854775808")->to_integer());
  EXPECT_FALSE(Number::parse("1.5")->to_integer());
  EXPECT_EQ(Number::parse("5E3")->to_integer(), 5000);
}

}  // namespace
}  // namespace winterbaume::dynamodb
