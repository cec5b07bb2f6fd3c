"""Deleting objects: versions, delete markers, conditions, by the thousand."""

from __future__ import annotations

import base64
import datetime
import hashlib
import os
import xml.etree.ElementTree as ElementTree

import pytest
import urllib3
from conftest import Refused, takes
from s3_fixtures import bucket, make_bucket, s3  # noqa: F401

HTTP = urllib3.PoolManager(retries=False)


@pytest.fixture
def versioned(s3, make_bucket):
    name = make_bucket()
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return name


def put(s3, bucket, key, body=b"text"):
    return s3.put_object(Bucket=bucket, Key=key, Body=body)


def keys_of(s3, bucket):
    return [entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]


def test_what_is_deleted_is_gone_and_what_is_not_there_is_no_error(s3, bucket):
    put(s3, bucket, "a")
    answer = s3.delete_object(Bucket=bucket, Key="a")
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert "DeleteMarker" not in answer and "VersionId" not in answer
    assert keys_of(s3, bucket) == []
    assert s3.delete_object(Bucket=bucket, Key="a")["ResponseMetadata"]["HTTPStatusCode"] == 204
    with Refused("NoSuchBucket", status=404):
        s3.delete_object(Bucket=bucket + "-no", Key="a")
    with Refused("AccessDenied", status=403):
        s3.delete_object(Bucket=bucket, Key="a", ExpectedBucketOwner="000000000001")


def test_a_versioned_bucket_marks_and_a_version_goes_for_good(s3, versioned):
    first = put(s3, versioned, "a", b"1")["VersionId"]
    second = put(s3, versioned, "a", b"2")["VersionId"]
    marker = s3.delete_object(Bucket=versioned, Key="a")
    assert marker["DeleteMarker"] is True
    with Refused("NoSuchKey", status=404) as refused:
        s3.get_object(Bucket=versioned, Key="a")
    assert refused.answer["ResponseMetadata"]["HTTPHeaders"]["x-amz-delete-marker"] == "true"
    gone = s3.delete_object(Bucket=versioned, Key="a", VersionId=marker["VersionId"])
    assert gone["DeleteMarker"] is True and gone["VersionId"] == marker["VersionId"]
    assert s3.get_object(Bucket=versioned, Key="a")["Body"].read() == b"2"
    gone = s3.delete_object(Bucket=versioned, Key="a", VersionId=second)
    assert "DeleteMarker" not in gone and gone["VersionId"] == second
    assert s3.get_object(Bucket=versioned, Key="a")["VersionId"] == first
    again = s3.delete_object(Bucket=versioned, Key="a", VersionId=second)
    assert again["ResponseMetadata"]["HTTPStatusCode"] == 204
    with Refused("InvalidArgument", "Invalid version id specified", 400):
        s3.delete_object(Bucket=versioned, Key="a", VersionId="nonsense")


def test_a_suspended_bucket_has_one_null_version(s3, versioned):
    kept = put(s3, versioned, "a", b"1")["VersionId"]
    s3.put_bucket_versioning(Bucket=versioned, VersioningConfiguration={"Status": "Suspended"})
    put(s3, versioned, "a", b"2")
    marker = s3.delete_object(Bucket=versioned, Key="a")
    assert marker["DeleteMarker"] is True and marker["VersionId"] == "null"
    page = s3.list_object_versions(Bucket=versioned)
    assert [version["VersionId"] for version in page["Versions"]] == [kept]
    assert [version["VersionId"] for version in page["DeleteMarkers"]] == ["null"]
    s3.delete_object(Bucket=versioned, Key="a", VersionId="null")
    assert s3.get_object(Bucket=versioned, Key="a")["Body"].read() == b"1"


def test_a_condition_holds_or_nothing_is_deleted(s3, bucket):
    if not takes(s3, "DeleteObject", "IfMatch"):
        pytest.skip("this SDK knows no conditional deletes")
    etag = put(s3, bucket, "a")["ETag"]
    with Refused("PreconditionFailed", status=412):
        s3.delete_object(Bucket=bucket, Key="a", IfMatch='"0123"')
    assert keys_of(s3, bucket) == ["a"]
    s3.delete_object(Bucket=bucket, Key="a", IfMatch=etag)
    with Refused("NoSuchKey", status=404):
        s3.delete_object(Bucket=bucket, Key="a", IfMatch="*")
    put(s3, bucket, "a")
    with Refused("NotImplemented", status=501):  # for directory buckets alone
        s3.delete_object(Bucket=bucket, Key="a", IfMatchSize=4)
    s3.delete_object(Bucket=bucket, Key="a", IfMatch="*")


