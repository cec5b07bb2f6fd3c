#include "aws/protocol/rest.h"

#include <gtest/gtest.h>

#include "aws/testing/wire_fixture.h"

namespace winterbaume::aws {
namespace {

using http::Method;
using protocol_test::k_service;
using testing::request;
namespace ops = protocol_test::ops;

const TimePoint k_time{Millis{1'700'000'000'000}};

TEST(RestRouteTest, MatchesMethodPathAndQuery) {
  const auto routed = [](Method method, std::string target) {
    return testing::routed(k_service, request(method, std::move(target)));
  };
  EXPECT_EQ(routed(Method::get, "/things/a"), "GetThing");
  EXPECT_EQ(routed(Method::get, "/things/a?details"), "GetThingDetails");
  EXPECT_EQ(routed(Method::get, "/things/a?x=1&details=&y"), "GetThingDetails");
  EXPECT_EQ(routed(Method::put, "/things/a"), "PutThing");
  EXPECT_EQ(routed(Method::get, "/things"), "ListThings");
  EXPECT_EQ(routed(Method::get, "/things/"), "ListThings");
  EXPECT_EQ(routed(Method::put, "/blobs/a/b/c"), "PutBlob");
  EXPECT_EQ(routed(Method::put, "/blobs/a/b/c?part=1"), "PutBlobPart");
  for (const char* target : {"/", "//", "", "/thing", "/things//", "/things/a/b", "/blobs/", "/blobs", "?", "/\xff/%zz"}) {
    EXPECT_EQ(routed(Method::put, target), "[InvalidAction]") << target;
  }
  EXPECT_EQ(routed(Method::delete_, "/things/a"), "[InvalidAction]");
}

TEST(RestDecodeTest, ReadsLabels) {
  auto input = testing::decode<ops::GetThing>(k_service, ProtocolKind::rest_json, request(Method::get, "/things/a%2Fb%20c+d"));
  EXPECT_EQ(input->name, "a/b c+d");
  auto greedy =
      testing::decode<ops::PutBlob>(k_service, ProtocolKind::rest_json, request(Method::put, "/blobs/a//b/%C3%BC/?x=1"));
  EXPECT_EQ(greedy->path, "a//b/ü/");
  EXPECT_FALSE(testing::decode<ops::GetThing>(k_service, ProtocolKind::rest_json, request(Method::get, "/things/%zz")));
}

TEST(RestDecodeTest, ReadsQueryStrings) {
  auto input = testing::decode<ops::ListThings>(
      k_service, ProtocolKind::rest_json,
      request(Method::get, "/things?name=a&max=5&name=b+c&since=2023-11-14T22:13:20Z&other=%26&e"));
  ASSERT_TRUE(input);
  EXPECT_EQ(*input->names, (std::vector<std::string>{"a", "b c"}));
  EXPECT_EQ(input->max, 5);
  EXPECT_EQ(input->since, k_time);
  EXPECT_EQ(*input->rest->find("other"), "&");
  EXPECT_EQ(*input->rest->find("e"), "");
  EXPECT_EQ(input->rest->size(), 2u);
  auto broken = testing::decode<ops::ListThings>(k_service, ProtocolKind::rest_json, request(Method::get, "/things?max=five"));
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().shape->name, "SerializationException");
}

http::Request put_thing(std::string body) {
  auto put = request(Method::put, "/things/n", std::move(body));
  put.headers.add("X-Flag", "true");
  put.headers.add("x-day", "Tue, 14 Nov 2023 22:13:20 GMT");
  put.headers.add("x-days", "Tue, 14 Nov 2023 22:13:20 GMT, Tue, 14 Nov 2023 22:13:21 GMT");
  put.headers.add("x-words", "a, \"b, c\" ,d");
  put.headers.add("X-Meta-Color", "red");
  put.headers.add("x-meta-color", "blue");
  put.headers.add("x-meta-", "no name");
  return put;
}

TEST(RestDecodeTest, ReadsHeaders) {
  auto input = testing::decode<ops::PutThing>(k_service, ProtocolKind::rest_json, put_thing(R"({"Text":"x"})"));
  ASSERT_TRUE(input) << input.error().message;
  EXPECT_EQ(input->flag, true);
  EXPECT_EQ(input->day, k_time);
  EXPECT_EQ(*input->days, (std::vector<TimePoint>{k_time, k_time + std::chrono::seconds{1}}));
  EXPECT_EQ(*input->words, (std::vector<std::string>{"a", "b, c", "d"}));
  ASSERT_EQ(input->meta->size(), 1u);
  EXPECT_EQ(*input->meta->find("color"), "red,blue");
  EXPECT_EQ(input->thing->text, "x");
}

TEST(RestDecodeTest, ReadsPayloads) {
  auto blob = testing::decode<ops::PutBlob>(k_service, ProtocolKind::rest_json, request(Method::put, "/blobs/p", "raw {bytes"));
  EXPECT_EQ(blob->data->bytes, "raw {bytes");
  auto none = testing::decode<ops::PutThing>(k_service, ProtocolKind::rest_json, request(Method::put, "/things/n"));
  EXPECT_FALSE(none->thing);
  auto stream = testing::decode<ops::PutStream>(k_service, ProtocolKind::rest_json, request(Method::put, "/streams/p", "bytes"));
  EXPECT_EQ(stream->body->bytes(), "bytes");
  auto broken = testing::decode<ops::PutThing>(k_service, ProtocolKind::rest_json, request(Method::put, "/things/n", "{"));
  EXPECT_EQ(broken.error().shape->name, "SerializationException");
}

TEST(RestDecodeTest, ReadsXml) {
  auto input = testing::decode<ops::PutThing>(
      k_service, ProtocolKind::rest_xml,
      put_thing(
          "<?xml version=\"1.0\"?>\n<TheThing xmlns=\"http://example.com/thing/\">\n <Text> a &amp; "
          "<![CDATA[<b>]]>&#x1F600;</Text>"
          "<Truth> true </Truth><Int>-5</Int><Double>NaN</Double><Blob>AP8h</Blob><Time>2023-11-14T22:13:20Z</Time>"
          "<List><member>x</member><other>o</other><member/></List><FlatItem>f</FlatItem><Unknown><Int>1</Int></Unknown>"
          "<FlatItem>g</FlatItem><NamedList><Point><X>1</X></Point></NamedList>"
          "<Map><entry><key>one</key><value>1</value></entry></Map><FlatMap><key>two</key><value>2</value></FlatMap>"
          "<p:Point xmlns:p=\"x\" xmlns:xsi=\"y\" xsi:type=\"flat\"><X>3</X></p:Point><wire-name>r</wire-name></TheThing>"));
  ASSERT_TRUE(input) << input.error().message;
  const auto& thing = *input->thing;
  EXPECT_EQ(thing.text, " a & <b>\U0001F600");
  EXPECT_EQ(thing.truth, true);
  EXPECT_EQ(thing.int_, -5);
  EXPECT_EQ(thing.blob->bytes, std::string("\0\xff!", 3));
  EXPECT_EQ(thing.time, k_time);
  EXPECT_EQ(*thing.list, (std::vector<std::string>{"x", ""}));
  EXPECT_EQ(*thing.flat_list, (std::vector<std::string>{"f", "g"}));
  EXPECT_EQ(thing.named_list->at(0).x, 1);
  EXPECT_EQ(*thing.map->find("one"), 1);
  EXPECT_EQ(*thing.flat_map->find("two"), 2);
  EXPECT_EQ(thing.point->kind, "flat");
  EXPECT_EQ(thing.point->x, 3);
  EXPECT_EQ(thing.renamed, "r");
}

TEST(RestDecodeTest, RefusesBadXml) {
  std::string deep = "<TheThing><Node>";
  for (int i = 0; i < 100; ++i) deep += "<Next>";
  for (int i = 0; i < 100; ++i) deep += "</Next>";
  for (const std::string& body :
       {std::string("<TheThing>"), std::string("x"), std::string("<Other/>"), std::string("<TheThing><Int>x</Int></TheThing>"),
        std::string("<!DOCTYPE a [<!ENTITY e \"x\">]><TheThing><Text>&e;</Text></TheThing>"),
        std::string("<TheThing>\xff</TheThing>"), std::string("<TheThing><Text>&#xD800;</Text></TheThing>"),
        std::string("<TheThing><Text>&#x110000;</Text></TheThing>"),
        std::string("<TheThing><FlatMap><key>a</key></FlatMap></TheThing>"), deep + "</Node></TheThing>",
        std::string(300'000, '<'), std::string("<TheThing><Text>a</TheThing></Text>")}) {
    auto input = testing::decode<ops::PutThing>(k_service, ProtocolKind::rest_xml, request(Method::put, "/things/n", body));
    ASSERT_FALSE(input) << body.substr(0, 80);
    EXPECT_EQ(input.error().shape->code, "MalformedXML");
  }
}

protocol_test::PutThingOutput full_output() {
  protocol_test::PutThingOutput output;
  output.thing = protocol_test::Thing{.text = "x"};
  output.day = k_time;
  output.words = {{"a", "b, c"}};
  output.meta.emplace().add("color", "red\r\nSet-Cookie: x");
  return output;
}

TEST(RestEncodeTest, WritesHeadersAndPayload) {
  const auto response = testing::encode<ops::PutThing>(k_service, ProtocolKind::rest_json, full_output());
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.headers.get_or("x-day"), "Tue, 14 Nov 2023 22:13:20 GMT");
  EXPECT_EQ(response.headers.get_or("x-words"), "a, \"b, c\"");
  EXPECT_EQ(response.headers.get_or("x-meta-color"), "red  Set-Cookie: x");
  EXPECT_EQ(response.headers.get_or("Content-Type"), "application/json");
  EXPECT_EQ(response.headers.get_or("x-amzn-RequestId"), "00000000-0000-0000-0000-000000000001");
  EXPECT_EQ(response.body.bytes(), R"({"Text":"x"})");
}

TEST(RestEncodeTest, WritesXml) {
  const auto response = testing::encode<ops::PutThing>(k_service, ProtocolKind::rest_xml, full_output());
  EXPECT_EQ(response.headers.get_or("Content-Type"), "application/xml");
  EXPECT_EQ(response.headers.get_or("x-amz-request-id"), "00000000-0000-0000-0000-000000000001");
  EXPECT_EQ(response.body.bytes(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TheThing xmlns=\"http://example.com/doc/\"><Text>x</Text></TheThing>");
}

TEST(RestEncodeTest, WritesStatusStreamsAndNothing) {
  auto response = testing::encode<ops::PutStream>(k_service, ProtocolKind::rest_json, {});
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(response.body.bytes(), "");
  protocol_test::PutStreamOutput output;
  output.code = 206;
  output.body.emplace("bytes");
  response = testing::encode<ops::PutStream>(k_service, ProtocolKind::rest_json, std::move(output));
  EXPECT_EQ(response.status, 206);
  EXPECT_EQ(response.body.bytes(), "bytes");
  response = testing::encode<ops::PutBlobPart>(k_service, ProtocolKind::rest_json, {});
  EXPECT_EQ(response.body.bytes(), "");
  EXPECT_FALSE(response.headers.find("Content-Type"));
  response = testing::encode<ops::PutBlob>(k_service, ProtocolKind::rest_xml, {.data = Blob{"raw"}});
  EXPECT_EQ(response.body.bytes(), "raw");
  response = testing::encode<ops::ListThings>(k_service, ProtocolKind::rest_json, {});
  EXPECT_EQ(response.body.bytes(), "{}");
}

TEST(RestEncodeTest, RoundTripsEveryKind) {
  for (const ProtocolKind protocol : {ProtocolKind::rest_json, ProtocolKind::rest_xml}) {
    const std::string body(testing::encode<ops::PutThing>(k_service, protocol, {.thing = testing::full_thing()}).body.bytes());
    auto input = testing::decode<ops::PutThing>(k_service, protocol, request(Method::put, "/things/n", body));
    ASSERT_TRUE(input) << input.error().message << body;
    EXPECT_EQ(testing::encode<ops::PutThing>(k_service, protocol, {.thing = *input->thing}).body.bytes(), body);
  }
}

TEST(RestEncodeTest, WordsErrors) {
  const RequestContext context = testing::context();
  const Error gone = protocol_test::errors::thing_gone("Gone", {.where = "there", .since = k_time});
  auto response = encode_error(k_service, ProtocolKind::rest_json, context, gone);
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.headers.get_or("x-amzn-ErrorType"), "ThingGone");
  EXPECT_EQ(response.body.bytes(), R"({"message":"Gone","Where":"there","Since":1700000000})");
  response = encode_error(k_service, ProtocolKind::rest_json, context, protocol_test::errors::invalid_thing("Bad"));
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(response.body.bytes(), R"({"Message":"Bad"})");
  response = encode_error(k_service, ProtocolKind::rest_xml, context, gone);
  EXPECT_EQ(
      response.body.bytes(),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>ThingGone</Code><Message>Gone</Message><Where>there</Where>"
      "<Since>2023-11-14T22:13:20.000Z</Since><Resource>/</Resource><RequestId>00000000-0000-0000-0000-000000000001</RequestId>"
      "<HostId>MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAx</HostId></Error>");
}

}  // namespace
}  // namespace winterbaume::aws
