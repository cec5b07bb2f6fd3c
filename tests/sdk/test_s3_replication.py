"""Replication between buckets, and what lifecycle rules tell in answers."""

from __future__ import annotations

import json
import time
from datetime import datetime, timedelta, timezone

import pytest
from conftest import ON_AWS, arn_of
from s3_fixtures import make_bucket, s3  # noqa: F401

emulator_only = pytest.mark.skipif(ON_AWS, reason="needs a role, and minutes")


@pytest.fixture
def pair(s3, make_bucket):  # noqa: F811
    """Two buckets with versions; set_rules() gives the first its replication rules."""
    source, destination = make_bucket(), make_bucket()
    for bucket in (source, destination):
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    return source, destination, lambda **rule: set_rule(s3, source, destination, **rule)


def set_rule(s3, source, destination, **rule):  # noqa: F811
    rule = {
        "ID": "a-rule",
        "Priority": 1,
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "DeleteMarkerReplication": {"Status": "Disabled"},
        **rule,
    }
    rule["Destination"] = {"Bucket": f"arn:aws:s3:::{destination}", **rule.get("Destination", {})}
    s3.put_bucket_replication(
        Bucket=source,
        ReplicationConfiguration={"Role": "arn:aws:iam::123456789012:role/replication", "Rules": [rule]},
    )


def wait_until(holds, seconds=10):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)


def wait_for_status(s3, bucket, key, status="COMPLETED", seconds=10):  # noqa: F811
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        head = s3.head_object(Bucket=bucket, Key=key)
        if head.get("ReplicationStatus") == status:
            return head
        time.sleep(0.02)
    raise AssertionError(head.get("ReplicationStatus"))


@emulator_only
@pytest.mark.parametrize("size", [5, 300_000])
def test_a_version_goes_with_all_it_has(s3, pair, size):  # noqa: F811
    source, destination, set_rules = pair
    set_rules(Destination={"StorageClass": "STANDARD_IA"})
    put = s3.put_object(
        Bucket=source, Key="k", Body=b"x" * size, Metadata={"a": "b"}, ContentType="text/plain", Tagging="t=1"
    )
    head = wait_for_status(s3, source, "k")
    replica = s3.get_object(Bucket=destination, Key="k")
    assert replica["Body"].read() == b"x" * size
    assert replica["VersionId"] == put["VersionId"]
    assert replica["ETag"] == put["ETag"]
    assert replica["ReplicationStatus"] == "REPLICA"
    assert replica["StorageClass"] == "STANDARD_IA"
    assert replica["Metadata"] == {"a": "b"}
    assert replica["ContentType"] == "text/plain"
    assert replica["LastModified"] == head["LastModified"]
    tags = s3.get_object_tagging(Bucket=destination, Key="k")["TagSet"]
    assert tags == [{"Key": "t", "Value": "1"}]


@emulator_only
def test_a_multipart_object_keeps_its_parts(s3, pair):  # noqa: F811
    source, destination, set_rules = pair
    set_rules()
    upload = s3.create_multipart_upload(Bucket=source, Key="k")["UploadId"]
    parts = []
    for number, body in enumerate((b"a" * (5 << 20), b"b" * 10), 1):
        part = s3.upload_part(Bucket=source, Key="k", UploadId=upload, PartNumber=number, Body=body)
        parts.append({"PartNumber": number, "ETag": part["ETag"]})
    s3.complete_multipart_upload(Bucket=source, Key="k", UploadId=upload, MultipartUpload={"Parts": parts})
    wait_for_status(s3, source, "k")
    assert s3.get_object(Bucket=destination, Key="k", PartNumber=2)["Body"].read() == b"b" * 10
    assert s3.head_object(Bucket=destination, Key="k")["ETag"].endswith('-2"')


