"""Objects: what is written is read again, whole, by range, under conditions; checksums, encryption, restoration."""

import base64
import datetime
import hashlib
import os

import pytest
from conftest import Refused, takes
from s3_fixtures import bucket, make_bucket, make_s3_client, s3  # noqa: F401

DAY = datetime.timedelta(days=1)


def body_of(answer):
    return answer["Body"].read()


def headers_of(answer):
    return answer["ResponseMetadata"]["HTTPHeaders"]


def status_of(answer):
    return answer["ResponseMetadata"]["HTTPStatusCode"]


@pytest.mark.parametrize("size", [0, 1, 4096, 4097, 70_000, 300_000, 9_000_000])
def test_what_is_put_is_got(s3, bucket, size):
    data = os.urandom(size)
    put = s3.put_object(Bucket=bucket, Key="a/b c/ü+%", Body=data)
    assert put["ETag"] == f'"{hashlib.md5(data).hexdigest()}"'
    assert put["ServerSideEncryption"] == "AES256"
    got = s3.get_object(Bucket=bucket, Key="a/b c/ü+%")
    assert body_of(got) == data
    assert got["ETag"] == put["ETag"] and got["ContentLength"] == size
    assert got["ContentType"] == "binary/octet-stream" and got["AcceptRanges"] == "bytes"
    assert "VersionId" not in got and "StorageClass" not in got
    head = s3.head_object(Bucket=bucket, Key="a/b c/ü+%")
    assert head["ContentLength"] == size and head["ETag"] == put["ETag"]
    assert head["LastModified"] == got["LastModified"]


def test_headers_and_metadata_come_back(s3, bucket):
    expires = datetime.datetime(2030, 1, 1, tzinfo=datetime.timezone.utc)
    s3.put_object(
        Bucket=bucket,
        Key="k",
        Body=b"x",
        CacheControl="no-cache",
        ContentDisposition="attachment",
        ContentEncoding="gzip",
        ContentLanguage="de",
        ContentType="text/plain",
        Expires=expires,
        WebsiteRedirectLocation="/there",
        Metadata={"Some-Name": "value", "other": "more"},
        Tagging="a=b&c=d",
    )
    for got in (s3.get_object(Bucket=bucket, Key="k"), s3.head_object(Bucket=bucket, Key="k")):
        assert got["CacheControl"] == "no-cache"
        assert got["ContentDisposition"] == "attachment"
        assert got["ContentEncoding"] == "gzip"
        assert got["ContentLanguage"] == "de"
        assert got["ContentType"] == "text/plain"
        assert headers_of(got)["expires"] == "Tue, 01 Jan 2030 00:00:00 GMT"
        assert got["WebsiteRedirectLocation"] == "/there"
        assert got["Metadata"] == {"some-name": "value", "other": "more"}
        assert headers_of(got)["x-amz-tagging-count"] == "2"
    got = s3.get_object(
        Bucket=bucket,
        Key="k",
        ResponseCacheControl="c",
        ResponseContentDisposition="d",
        ResponseContentEncoding="e",
        ResponseContentLanguage="l",
        ResponseContentType="t/t",
        ResponseExpires=expires + DAY,
    )
    assert (got["CacheControl"], got["ContentDisposition"], got["ContentEncoding"]) == ("c", "d", "e")
    assert (got["ContentLanguage"], got["ContentType"]) == ("l", "t/t")
    assert headers_of(got)["expires"] == "Wed, 02 Jan 2030 00:00:00 GMT"


def test_what_is_refused_is_not_there(s3, bucket):
    def refuse(code, status=400, **arguments):
        with Refused(code, status=status):
            s3.put_object(**{"Bucket": bucket, "Key": "k", "Body": b"x", **arguments})

    refuse("KeyTooLongError", Key="k" * 1025)
    refuse("MetadataTooLarge", Metadata={"a": "x" * 2048})
    refuse("InvalidStorageClass", StorageClass="COLD")
    refuse("InvalidRedirectLocation", WebsiteRedirectLocation="there")
    refuse("InvalidDigest", ContentMD5="nonsense")
    refuse("BadDigest", ContentMD5=base64.b64encode(hashlib.md5(b"y").digest()).decode())
    refuse("InvalidTag", Tagging="a=b&a=c")
    refuse("NoSuchBucket", 404, Bucket="wb-no-such-bucket-at-all")
    refuse("AccessDenied", 403, ExpectedBucketOwner="999999999999")
    with Refused("NoSuchKey", status=404):
        s3.get_object(Bucket=bucket, Key="k")
    with Refused("404", status=404):
        s3.head_object(Bucket=bucket, Key="k")


