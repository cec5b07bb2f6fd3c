"""Copies: directives, conditions, versions, keys of the customer, checksums."""

from __future__ import annotations

import base64
import hashlib
import os

import pytest
from conftest import Refused, takes
from s3_fixtures import bucket, make_bucket, s3  # noqa: F401

FIVE = 5 << 20
CUSTOMER = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": "k" * 32}


def copy(s3, bucket, key, source, **settings):
    return s3.copy_object(Bucket=bucket, Key=key, CopySource=source, **settings)


def body_of(s3, bucket, key, **settings):
    return s3.get_object(Bucket=bucket, Key=key, **settings)["Body"].read()


def test_a_copy_has_the_bytes_and_the_metadata(s3, bucket, make_bucket):
    other = make_bucket()
    for size in (0, 10, 5000, 3 << 20):
        body = os.urandom(size)
        settings = {"ContentType": "text/x", "CacheControl": "no-store", "Metadata": {"m": "1"}}
        put = s3.put_object(Bucket=bucket, Key="a b/ü+", Body=body, **settings)
        done = copy(s3, other, "copy", {"Bucket": bucket, "Key": "a b/ü+"})
        assert done["CopyObjectResult"]["ETag"] == put["ETag"]
        found = s3.get_object(Bucket=other, Key="copy")
        assert found["Body"].read() == body and found["Metadata"] == {"m": "1"}
        assert found["ContentType"] == "text/x" and found["CacheControl"] == "no-store"


def test_metadata_and_tags_are_copied_or_replaced(s3, bucket):
    s3.put_object(Bucket=bucket, Key="a", Body=b"x", Metadata={"m": "1"}, Tagging="t=1", ContentType="text/x")
    copy(s3, bucket, "b", f"{bucket}/a", Metadata={"m": "2"}, Tagging="t=2")  # ignored without the directive
    assert s3.head_object(Bucket=bucket, Key="b")["Metadata"] == {"m": "1"}
    assert s3.get_object_tagging(Bucket=bucket, Key="b")["TagSet"] == [{"Key": "t", "Value": "1"}]
    replaced = {"Metadata": {"m": "2"}, "MetadataDirective": "REPLACE"}
    replaced |= {"Tagging": "t=2", "TaggingDirective": "REPLACE"}
    copy(s3, bucket, "c", f"{bucket}/a", **replaced)
    head = s3.head_object(Bucket=bucket, Key="c")
    assert head["Metadata"] == {"m": "2"} and head["ContentType"] == "binary/octet-stream"
    assert s3.get_object_tagging(Bucket=bucket, Key="c")["TagSet"] == [{"Key": "t", "Value": "2"}]
    with Refused(status=400):
        copy(s3, bucket, "c", f"{bucket}/a", MetadataDirective="MERGE")


def test_storage_class_and_acl_are_not_copied(s3, bucket):
    s3.put_object(Bucket=bucket, Key="a", Body=b"x", StorageClass="STANDARD_IA")
    copy(s3, bucket, "b", f"{bucket}/a")
    assert "StorageClass" not in s3.head_object(Bucket=bucket, Key="b")
    copy(s3, bucket, "b", f"{bucket}/a", StorageClass="ONEZONE_IA")
    assert s3.head_object(Bucket=bucket, Key="b")["StorageClass"] == "ONEZONE_IA"


def test_onto_itself_only_with_a_change(s3, bucket):
    s3.put_object(Bucket=bucket, Key="a", Body=b"x" * 5000, Metadata={"m": "1"})
    with Refused("InvalidRequest", status=400):
        copy(s3, bucket, "a", f"{bucket}/a")
    copy(s3, bucket, "a", f"{bucket}/a", Metadata={"m": "2"}, MetadataDirective="REPLACE")
    found = s3.get_object(Bucket=bucket, Key="a")
    assert found["Metadata"] == {"m": "2"} and found["Body"].read() == b"x" * 5000


def test_conditions_on_the_source_and_on_the_destination(s3, bucket):
    etag = s3.put_object(Bucket=bucket, Key="a", Body=b"x")["ETag"]
    modified = s3.head_object(Bucket=bucket, Key="a")["LastModified"]
    source = f"{bucket}/a"
    copy(s3, bucket, "b", source, CopySourceIfMatch=etag)
    for condition in (
        {"CopySourceIfMatch": '"0123"'},
        {"CopySourceIfNoneMatch": etag},
        {"CopySourceIfModifiedSince": modified},
    ):
        with Refused("PreconditionFailed", status=412):
            copy(s3, bucket, "b", source, **condition)
    copy(s3, bucket, "b", source, CopySourceIfUnmodifiedSince=modified)
    if takes(s3, "CopyObject", "IfNoneMatch"):
        with Refused("PreconditionFailed", status=412):
            copy(s3, bucket, "b", source, IfNoneMatch="*")
        copy(s3, bucket, "b", source, IfMatch=etag)
        copy(s3, bucket, "new", source, IfNoneMatch="*")


