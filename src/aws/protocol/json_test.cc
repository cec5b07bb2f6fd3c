#include "aws/protocol/json.h"

#include <gtest/gtest.h>

#include <cmath>

#include "aws/protocol/json_text.h"
#include "aws/testing/wire_fixture.h"

namespace winterbaume::aws {
namespace {

using protocol_test::Node;
using protocol_test::Thing;
namespace schemas = protocol_test::schemas;

constexpr std::string_view k_full_thing =
    R"({"Text":"a \"quoted\" <text> & \n\u0001 ü","Truth":true,"Int":-5,"Long":9007199254740993,"Float":1.5,"Double":0.1,)"
    R"("Blob":"AP8h","Time":1700000000.5,"IsoTime":"2023-11-14T22:13:20.5Z","HttpTime":"Tue, 14 Nov 2023 22:13:20 GMT",)"
    R"("List":["x","y"],"FlatItem":["f","g"],"NamedList":[{"X":1}],"Map":{"one":1},"FlatMap":{"two":2},)"
    R"("Point":{"X":3,"xsi:type":"flat"},"wire-name":"r","default":"d"})";

std::string to_json(const Thing& thing) {
  std::string text;
  encode_json(text, schemas::k_Thing, &thing);
  return text;
}

// The error's message, or "" where the text was read.
std::string problem(std::string_view json, Thing& thing) {
  const auto error = decode_json(json, schemas::k_Thing, &thing);
  if (error) EXPECT_EQ(error->shape->name, "SerializationException");
  return error ? error->message : "";
}

Thing read(std::string_view json) {
  Thing thing;
  EXPECT_EQ(problem(json, thing), "") << json;
  return thing;
}

TEST(JsonTest, WritesEveryKind) { EXPECT_EQ(to_json(testing::full_thing()), k_full_thing); }

TEST(JsonTest, ReadsWhatItWrites) { EXPECT_EQ(to_json(read(k_full_thing)), k_full_thing); }

TEST(JsonTest, WritesAbsentMembersNotAtAllAndEmptyOnesEmpty) {
  Thing thing;
  EXPECT_EQ(to_json(thing), "{}");
  thing.list.emplace();
  thing.map.emplace();
  thing.text = "";
  EXPECT_EQ(to_json(thing), R"({"Text":"","List":[],"Map":{}})");
}

TEST(JsonTest, OverlooksNullsAndUnknownMembers) {
  const Thing thing = read(R"({"Text":null,"Unknown":{"Text":[1,{"Int":2}]},"List":["a",null],"Map":{"a":null,"b":2},"int":1})");
  EXPECT_FALSE(thing.text);
  EXPECT_FALSE(thing.int_);  // names compare with case
  EXPECT_EQ(*thing.list, std::vector<std::string>{"a"});
  ASSERT_EQ(thing.map->size(), 1u);
  EXPECT_EQ(*thing.map->find("b"), 2);
}

TEST(JsonTest, KeepsTheLastOfTwoEqualKeys) {
  EXPECT_EQ(read(R"({"Int":1,"Int":2})").int_, 2);
  const Thing thing = read(R"({"Map":{"a":1,"b":2,"a":3}})");
  EXPECT_EQ(thing.map->size(), 2u);
  EXPECT_EQ(*thing.map->find("a"), 3);
  std::string many = R"({"Map":{"a":0)";
  for (int i = 0; i < 40; ++i) many += ",\"k" + std::to_string(i % 20) + "\":" + std::to_string(i);
  const Thing large = read(many + "}}");
  EXPECT_EQ(large.map->size(), 21u);
  EXPECT_EQ(*large.map->find("k19"), 39);
}

TEST(JsonTest, ReadsNumbersOfEveryForm) {
  EXPECT_EQ(read(R"({"Int":5.0})").int_, 5);
  EXPECT_EQ(read(R"({"Long":-9223372036854775808})").long_, INT64_MIN);
  EXPECT_TRUE(std::isnan(*read(R"({"Double":"NaN"})").double_));
  EXPECT_EQ(*read(R"({"Float":"-Infinity"})").float_, -INFINITY);
  EXPECT_EQ(*read(R"({"Double":5})").double_, 5.0);
  Thing thing;
  thing.double_ = INFINITY;
  thing.float_ = NAN;
  EXPECT_EQ(to_json(thing), R"({"Float":"NaN","Double":"Infinity"})");
}

TEST(JsonTest, ReadsTimestampsOfEveryFormat) {
  const TimePoint time{Millis{1'700'000'000'500}};
  EXPECT_EQ(read(R"({"Time":1700000000.5})").time, time);
  EXPECT_EQ(read(R"({"Time":1.7000000005E9})").time, time);
  EXPECT_EQ(read(R"({"IsoTime":"2023-11-14T22:13:20.5Z"})").iso_time, time);
  EXPECT_EQ(read(R"({"HttpTime":"Tue, 14 Nov 2023 22:13:20 GMT"})").http_time, time - Millis{500});
}

TEST(JsonTest, RefusesValuesOfTheWrongType) {
  Thing thing;
  EXPECT_EQ(problem(R"({"Text":5})", thing), "NUMBER_VALUE can not be converted to String");
  EXPECT_EQ(problem(R"({"Int":"5"})", thing), "STRING_VALUE can not be converted to Integer");
  EXPECT_EQ(problem(R"({"Int":2147483648})", thing), "NUMBER_VALUE can not be converted to Integer");
  EXPECT_EQ(problem(R"({"Int":1.5})", thing), "NUMBER_VALUE can not be converted to Integer");
  EXPECT_EQ(problem(R"({"Truth":"true"})", thing), "STRING_VALUE can not be converted to Boolean");
  EXPECT_EQ(problem(R"({"Text":{}})", thing), "Start of structure or map found where not expected.");
  EXPECT_EQ(problem(R"({"Point":[]})", thing), "Start of list found where not expected.");
  EXPECT_EQ(problem(R"({"List":"x"})", thing), "STRING_VALUE can not be converted to List");
  EXPECT_EQ(problem(R"({"Blob":"*"})", thing), "Invalid base64 value");
  EXPECT_EQ(problem(R"({"Time":"noon"})", thing), "STRING_VALUE can not be converted to Timestamp");
  EXPECT_EQ(problem(R"({"Time":1e300})", thing), "NUMBER_VALUE can not be converted to Timestamp");
}

TEST(JsonTest, RefusesWhatIsNoJson) {
  Thing thing;
  for (const char* text :
       {"{", "[]", "null", "5", "\"x\"", "{}{}", "{\"a\":}", "{\"Text\":\"\xc3\"}", "{'a':1}", "\xef\xbb\xbf"}) {
    EXPECT_NE(problem(text, thing), "") << text;
  }
}

TEST(JsonTest, TakesAnEmptyBodyForAnEmptyObject) {
  read("");
  read(" \r\n\t");
}

TEST(JsonTest, BoundsDepth) {
  Thing thing;
  const auto nested = [](int levels) {
    std::string text = R"({"Node":)";
    for (int i = 0; i < levels; ++i) text += R"({"Next":)";
    return text + "{}" + std::string(static_cast<std::size_t>(levels), '}') + "}";
  };
  EXPECT_EQ(problem(nested(200), thing), "");
  EXPECT_NE(problem(nested(300), thing), "");
  EXPECT_NE(problem(R"({"Unknown":)" + std::string(100'000, '['), thing), "");
}

TEST(JsonTest, ReadsLargeDocuments) {
  const std::string text(200'000, 'x');
  EXPECT_EQ(read(R"({"Text":")" + text + "\"}").text, text);
  EXPECT_EQ(read(R"({"Text":"small"})").text, "small");
}

TEST(JsonTest, KeepsRecursiveValuesAndDocuments) {
  constexpr std::string_view k_text =
      R"({"Node":{"Value":1,"Next":{"Value":2},"Children":[{"Value":3}],"ByName":{"n":{}}},"Doc":{"any":[1,"x",null]}})";
  const Thing thing = read(k_text);
  EXPECT_EQ(thing.node->next->value, 2);
  EXPECT_EQ(to_json(thing), k_text);
  const Thing copy = thing;
  EXPECT_EQ(to_json(copy), k_text);
}

TEST(JsonTextTest, EscapesAtEveryPlaceOfAWord) {
  for (std::size_t at = 0; at < 20; ++at) {
    for (const auto& [raw, escaped] : std::vector<std::pair<std::string, std::string>>{{"\"", "\\\""},
                                                                                       {"\\", "\\\\"},
                                                                                       {"\n", "\\n"},
                                                                                       {"\x1f", "\\u001f"},
                                                                                       {std::string(1, '\0'), "\\u0000"},
                                                                                       {"\x7f", "\x7f"},
                                                                                       {"ü", "ü"}}) {
      std::string text(20, 'a');
      std::string out;
      append_json_string(out, text.substr(0, at) + raw + text.substr(at));
      EXPECT_EQ(out, '"' + text.substr(0, at) + escaped + text.substr(at) + '"');
    }
  }
}

}  // namespace
}  // namespace winterbaume::aws
