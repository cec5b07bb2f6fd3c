#include "services/dynamodb/archive/record_splitter.h"

#include <gtest/gtest.h>

#include <vector>

namespace winterbaume::dynamodb {
namespace {

using Records = std::vector<std::string>;

// Given `piece_bytes` at a time.
Records split(InputFormat format, std::string_view text, std::size_t piece_bytes) {
  Records out;
  RecordSplitter splitter(format);
  std::string record;
  for (std::size_t at = 0; at < text.size(); at += piece_bytes) {
    splitter.add(text.substr(at, piece_bytes));
    while (splitter.next(record)) out.push_back(record);
  }
  if (splitter.rest(record)) out.push_back(record);
  return out;
}

void expect_split(InputFormat format, std::string_view text, const Records& wanted) {
  for (const std::size_t piece_bytes : {1U, 3U, 1000U}) EXPECT_EQ(split(format, text, piece_bytes), wanted) << piece_bytes;
}

TEST(RecordSplitter, ObjectsOfJsonMayShareALine) {
  const auto json = InputFormat::dynamodb_json;
  expect_split(json, "{\"a\":1}\n{\"b\":2}\n", {"{\"a\":1}", "", "{\"b\":2}", ""});
  expect_split(json, "{\"a\":{\"b\":[1,{}]}}{\"b\":2} {\"c\":3}", {"{\"a\":{\"b\":[1,{}]}}", "{\"b\":2}", " {\"c\":3}"});
  expect_split(json, "{\"a\":\n 1\n}{\"b\":2}", {"{\"a\":\n 1\n}", "{\"b\":2}"});
}

TEST(RecordSplitter, BracesInStringsOfJsonCutNothing) {
  expect_split(InputFormat::dynamodb_json, R"({"a":"}{\"}\\"}{"b":"]"})", {R"({"a":"}{\"}\\"})", R"({"b":"]"})"});
}

TEST(RecordSplitter, WhatIsNoJsonEndsWithItsLine) {
  const auto json = InputFormat::dynamodb_json;
  expect_split(json, "not \"json\n{\"a\":1}", {"not \"json", "{\"a\":1}"});
  expect_split(json, "}\n{\"a\":1}{\"b\"", {"}", "{\"a\":1}", "{\"b\""});
  expect_split(json, " \n", {" "});
}

TEST(RecordSplitter, RowsOfCsvEndWithALineOutsideQuotes) {
  expect_split(InputFormat::csv, "a,b\r\n\"1\n2\",3\n4,5", {"a,b", "\"1\n2\",3", "4,5"});
}

TEST(RecordSplitter, StructsOfIonEndWithTheirBrace) {
  expect_split(InputFormat::ion, "$ion_1_0 {a:{b:\"}\"}}{c:'''}'''}\n// end\n", {"$ion_1_0 {a:{b:\"}\"}}", "{c:'''}'''}"});
}

}  // namespace
}  // namespace winterbaume::dynamodb
