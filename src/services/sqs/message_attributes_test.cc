#include "services/sqs/message_attributes.h"

#include <gtest/gtest.h>

#include "core/bytes.h"

namespace winterbaume::sqs {
namespace {

using Given = aws::Map<MessageAttributeValue>;

MessageAttributeValue text(std::string type, std::string value) {
  return {.string_value = std::move(value), .data_type = std::move(type)};
}
MessageAttributeValue bytes(std::string type, std::string value) {
  return {.binary_value = aws::Blob{std::move(value)}, .data_type = std::move(type)};
}

std::string refusal(Given given) {
  std::optional<Given> optional = std::move(given);
  auto taken = take_attributes(optional);
  return taken ? std::string() : std::string(taken.error().shape->code) + ": " + taken.error().message;
}

std::string refused_name(const std::string& name) { return refusal({{name, text("String", "x")}}); }
std::string refused_value(MessageAttributeValue value) { return refusal({{"a", std::move(value)}}); }

TEST(MessageAttributes, AreTakenOver) {
  std::optional<Given> given = Given{{"b", text("String.label", "x")}, {"a", bytes("Binary", std::string("\0\1", 2))}};
  auto taken = take_attributes(given);
  ASSERT_TRUE(taken);
  ASSERT_EQ(taken->size(), 2u);
  EXPECT_TRUE(taken->at("a").binary);
  EXPECT_EQ(taken->at("a").value, std::string("\0\1", 2));
  EXPECT_FALSE(taken->at("b").binary);
  EXPECT_EQ(taken->at("b").data_type, "String.label");
}

TEST(MessageAttributes, AreAtMostTen) {
  Given given;
  for (int i = 0; i < 10; ++i) given.add("a" + std::to_string(i), text("String", "x"));
  EXPECT_EQ(refusal(given), "");
  given.add("a10", text("String", "x"));
  EXPECT_EQ(refusal(given), "InvalidParameterValue: Number of message attributes [11] exceeds the allowed maximum [10].");
}

TEST(MessageAttributes, HaveNamesOfAKind) {
  EXPECT_EQ(refused_name("a.B-9_z"), "");
  EXPECT_EQ(refused_name(std::string(256, 'n')), "");
  EXPECT_EQ(refused_name("Amazonas"), "");
  EXPECT_NE(refused_name(std::string(257, 'n')), "");
  EXPECT_NE(refused_name(""), "");
  EXPECT_EQ(
      refused_name("\xC3\xB6ther"),
      "InvalidParameterValue: The message attribute name '\xC3\xB6ther' is invalid. Attribute name can contain A-Z, a-z, 0-9, "
      "underscore (_), hyphen (-), and period (.) characters.");
  for (std::string name : {"aWs.x", "AMAZON.x", ".x", "x.", "a..b", "a b", "a!"}) EXPECT_NE(refused_name(name), "") << name;
}

TEST(MessageAttributes, HaveTypesOfAKind) {
  for (std::string type : {"String", "String.a", "Number", "Number.int", "String.", "Number.java.lang.Long"}) {
    EXPECT_EQ(refused_value(text(type, "1")), "") << type;
  }
  for (std::string type : {"string", "InvalidNumber", "StringX", " String", "Object"}) {
    EXPECT_EQ(
        refused_value(text(type, "1")),
        "InvalidParameterValue: The type of message (user) attribute 'a' is invalid. You must use only the following supported "
        "type prefixes: Binary, Number, String.")
        << type;
  }
  EXPECT_EQ(refused_value(text("", "1")),
            "InvalidParameterValue: The message (user) attribute 'a' must contain a non-empty message attribute type.");
  EXPECT_NE(refused_value(text("Number." + std::string(256, 'L'), "1")), "");
  EXPECT_NE(refused_value({.string_value = "x"}), "");
}

TEST(MessageAttributes, HaveOneValueInTheFieldOfTheirType) {
  EXPECT_EQ(refused_value(text("String", "")),
            "InvalidParameterValue: Message (user) attribute 'a' must contain a non-empty value of type 'String'.");
  EXPECT_EQ(refused_value({.data_type = "Binary"}),
            "InvalidParameterValue: Message (user) attribute 'a' must contain a non-empty value of type 'Binary'.");
  EXPECT_EQ(refused_value(text("Binary", "x")),
            "InvalidParameterValue: Message (user) attribute 'a' with type 'Binary' must use field 'Binary'.");
  EXPECT_EQ(refused_value(bytes("Number", "1")),
            "InvalidParameterValue: Message (user) attribute 'a' with type 'Number' must use field 'String'.");
  auto both = text("String", "x");
  both.binary_value = aws::Blob{"y"};
  EXPECT_EQ(refused_value(both), "InvalidParameterValue: Message (user) attribute 'a' must have a single value.");
  EXPECT_NE(refused_value(text("String", "bad\x08")), "");
  auto list = text("String", "x");
  list.string_list_values = {"x"};
  EXPECT_EQ(
      refused_value(list),
      "AWS.SimpleQueueService.UnsupportedOperation: Message attribute list values in SendMessage operation are not supported.");
}

TEST(MessageAttributes, NumbersAreNumbers) {
  for (std::string value :
       {"0", "-1", "+1", "007", "149.50", ".5", "5.", "1e5", "1E+126", "-1e-128", "12345678901234567890123456789012345678",
        "1000000000000000000000000000000000000000000", "0e999999"}) {
    EXPECT_EQ(refused_value(text("Number", value)), "") << value;
  }
  for (std::string value : {"a", "149314735990a", "1.2.3", "", ".", "-", "e5", "1e", "1e5.5", "0x10", " 1", "1e127", "1e-129",
                            "1e99999999999999999999", "123456789012345678901234567890123456789", "NaN", "Infinity"}) {
    EXPECT_NE(refused_value(text("Number", value)), "") << value;
  }
  EXPECT_EQ(refused_value(text("Number", "x")),
            "InvalidParameterValue: Can't cast the value of message (user) attribute 'a' to a number.");
}

// Digests that AWS returned for these attributes.
TEST(MessageAttributes, HaveTheDigestThatClientsExpect) {
  MessageAttributes three{{"Help.Me", {"String", "Me"}}, {"Hello", {"String", "There"}}, {"General", {"String", "Kenobi"}}};
  EXPECT_EQ(to_hex(as_bytes(attributes_md5(three))), "4c360f3fdafd970e05fae2f149d997f5");
  three.erase("Help.Me");
  EXPECT_EQ(to_hex(as_bytes(attributes_md5(three))), "fca026605781cb4126a1e9044df24232");
  MessageAttributes binary{{"attr1",
                            {"Binary",
                             "traceparent\x1E"
                             "00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01",
                             true}}};
  EXPECT_EQ(to_hex(as_bytes(attributes_md5(binary))), "8cbe4db156db8a94db8b801b7addb984");
  EXPECT_EQ(to_hex(as_bytes(attributes_md5({{"k", {"String", "x"}}}))), "a45daa70926828a2f0a1db3418e6feb4");
}

TEST(TraceHeader, IsTheOneSystemAttribute) {
  using System = aws::Map<MessageSystemAttributeValue>;
  auto take = [](System given) {
    std::optional<System> optional = std::move(given);
    return take_trace_header(optional);
  };
  EXPECT_EQ(take({}), std::string());
  EXPECT_EQ(take({{"AWSTraceHeader", {.string_value = "Root=1", .data_type = "String"}}}), "Root=1");
  EXPECT_EQ(take({{"Hello", {.string_value = "x", .data_type = "String"}}}).error().message,
            "Message system attribute name 'Hello' is invalid.");
  EXPECT_FALSE(take({{"AWSTraceHeader", {.string_value = "1", .data_type = "Number"}}}));
  EXPECT_FALSE(take({{"AWSTraceHeader", {.string_value = "", .data_type = "String"}}}));
  EXPECT_FALSE(take({{"AWSTraceHeader", {.data_type = "String"}}}));
}

TEST(AttributeSelection, KnowsAllPrefixesAndNames) {
  auto select = [](std::vector<std::string> names, std::string_view name) {
    std::optional<std::vector<std::string>> wanted = std::move(names);
    return AttributeSelection(wanted).holds(name);
  };
  EXPECT_TRUE(AttributeSelection(std::nullopt).none());
  for (std::string all : {"All", ".*", "*"}) EXPECT_TRUE(select({all}, "Hello")) << all;
  EXPECT_TRUE(select({"Foo", "Hello"}, "Hello"));
  EXPECT_FALSE(select({"Foo", "Help"}, "Hello"));
  EXPECT_TRUE(select({"Hel.*"}, "Hello"));
  EXPECT_TRUE(select({"Hel.*"}, "Help.Me"));
  EXPECT_FALSE(select({"Hel.*"}, "General"));
  EXPECT_FALSE(select({"AWS.", "..foo", "", "all"}, "Hello"));
}

}  // namespace
}  // namespace winterbaume::sqs
