"""Lifecycle rules carried out and restored copies that go, by a server whose days are short."""

from __future__ import annotations

import json
import time

import boto3
import pytest
from botocore.config import Config
from conftest import Refused
from server_process import ServerProcess

pytestmark = [pytest.mark.emulator_only, pytest.mark.timing]


@pytest.fixture(scope="module")
def make_client():
    server = ServerProcess("--s3-lifecycle-day", "2", "--s3-lifecycle-interval", "1")

    def make(service):
        return boto3.client(
            service,
            endpoint_url=server.url,
            region_name="us-east-1",
            aws_access_key_id="123456789012",
            aws_secret_access_key="secret",
            config=Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}),
        )

    yield make
    server.stop()


@pytest.fixture(scope="module")
def client(make_client):
    return make_client("s3")


def wait_until(holds, seconds=15):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.1)


def set_rules(client, bucket, *rules):
    rules = [{"ID": f"rule-{i}", "Status": "Enabled", **rule} for i, rule in enumerate(rules)]
    client.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": rules})


def test_objects_expire_move_and_stay(client):
    client.create_bucket(Bucket="expiring")
    set_rules(
        client,
        "expiring",
        {"Filter": {"Prefix": "tmp/"}, "Expiration": {"Days": 1}},
        {"Filter": {"Tag": {"Key": "short", "Value": "yes"}}, "Expiration": {"Days": 1}},
        {
            "Filter": {"And": {"Prefix": "cold/", "ObjectSizeGreaterThan": 1}},
            "Transitions": [{"Days": 1, "StorageClass": "GLACIER"}],
        },
        {"Filter": {"Prefix": ""}, "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1}},
    )
    for key in ("tmp/a", "cold/a", "keep/a"):
        client.put_object(Bucket="expiring", Key=key, Body=b"xx")
    client.put_object(Bucket="expiring", Key="keep/tagged", Body=b"x", Tagging="short=yes")
    client.create_multipart_upload(Bucket="expiring", Key="u")

    def is_done():
        left = {o["Key"]: o["StorageClass"] for o in client.list_objects_v2(Bucket="expiring")["Contents"]}
        uploads = client.list_multipart_uploads(Bucket="expiring").get("Uploads", [])
        return left == {"cold/a": "GLACIER", "keep/a": "STANDARD"} and not uploads

    wait_until(is_done)


def test_versions_are_marked_and_go(client):
    client.create_bucket(Bucket="versions")
    client.put_bucket_versioning(Bucket="versions", VersioningConfiguration={"Status": "Enabled"})
    set_rules(
        client,
        "versions",
        {
            "Filter": {"Prefix": ""},
            "Expiration": {"Days": 1},
            "NoncurrentVersionExpiration": {"NoncurrentDays": 1},
        },
    )
    for body in (b"1", b"2"):
        client.put_object(Bucket="versions", Key="k", Body=body)
    wait_until(lambda: client.list_object_versions(Bucket="versions").get("DeleteMarkers"))
    wait_until(lambda: not client.list_object_versions(Bucket="versions").get("Versions"))
    wait_until(lambda: not client.list_object_versions(Bucket="versions").get("DeleteMarkers"))


def test_newer_noncurrent_versions_are_kept(client):
    client.create_bucket(Bucket="kept")
    client.put_bucket_versioning(Bucket="kept", VersioningConfiguration={"Status": "Enabled"})
    set_rules(
        client,
        "kept",
        {
            "Filter": {"Prefix": ""},
            "NoncurrentVersionExpiration": {"NoncurrentDays": 1, "NewerNoncurrentVersions": 1},
        },
    )
    made = [client.put_object(Bucket="kept", Key="k", Body=b"x")["VersionId"] for _ in range(4)]
    wait_until(lambda: len(client.list_object_versions(Bucket="kept")["Versions"]) == 2)
    left = [v["VersionId"] for v in client.list_object_versions(Bucket="kept")["Versions"]]
    assert left == [made[3], made[2]]


def hear(sqs, queue, told):
    """Adds what the queue holds to `told`: lists of records by the event's name."""
    for message in sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", []):
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        for record in json.loads(message["Body"]).get("Records", []):
            told.setdefault(record["eventName"], []).append(record)


def make_notified(client, sqs, bucket, *events):
    """A bucket and the queue that hears of these events."""
    queue = sqs.create_queue(QueueName=bucket)["QueueUrl"]
    client.create_bucket(Bucket=bucket)
    notified = {"QueueArn": f"arn:aws:sqs:us-east-1:123456789012:{bucket}", "Events": list(events)}
    client.put_bucket_notification_configuration(
        Bucket=bucket, NotificationConfiguration={"QueueConfigurations": [notified]}
    )
    return queue


def test_rules_tell_what_they_do(client, make_client):
    sqs = make_client("sqs")
    queue = make_notified(client, sqs, "told", "s3:LifecycleExpiration:*", "s3:LifecycleTransition")
    client.put_bucket_versioning(Bucket="told", VersioningConfiguration={"Status": "Enabled"})
    set_rules(
        client,
        "told",
        {"Filter": {"Prefix": "old/"}, "Expiration": {"Days": 1}, "NoncurrentVersionExpiration": {"NoncurrentDays": 1}},
        {
            "Filter": {"And": {"Prefix": "cold/", "ObjectSizeGreaterThan": 0}},
            "Transitions": [{"Days": 1, "StorageClass": "GLACIER"}],
        },
    )
    for key in ("old/a", "cold/a"):
        client.put_object(Bucket="told", Key=key, Body=b"x")
    told = {}

    def is_told():
        hear(sqs, queue, told)
        return len(told.get("LifecycleExpiration:Delete", [])) == 2

    wait_until(is_told, seconds=30)  # the version, and then its marker
    assert [record["s3"]["object"]["key"] for record in told["LifecycleExpiration:DeleteMarkerCreated"]] == ["old/a"]
    (moved,) = told["LifecycleTransition"]
    assert moved["s3"]["object"]["key"] == "cold/a"
    assert moved["lifecycleEventData"]["transitionEventData"]["destinationStorageClass"] == "GLACIER"
    assert moved["userIdentity"]["principalId"] == "s3.amazonaws.com"


def test_a_restored_copy_goes(client, make_client):
    sqs = make_client("sqs")
    queue = make_notified(client, sqs, "archive", "s3:ObjectRestore:*")
    place = {"Bucket": "archive", "Key": "k"}
    client.put_object(**place, Body=b"cold", StorageClass="GLACIER")
    with Refused("InvalidObjectState", status=403):
        client.get_object(**place)
    restored = client.restore_object(**place, RestoreRequest={"Days": 1, "GlacierJobParameters": {"Tier": "Bulk"}})
    assert restored["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert client.get_object(**place)["Body"].read() == b"cold"
    assert client.head_object(**place)["Restore"].startswith('ongoing-request="false", expiry-date="')
    again = client.restore_object(**place, RestoreRequest={"Days": 1})
    assert again["ResponseMetadata"]["HTTPStatusCode"] == 200
    told = {}

    def is_told():
        hear(sqs, queue, told)
        return "ObjectRestore:Delete" in told

    wait_until(is_told)
    assert {name: len(records) for name, records in told.items()} == {
        "ObjectRestore:Post": 2,
        "ObjectRestore:Completed": 1,
        "ObjectRestore:Delete": 1,
    }
    completed = told["ObjectRestore:Completed"][0]["glacierEventData"]["restoreEventData"]
    assert completed["lifecycleRestoreStorageClass"] == "GLACIER"
    with Refused("InvalidObjectState", status=403):
        client.get_object(**place)
    assert "Restore" not in client.head_object(**place)