def test_versions_of_the_source(s3, make_bucket):
    bucket = make_bucket()
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    first = s3.put_object(Bucket=bucket, Key="a", Body=b"1")["VersionId"]
    second = s3.put_object(Bucket=bucket, Key="a", Body=b"2")["VersionId"]
    done = copy(s3, bucket, "b", {"Bucket": bucket, "Key": "a", "VersionId": first})
    assert done["CopySourceVersionId"] == first and done["VersionId"] not in (first, second)
    assert body_of(s3, bucket, "b") == b"1"
    assert copy(s3, bucket, "b", f"{bucket}/a")["CopySourceVersionId"] == second
    copy(s3, bucket, "a", {"Bucket": bucket, "Key": "a", "VersionId": first})  # brings an old version back
    assert body_of(s3, bucket, "a") == b"1"
    marker = s3.delete_object(Bucket=bucket, Key="a")["VersionId"]
    with Refused("NoSuchKey", status=404):
        copy(s3, bucket, "b", f"{bucket}/a")
    with Refused("InvalidRequest", status=400):
        copy(s3, bucket, "b", {"Bucket": bucket, "Key": "a", "VersionId": marker})


def test_sources_that_are_not_there(s3, bucket):
    with Refused("NoSuchKey", status=404):
        copy(s3, bucket, "b", f"{bucket}/absent")
    with Refused("NoSuchBucket", status=404):
        copy(s3, bucket, "b", f"{bucket}-no/a")
    with Refused("InvalidArgument", status=400):
        copy(s3, bucket, "b", "nokey")
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)


def test_customer_keys_of_both_sides(s3, bucket):
    s3.put_object(Bucket=bucket, Key="a", Body=b"secret", **CUSTOMER)
    with Refused(status=400):
        copy(s3, bucket, "b", f"{bucket}/a")
    source_key = {f"CopySource{name}": value for name, value in CUSTOMER.items()}
    copy(s3, bucket, "b", f"{bucket}/a", **source_key)
    assert body_of(s3, bucket, "b") == b"secret"
    other = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": "o" * 32}
    done = copy(s3, bucket, "c", f"{bucket}/a", **source_key, **other)
    assert done["SSECustomerAlgorithm"] == "AES256"
    assert body_of(s3, bucket, "c", **other) == b"secret"


def test_a_copy_of_parts_is_one_piece(s3, bucket):
    one, two = os.urandom(FIVE), os.urandom(9)
    upload = s3.create_multipart_upload(Bucket=bucket, Key="big")["UploadId"]
    parts = []
    for number, body in ((1, one), (2, two)):
        sent = s3.upload_part(Bucket=bucket, Key="big", UploadId=upload, PartNumber=number, Body=body)
        parts.append({"PartNumber": number, "ETag": sent["ETag"]})
    s3.complete_multipart_upload(Bucket=bucket, Key="big", UploadId=upload, MultipartUpload={"Parts": parts})
    done = copy(s3, bucket, "copy", f"{bucket}/big")
    assert done["CopyObjectResult"]["ETag"] == f'"{hashlib.md5(one + two).hexdigest()}"'
    assert body_of(s3, bucket, "copy") == one + two


def test_checksums_are_copied_or_made_anew(s3, bucket):
    if not takes(s3, "CopyObject", "ChecksumAlgorithm"):
        pytest.skip("this SDK knows no flexible checksums")
    body = os.urandom(9000)
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    s3.put_object(Bucket=bucket, Key="a", Body=body, ChecksumAlgorithm="SHA256")
    assert copy(s3, bucket, "b", f"{bucket}/a")["CopyObjectResult"]["ChecksumSHA256"] == digest
    copy(s3, bucket, "c", f"{bucket}/a", ChecksumAlgorithm="SHA1")
    head = s3.head_object(Bucket=bucket, Key="c", ChecksumMode="ENABLED")
    assert head["ChecksumSHA1"] == base64.b64encode(hashlib.sha1(body).digest()).decode()
    assert "ChecksumSHA256" not in head


def test_archived_objects_are_restored_first(s3, bucket):
    s3.put_object(Bucket=bucket, Key="cold", Body=b"x", StorageClass="GLACIER")
    with Refused("InvalidObjectState", status=403):
        copy(s3, bucket, "b", f"{bucket}/cold")