@emulator_only
def test_only_what_the_filter_takes(s3, pair):  # noqa: F811
    source, destination, set_rules = pair
    s3.put_object(Bucket=source, Key="logs/before", Body=b"x")
    set_rules(Filter={"And": {"Prefix": "logs/", "Tags": [{"Key": "t", "Value": "1"}]}})
    s3.put_object(Bucket=source, Key="logs/untagged", Body=b"x")
    s3.put_object(Bucket=source, Key="other", Body=b"x", Tagging="t=1")
    s3.put_object(Bucket=source, Key="logs/tagged", Body=b"x", Tagging="t=1")
    wait_for_status(s3, source, "logs/tagged")
    keys = [o["Key"] for o in s3.list_objects_v2(Bucket=destination).get("Contents", [])]
    assert keys == ["logs/tagged"]
    assert "ReplicationStatus" not in s3.head_object(Bucket=source, Key="other")


@emulator_only
def test_new_tags_follow(s3, pair):  # noqa: F811
    source, destination, set_rules = pair
    set_rules()
    s3.put_object(Bucket=source, Key="k", Body=b"x")
    wait_for_status(s3, source, "k")
    s3.put_object_tagging(Bucket=source, Key="k", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    wait_for_status(s3, source, "k")
    assert s3.get_object_tagging(Bucket=destination, Key="k")["TagSet"] == [{"Key": "a", "Value": "b"}]


def tags_of(s3, bucket, key):  # noqa: F811
    return {tag["Key"]: tag["Value"] for tag in s3.get_object_tagging(Bucket=bucket, Key=key)["TagSet"]}


@emulator_only
def test_changes_of_replicas_go_back_where_a_rule_syncs_them(s3, pair):  # noqa: F811
    source, destination, set_rules = pair
    set_rules()
    version = s3.put_object(Bucket=source, Key="k", Body=b"x")["VersionId"]
    wait_for_status(s3, source, "k")
    synced = {"ReplicaModifications": {"Status": "Enabled"}}
    set_rule(s3, destination, source, SourceSelectionCriteria=synced)
    s3.put_object_tagging(Bucket=destination, Key="k", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    wait_until(lambda: tags_of(s3, source, "k") == {"a": "b"})
    wait_for_status(s3, destination, "k", "REPLICA")
    assert s3.head_object(Bucket=source, Key="k")["ReplicationStatus"] == "COMPLETED"
    # A new version there goes the other way, and comes not back.
    s3.put_object(Bucket=destination, Key="k", Body=b"yy")
    wait_for_status(s3, destination, "k", "COMPLETED")
    wait_for_status(s3, source, "k", "REPLICA")
    for bucket in pair[:2]:
        versions = s3.list_object_versions(Bucket=bucket)["Versions"]
        assert [entry["Size"] for entry in versions] == [2, 1]
        assert versions[1]["VersionId"] == version


@emulator_only
def test_locks_go_with_their_changes(s3, make_bucket):  # noqa: F811
    source, destination = (make_bucket(ObjectLockEnabledForBucket=True) for _ in range(2))
    set_rule(s3, source, destination)
    until = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(days=1)
    locked = {"ObjectLockMode": "GOVERNANCE", "ObjectLockRetainUntilDate": until}
    version = s3.put_object(Bucket=source, Key="k", Body=b"x", **locked)["VersionId"]
    wait_for_status(s3, source, "k")
    assert s3.get_object_retention(Bucket=destination, Key="k")["Retention"]["RetainUntilDate"] == until
    later = until + timedelta(days=1)
    s3.put_object_retention(Bucket=source, Key="k", Retention={"Mode": "GOVERNANCE", "RetainUntilDate": later})
    s3.put_object_legal_hold(Bucket=source, Key="k", LegalHold={"Status": "ON"})

    def has_followed():
        head = s3.head_object(Bucket=destination, Key="k")
        return head["ObjectLockRetainUntilDate"] == later and head.get("ObjectLockLegalHoldStatus") == "ON"

    wait_until(has_followed)
    s3.put_object_legal_hold(Bucket=source, Key="k", LegalHold={"Status": "OFF"})
    wait_until(lambda: s3.head_object(Bucket=destination, Key="k").get("ObjectLockLegalHoldStatus") == "OFF")
    s3.put_object_retention(Bucket=source, Key="k", Retention={}, BypassGovernanceRetention=True)
    wait_until(lambda: "ObjectLockMode" not in s3.head_object(Bucket=destination, Key="k"))
    for bucket in (source, destination):
        s3.delete_object(Bucket=bucket, Key="k", VersionId=version)


@emulator_only
def test_failures_are_told_of(s3, sqs, queue, pair):  # noqa: F811
    source, destination, set_rules = pair
    set_rules(Destination={"Metrics": {"Status": "Enabled"}})
    configuration = {"QueueArn": arn_of(sqs, queue), "Events": ["s3:Replication:*"]}
    s3.put_bucket_notification_configuration(
        Bucket=source, NotificationConfiguration={"QueueConfigurations": [configuration]}
    )
    s3.put_bucket_versioning(Bucket=destination, VersioningConfiguration={"Status": "Suspended"})
    put = s3.put_object(Bucket=source, Key="k", Body=b"x")
    wait_for_status(s3, source, "k", "FAILED")
    records = []

    def hear():
        answer = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=1)
        for message in answer.get("Messages", []):
            records.extend(json.loads(message["Body"]).get("Records", []))
        return records

    wait_until(hear)
    (record,) = records
    assert record["eventName"] == "Replication:OperationFailedReplication"
    assert record["s3"]["object"]["versionId"] == put["VersionId"]
    data = record["replicationEventData"]
    assert data["replicationRuleId"] == "a-rule"
    assert data["destinationBucket"] == f"arn:aws:s3:::{destination}"
    assert data["failureReason"] == "DstBucketUnversioned"


@emulator_only
def test_delete_markers_go_and_deletions_of_versions_do_not(s3, pair):  # noqa: F811
    source, destination, set_rules = pair
    set_rules(DeleteMarkerReplication={"Status": "Enabled"})
    version = s3.put_object(Bucket=source, Key="k", Body=b"x")["VersionId"]
    wait_for_status(s3, source, "k")
    marker = s3.delete_object(Bucket=source, Key="k")["VersionId"]
    end = time.monotonic() + 10
    while time.monotonic() < end:
        there = s3.list_object_versions(Bucket=destination)
        if there.get("DeleteMarkers"):
            break
        time.sleep(0.02)
    assert [m["VersionId"] for m in there["DeleteMarkers"]] == [marker]
    s3.delete_object(Bucket=source, Key="k", VersionId=version)
    time.sleep(0.1)
    assert [v["VersionId"] for v in s3.list_object_versions(Bucket=destination)["Versions"]] == [version]


@emulator_only
def test_without_its_destination_it_fails(s3, pair):  # noqa: F811
    source, destination, set_rules = pair
    set_rules()
    s3.put_bucket_versioning(Bucket=destination, VersioningConfiguration={"Status": "Suspended"})
    s3.put_object(Bucket=source, Key="k", Body=b"x")
    wait_for_status(s3, source, "k", "FAILED")


def test_answers_tell_of_lifecycle_rules(s3, make_bucket):  # noqa: F811
    bucket = make_bucket()
    rules = [
        {"ID": "soon", "Status": "Enabled", "Filter": {"Prefix": "tmp/"}, "Expiration": {"Days": 1}},
        {
            "ID": "uploads",
            "Status": "Enabled",
            "Filter": {"Prefix": ""},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
        },
    ]
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": rules})
    midnight = datetime.now(timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=2)
    expected = f'expiry-date="{midnight:%a, %d %b %Y} 00:00:00 GMT", rule-id="soon"'
    assert s3.put_object(Bucket=bucket, Key="tmp/a", Body=b"x")["Expiration"] == expected
    assert s3.head_object(Bucket=bucket, Key="tmp/a")["Expiration"] == expected
    assert s3.get_object(Bucket=bucket, Key="tmp/a")["Expiration"] == expected
    assert "Expiration" not in s3.put_object(Bucket=bucket, Key="a", Body=b"x")
    upload = s3.create_multipart_upload(Bucket=bucket, Key="tmp/b")
    assert upload["AbortRuleId"] == "uploads"
    assert upload["AbortDate"] == midnight + timedelta(days=6)
    assert s3.list_parts(Bucket=bucket, Key="tmp/b", UploadId=upload["UploadId"])["AbortRuleId"] == "uploads"
