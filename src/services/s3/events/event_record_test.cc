#include "services/s3/events/event_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "services/s3/events/event_matching.h"

namespace winterbaume::s3 {
namespace {

namespace json = boost::json;

TEST(EventMatchingTest, WildcardsStandForAllOfAKind) {
  EXPECT_TRUE(asks_for("s3:ObjectCreated:*", "s3:ObjectCreated:Put"));
  EXPECT_TRUE(asks_for("s3:ObjectCreated:Put", "s3:ObjectCreated:Put"));
  EXPECT_TRUE(asks_for("s3:LifecycleTransition", "s3:LifecycleTransition"));
  EXPECT_FALSE(asks_for("s3:ObjectCreated:Put", "s3:ObjectCreated:Post"));
  EXPECT_FALSE(asks_for("s3:ObjectRemoved:*", "s3:ObjectCreated:Put"));
}

TEST(EventMatchingTest, PrefixAndSuffixMustBothFit) {
  QueueConfiguration queue;
  queue.events = {"s3:ObjectCreated:*"};
  EXPECT_TRUE(asks_for(queue, "s3:ObjectCreated:Put", "any"));
  queue.filter.emplace().key.emplace().filter_rules = {FilterRule{.name = "Prefix", .value = "images/"},
                                                       FilterRule{.name = "suffix", .value = ".jpg"}};
  EXPECT_TRUE(asks_for(queue, "s3:ObjectCreated:Put", "images/a.jpg"));
  EXPECT_FALSE(asks_for(queue, "s3:ObjectCreated:Put", "images/a.png"));
  EXPECT_FALSE(asks_for(queue, "s3:ObjectCreated:Put", "a.jpg"));
  EXPECT_FALSE(asks_for(queue, "s3:ObjectRemoved:Delete", "images/a.jpg"));
}

class EventRecordTest : public ::testing::Test {
 protected:
  EventRecordTest() {
    bucket.name = "photos";
    bucket.region = "eu-west-1";
    bucket.owner.account_id = "123456789012";
    origin.now = TimePoint(std::chrono::milliseconds(1'700'000'000'500));
    origin.request_id = "request";
    origin.extended_request_id = "host";
    origin.principal_id = "AWS:AKIA";
    origin.source_ip = "127.0.0.1";
    change.event = "s3:ObjectCreated:Put";
    change.object.key = "red flower/1+1.jpg";
    change.object.record.size = 1024;
    change.object.record.etag = "etag";
    change.object.record.version_id = "v1";
    change.object.record.sequence = 0x123;
  }
  json::value record() { return json::parse(make_event_message(bucket, origin, change, "rule")).at("Records").at(0); }

  BucketRecord bucket;
  EventOrigin origin;
  ObjectChange change;
};

TEST_F(EventRecordTest, HasTheDocumentedMembers) {
  EXPECT_EQ(record(), json::parse(R"({
    "eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "eu-west-1", "eventTime": "2023-11-14T22:13:20.500Z",
    "eventName": "ObjectCreated:Put", "userIdentity": {"principalId": "AWS:AKIA"},
    "requestParameters": {"sourceIPAddress": "127.0.0.1"},
    "responseElements": {"x-amz-request-id": "request", "x-amz-id-2": "host"},
    "s3": {"s3SchemaVersion": "1.0", "configurationId": "rule",
           "bucket": {"name": "photos", "ownerIdentity": {"principalId": "123456789012"}, "arn": "arn:aws:s3:::photos"},
           "object": {"key": "red+flower/1%2B1.jpg", "size": 1024, "eTag": "etag", "versionId": "v1",
                      "sequencer": "000000000000000123"}}})"));
}

TEST_F(EventRecordTest, ARemovalHasNeitherSizeNorETag) {
  change.event = "s3:ObjectRemoved:Delete";
  const auto object = record().at("s3").at("object").as_object();
  EXPECT_FALSE(object.contains("size"));
  EXPECT_FALSE(object.contains("eTag"));
  EXPECT_EQ(record().at("eventName"), "ObjectRemoved:Delete");
}

TEST_F(EventRecordTest, NewerEventsHaveNewerVersionsAndDataOfTheirOwn) {
  change.event = "s3:LifecycleTransition";
  change.object.record.storage_class = "GLACIER";
  EXPECT_EQ(record().at("eventVersion"), "2.3");
  EXPECT_EQ(record().at("lifecycleEventData").at("transitionEventData").at("destinationStorageClass"), "GLACIER");
  change.event = "s3:ObjectRestore:Completed";
  change.object.record.restore = ObjectRestore{.ready = {}, .expires = origin.now, .tier = "Standard"};
  EXPECT_EQ(record().at("glacierEventData").at("restoreEventData").at("lifecycleRestorationExpiryTime"),
            "2023-11-14T22:13:20.500Z");
}

TEST_F(EventRecordTest, TheBusGetsItsOwnForm) {
  const auto event = json::parse(make_bus_event(bucket, origin, change, "id"));
  EXPECT_EQ(event.at("detail-type"), "Object Created");
  EXPECT_EQ(event.at("time"), "2023-11-14T22:13:20Z");
  EXPECT_EQ(event.at("detail").at("reason"), "PutObject");
  EXPECT_EQ(event.at("detail").at("object").at("key"), "red flower/1+1.jpg");
  change.event = "s3:ObjectRemoved:DeleteMarkerCreated";
  EXPECT_EQ(json::parse(make_bus_event(bucket, origin, change, "id")).at("detail").at("deletion-type"), "Delete Marker Created");
}

}  // namespace
}  // namespace winterbaume::s3
