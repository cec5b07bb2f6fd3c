"""Directory buckets before a server with `--auth verify`: what their sessions may, and renames that are told twice."""

from __future__ import annotations

import uuid

import boto3
import pytest
from botocore.config import Config
from conftest import Refused, needs, takes, unique_name
from s3_accounts import endpoint, make_client  # noqa: F401

pytestmark = needs("s3", "CreateBucket", "Location", shape="CreateBucketConfiguration")


# Signing as for any bucket: botocore opens sessions by itself else.
@pytest.fixture(scope="module")
def owner(endpoint):  # noqa: F811
    return make_client(endpoint, "owner", signature_version="s3v4")


@pytest.fixture(scope="module")
def other(endpoint):  # noqa: F811
    return make_client(endpoint, "other", signature_version="s3v4")


@pytest.fixture
def make_directory(owner):
    def make():
        name = f"wb{uuid.uuid4().hex[:12]}--use1-az4--x-s3"
        owner.create_bucket(
            Bucket=name,
            CreateBucketConfiguration={
                "Location": {"Type": "AvailabilityZone", "Name": "use1-az4"},
                "Bucket": {"Type": "Directory", "DataRedundancy": "SingleAvailabilityZone"},
            },
        )
        return name

    return make


@pytest.fixture
def directory(make_directory):
    return make_directory()


def session_client(endpoint, keys, token=None):  # noqa: F811
    """A client that signs with a session's keys as they are."""
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=token or keys["SessionToken"],
        config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0}, signature_version="s3v4"),
    )


def open_session(endpoint, client, name, **arguments):  # noqa: F811
    return session_client(endpoint, client.create_session(Bucket=name, **arguments)["Credentials"])


def test_a_session_reads_and_writes_its_bucket(endpoint, owner, directory):  # noqa: F811
    session = open_session(endpoint, owner, directory)
    session.put_object(Bucket=directory, Key="a", Body=b"1")
    assert session.get_object(Bucket=directory, Key="a")["Body"].read() == b"1"
    session.copy_object(Bucket=directory, Key="b", CopySource=f"{directory}/a")
    assert [entry["Key"] for entry in session.list_objects_v2(Bucket=directory)["Contents"]] == ["a", "b"]
    session.delete_objects(Bucket=directory, Delete={"Objects": [{"Key": "a"}, {"Key": "b"}]})
    assert "Contents" not in session.list_objects_v2(Bucket=directory)


def test_a_session_that_reads_writes_nothing(endpoint, owner, directory):  # noqa: F811
    owner.put_object(Bucket=directory, Key="a", Body=b"1")
    session = open_session(endpoint, owner, directory, SessionMode="ReadOnly")
    assert session.get_object(Bucket=directory, Key="a")["Body"].read() == b"1"
    assert session.head_object(Bucket=directory, Key="a")["ContentLength"] == 1
    session.head_bucket(Bucket=directory)
    session.list_objects_v2(Bucket=directory)
    for call, arguments in (
        (session.put_object, {"Key": "b", "Body": b"2"}),
        (session.copy_object, {"Key": "b", "CopySource": f"{directory}/a"}),
        (session.delete_object, {"Key": "a"}),
        (session.delete_objects, {"Delete": {"Objects": [{"Key": "a"}]}}),
        (session.create_multipart_upload, {"Key": "b"}),
    ):
        with Refused("AccessDenied", status=403):
            call(Bucket=directory, **arguments)
    assert [entry["Key"] for entry in owner.list_objects_v2(Bucket=directory)["Contents"]] == ["a"]


def test_a_session_is_for_one_bucket_and_its_objects(endpoint, owner, make_directory):  # noqa: F811
    bucket = unique_name()
    owner.create_bucket(Bucket=bucket)
    mine, another = make_directory(), make_directory()
    owner.put_object(Bucket=another, Key="a", Body=b"1")
    session = open_session(endpoint, owner, mine)
    for call, arguments in (
        (session.get_object, {"Bucket": another, "Key": "a"}),
        (session.put_object, {"Bucket": another, "Key": "a", "Body": b"2"}),
        (session.list_objects_v2, {"Bucket": another}),
        (session.put_object, {"Bucket": bucket, "Key": "a", "Body": b"2"}),
        (session.get_bucket_policy, {"Bucket": mine}),
        (session.delete_bucket, {"Bucket": mine}),
        (session.create_session, {"Bucket": mine}),
        (session.list_buckets, {}),
    ):
        with Refused("AccessDenied", status=403):
            call(**arguments)
    assert owner.get_object(Bucket=another, Key="a")["Body"].read() == b"1"


def test_sessions_are_given_to_the_buckets_account(endpoint, owner, other, directory):  # noqa: F811
    with Refused("AccessDenied", status=403):
        other.create_session(Bucket=directory)
    keys = owner.create_session(Bucket=directory)["Credentials"]
    with Refused(status=400):
        session_client(endpoint, keys, token="another").list_objects_v2(Bucket=directory)


def test_a_rename_told_twice_is_done_once(owner, directory):
    if not takes(owner, "RenameObject", "ClientToken"):
        pytest.skip("this SDK knows no renames")
    owner.put_object(Bucket=directory, Key="a", Body=b"1")
    rename = {"Bucket": directory, "Key": "b", "RenameSource": f"{directory}/a", "ClientToken": uuid.uuid4().hex}
    owner.rename_object(**rename)
    owner.put_object(Bucket=directory, Key="a", Body=b"2")
    owner.rename_object(**rename)
    assert owner.get_object(Bucket=directory, Key="a")["Body"].read() == b"2"
    assert owner.get_object(Bucket=directory, Key="b")["Body"].read() == b"1"
    with Refused("IdempotencyParameterMismatch", status=400):
        owner.rename_object(**{**rename, "Key": "c"})
    owner.rename_object(**{**rename, "ClientToken": uuid.uuid4().hex})
    assert owner.get_object(Bucket=directory, Key="b")["Body"].read() == b"2"
