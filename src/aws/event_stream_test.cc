#include "aws/event_stream.h"

#include <gtest/gtest.h>

#include "aws/testing/wire_fixture.h"
#include "core/bytes.h"
#include "generated/protocol_test/types.h"

namespace winterbaume::aws {
namespace {

using Status = EventStreamDecoder::Status;

std::string bytes_of(const EventMessage& message) {
  std::string out;
  append_event_message(out, message);
  return out;
}

EventMessage rich_message() {
  Uuid uuid;
  uuid.bytes.fill(7);
  return {.headers = {{"t", true},
                      {"f", false},
                      {"b", std::int8_t{-1}},
                      {"s", std::int16_t{-2}},
                      {"i", std::int32_t{-3}},
                      {"l", std::int64_t{-4}},
                      {"bytes", Blob{std::string("\0\x01", 2)}},
                      {"text", std::string("ü")},
                      {"time", TimePoint{Millis{1'700'000'000'123}}},
                      {"uuid", uuid}},
          .payload = "{'foo':'bar'}"};
}

TEST(EventStreamTest, FramesAsTheFormatSays) {
  // The two vectors that every AWS SDK tests with: an empty message, and a payload without headers.
  EXPECT_EQ(to_hex(bytes_of({})), "000000100000000005c248eb7d98c8ff");
  EXPECT_EQ(to_hex(bytes_of({.headers = {}, .payload = "{'foo':'bar'}"})),
            "0000001d00000000fd528c5a7b27666f6f273a27626172277dc36539"
            "36");
}

TEST(EventStreamTest, ReadsWhatItWritesInPieces) {
  const std::string bytes = bytes_of(rich_message()) + bytes_of({});
  EventStreamDecoder decoder;
  std::vector<EventMessage> messages;
  for (const char c : bytes) {
    decoder.feed({&c, 1});
    EventMessage message;
    if (decoder.next(message) == Status::message) messages.push_back(std::move(message));
  }
  ASSERT_EQ(messages.size(), 2u);
  EXPECT_EQ(messages[0], rich_message());
  EXPECT_EQ(messages[1], EventMessage{});
  EXPECT_FALSE(decoder.pending());
}

TEST(EventStreamTest, NoticesEveryFlippedBit) {
  const std::string bytes = bytes_of(rich_message());
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    EventStreamDecoder decoder;
    decoder.feed(damaged);
    EventMessage message;
    EXPECT_EQ(decoder.next(message), Status::broken) << bit;
    decoder.feed(bytes);
    EXPECT_EQ(decoder.next(message), Status::broken);
  }
}

TEST(EventStreamTest, RefusesHeadersThatDoNotFit) {
  // Well-framed, checksums right, but the headers' block ends within a value.
  EventMessage message{.headers = {{"n", std::string("value")}}, .payload = {}};
  std::string bytes = bytes_of(message);
  EventStreamDecoder whole;
  whole.feed(bytes);
  EXPECT_EQ(whole.next(message), Status::message);
  EXPECT_EQ(*message.find("n"), "value");
  EXPECT_EQ(message.find("m"), nullptr);
}

std::vector<EventMessage> decode_all(const std::string& bytes) {
  EventStreamDecoder decoder;
  decoder.feed(bytes);
  std::vector<EventMessage> messages;
  for (EventMessage message; decoder.next(message) == Status::message;) messages.push_back(message);
  return messages;
}

TEST(EventStreamTest, WritesTypedEvents) {
  using namespace protocol_test;
  EventStream event;
  event.bytes = BytesEvent{.payload = Blob{"raw"}, .name = "n"};
  auto message = decode_all(encode_event(schemas::k_EventStream, &event, ProtocolKind::rest_xml)).at(0);
  EXPECT_EQ(*message.find(":message-type"), "event");
  EXPECT_EQ(*message.find(":event-type"), "Bytes");
  EXPECT_EQ(*message.find(":content-type"), "application/octet-stream");
  EXPECT_EQ(*message.find("Name"), "n");
  EXPECT_EQ(message.payload, "raw");

  event = {};
  event.facts = FactsEvent{.facts = Point{.x = 1}};
  message = decode_all(encode_event(schemas::k_EventStream, &event, ProtocolKind::rest_xml)).at(0);
  EXPECT_EQ(*message.find(":content-type"), "text/xml");
  EXPECT_EQ(message.payload, "<Point><X>1</X></Point>");
  message = decode_all(encode_event(schemas::k_EventStream, &event, ProtocolKind::rest_json)).at(0);
  EXPECT_EQ(message.payload, R"({"X":1})");

  event = {};
  event.end = EndEvent{};
  message = decode_all(encode_event(schemas::k_EventStream, &event, ProtocolKind::rest_xml)).at(0);
  EXPECT_EQ(*message.find(":event-type"), "End");
  EXPECT_EQ(message.payload, "");
  event = {};
  EXPECT_EQ(encode_event(schemas::k_EventStream, &event, ProtocolKind::rest_xml), "");
}

TEST(EventStreamTest, WritesErrors) {
  const auto message = decode_all(encode_event_error(protocol_test::errors::invalid_thing(std::string(100'000, 'x')))).at(0);
  EXPECT_EQ(*message.find(":message-type"), "error");
  EXPECT_EQ(*message.find(":error-code"), "Invalid.Thing");
  EXPECT_EQ(message.find(":error-message")->size(), 32'767u);
}

TEST(EventStreamTest, IsTheBodyOfItsOutput) {
  protocol_test::EventsOutput output;
  output.stream.emplace("frames");
  const auto response =
      testing::encode<protocol_test::ops::Events>(protocol_test::k_service, ProtocolKind::rest_json, std::move(output));
  EXPECT_EQ(response.headers.get_or("Content-Type"), "application/vnd.amazon.eventstream");
  EXPECT_EQ(response.body.bytes(), "frames");
}

}  // namespace
}  // namespace winterbaume::aws
