#include "aws/timestamps.h"

#include <gtest/gtest.h>

namespace winterbaume::aws {
namespace {

TimePoint at(std::int64_t millis) { return TimePoint{Millis{millis}}; }

template <void (*append)(std::string&, TimePoint)>
std::string text(std::int64_t millis) {
  std::string out;
  append(out, at(millis));
  return out;
}

TEST(TimestampsTest, WritesEachFormat) {
  EXPECT_EQ(text<append_iso8601>(1'700'000'000'500), "2023-11-14T22:13:20.5Z");
  EXPECT_EQ(text<append_iso8601>(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(text<append_iso8601>(-1), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(text<append_iso8601_millis>(1'700'000'000'050), "2023-11-14T22:13:20.050Z");
  EXPECT_EQ(text<append_http_date>(1'700'000'000'999), "Tue, 14 Nov 2023 22:13:20 GMT");
  EXPECT_EQ(text<append_http_date>(951'782'400'000), "Tue, 29 Feb 2000 00:00:00 GMT");
  EXPECT_EQ(text<append_epoch_seconds>(1'700'000'000'000), "1700000000");
  EXPECT_EQ(text<append_epoch_seconds>(1'700'000'000'120), "1700000000.12");
  EXPECT_EQ(text<append_epoch_seconds>(-1'500), "-1.5");
  EXPECT_EQ(text<append_iso8601>(INT64_MAX), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(text<append_iso8601>(INT64_MIN), "0000-01-01T00:00:00Z");
}

TEST(TimestampsTest, ReadsEachFormat) {
  EXPECT_EQ(parse_timestamp("2023-11-14T22:13:20.5Z"), at(1'700'000'000'500));
  EXPECT_EQ(parse_timestamp("2023-11-14T22:13:20.123456789Z"), at(1'700'000'000'123));
  EXPECT_EQ(parse_timestamp("2023-11-15T00:13:20+02:00"), at(1'700'000'000'000));
  EXPECT_EQ(parse_timestamp("2023-11-14"), at(1'699'920'000'000));
  EXPECT_EQ(parse_timestamp("Tue, 14 Nov 2023 22:13:20 GMT"), at(1'700'000'000'000));
  EXPECT_EQ(parse_timestamp("1700000000.5"), at(1'700'000'000'500));
  EXPECT_EQ(parse_timestamp("1.7E9"), at(1'700'000'000'000));
  EXPECT_EQ(parse_timestamp("-1"), at(-1'000));
}

TEST(TimestampsTest, RefusesAnythingElse) {
  for (const char* text : {"", "x", "2023-02-30T00:00:00Z", "2023-13-01T00:00:00Z", "2023-11-14T24:00:00Z", "2023-11-14T22:13:20",
                           "2023-11-14T22:13:20.Z", "2023-11-14T22:13:20Zx", "Tue, 14 Foo 2023 22:13:20 GMT", "Tue, 14 Nov 2023",
                           "1e300", "nan", "inf", "2023-11-14T22:13:20+99:00", "9999-12-31T23:59:59-01:00"}) {
    EXPECT_FALSE(parse_timestamp(text)) << text;
  }
}

}  // namespace
}  // namespace winterbaume::aws
