#include "services/s3/lifecycle/restore_schedule.h"

#include <gmock/gmock.h>

#include "services/s3/operations/operations.h"
#include "services/s3/testing/door_fixture.h"

namespace winterbaume::s3 {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RestoreScheduleTest : public DoorTest {
 protected:
  RestoreScheduleTest() {
    make_bucket("b", Versioning::enabled);
    QueueConfiguration queue;
    queue.queue_arn = "q";
    queue.events = {"s3:ObjectRestore:*"};
    configure("b", NotificationConfiguration{.topic_configurations = {}, .queue_configurations = {{queue}}});
    background.set_lifecycle({.day = 60s, .interval = 3600s});
    door.restore_delay = 5s;
  }
  FoundObject archive(std::string key) {
    auto object = put("b", std::move(key));
    object.record.storage_class = "GLACIER";
    EXPECT_TRUE(*run(backend->update_object("b", object)));
    return *run(backend->get_object("b", object.key, std::nullopt));
  }
  // "Accepted", "" where a copy was there, or what was refused.
  std::string restore(const FoundObject& object, std::int32_t days, std::string tier = "Standard") {
    RestoreObjectRequest input{.bucket = "b", .key = object.key, .version_id = object.record.version_id};
    input.restore_request.emplace().days = days;
    input.restore_request->tier = std::move(tier);
    auto restored = run(restore_object(context, door, std::move(input)));
    return restored ? "" : std::string(restored.error().shape->code);
  }
  std::optional<ObjectRestore> kept(const FoundObject& object) {
    return run(backend->get_object("b", object.key, object.record.version_id))->record.restore;
  }
  // "Post k", in order.
  std::vector<std::string> told() {
    std::vector<std::string> out;
    for (const auto& message : queues.sent["q"]) {
      const auto value = [&](std::string_view name) {
        const auto at = message.find('"' + std::string(name) + "\":\"") + name.size() + 4;
        return message.substr(at, message.find('"', at) - at);
      };
      out.push_back(value("eventName").substr(std::string_view("ObjectRestore:").size()) + ' ' + value("key"));
    }
    return out;
  }
};

TEST_F(RestoreScheduleTest, TellsThatACopyIsReadyAndThatItWent) {
  start(background.run(door, stop.get_token()));
  const auto object = archive("k");
  EXPECT_EQ(restore(object, 1), "Accepted");
  EXPECT_THAT(told(), ElementsAre("Post k"));
  pass(5s);
  EXPECT_THAT(told(), ElementsAre("Post k", "Completed k"));
  EXPECT_TRUE(kept(object)->announced);
  pass(59s);
  EXPECT_TRUE(kept(object));
  pass(1s);
  EXPECT_THAT(told(), ElementsAre("Post k", "Completed k", "Delete k"));
  EXPECT_FALSE(kept(object));
  EXPECT_THAT(run(backend->list_restores("b", 10)), IsEmpty());
}

TEST_F(RestoreScheduleTest, ACopyOutlivesTheProcessThatMadeIt) {
  const auto first = archive("k"), second = archive("k"), other = archive("l");
  for (const auto& object : {first, second, other}) EXPECT_EQ(restore(object, 1), "Accepted");
  pass(5s);
  EXPECT_EQ(told().size(), 3u) << "nothing goes on yet";
  Background anew{clock, ids};
  anew.set_lifecycle({.day = 60s, .interval = 3600s});
  start(anew.run(door, stop.get_token()));
  EXPECT_EQ(told().size(), 6u);
  pass(60s);
  EXPECT_EQ(told().size(), 9u);
  for (const auto& object : {first, second, other}) EXPECT_FALSE(kept(object));
  stop.request_stop();  // while `anew` is there
  let_run();
}

TEST_F(RestoreScheduleTest, AClockThatLeapsLeavesNothingOut) {
  start(background.run(door, stop.get_token()));
  const auto object = archive("k");
  EXPECT_EQ(restore(object, 1), "Accepted");
  clock->set(clock->now() - 3600s);  // back, and nothing is early
  let_run();
  EXPECT_THAT(told(), ElementsAre("Post k"));
  clock->set(clock->now() + 3600s + 3600s);
  let_run();
  EXPECT_THAT(told(), ElementsAre("Post k", "Completed k", "Delete k"));
  EXPECT_FALSE(kept(object));
}

TEST_F(RestoreScheduleTest, ALongerStayIsKept) {
  start(background.run(door, stop.get_token()));
  const auto object = archive("k");
  EXPECT_EQ(restore(object, 1), "Accepted");
  EXPECT_EQ(restore(object, 1), "RestoreAlreadyInProgress");
  pass(5s);
  EXPECT_EQ(restore(object, 3), "") << "the copy is there already";
  pass(60s);
  EXPECT_TRUE(kept(object));
  pass(120s);
  EXPECT_FALSE(kept(object));
  EXPECT_THAT(told(), ElementsAre("Post k", "Completed k", "Post k", "Delete k"));
}

TEST_F(RestoreScheduleTest, WhatWentMeanwhileIsNotToldOf) {
  start(background.run(door, stop.get_token()));
  const auto object = archive("k"), other = archive("l");
  for (const auto& restored : {object, other}) EXPECT_EQ(restore(restored, 1), "Accepted");
  remove("b", "k", object.record.version_id);
  pass(65s);
  EXPECT_THAT(told(), ElementsAre("Post k", "Post l", "Completed l", "Delete l"));
  EXPECT_THAT(run(backend->list_restores("b", 10)), IsEmpty());
}

// More than a page of notes, and a change that gets ahead of one.
TEST_F(RestoreScheduleTest, ManyCopiesGoAtOnce) {
  start(background.run(door, stop.get_token()));
  for (int i = 0; i < 250; ++i) EXPECT_EQ(restore(archive("k" + std::to_string(i)), 1), "Accepted");
  pass(5s);
  pass(60s);
  EXPECT_EQ(told().size(), 750u);
  EXPECT_THAT(run(backend->list_restores("b", 1000)), IsEmpty());
}

}  // namespace
}  // namespace winterbaume::s3