@pytest.mark.parametrize("size", [1000, 200_000])
def test_ranges(s3, bucket, size):
    data = os.urandom(size)
    s3.put_object(Bucket=bucket, Key="k", Body=data)

    def ranged(text):
        return s3.get_object(Bucket=bucket, Key="k", Range=text)

    for text, wanted in (
        ("bytes=0-9", slice(0, 10)),
        ("bytes=500-", slice(500, size)),
        ("bytes=-7", slice(size - 7, size)),
        (f"bytes=10-{size + 9}", slice(10, size)),
    ):
        got = ranged(text)
        assert status_of(got) == 206
        assert body_of(got) == data[wanted]
        assert got["ContentRange"] == f"bytes {wanted.start}-{wanted.stop - 1}/{size}"
        head = s3.head_object(Bucket=bucket, Key="k", Range=text)
        assert status_of(head) == 206 and head["ContentLength"] == wanted.stop - wanted.start
    for text in ("bytes=0-1,4-5", "bytes=9-1", "lines=1-2"):
        got = ranged(text)
        assert status_of(got) == 200 and body_of(got) == data
    with Refused("InvalidRange", status=416) as refused:
        ranged(f"bytes={size}-")
    assert refused.answer["Error"]["ActualObjectSize"] == str(size)
    assert headers_of(refused.answer)["content-range"] == f"bytes */{size}"


def test_an_object_is_its_own_first_part(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"0123456789")
    got = s3.get_object(Bucket=bucket, Key="k", PartNumber=1)
    assert status_of(got) == 206 and body_of(got) == b"0123456789" and "PartsCount" not in got
    assert got["ContentRange"] == "bytes 0-9/10"
    with Refused("InvalidPartNumber", status=416):
        s3.get_object(Bucket=bucket, Key="k", PartNumber=2)
    with Refused("InvalidRequest", status=400):
        s3.get_object(Bucket=bucket, Key="k", PartNumber=1, Range="bytes=0-1")


def test_conditional_reads(s3, bucket):
    etag = s3.put_object(Bucket=bucket, Key="k", Body=b"x")["ETag"]
    modified = s3.head_object(Bucket=bucket, Key="k")["LastModified"]
    for read in (s3.get_object, s3.head_object):
        assert status_of(read(Bucket=bucket, Key="k", IfMatch=etag, IfUnmodifiedSince=modified - DAY)) == 200
        assert status_of(read(Bucket=bucket, Key="k", IfNoneMatch='"x"', IfModifiedSince=modified)) == 200
        with Refused(status=412):
            read(Bucket=bucket, Key="k", IfMatch='"x"')
        with Refused(status=412):
            read(Bucket=bucket, Key="k", IfUnmodifiedSince=modified - DAY)
        for conditions in ({"IfNoneMatch": etag}, {"IfModifiedSince": modified}):
            with Refused("304", status=304) as refused:
                read(Bucket=bucket, Key="k", **conditions)
            assert headers_of(refused.answer)["etag"] == etag
            assert "last-modified" in headers_of(refused.answer)


def test_conditional_writes(s3, bucket):
    if not takes(s3, "PutObject", "IfMatch"):
        pytest.skip("this SDK is older than conditional writes")
    with Refused("NoSuchKey", status=404):
        s3.put_object(Bucket=bucket, Key="k", Body=b"1", IfMatch='"x"')
    etag = s3.put_object(Bucket=bucket, Key="k", Body=b"1", IfNoneMatch="*")["ETag"]
    with Refused("PreconditionFailed", status=412) as refused:
        s3.put_object(Bucket=bucket, Key="k", Body=b"2", IfNoneMatch="*")
    assert refused.answer["Error"]["Condition"] == "If-None-Match"
    with Refused("PreconditionFailed", status=412):
        s3.put_object(Bucket=bucket, Key="k", Body=b"2" * 100_000, IfMatch='"x"')
    with Refused("NotImplemented", status=501):
        s3.put_object(Bucket=bucket, Key="k", Body=b"2", IfNoneMatch=etag)
    assert body_of(s3.get_object(Bucket=bucket, Key="k")) == b"1"
    s3.put_object(Bucket=bucket, Key="k", Body=b"2", IfMatch=etag)
    assert body_of(s3.get_object(Bucket=bucket, Key="k")) == b"2"


