"""Notifications of buckets, as they arrive in queues."""

from __future__ import annotations

import json
import os
import time
import urllib.request

import pytest
from conftest import ON_AWS, Refused, arn_of, unique_name
from s3_fixtures import make_bucket, s3  # noqa: F401

pytestmark = pytest.mark.skipif(ON_AWS, reason="queues would need a policy")


def messages_of(sqs, url, count=1, seconds=5):
    """What has come into the queue, once there are `count` of it."""
    bodies = []
    end = time.monotonic() + seconds
    while len(bodies) < count and time.monotonic() < end:
        for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", []):
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            bodies.append(json.loads(message["Body"]))
    return bodies


def records_of(sqs, url, count=1):
    return [record for body in messages_of(sqs, url, count) for record in body["Records"]]


@pytest.fixture
def notified(s3, sqs, make_bucket, queue):  # noqa: F811
    """A bucket and the queue that it notifies; the test event has been taken out."""

    def make(*events, rules=(), bucket=None):
        bucket = bucket or make_bucket()
        configuration = {"Id": "a-queue", "QueueArn": arn_of(sqs, queue), "Events": list(events)}
        if rules:
            configuration["Filter"] = {"Key": {"FilterRules": [{"Name": n, "Value": v} for n, v in rules]}}
        s3.put_bucket_notification_configuration(
            Bucket=bucket, NotificationConfiguration={"QueueConfigurations": [configuration]}
        )
        (test,) = messages_of(sqs, queue)
        assert test["Event"] == "s3:TestEvent"
        assert test["Bucket"] == bucket
        return bucket, queue

    return make


def test_a_put_and_its_record(s3, sqs, notified):  # noqa: F811
    bucket, queue = notified("s3:ObjectCreated:*")
    put = s3.put_object(Bucket=bucket, Key="red flower.jpg", Body=b"12345")
    (record,) = records_of(sqs, queue)
    assert record["eventSource"] == "aws:s3"
    assert record["eventName"] == "ObjectCreated:Put"
    assert record["awsRegion"] == "us-east-1"
    assert record["responseElements"]["x-amz-request-id"] == put["ResponseMetadata"]["RequestId"]
    assert record["s3"]["configurationId"] == "a-queue"
    assert record["s3"]["bucket"]["arn"] == f"arn:aws:s3:::{bucket}"
    assert record["s3"]["object"]["key"] == "red+flower.jpg"
    assert record["s3"]["object"]["size"] == 5
    assert record["s3"]["object"]["eTag"] == put["ETag"].strip('"')
    assert "versionId" not in record["s3"]["object"]


def test_filters_choose_keys_and_events(s3, sqs, notified):  # noqa: F811
    bucket, queue = notified("s3:ObjectRemoved:*", rules=[("prefix", "images/"), ("suffix", ".jpg")])
    for key in ("images/a.jpg", "images/a.png", "a.jpg"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    for key in ("a.jpg", "images/a.png", "images/a.jpg"):
        s3.delete_object(Bucket=bucket, Key=key)
    (record,) = records_of(sqs, queue)
    assert record["eventName"] == "ObjectRemoved:Delete"
    assert record["s3"]["object"]["key"] == "images/a.jpg"
    assert messages_of(sqs, queue, seconds=1) == []


def test_each_way_to_make_an_object(s3, sqs, notified):  # noqa: F811
    bucket, queue = notified("s3:ObjectCreated:*")
    s3.put_object(Bucket=bucket, Key="a", Body=b"x")
    s3.copy_object(Bucket=bucket, Key="b", CopySource={"Bucket": bucket, "Key": "a"})
    upload = s3.create_multipart_upload(Bucket=bucket, Key="c")["UploadId"]
    part = s3.upload_part(Bucket=bucket, Key="c", UploadId=upload, PartNumber=1, Body=b"x")
    s3.complete_multipart_upload(
        Bucket=bucket, Key="c", UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}
    )
    records = records_of(sqs, queue, 3)
    assert {(r["eventName"], r["s3"]["object"]["key"]) for r in records} == {
        ("ObjectCreated:Put", "a"),
        ("ObjectCreated:Copy", "b"),
        ("ObjectCreated:CompleteMultipartUpload", "c"),
    }


