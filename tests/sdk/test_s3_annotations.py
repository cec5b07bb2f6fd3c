"""Annotations of objects, renames and sessions: what only the newest SDKs know."""

from __future__ import annotations

import base64
import hashlib
import uuid

import pytest
from conftest import Refused, takes
from s3_fixtures import bucket, make_bucket, make_s3_client, s3  # noqa: F401


@pytest.fixture(autouse=True)
def needs_annotations(s3):
    if not takes(s3, "PutObjectAnnotation", None):
        pytest.skip("this SDK knows no annotations")


@pytest.fixture
def annotate(s3, bucket):
    s3.put_object(Bucket=bucket, Key="a", Body=b"x")

    def put(name, payload=b"text", key="a", **settings):
        return s3.put_object_annotation(
            Bucket=bucket, Key=key, AnnotationName=name, AnnotationPayload=payload, **settings
        )

    return put


def names_of(s3, bucket, key="a", **settings):
    page = s3.list_object_annotations(Bucket=bucket, Key=key, **settings)
    return [entry["AnnotationName"] for entry in page.get("Annotations", [])]


def text_of(s3, bucket, name, key="a", **settings):
    found = s3.get_object_annotation(Bucket=bucket, Key=key, AnnotationName=name, **settings)
    return found["AnnotationPayload"].read()


def test_put_get_list_delete(s3, bucket, annotate):
    done = annotate("review", "grüß dich".encode())
    assert done["ETag"] == f'"{hashlib.md5("grüß dich".encode()).hexdigest()}"'
    assert done["Key"] == "a" and done["AnnotationName"] == "review"
    annotate("review/2", b"two")
    found = s3.get_object_annotation(Bucket=bucket, Key="a", AnnotationName="review", ChecksumMode="ENABLED")
    assert found["AnnotationPayload"].read() == "grüß dich".encode()
    assert found["ETag"] == done["ETag"] and found["ServerSideEncryption"] == "AES256"
    page = s3.list_object_annotations(Bucket=bucket, Key="a")
    assert page["AnnotationCount"] == 2 and "NextContinuationToken" not in page
    sizes = [(entry["AnnotationName"], entry["Size"]) for entry in page["Annotations"]]
    assert sizes == [("review", 11), ("review/2", 3)]
    annotate("review", b"other")
    assert text_of(s3, bucket, "review") == b"other"
    s3.delete_object_annotation(Bucket=bucket, Key="a", AnnotationName="review")
    s3.delete_object_annotation(Bucket=bucket, Key="a", AnnotationName="review")
    with Refused("NoSuchAnnotation", status=404):
        text_of(s3, bucket, "review")
    assert names_of(s3, bucket) == ["review/2"]


def test_pages(s3, bucket, annotate):
    wanted = sorted(f"n{i}" for i in range(12))
    for name in wanted:
        annotate(name)
    seen, token = [], {}
    while True:
        page = s3.list_object_annotations(Bucket=bucket, Key="a", MaxAnnotationResults=5, **token)
        seen += [entry["AnnotationName"] for entry in page["Annotations"]]
        if "NextContinuationToken" not in page:
            break
        token = {"ContinuationToken": page["NextContinuationToken"]}
    assert seen == wanted
    assert names_of(s3, bucket, AnnotationPrefix="n1") == ["n1", "n10", "n11"]


def test_rules(s3, bucket, annotate):
    with Refused("AnnotationNameTooLong", status=400):
        annotate("n" * 513)
    annotate("n" * 512)
    for name in ("aws-x", "AWS", "s3:x", "S3"):
        with Refused("InvalidAnnotationName", status=400):
            annotate(name)
    with Refused("UnsupportedMediaType", status=415):
        annotate("binary", b"\xff\xfe")
    with Refused("EntityTooLarge", status=400):
        annotate("large", b"x" * ((1 << 20) + 1))
    with Refused(status=400):
        annotate("empty", b"")
    annotate("largest", b"x" * (1 << 20))
    with Refused("BadDigest", status=400):
        annotate("wrong", b"x", ContentMD5=base64.b64encode(hashlib.md5(b"y").digest()).decode())
    with Refused("NoSuchKey", status=404):
        annotate("n", key="absent")
    with Refused("PreconditionFailed", status=412):
        annotate("n", ObjectIfMatch='"0123"')
    customer = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": "k" * 32}
    s3.put_object(Bucket=bucket, Key="secret", Body=b"x", **customer)
    with Refused(status=400):
        annotate("n", key="secret")
    assert names_of(s3, bucket) == ["largest", "n" * 512]