def test_versions_and_delete_markers(s3, make_bucket):
    bucket = make_bucket(versioned=True)
    first = s3.put_object(Bucket=bucket, Key="k", Body=b"1")["VersionId"]
    second = s3.put_object(Bucket=bucket, Key="k", Body=b"2")["VersionId"]
    assert first != second
    got = s3.get_object(Bucket=bucket, Key="k")
    assert body_of(got) == b"2" and got["VersionId"] == second
    assert body_of(s3.get_object(Bucket=bucket, Key="k", VersionId=first)) == b"1"
    with Refused("NoSuchKey", status=404):
        s3.get_object(Bucket=bucket, Key="other")
    with Refused("InvalidArgument", "Invalid version id specified", 400):
        s3.get_object(Bucket=bucket, Key="k", VersionId="nonsense")
    marker = s3.delete_object(Bucket=bucket, Key="k")["VersionId"]
    with Refused("NoSuchKey", status=404) as refused:
        s3.get_object(Bucket=bucket, Key="k")
    assert headers_of(refused.answer)["x-amz-delete-marker"] == "true"
    assert headers_of(refused.answer)["x-amz-version-id"] == marker
    with Refused("MethodNotAllowed", status=405) as refused:
        s3.get_object(Bucket=bucket, Key="k", VersionId=marker)
    assert headers_of(refused.answer)["x-amz-delete-marker"] == "true"
    assert headers_of(refused.answer)["allow"] == "DELETE"
    with Refused("405", status=405):
        s3.head_object(Bucket=bucket, Key="k", VersionId=marker)


def checksums_in(answer):
    return {name for name in answer if name.startswith("Checksum") and name != "ChecksumType"}


@pytest.mark.parametrize("size", [10, 200_000])
def test_checksums(s3, bucket, size):
    if not takes(s3, "PutObject", "ChecksumAlgorithm"):
        pytest.skip("this SDK is older than checksums")
    data = os.urandom(size)
    digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
    put = s3.put_object(Bucket=bucket, Key="k", Body=data, ChecksumSHA256=digest)
    assert put["ChecksumSHA256"] == digest
    got = s3.get_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
    assert got["ChecksumSHA256"] == digest and body_of(got) == data
    part = s3.get_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED", Range="bytes=0-4")
    assert checksums_in(part) == set() and body_of(part) == data[:5]
    assert s3.head_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")["ChecksumSHA256"] == digest
    wrong = base64.b64encode(hashlib.sha256(b"other").digest()).decode()
    with Refused("BadDigest", status=400):
        s3.put_object(Bucket=bucket, Key="other", Body=data, ChecksumSHA256=wrong)
    with Refused("InvalidRequest", status=400):
        s3.put_object(Bucket=bucket, Key="other", Body=data, ChecksumSHA256="c2hvcnQ=")
    with Refused(status=404):
        s3.head_object(Bucket=bucket, Key="other")


def test_a_checksum_is_made_where_none_is_sent(s3, bucket):
    if not takes(s3, "PutObject", "ChecksumCRC64NVME"):
        pytest.skip("this SDK is older than CRC64NVME")
    client = make_s3_client(request_checksum_calculation="when_required")
    put = client.put_object(Bucket=bucket, Key="k", Body=b"123456789")
    assert put["ChecksumCRC64NVME"] == "rosUhgp5mIg=" and put["ChecksumType"] == "FULL_OBJECT"


KEY = b"0123456789abcdef0123456789abcdef"
OTHER = b"fedcba9876543210fedcba9876543210"


def with_key(key):
    return {
        "SSECustomerAlgorithm": "AES256",
        "SSECustomerKey": base64.b64encode(key).decode(),
        "SSECustomerKeyMD5": base64.b64encode(hashlib.md5(key).digest()).decode(),
    }


def test_customer_keys(s3, bucket):
    put = s3.put_object(Bucket=bucket, Key="k", Body=b"secret", **with_key(KEY))
    assert put["SSECustomerAlgorithm"] == "AES256" and "ServerSideEncryption" not in put
    assert put["SSECustomerKeyMD5"] == with_key(KEY)["SSECustomerKeyMD5"]
    got = s3.get_object(Bucket=bucket, Key="k", **with_key(KEY))
    assert body_of(got) == b"secret" and got["SSECustomerAlgorithm"] == "AES256"
    with Refused("InvalidRequest", status=400):
        s3.get_object(Bucket=bucket, Key="k")
    with Refused(status=400):
        s3.head_object(Bucket=bucket, Key="k")
    with Refused("AccessDenied", status=403):
        s3.get_object(Bucket=bucket, Key="k", **with_key(OTHER))
    s3.put_object(Bucket=bucket, Key="plain", Body=b"x")
    with Refused("InvalidRequest", status=400):
        s3.get_object(Bucket=bucket, Key="plain", **with_key(KEY))


def test_kms_is_recorded(s3, bucket):
    arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
    put = s3.put_object(
        Bucket=bucket, Key="k", Body=b"x", ServerSideEncryption="aws:kms", SSEKMSKeyId=arn, BucketKeyEnabled=True
    )
    for answer in (put, s3.head_object(Bucket=bucket, Key="k")):
        assert answer["ServerSideEncryption"] == "aws:kms"
        assert answer["SSEKMSKeyId"] == arn and answer["BucketKeyEnabled"] is True
    with Refused("InvalidArgument", status=400):
        s3.put_object(Bucket=bucket, Key="k", Body=b"x", ServerSideEncryption="AES256", SSEKMSKeyId=arn)