def test_a_locked_version_stays(s3, make_bucket):
    name = make_bucket(ObjectLockEnabledForBucket=True)
    until = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)
    version = s3.put_object(
        Bucket=name, Key="a", Body=b"x", ObjectLockMode="GOVERNANCE", ObjectLockRetainUntilDate=until
    )["VersionId"]
    with Refused("AccessDenied", status=403):
        s3.delete_object(Bucket=name, Key="a", VersionId=version)
    listed = s3.delete_objects(Bucket=name, Delete={"Objects": [{"Key": "a", "VersionId": version}]})
    assert listed["Errors"][0]["Code"] == "AccessDenied" and listed["Errors"][0]["VersionId"] == version
    marker = s3.delete_object(Bucket=name, Key="a")  # marks, and takes nothing away
    assert marker["DeleteMarker"] is True
    s3.delete_object(Bucket=name, Key="a", VersionId=version, BypassGovernanceRetention=True)
    held = s3.put_object(Bucket=name, Key="b", Body=b"x", ObjectLockLegalHoldStatus="ON")["VersionId"]
    with Refused("AccessDenied", status=403):
        s3.delete_object(Bucket=name, Key="b", VersionId=held, BypassGovernanceRetention=True)
    s3.put_object_legal_hold(Bucket=name, Key="b", VersionId=held, LegalHold={"Status": "OFF"})
    s3.delete_object(Bucket=name, Key="b", VersionId=held)


def test_many_at_once(s3, bucket):
    keys = [f"k/{i:04}" for i in range(30)]
    for key in keys:
        put(s3, bucket, key, b"")
    answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key} for key in keys + ["absent"]]})
    assert [entry["Key"] for entry in answer["Deleted"]] == keys + ["absent"]
    assert "Errors" not in answer
    assert keys_of(s3, bucket) == []
    put(s3, bucket, "a & <b>")
    quiet = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "a & <b>"}], "Quiet": True})
    assert "Deleted" not in quiet and "Errors" not in quiet
    assert keys_of(s3, bucket) == []


def test_many_versions_at_once(s3, versioned):
    first = put(s3, versioned, "a", b"1")["VersionId"]
    put(s3, versioned, "a", b"2")
    marked = s3.delete_objects(Bucket=versioned, Delete={"Objects": [{"Key": "a"}]})["Deleted"][0]
    assert marked["DeleteMarker"] is True and "VersionId" not in marked
    wanted = [{"Key": "a", "VersionId": marked["DeleteMarkerVersionId"]}, {"Key": "a", "VersionId": first}]
    wanted.append({"Key": "a", "VersionId": "nonsense"})
    answer = s3.delete_objects(Bucket=versioned, Delete={"Objects": wanted})
    unmarked, removed = answer["Deleted"]
    assert unmarked["DeleteMarker"] is True and unmarked["DeleteMarkerVersionId"] == unmarked["VersionId"]
    assert removed == {"Key": "a", "VersionId": first}
    assert answer["Errors"][0]["Code"] == "InvalidArgument"
    assert s3.get_object(Bucket=versioned, Key="a")["Body"].read() == b"2"


def test_each_key_has_its_own_condition(s3, bucket):
    if "ETag" not in s3.meta.service_model.shape_for("ObjectIdentifier").members:
        pytest.skip("this SDK knows no conditional deletes")
    etag = put(s3, bucket, "a")["ETag"]
    put(s3, bucket, "b", b"other")
    answer = s3.delete_objects(
        Bucket=bucket, Delete={"Objects": [{"Key": "a", "ETag": etag}, {"Key": "b", "ETag": etag}]}
    )
    assert [entry["Key"] for entry in answer["Deleted"]] == ["a"]
    assert [(entry["Key"], entry["Code"]) for entry in answer["Errors"]] == [("b", "PreconditionFailed")]


def test_too_many_or_none_is_malformed(s3, bucket):
    for objects in ([], [{"Key": str(i)} for i in range(1001)]):
        with Refused("MalformedXML", status=400):
            s3.delete_objects(Bucket=bucket, Delete={"Objects": objects})


@pytest.mark.emulator_only  # unsigned
def test_the_body_must_be_checked(s3, bucket):
    body = b"<Delete><Object><Key>a</Key></Object></Delete>"

    def answer(**headers):
        url = f"{os.environ['WB_ENDPOINT']}/{bucket}?delete"
        return HTTP.request("POST", url, body=body, headers={"Content-Type": "application/xml", **headers})

    def code(**headers):
        refused = answer(**headers)
        assert refused.status == 400
        return ElementTree.fromstring(refused.data).findtext("Code")

    assert code() == "InvalidRequest"
    assert code(**{"Content-MD5": "rL0Y20zC+Fzt72VPzMSk2A=="}) == "BadDigest"
    assert code(**{"Content-MD5": "short"}) == "InvalidDigest"
    assert code(**{"x-amz-checksum-crc32": "AAAAAA=="}) == "BadDigest"
    assert answer(**{"Content-MD5": base64.b64encode(hashlib.md5(body).digest()).decode()}).status == 200


def test_mfa_delete_wants_a_code_for_versions(s3, versioned):
    def require_mfa(state):
        settings = {"Status": "Enabled", "MFADelete": state}
        s3.put_bucket_versioning(Bucket=versioned, VersioningConfiguration=settings, MFA="serial 123456")

    require_mfa("Enabled")
    version = put(s3, versioned, "a")["VersionId"]
    with Refused("AccessDenied", status=403):
        s3.delete_object(Bucket=versioned, Key="a", VersionId=version)
    with Refused("AccessDenied", status=403):
        both = [{"Key": "a", "VersionId": version}, {"Key": "b"}]
        s3.delete_objects(Bucket=versioned, Delete={"Objects": both})
    s3.delete_object(Bucket=versioned, Key="a", VersionId=version, MFA="serial 123456")
    require_mfa("Disabled")
