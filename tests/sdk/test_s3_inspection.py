"""/_winterbaume/s3/: what S3 keeps, as JSON; and that nothing is left behind by what was refused or deleted."""

import json
import os
import urllib.error
import urllib.request

import pytest
from conftest import Refused
from s3_fixtures import bucket, make_bucket, s3  # noqa: F401

pytestmark = pytest.mark.emulator_only


def look(path):
    with urllib.request.urlopen(f"{os.environ['WB_ENDPOINT']}/_winterbaume/s3/{path}") as answer:
        return json.load(answer)


def test_buckets_and_objects(s3, make_bucket):  # noqa: F811
    name = make_bucket(versioned=True)
    s3.put_object(Bucket=name, Key="a", Body=b"one")
    s3.put_object(Bucket=name, Key="b", Body=b"two")
    s3.delete_object(Bucket=name, Key="b")
    shown = look(f"buckets/{name}")
    assert (shown["region"], shown["owner"], shown["versioning"]) == ("us-east-1", "123456789012", "Enabled")
    assert (shown["versions"], shown["delete_markers"], shown["bytes"], shown["uploads"]) == (2, 1, 6, 0)
    assert name in [other["name"] for other in look("buckets")["buckets"]]
    page = look(f"buckets/{name}/objects?max=2")
    assert [entry["key"] for entry in page["objects"]] == ["a", "b"] and page["truncated"]
    assert page["objects"][0]["size"] == 3 and page["objects"][1]["delete_marker"]
    assert look(f"buckets/{name}/objects?prefix=a")["truncated"] is False


def test_uploads(s3, bucket):  # noqa: F811
    upload = s3.create_multipart_upload(Bucket=bucket, Key="big")["UploadId"]
    assert [entry["upload_id"] for entry in look(f"buckets/{bucket}/uploads")["uploads"]] == [upload]
    s3.abort_multipart_upload(Bucket=bucket, Key="big", UploadId=upload)
    assert look(f"buckets/{bucket}/uploads")["uploads"] == []


def test_what_is_refused_or_deleted_leaves_no_blob(s3, bucket):  # noqa: F811
    before = look("blobs")
    body = os.urandom(300_000)
    with Refused("BadDigest"):
        s3.put_object(Bucket=bucket, Key="a", Body=body, ChecksumSHA256="A" * 43 + "=")
    with Refused("BadDigest"):
        s3.put_object(Bucket=bucket, Key="a", Body=body, ContentMD5="AAAAAAAAAAAAAAAAAAAAAA==")
    assert look("blobs") == before
    s3.put_object(Bucket=bucket, Key="a", Body=body)
    s3.put_object(Bucket=bucket, Key="a", Body=body)
    assert look("blobs")["count"] == before["count"] + 1
    s3.delete_object(Bucket=bucket, Key="a")
    assert look("blobs") == before


@pytest.mark.parametrize("path", ["nothing", "buckets/no-such-bucket", "buckets/no-such-bucket/objects", "buckets/x/y"])
def test_there_is_nothing_else(path):
    with pytest.raises(urllib.error.HTTPError) as error:
        look(path)
    assert error.value.code == 404