def test_encryption_can_be_updated(s3, bucket):
    if not takes(s3, "UpdateObjectEncryption", None):
        pytest.skip("this SDK is older than UpdateObjectEncryption")
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    arn = "arn:aws:kms:us-east-1:123456789012:key/1"

    def update(arn, key="k"):
        s3.update_object_encryption(Bucket=bucket, Key=key, ObjectEncryption={"SSEKMS": {"KMSKeyArn": arn}})

    before = s3.head_object(Bucket=bucket, Key="k")
    update(arn)
    after = s3.head_object(Bucket=bucket, Key="k")
    assert after["ServerSideEncryption"] == "aws:kms" and after["SSEKMSKeyId"] == arn
    assert after["LastModified"] == before["LastModified"] and after["ETag"] == before["ETag"]
    with Refused("InvalidRequest", status=400):
        update("alias/mine")
    with Refused("AccessDenied", status=403):
        update("arn:aws:kms:us-east-1:999999999999:key/1")
    with Refused("NoSuchKey", status=404):
        update(arn, "none")
    s3.put_object(Bucket=bucket, Key="c", Body=b"x", **with_key(KEY))
    with Refused("InvalidRequest", status=400):
        update(arn, "c")


def test_archived_objects_are_restored(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"cold", StorageClass="GLACIER")
    assert s3.head_object(Bucket=bucket, Key="k")["StorageClass"] == "GLACIER"
    with Refused("InvalidObjectState", status=403) as refused:
        s3.get_object(Bucket=bucket, Key="k")
    assert refused.answer["Error"]["StorageClass"] == "GLACIER"

    def restore(days, tier="Standard", key="k"):
        request = {"Days": days, "GlacierJobParameters": {"Tier": tier}}
        return s3.restore_object(Bucket=bucket, Key=key, RestoreRequest=request)

    with Refused("InvalidArgument", status=400):
        restore(0)
    assert status_of(restore(2)) == 202
    restored = s3.head_object(Bucket=bucket, Key="k")["Restore"]
    assert restored.startswith('ongoing-request="false", expiry-date="') and restored.endswith(' 00:00:00 GMT"')
    assert body_of(s3.get_object(Bucket=bucket, Key="k")) == b"cold"
    assert status_of(restore(5)) == 200
    assert s3.head_object(Bucket=bucket, Key="k")["Restore"] != restored
    s3.put_object(Bucket=bucket, Key="warm", Body=b"x")
    with Refused("InvalidObjectState", status=403):
        restore(1, key="warm")
    s3.put_object(Bucket=bucket, Key="deep", Body=b"x", StorageClass="DEEP_ARCHIVE")
    with Refused("InvalidArgument", status=400):
        restore(1, "Expedited", key="deep")
    s3.put_object(Bucket=bucket, Key="tiered", Body=b"x", StorageClass="INTELLIGENT_TIERING")
    with Refused("ObjectAlreadyInActiveTierError", status=403):
        restore(1, key="tiered")


def test_attributes(s3, bucket):
    if not takes(s3, "PutObject", "ChecksumCRC64NVME"):
        pytest.skip("this SDK is older than the checksum that every object has")
    put = s3.put_object(Bucket=bucket, Key="k", Body=b"123456789")
    every = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"]
    got = s3.get_object_attributes(Bucket=bucket, Key="k", ObjectAttributes=every)
    assert got["ETag"] == put["ETag"].strip('"')
    assert got["StorageClass"] == "STANDARD" and got["ObjectSize"] == 9
    assert len(checksums_in(got["Checksum"])) == 1
    assert "ObjectParts" not in got and "LastModified" in got
    got = s3.get_object_attributes(Bucket=bucket, Key="k", ObjectAttributes=["ObjectSize"])
    assert got["ObjectSize"] == 9 and "ETag" not in got and "Checksum" not in got
    with Refused("InvalidArgument", status=400):
        s3.get_object_attributes(Bucket=bucket, Key="k", ObjectAttributes=["Nonsense"])
    with Refused("NoSuchKey", status=404):
        s3.get_object_attributes(Bucket=bucket, Key="none", ObjectAttributes=every)


def test_torrents_are_no_more(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    with Refused("MethodNotAllowed", status=405):
        s3.get_object_torrent(Bucket=bucket, Key="k")


def test_only_directory_buckets_take_appends(s3, bucket):
    if not takes(s3, "PutObject", "WriteOffsetBytes"):
        pytest.skip("this SDK is older than appends")
    with Refused("NotImplemented", status=501):
        s3.put_object(Bucket=bucket, Key="k", Body=b"x", WriteOffsetBytes=0)