def test_versions_markers_and_tags(s3, sqs, notified, make_bucket):  # noqa: F811
    bucket = make_bucket()
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    bucket, queue = notified("s3:ObjectCreated:*", "s3:ObjectRemoved:*", "s3:ObjectTagging:*", bucket=bucket)
    version = s3.put_object(Bucket=bucket, Key="k", Body=b"x")["VersionId"]
    s3.put_object_tagging(Bucket=bucket, Key="k", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    s3.delete_object_tagging(Bucket=bucket, Key="k")
    marker = s3.delete_object(Bucket=bucket, Key="k")["VersionId"]
    s3.delete_object(Bucket=bucket, Key="k", VersionId=version)
    records = records_of(sqs, queue, 5)
    by_name = {r["eventName"]: r["s3"]["object"] for r in records}
    assert by_name["ObjectCreated:Put"]["versionId"] == version
    assert by_name["ObjectTagging:Put"]["versionId"] == version
    assert by_name["ObjectTagging:Delete"]["versionId"] == version
    assert by_name["ObjectRemoved:DeleteMarkerCreated"]["versionId"] == marker
    assert by_name["ObjectRemoved:Delete"]["versionId"] == version
    order = ["ObjectCreated:Put", "ObjectRemoved:DeleteMarkerCreated", "ObjectRemoved:Delete"]
    sequencers = [by_name[name]["sequencer"] for name in order]
    assert sequencers == sorted(sequencers)


def test_a_new_acl_is_told_of(s3, sqs, make_bucket, notified):  # noqa: F811
    bucket, queue = notified("s3:ObjectAcl:Put", bucket=make_bucket(ObjectOwnership="ObjectWriter"))
    s3.put_object(Bucket=bucket, Key="k", Body=b"x", ACL="bucket-owner-full-control")
    s3.put_object_acl(Bucket=bucket, Key="k", ACL="bucket-owner-read")
    (record,) = records_of(sqs, queue)
    assert (record["eventName"], record["eventVersion"]) == ("ObjectAcl:Put", "2.3")
    assert record["s3"]["object"]["key"] == "k"


def test_delete_objects_tells_of_each(s3, sqs, notified):  # noqa: F811
    bucket, queue = notified("s3:ObjectRemoved:*")
    keys = ["a", "b", "c"]
    for key in keys:
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key} for key in [*keys, "missing"]]})
    assert sorted(r["s3"]["object"]["key"] for r in records_of(sqs, queue, 3)) == keys


def test_a_queue_that_is_not_there_is_refused(s3, make_bucket):  # noqa: F811
    bucket = make_bucket()
    arn = f"arn:aws:sqs:us-east-1:123456789012:{unique_name()}"
    with Refused("InvalidArgument"):
        s3.put_bucket_notification_configuration(
            Bucket=bucket,
            NotificationConfiguration={"QueueConfigurations": [{"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}]},
        )


def test_a_queue_that_went_stops_nothing(s3, sqs, make_bucket, make_queue):  # noqa: F811
    bucket, url = make_bucket(), make_queue()
    configuration = {"QueueArn": arn_of(sqs, url), "Events": ["s3:ObjectCreated:*"]}
    s3.put_bucket_notification_configuration(
        Bucket=bucket, NotificationConfiguration={"QueueConfigurations": [configuration]}
    )
    sqs.delete_queue(QueueUrl=url)
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"x"


def test_what_goes_to_other_targets_is_recorded(s3, make_bucket):  # noqa: F811
    bucket = make_bucket()
    topic = "arn:aws:sns:us-east-1:123456789012:a-topic"
    s3.put_bucket_notification_configuration(
        Bucket=bucket,
        NotificationConfiguration={
            "TopicConfigurations": [{"TopicArn": topic, "Events": ["s3:ObjectCreated:*"]}],
            "EventBridgeConfiguration": {},
        },
    )
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    with urllib.request.urlopen(os.environ["WB_ENDPOINT"] + "/_winterbaume/s3/events") as answer:
        events = [event for event in json.load(answer) if bucket in json.dumps(event)]
    assert [event["target"] for event in events[:2]] == [topic, topic]
    assert events[0]["message"]["Event"] == "s3:TestEvent"
    assert events[1]["message"]["Records"][0]["s3"]["object"]["key"] == "k"
    (bus,) = [event for event in events if event["target"].endswith("event-bus/default")]
    assert bus["message"]["detail-type"] == "Object Created"
    assert bus["message"]["detail"]["bucket"]["name"] == bucket
