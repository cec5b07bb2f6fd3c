"""Lifecycle rules carried out, by a server whose days are short."""

from __future__ import annotations

import time

import boto3
import pytest
from botocore.config import Config
from server_process import ServerProcess

pytestmark = [pytest.mark.emulator_only, pytest.mark.timing]


@pytest.fixture(scope="module")
def client():
    server = ServerProcess("--s3-lifecycle-day", "2", "--s3-lifecycle-interval", "1")
    yield boto3.client(
        "s3",
        endpoint_url=server.url,
        region_name="us-east-1",
        aws_access_key_id="123456789012",
        aws_secret_access_key="secret",
        config=Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}),
    )
    server.stop()


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
