#include "services/s3/events/event_record.h"

#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "aws/arn.h"
#include "aws/timestamps.h"
#include "core/bytes.h"

namespace winterbaume::s3 {
namespace {

namespace json = boost::json;

std::string_view without_s3(std::string_view event) { return event.starts_with("s3:") ? event.substr(3) : event; }
bool is_removal(std::string_view event) {
  return event.starts_with("s3:ObjectRemoved:") || event.starts_with("s3:LifecycleExpiration:") ||
         event == "s3:ObjectRestore:Delete";
}

// 2.1, but 2.2 for replication, and 2.3 for lifecycle, tiering, ACLs, tags and copies of archived objects that go ("Event message
// structure").
std::string_view version_of(std::string_view event) {
  if (event.starts_with("s3:Replication:")) return "2.2";
  for (std::string_view newer :
       {"s3:Lifecycle", "s3:IntelligentTiering", "s3:ObjectAcl:", "s3:ObjectTagging:", "s3:ObjectRestore:Delete"}) {
    if (event.starts_with(newer)) return "2.3";
  }
  return "2.1";
}

std::string iso(TimePoint time) {
  std::string out;
  aws::append_iso8601_millis(out, time);
  return out;
}

std::string bucket_arn(const BucketRecord& bucket) {
  return fmt::format("arn:{}:s3:::{}", aws::partition_of(bucket.region), bucket.name);
}

// Hexadecimal and of one length, so that texts sort as events happened. What is gone has no sequence any more: it comes after all
// that was written in its millisecond.
std::string sequencer_of(const ObjectChange& change, TimePoint now) {
  const auto late = static_cast<std::uint64_t>(now.time_since_epoch().count()) * 1000 + 999;
  const auto& record = change.object.record;
  return fmt::format("{:018X}", record.sequence != 0 ? record.sequence : late);
}

// Keys are encoded as in forms: "red flower.jpg" is "red+flower.jpg".
std::string form_encode(std::string_view key) {
  std::string out = percent_encode(key, true);
  for (std::size_t at = 0; (at = out.find("%20", at)) != std::string::npos; ++at) out.replace(at, 3, "+");
  return out;
}

json::object object_of(const EventOrigin& origin, const ObjectChange& change) {
  const auto& record = change.object.record;
  json::object out{{"key", form_encode(change.object.key)}};
  if (!is_removal(change.event)) {
    out["size"] = record.size;
    out["eTag"] = record.etag;
  } else if (change.event.ends_with(":DeleteMarkerCreated")) {
    out["eTag"] = "d41d8cd98f00b204e9800998ecf8427e";
  }
  if (!record.version_id.empty()) out["versionId"] = record.version_id;
  out["sequencer"] = sequencer_of(change, origin.now);
  return out;
}

// "PT15M0S", "PT1.5S": the durations of ISO 8601.
std::string duration(Millis time) {
  const auto minutes = std::chrono::floor<std::chrono::minutes>(time);
  const auto seconds = std::chrono::duration<double>(time - minutes).count();
  return fmt::format("PT{}M{:g}S", minutes.count(), seconds);
}

json::object replication_data(const EventOrigin& origin, const ObjectChange& change) {
  json::object data{{"replicationRuleId", origin.replication_rule_id},
                    {"destinationBucket", origin.destination_bucket},
                    {"s3Operation", "OBJECT_PUT"},
                    {"requestTime", iso(change.object.record.modified)}};
  if (change.event == "s3:Replication:OperationFailedReplication") {
    data["failureReason"] = origin.replication_failure;
  } else {
    data["threshold"] = duration(origin.replication_threshold);
  }
  if (change.event == "s3:Replication:OperationReplicatedAfterThreshold") {
    data["replicationTime"] = duration(origin.replication_time);
  }
  return data;
}

void add_details(json::object& out, const EventOrigin& origin, const ObjectChange& change) {
  const auto& record = change.object.record;
  const auto storage_class = record.storage_class.empty() ? std::string_view("STANDARD") : std::string_view(record.storage_class);
  if (change.event == "s3:ObjectRestore:Completed" && record.restore) {
    out["glacierEventData"] =
        json::object{{"restoreEventData", json::object{{"lifecycleRestorationExpiryTime", iso(record.restore->expires)},
                                                       {"lifecycleRestoreStorageClass", storage_class}}}};
  } else if (change.event == "s3:LifecycleTransition") {
    out["lifecycleEventData"] = json::object{{"transitionEventData", json::object{{"destinationStorageClass", storage_class}}}};
  } else if (change.event.starts_with("s3:Replication:")) {
    out["replicationEventData"] = replication_data(origin, change);
  }
}

// "ObjectCreated:Put" is "Object Created", and why it was.
struct BusEventName {
  std::string_view detail_type;
  std::string_view reason;
};
BusEventName bus_name_of(std::string_view event) {
  constexpr std::pair<std::string_view, BusEventName> k_names[] = {
      {"s3:ObjectCreated:CompleteMultipartUpload", {"Object Created", "CompleteMultipartUpload"}},
      {"s3:ObjectCreated:Copy", {"Object Created", "CopyObject"}},
      {"s3:ObjectCreated:Post", {"Object Created", "POST Object"}},
      {"s3:ObjectCreated:", {"Object Created", "PutObject"}},
      {"s3:ObjectRemoved:", {"Object Deleted", "DeleteObject"}},
      {"s3:LifecycleExpiration:", {"Object Deleted", "Lifecycle Expiration"}},
      {"s3:ObjectRestore:Post", {"Object Restore Initiated", ""}},
      {"s3:ObjectRestore:Completed", {"Object Restore Completed", ""}},
      {"s3:ObjectRestore:Delete", {"Object Restore Expired", ""}},
      {"s3:LifecycleTransition", {"Object Storage Class Changed", ""}},
      {"s3:IntelligentTiering", {"Object Access Tier Changed", ""}},
      {"s3:ObjectTagging:Put", {"Object Tags Added", ""}},
      {"s3:ObjectTagging:Delete", {"Object Tags Deleted", ""}},
      {"s3:ObjectAcl:", {"Object ACL Updated", ""}},
  };
  for (const auto& [prefix, name] : k_names) {
    if (event.starts_with(prefix)) return name;
  }
  return {};
}

}  // namespace

EventOrigin service_origin(TimePoint now, std::string request_id) {
  EventOrigin origin;
  origin.now = now;
  origin.request_id = std::move(request_id);
  origin.principal_id = "s3.amazonaws.com";
  return origin;
}

std::string make_event_message(const BucketRecord& bucket, const EventOrigin& origin, const ObjectChange& change,
                               std::string_view configuration_id) {
  json::object record{
      {"eventVersion", version_of(change.event)},
      {"eventSource", "aws:s3"},
      {"awsRegion", bucket.region},
      {"eventTime", iso(origin.now)},
      {"eventName", without_s3(change.event)},
      {"userIdentity", json::object{{"principalId", origin.principal_id}}},
      {"requestParameters", json::object{{"sourceIPAddress", origin.source_ip.empty() ? origin.principal_id : origin.source_ip}}},
      {"responseElements", json::object{{"x-amz-request-id", origin.request_id}, {"x-amz-id-2", origin.extended_request_id}}},
      {"s3", json::object{{"s3SchemaVersion", "1.0"},
                          {"configurationId", configuration_id},
                          {"bucket", json::object{{"name", bucket.name},
                                                  {"ownerIdentity", json::object{{"principalId", bucket.owner.account_id}}},
                                                  {"arn", bucket_arn(bucket)}}},
                          {"object", object_of(origin, change)}}}};
  add_details(record, origin, change);
  json::array records;
  records.push_back(std::move(record));
  return json::serialize(json::object{{"Records", std::move(records)}});
}

std::string make_bus_event(const BucketRecord& bucket, const EventOrigin& origin, const ObjectChange& change,
                           std::string_view event_id) {
  const auto name = bus_name_of(change.event);
  if (name.detail_type.empty()) return {};
  const auto& record = change.object.record;
  json::object object{{"key", change.object.key}};
  if (!is_removal(change.event)) {
    object["size"] = record.size;
    object["etag"] = record.etag;
  }
  if (!record.version_id.empty()) object["version-id"] = record.version_id;
  object["sequencer"] = sequencer_of(change, origin.now);
  json::object detail{{"version", "0"},
                      {"bucket", json::object{{"name", bucket.name}}},
                      {"object", std::move(object)},
                      {"request-id", origin.request_id},
                      {"requester", origin.principal_id}};
  if (!origin.source_ip.empty()) detail["source-ip-address"] = origin.source_ip;
  if (!name.reason.empty()) detail["reason"] = name.reason;
  if (name.detail_type == "Object Deleted") {
    detail["deletion-type"] = change.event.ends_with(":DeleteMarkerCreated") ? "Delete Marker Created" : "Permanently Deleted";
  }
  std::string time;
  aws::append_iso8601(time, std::chrono::floor<std::chrono::seconds>(origin.now));
  return json::serialize(json::object{{"version", "0"},
                                      {"id", event_id},
                                      {"detail-type", name.detail_type},
                                      {"source", "aws.s3"},
                                      {"account", bucket.owner.account_id},
                                      {"time", time},
                                      {"region", bucket.region},
                                      {"resources", json::array{bucket_arn(bucket)}},
                                      {"detail", std::move(detail)}});
}

std::string make_test_message(const BucketRecord& bucket, const EventOrigin& origin) {
  return json::serialize(json::object{{"Service", "Amazon S3"},
                                      {"Event", "s3:TestEvent"},
                                      {"Time", iso(origin.now)},
                                      {"Bucket", bucket.name},
                                      {"RequestId", origin.request_id},
                                      {"HostId", origin.extended_request_id}});
}

}  // namespace winterbaume::s3