def test_they_are_of_a_version_and_go_with_it(s3, make_bucket):
    bucket = make_bucket()
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    first = s3.put_object(Bucket=bucket, Key="a", Body=b"1")["VersionId"]
    s3.put_object_annotation(Bucket=bucket, Key="a", AnnotationName="n", AnnotationPayload=b"first")
    s3.put_object(Bucket=bucket, Key="a", Body=b"2")
    assert names_of(s3, bucket) == []
    assert text_of(s3, bucket, "n", VersionId=first) == b"first"
    old = {"Bucket": bucket, "Key": "a", "VersionId": first}
    done = s3.put_object_annotation(**old, AnnotationName="m", AnnotationPayload=b"x")
    assert done["ObjectVersionId"] == first
    assert names_of(s3, bucket, VersionId=first) == ["m", "n"]
    s3.delete_object(Bucket=bucket, Key="a", VersionId=first)
    with Refused("NoSuchVersion", status=404):
        text_of(s3, bucket, "n", VersionId=first)


def test_an_overwritten_object_loses_them(s3, bucket, annotate):
    annotate("n")
    s3.put_object(Bucket=bucket, Key="a", Body=b"y")
    assert names_of(s3, bucket) == []


def test_copies_take_them_along(s3, bucket, annotate):
    for i in range(20):
        annotate(f"n{i:02}", str(i).encode())
    s3.copy_object(Bucket=bucket, Key="b", CopySource=f"{bucket}/a")
    assert names_of(s3, bucket, "b") == [f"n{i:02}" for i in range(20)]
    assert text_of(s3, bucket, "n07", "b") == b"7"
    s3.copy_object(Bucket=bucket, Key="c", CopySource=f"{bucket}/a", AnnotationDirective="EXCLUDE")
    assert names_of(s3, bucket, "c") == []
    changed = {"MetadataDirective": "REPLACE", "Metadata": {"m": "1"}}
    s3.copy_object(Bucket=bucket, Key="a", CopySource=f"{bucket}/a", **changed)
    assert text_of(s3, bucket, "n07") == b"7"


@pytest.fixture
def directory(s3):
    name = f"wb{uuid.uuid4().hex[:12]}--use1-az4--x-s3"
    s3.create_bucket(
        Bucket=name,
        CreateBucketConfiguration={
            "Location": {"Type": "AvailabilityZone", "Name": "use1-az4"},
            "Bucket": {"Type": "Directory", "DataRedundancy": "SingleAvailabilityZone"},
        },
    )
    yield name
    for entry in s3.list_objects_v2(Bucket=name).get("Contents", []):
        s3.delete_object(Bucket=name, Key=entry["Key"])
    s3.delete_bucket(Bucket=name)


def test_sessions_are_for_directory_buckets(s3, bucket, directory):
    credentials = s3.create_session(Bucket=directory)["Credentials"]
    assert credentials["AccessKeyId"].startswith("ASIA") and credentials["SessionToken"]
    with Refused(status=405):
        s3.create_session(Bucket=bucket)
    express = make_s3_client(signature_version=None)  # signs with a session that it makes itself
    express.put_object(Bucket=directory, Key="a", Body=b"x")
    assert express.get_object(Bucket=directory, Key="a")["Body"].read() == b"x"


def test_renames(s3, bucket, directory):
    s3.put_object(Bucket=directory, Key="a", Body=b"x" * 10000)
    s3.rename_object(Bucket=directory, Key="b", RenameSource=f"{directory}/a")
    assert s3.get_object(Bucket=directory, Key="b")["Body"].read() == b"x" * 10000
    with Refused("NoSuchKey", status=404):
        s3.rename_object(Bucket=directory, Key="c", RenameSource=f"{directory}/a")
    s3.put_object(Bucket=directory, Key="a", Body=b"y")
    with Refused("PreconditionFailed", status=412):
        s3.rename_object(Bucket=directory, Key="b", RenameSource=f"{directory}/a", DestinationIfNoneMatch="*")
    with Refused("PreconditionFailed", status=412):
        s3.rename_object(Bucket=directory, Key="b", RenameSource=f"{directory}/a", SourceIfMatch='"0123"')
    s3.rename_object(Bucket=directory, Key="b", RenameSource=f"/{directory}/a")
    assert [entry["Key"] for entry in s3.list_objects_v2(Bucket=directory)["Contents"]] == ["b"]
    s3.put_object(Bucket=bucket, Key="a", Body=b"x")
    with Refused(status=405):
        s3.rename_object(Bucket=bucket, Key="b", RenameSource=f"{bucket}/a")
    with Refused("InvalidArgument", status=400):
        s3.rename_object(Bucket=directory, Key="c", RenameSource=f"{bucket}/a")


def test_conditions_that_directory_buckets_know(s3, directory):
    s3.put_object(Bucket=directory, Key="a", Body=b"1234")
    with Refused("PreconditionFailed", status=412):
        s3.delete_object(Bucket=directory, Key="a", IfMatchSize=5)
    s3.delete_object(Bucket=directory, Key="a", IfMatchSize=4)
    s3.delete_object(Bucket=directory, Key="a", IfMatchSize=4)
    with Refused("NotImplemented", status=501):
        s3.put_object_annotation(Bucket=directory, Key="a", AnnotationName="n", AnnotationPayload=b"x")
