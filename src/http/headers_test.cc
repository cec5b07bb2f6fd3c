#include "http/headers.h"

#include <gtest/gtest.h>

namespace winterbaume::http {
namespace {

TEST(Headers, FindWithoutCaseTheFirstOfAName) {
  Headers headers;
  headers.add("Content-Type", "a");
  headers.add("content-type", "b");
  EXPECT_EQ(headers.find("CONTENT-TYPE"), "a");
  EXPECT_EQ(headers.find("Content-Typ"), std::nullopt);
  EXPECT_EQ(headers.get_or("x", "none"), "none");
}

TEST(Headers, SetReplacesEveryFieldEvenWithAViewOfItself) {
  Headers headers;
  headers.add("a", "1");
  headers.add("b", "a value long enough to make the buffer grow");
  headers.add("A", "2");
  headers.set("a", *headers.find("b"));
  EXPECT_EQ(headers.size(), 2U);
  EXPECT_EQ(headers.find("a"), "a value long enough to make the buffer grow");
}

TEST(Headers, AreBuiltOfPieces) {
  Headers headers;
  headers.begin_field();
  headers.append_to_name("na");
  headers.append_to_name("me");
  headers.append_to_value("val");
  headers.append_to_value("ue  ");
  headers.shorten_value(2);
  headers.begin_field();
  headers.append_to_name("empty");
  ASSERT_EQ(headers.size(), 2U);
  EXPECT_EQ(headers.find("name"), "value");
  EXPECT_EQ(headers.find("empty"), "");
}

}  // namespace
}  // namespace winterbaume::http
