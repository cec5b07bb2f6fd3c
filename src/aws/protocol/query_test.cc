#include "aws/protocol/query.h"

#include <gtest/gtest.h>

#include "aws/testing/wire_fixture.h"
#include "generated/sqs/operations.h"
#include "generated/sts/errors.h"
#include "generated/sts/operations.h"

namespace winterbaume::aws {
namespace {

using protocol_test::Thing;

template <class T>
std::string decode_into(std::string_view form, const Schema& schema, T& out) {
  QueryParameters parameters;
  if (!parameters.add(form)) return "broken";
  parameters.sort();
  const auto error = decode_query(parameters, schema, &out);
  return error ? error->message : "";
}

Thing read(std::string_view form) {
  Thing thing;
  EXPECT_EQ(decode_into(form, protocol_test::schemas::k_Thing, thing), "") << form;
  return thing;
}

TEST(QueryTest, ReadsEveryKind) {
  const Thing thing = read(
      "Text=a+%3Cb%3E&Truth=true&Int=-5&Long=9007199254740993&Float=1.5&Double=0.1&Blob=AP8h&Time=2023-11-14T22%3A13%3A20Z"
      "&wire-name=r&Point.X=3");
  EXPECT_EQ(thing.text, "a <b>");
  EXPECT_EQ(thing.truth, true);
  EXPECT_EQ(thing.int_, -5);
  EXPECT_EQ(thing.long_, 9'007'199'254'740'993);
  EXPECT_EQ(thing.float_, 1.5F);
  EXPECT_EQ(thing.blob->bytes, std::string("\0\xff!", 3));
  EXPECT_EQ(thing.time, TimePoint{Millis{1'700'000'000'000}});
  EXPECT_EQ(thing.renamed, "r");
  EXPECT_EQ(thing.point->x, 3);
  EXPECT_FALSE(thing.list);
}

TEST(QueryTest, ReadsListsInTheOrderOfTheirNumbers) {
  const Thing thing = read("List.member.2=b&List.member.10=c&List.member.1=a&FlatItem.1=f&NamedList.Point.1.X=7");
  EXPECT_EQ(*thing.list, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(*thing.flat_list, std::vector<std::string>{"f"});
  EXPECT_EQ(thing.named_list->at(0).x, 7);
}

TEST(QueryTest, ReadsMaps) {
  const Thing thing = read("Map.entry.1.key=a&Map.entry.1.value=1&FlatMap.1.key=b&FlatMap.1.value=2");
  EXPECT_EQ(*thing.map->find("a"), 1);
  EXPECT_EQ(*thing.flat_map->find("b"), 2);
}

TEST(QueryTest, TakesAnEmptyListForEmpty) {
  const Thing thing = read("List=");
  ASSERT_TRUE(thing.list);
  EXPECT_TRUE(thing.list->empty());
}

TEST(QueryTest, KeepsTheFirstOfTwoEqualNames) { EXPECT_EQ(read("Int=1&Int=2").int_, 1); }

TEST(QueryTest, KeepsTheLastOfTwoEqualKeys) {
  const Thing thing = read("FlatMap.1.key=a&FlatMap.1.value=1&FlatMap.2.key=a&FlatMap.2.value=2");
  EXPECT_EQ(thing.flat_map->size(), 1u);
  EXPECT_EQ(*thing.flat_map->find("a"), 2);
}

TEST(QueryTest, IsNotConfusedByNamesThatBeginAlike) {
  const Thing thing = read("Integer=7&Int=1&Lists.member.1=x&Point=&PointX=3");
  EXPECT_EQ(thing.int_, 1);
  EXPECT_FALSE(thing.list);
}

TEST(QueryTest, RefusesValuesOfTheWrongType) {
  Thing thing;
  for (const char* form : {"Int=x", "Int=", "Int=99999999999", "Truth=yes", "Blob=*", "Time=noon", "Double=inf",
                           "List.member.1.x=1", "Map.entry.1.value=1", "Map.entry.1.key=a&Map.entry.1.value=x"}) {
    EXPECT_NE(decode_into(form, protocol_test::schemas::k_Thing, thing), "") << form;
  }
  EXPECT_EQ(decode_into("Text=%zz", protocol_test::schemas::k_Thing, thing), "broken");
}

TEST(QueryTest, BoundsDepthAndWork) {
  Thing thing;
  std::string deep = "Node";
  for (int i = 0; i < 10'000; ++i) deep += ".Next";
  EXPECT_NE(decode_into(deep + ".Value=1", protocol_test::schemas::k_Thing, thing), "");
  EXPECT_EQ(decode_into("List.member.4000000000=x&List.member.99999999999999=y", protocol_test::schemas::k_Thing, thing), "");
  EXPECT_EQ(*thing.list, std::vector<std::string>{"x"});
}

TEST(QueryTest, ReadsSqsInItsOwnNames) {
  sqs::SendMessageBatchRequest batch;
  EXPECT_EQ(decode_into("QueueUrl=q&SendMessageBatchRequestEntry.1.Id=a&SendMessageBatchRequestEntry.1.MessageBody=hi"
                        "&SendMessageBatchRequestEntry.1.MessageAttribute.1.Name=n"
                        "&SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType=Binary"
                        "&SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.BinaryValue=AP8h",
                        sqs::schemas::k_SendMessageBatchRequest, batch),
            "");
  const auto& attributes = *batch.entries->at(0).message_attributes;
  EXPECT_EQ(attributes.find("n")->data_type, "Binary");
  EXPECT_EQ(attributes.find("n")->binary_value->bytes, std::string("\0\xff!", 3));

  sqs::CreateQueueRequest create;
  EXPECT_EQ(decode_into("QueueName=q&Attribute.1.Name=DelaySeconds&Attribute.1.Value=5&Tag.1.Key=k&Tag.1.Value=v",
                        sqs::schemas::k_CreateQueueRequest, create),
            "");
  EXPECT_EQ(*create.attributes->find("DelaySeconds"), "5");
  EXPECT_EQ(*create.tags->find("k"), "v");

  sqs::ReceiveMessageRequest receive;
  EXPECT_EQ(decode_into("QueueUrl=q&AttributeName.1=All&MessageSystemAttributeName.1=SentTimestamp&MessageAttributeName.1=x",
                        sqs::schemas::k_ReceiveMessageRequest, receive),
            "");
  EXPECT_EQ(receive.attribute_names->at(0), "All");
  EXPECT_EQ(receive.message_system_attribute_names->at(0), "SentTimestamp");
  EXPECT_EQ(receive.message_attribute_names->at(0), "x");

  sqs::AddPermissionRequest permission;
  EXPECT_EQ(decode_into("QueueUrl=q&Label=l&AWSAccountId.1=123456789012&ActionName.1=SendMessage",
                        sqs::schemas::k_AddPermissionRequest, permission),
            "");
  EXPECT_EQ(permission.aws_account_ids->at(0), "123456789012");
  EXPECT_EQ(permission.actions->at(0), "SendMessage");
}

TEST(QueryTest, WritesEveryKind) {
  OperationSchema operation = protocol_test::ops::Reckon::schema();
  operation.output_root = "ReckonResult";
  const Thing thing = testing::full_thing();
  std::string xml;
  encode_query_response(xml, protocol_test::k_service, operation, &thing, "id-1");
  EXPECT_EQ(
      xml,
      "<ReckonResponse xmlns=\"http://example.com/doc/\"><ReckonResult>"
      "<Text>a &quot;quoted&quot; &lt;text&gt; &amp; \n&#x1; ü</Text><Truth>true</Truth><Int>-5</Int>"
      "<Long>9007199254740993</Long><Float>1.5</Float><Double>0.1</Double><Blob>AP8h</Blob>"
      "<Time>2023-11-14T22:13:20.500Z</Time><IsoTime>2023-11-14T22:13:20.500Z</IsoTime>"
      "<HttpTime>Tue, 14 Nov 2023 22:13:20 GMT</HttpTime><List><member>x</member><member>y</member></List>"
      "<FlatItem>f</FlatItem><FlatItem>g</FlatItem><NamedList><Point><X>1</X></Point></NamedList>"
      "<Map><entry><key>one</key><value>1</value></entry></Map><FlatMap><key>two</key><value>2</value></FlatMap>"
      "<Point xmlns:xsi=\"http://example.com/xsi/\" xsi:type=\"flat\"><X>3</X></Point><wire-name>r</wire-name>"
      "<default>d</default></ReckonResult><ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></ReckonResponse>");
}

TEST(QueryTest, LeavesTheResultOutWhereTheOperationHasNone) {
  std::string xml;
  const sqs::PurgeQueueResponse output;
  encode_query_response(xml, sqs::k_service, sqs::ops::PurgeQueue::schema(), &output, "id-1");
  EXPECT_EQ(
      xml,
      "<PurgeQueueResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><ResponseMetadata><RequestId>id-1</RequestId>"
      "</ResponseMetadata></PurgeQueueResponse>");
}

TEST(QueryTest, AnswersSts) {
  sts::AssumeRoleResponse output;
  output.credentials = sts::Credentials{
      .access_key_id = "A", .secret_access_key = "S", .session_token = "T", .expiration = TimePoint{Millis{1'700'000'000'000}}};
  output.assumed_role_user = sts::AssumedRoleUser{.assumed_role_id = "id", .arn = "arn"};
  const auto response = testing::encode<sts::ops::AssumeRole>(sts::k_service, ProtocolKind::query, output);
  EXPECT_EQ(response.headers.get_or("Content-Type"), "text/xml");
  EXPECT_EQ(response.body.bytes(),
            "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>"
            "<AccessKeyId>A</AccessKeyId><SecretAccessKey>S</SecretAccessKey><SessionToken>T</SessionToken>"
            "<Expiration>2023-11-14T22:13:20.000Z</Expiration></Credentials><AssumedRoleUser><AssumedRoleId>id</AssumedRoleId>"
            "<Arn>arn</Arn></AssumedRoleUser></AssumeRoleResult><ResponseMetadata>"
            "<RequestId>00000000-0000-0000-0000-000000000001</RequestId></ResponseMetadata></AssumeRoleResponse>");
}

TEST(QueryTest, WordsErrors) {
  const RequestContext context = testing::context();
  const auto response =
      encode_error(sts::k_service, ProtocolKind::query, context, sts::errors::expired_token_exception("Too <old>"));
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.body.bytes(),
            "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>"
            "<Code>ExpiredTokenException</Code><Message>Too &lt;old&gt;</Message><Detail/></Error>"
            "<RequestId>00000000-0000-0000-0000-000000000001</RequestId></ErrorResponse>");
  EXPECT_EQ(encode_error(sts::k_service, ProtocolKind::query, context, errors::signature_does_not_match("x")).status, 403);
}

}  // namespace
}  // namespace winterbaume::aws
