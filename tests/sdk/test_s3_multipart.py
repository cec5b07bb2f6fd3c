"""Multipart uploads: parts, completion, checksums, lists, and that nothing of them is left behind."""

from __future__ import annotations

import base64
import hashlib
import os
import zlib

import pytest
from conftest import Refused, takes
from s3_fixtures import bucket, make_bucket, make_s3_client, s3  # noqa: F401
from server_process import ServerProcess

MIB = 1 << 20
FIVE = 5 * MIB
KEY_MD5 = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": "k" * 32}


def start(s3, bucket, key="big", **settings):
    return s3.create_multipart_upload(Bucket=bucket, Key=key, **settings)["UploadId"]


def send(s3, bucket, upload, number, body, key="big", **settings):
    answer = s3.upload_part(Bucket=bucket, Key=key, UploadId=upload, PartNumber=number, Body=body, **settings)
    return {"PartNumber": number, "ETag": answer["ETag"]}


def finish(s3, bucket, upload, parts, key="big", **settings):
    return s3.complete_multipart_upload(
        Bucket=bucket, Key=key, UploadId=upload, MultipartUpload={"Parts": parts}, **settings
    )


def base64_of(digest):
    return base64.b64encode(digest).decode()


def crc32(body):
    return base64_of(zlib.crc32(body).to_bytes(4, "big"))


def test_parts_become_one_object(s3, bucket):
    one, two = os.urandom(FIVE), os.urandom(1000)
    upload = start(s3, bucket, ContentType="text/x", Metadata={"a": "b"}, StorageClass="STANDARD_IA")
    parts = [send(s3, bucket, upload, 1, one), send(s3, bucket, upload, 2, two)]
    answer = finish(s3, bucket, upload, parts)
    digest = hashlib.md5(hashlib.md5(one).digest() + hashlib.md5(two).digest()).hexdigest()
    assert answer["ETag"] == f'"{digest}-2"'
    assert answer["Bucket"] == bucket and answer["Key"] == "big" and answer["Location"].endswith("/big")
    found = s3.get_object(Bucket=bucket, Key="big")
    assert found["Body"].read() == one + two
    assert found["ContentType"] == "text/x" and found["Metadata"] == {"a": "b"}
    assert found["StorageClass"] == "STANDARD_IA" and found["ETag"] == answer["ETag"]
    ranged = s3.get_object(Bucket=bucket, Key="big", Range=f"bytes={FIVE - 2}-{FIVE + 1}")
    assert ranged["Body"].read() == one[-2:] + two[:2]
    assert s3.get_object(Bucket=bucket, Key="big", PartNumber=2)["Body"].read() == two
    assert "Uploads" not in s3.list_multipart_uploads(Bucket=bucket)
    # The same request again gets the same answer.
    assert finish(s3, bucket, upload, parts)["ETag"] == answer["ETag"]
    s3.delete_object(Bucket=bucket, Key="big")
    with Refused("NoSuchUpload", status=404):
        finish(s3, bucket, upload, parts)


def test_a_part_sent_again_replaces_the_first(s3, bucket):
    upload = start(s3, bucket)
    old = send(s3, bucket, upload, 1, b"old")
    new = send(s3, bucket, upload, 1, b"new")
    with Refused("InvalidPart", status=400):
        finish(s3, bucket, upload, [old])
    finish(s3, bucket, upload, [old, new])  # the last of two entries of a part counts
    assert s3.get_object(Bucket=bucket, Key="big")["Body"].read() == b"new"


def test_an_empty_part_may_be_the_last(s3, bucket):
    upload = start(s3, bucket)
    finish(s3, bucket, upload, [send(s3, bucket, upload, 1, b"")])
    assert s3.get_object(Bucket=bucket, Key="big")["Body"].read() == b""
    upload = start(s3, bucket)
    parts = [send(s3, bucket, upload, 1, b"x" * FIVE), send(s3, bucket, upload, 2, b"")]
    finish(s3, bucket, upload, parts)
    assert s3.head_object(Bucket=bucket, Key="big")["ContentLength"] == FIVE


def test_completion_is_strict(s3, bucket):
    upload = start(s3, bucket)
    small, last = send(s3, bucket, upload, 1, b"small"), send(s3, bucket, upload, 2, b"last")
    with Refused("EntityTooSmall", status=400) as refused:
        finish(s3, bucket, upload, [small, last])
    assert refused.answer["Error"]["MinSizeAllowed"] == str(FIVE)
    with Refused("InvalidPartOrder", status=400):
        finish(s3, bucket, upload, [last, small])
    with Refused("InvalidPart", status=400):
        finish(s3, bucket, upload, [{"PartNumber": 3, "ETag": small["ETag"]}])
    with Refused("InvalidPart", status=400):
        finish(s3, bucket, upload, [{"PartNumber": 1, "ETag": last["ETag"]}])
    with Refused("MalformedXML", status=400):
        finish(s3, bucket, upload, [])
    with Refused("NoSuchUpload", status=404):
        finish(s3, bucket, "0123456789", [small])
    with Refused("NoSuchUpload", status=404):
        finish(s3, bucket, upload, [small], key="another")
    with Refused("InvalidArgument", status=400):
        send(s3, bucket, upload, 10001, b"")
    with Refused("InvalidArgument", status=400):
        send(s3, bucket, upload, 0, b"")
    finish(s3, bucket, upload, [small])


def test_conditions(s3, bucket):
    if not takes(s3, "CompleteMultipartUpload", "IfMatch"):
        pytest.skip("this SDK knows no conditional writes")
    etag = s3.put_object(Bucket=bucket, Key="big", Body=b"first")["ETag"]
    upload = start(s3, bucket)
    part = send(s3, bucket, upload, 1, b"second")
    with Refused("PreconditionFailed", status=412):
        finish(s3, bucket, upload, [part], IfNoneMatch="*")
    with Refused("PreconditionFailed", status=412):
        finish(s3, bucket, upload, [part], IfMatch='"0123"')
    finish(s3, bucket, upload, [part], IfMatch=etag)
    upload = start(s3, bucket, "fresh")
    part = send(s3, bucket, upload, 1, b"x", "fresh")
    with Refused("NoSuchKey", status=404):
        finish(s3, bucket, upload, [part], "fresh", IfMatch="*")
    finish(s3, bucket, upload, [part], "fresh", IfNoneMatch="*")


def test_composite_checksums(s3, bucket):
    if not takes(s3, "CreateMultipartUpload", "ChecksumAlgorithm"):
        pytest.skip("this SDK knows no flexible checksums")
    one, two = b"1" * FIVE, b"2"
    created = s3.create_multipart_upload(Bucket=bucket, Key="big", ChecksumAlgorithm="SHA256")
    assert created["ChecksumAlgorithm"] == "SHA256"
    upload, parts = created["UploadId"], []
    for number, body in enumerate((one, two), 1):
        answer = s3.upload_part(
            Bucket=bucket, Key="big", UploadId=upload, PartNumber=number, Body=body, ChecksumAlgorithm="SHA256"
        )
        assert answer["ChecksumSHA256"] == base64_of(hashlib.sha256(body).digest())
        parts.append({"PartNumber": number, "ETag": answer["ETag"], "ChecksumSHA256": answer["ChecksumSHA256"]})
    with Refused("InvalidRequest", status=400):
        send(s3, bucket, upload, 3, b"y", ChecksumAlgorithm="SHA1")
    with Refused("BadDigest", status=400):
        send(s3, bucket, upload, 3, b"x", ChecksumSHA256=base64_of(hashlib.sha256(b"y").digest()))
    listed = s3.list_parts(Bucket=bucket, Key="big", UploadId=upload)
    assert listed["ChecksumAlgorithm"] == "SHA256"
    assert [part["ChecksumSHA256"] for part in listed["Parts"]] == [part["ChecksumSHA256"] for part in parts]
    with Refused("InvalidRequest", status=400):
        finish(s3, bucket, upload, [{"PartNumber": 1, "ETag": parts[0]["ETag"]}])
    whole = hashlib.sha256(hashlib.sha256(one).digest() + hashlib.sha256(two).digest()).digest()
    with Refused("BadDigest", status=400):
        finish(s3, bucket, upload, parts, ChecksumSHA256=base64_of(hashlib.sha256(b"").digest()) + "-2")
    done = finish(s3, bucket, upload, parts, ChecksumSHA256=base64_of(whole) + "-2")
    assert done["ChecksumSHA256"] == base64_of(whole) + "-2"
    head = s3.head_object(Bucket=bucket, Key="big", ChecksumMode="ENABLED")
    assert head["ChecksumSHA256"] == base64_of(whole) + "-2"


def test_full_object_checksums(s3, bucket):
    if not takes(s3, "CreateMultipartUpload", "ChecksumType"):
        pytest.skip("this SDK knows no checksum types")
    one, two = os.urandom(FIVE), os.urandom(77)
    upload = start(s3, bucket, ChecksumAlgorithm="CRC32", ChecksumType="FULL_OBJECT")
    parts = [send(s3, bucket, upload, n, body) for n, body in ((1, one), (2, two))]
    with Refused("BadDigest", status=400):
        finish(s3, bucket, upload, parts, ChecksumCRC32=crc32(one), ChecksumType="FULL_OBJECT")
    with Refused("InvalidRequest", status=400):
        finish(s3, bucket, upload, parts, MpuObjectSize=FIVE)
    right = {"ChecksumCRC32": crc32(one + two), "ChecksumType": "FULL_OBJECT", "MpuObjectSize": FIVE + 77}
    done = finish(s3, bucket, upload, parts, **right)
    assert done["ChecksumCRC32"] == crc32(one + two) and done["ChecksumType"] == "FULL_OBJECT"
    for algorithm, kind in (("SHA1", "FULL_OBJECT"), ("CRC64NVME", "COMPOSITE")):
        with Refused("InvalidRequest", status=400):
            start(s3, bucket, ChecksumAlgorithm=algorithm, ChecksumType=kind)


def test_crc64nvme_where_nothing_was_asked_for(s3, bucket):
    if not takes(s3, "PutObject", "ChecksumCRC64NVME"):
        pytest.skip("this SDK knows no CRC64NVME")
    one, two = os.urandom(FIVE), os.urandom(3)
    upload = start(s3, bucket)
    parts = [send(s3, bucket, upload, n, body) for n, body in ((1, one), (2, two))]
    done = finish(s3, bucket, upload, parts)
    assert done["ChecksumType"] == "FULL_OBJECT"
    plain = make_s3_client(request_checksum_calculation="when_required")
    same = plain.put_object(Bucket=bucket, Key="same", Body=one + two)
    assert done["ChecksumCRC64NVME"] == same["ChecksumCRC64NVME"]


def test_customer_keys_must_be_the_uploads(s3, bucket):
    upload = start(s3, bucket, **KEY_MD5)
    with Refused(status=400):
        send(s3, bucket, upload, 1, b"x")
    with Refused():
        send(s3, bucket, upload, 1, b"x", SSECustomerAlgorithm="AES256", SSECustomerKey="o" * 32)
    part = send(s3, bucket, upload, 1, b"x", **KEY_MD5)
    finish(s3, bucket, upload, [part])
    assert s3.get_object(Bucket=bucket, Key="big", **KEY_MD5)["Body"].read() == b"x"
    with Refused(status=400):
        s3.get_object(Bucket=bucket, Key="big")


def test_lists_of_parts(s3, bucket):
    upload = start(s3, bucket)
    for number in (3, 1, 2, 10000):
        send(s3, bucket, upload, number, b"x" * number if number < 4 else b"")
    page = s3.list_parts(Bucket=bucket, Key="big", UploadId=upload, MaxParts=2)
    assert [part["PartNumber"] for part in page["Parts"]] == [1, 2]
    assert page["IsTruncated"] is True and page["NextPartNumberMarker"] == 2 and page["MaxParts"] == 2
    assert page["StorageClass"] == "STANDARD" and page["Initiator"]["ID"] == page["Owner"]["ID"]
    rest = s3.list_parts(Bucket=bucket, Key="big", UploadId=upload, PartNumberMarker=2)
    assert [(part["PartNumber"], part["Size"]) for part in rest["Parts"]] == [(3, 3), (10000, 0)]
    assert rest["IsTruncated"] is False
    s3.abort_multipart_upload(Bucket=bucket, Key="big", UploadId=upload)
    with Refused("NoSuchUpload", status=404):
        s3.list_parts(Bucket=bucket, Key="big", UploadId=upload)
    with Refused("NoSuchUpload", status=404):
        s3.abort_multipart_upload(Bucket=bucket, Key="big", UploadId=upload)
    with Refused("NoSuchUpload", status=404):
        send(s3, bucket, upload, 1, b"x")


def test_lists_of_uploads(s3, bucket):
    ids = {}
    for key in ("a", "dir/b", "dir/c", "e f"):
        ids[key] = [start(s3, bucket, key) for _ in range(2)]
    everything = s3.list_multipart_uploads(Bucket=bucket)
    listed = everything["Uploads"]
    assert [upload["Key"] for upload in listed] == ["a"] * 2 + ["dir/b"] * 2 + ["dir/c"] * 2 + ["e f"] * 2
    assert {upload["UploadId"] for upload in listed} == {i for pair in ids.values() for i in pair}
    rolled = s3.list_multipart_uploads(Bucket=bucket, Delimiter="/")
    assert rolled["CommonPrefixes"] == [{"Prefix": "dir/"}]
    assert [upload["Key"] for upload in rolled["Uploads"]] == ["a", "a", "e f", "e f"]
    inside = s3.list_multipart_uploads(Bucket=bucket, Prefix="dir/", MaxUploads=3)
    assert inside["IsTruncated"] is True and len(inside["Uploads"]) == 3
    marker = {"KeyMarker": inside["NextKeyMarker"], "UploadIdMarker": inside["NextUploadIdMarker"]}
    after = s3.list_multipart_uploads(Bucket=bucket, Prefix="dir/", **marker)
    assert [upload["Key"] for upload in after["Uploads"]] == ["dir/c"]
    by_key = s3.list_multipart_uploads(Bucket=bucket, KeyMarker="dir/b")
    assert [upload["Key"] for upload in by_key["Uploads"]] == ["dir/c", "dir/c", "e f", "e f"]
    for key, uploads in ids.items():
        for upload in uploads:
            s3.abort_multipart_upload(Bucket=bucket, Key=key, UploadId=upload)
    assert "Uploads" not in s3.list_multipart_uploads(Bucket=bucket)


def test_each_completion_makes_a_version(s3, make_bucket):
    bucket = make_bucket()
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    versions = []
    for body in (b"1", b"2"):
        upload = start(s3, bucket)
        versions.append(finish(s3, bucket, upload, [send(s3, bucket, upload, 1, body)])["VersionId"])
    for version, body in zip(versions, (b"1", b"2")):
        assert s3.get_object(Bucket=bucket, Key="big", VersionId=version)["Body"].read() == body


def test_copied_parts(s3, bucket):
    source = os.urandom(FIVE + 100)
    s3.put_object(Bucket=bucket, Key="from here", Body=source)
    where = {"Bucket": bucket, "Key": "from here"}
    upload = start(s3, bucket)

    def copy(number, **settings):
        answer = s3.upload_part_copy(
            Bucket=bucket, Key="big", UploadId=upload, PartNumber=number, CopySource=where, **settings
        )["CopyPartResult"]
        return {"PartNumber": number, "ETag": answer["ETag"]}

    parts = [copy(1), copy(2, CopySourceRange="bytes=10-19")]
    for wrong in ("0-2", "bytes=0", "bytes=a-b", "bytes=0-2,3-5", "bytes=5-"):
        with Refused("InvalidArgument", status=400):
            copy(3, CopySourceRange=wrong)
    with Refused("InvalidRange"):
        copy(3, CopySourceRange=f"bytes=0-{FIVE + 100}")
    with Refused("PreconditionFailed", status=412):
        copy(3, CopySourceIfMatch='"0123"')
    finish(s3, bucket, upload, parts)
    assert s3.get_object(Bucket=bucket, Key="big")["Body"].read() == source + source[10:20]


def blobs_in(directory):
    return sum(len(files) for _, _, files in os.walk(directory))


@pytest.mark.emulator_only
def test_nothing_is_left_behind(tmp_path, monkeypatch):
    server = ServerProcess("--vfs-dir", str(tmp_path))
    monkeypatch.setenv("WB_ENDPOINT", server.url)
    s3 = make_s3_client()
    try:
        s3.create_bucket(Bucket="leaks")
        before = blobs_in(tmp_path)
        upload = start(s3, "leaks")
        first = send(s3, "leaks", upload, 1, b"1" * FIVE)
        send(s3, "leaks", upload, 1, b"2" * FIVE)  # replaces the first
        assert blobs_in(tmp_path) == before + 1
        with Refused(status=400):
            send(s3, "leaks", upload, 2, b"x" * MIB, ContentMD5=base64_of(hashlib.md5(b"").digest()))
        with Refused("InvalidPart"):
            finish(s3, "leaks", upload, [first])
        with Refused("NoSuchUpload"):
            send(s3, "leaks", "0123", 1, b"x" * MIB)
        assert blobs_in(tmp_path) == before + 1
        s3.abort_multipart_upload(Bucket="leaks", Key="big", UploadId=upload)
        assert blobs_in(tmp_path) == before
        upload = start(s3, "leaks")
        kept = send(s3, "leaks", upload, 1, b"1" * FIVE)
        send(s3, "leaks", upload, 2, b"2" * FIVE)  # not listed: goes with the completion
        finish(s3, "leaks", upload, [kept])
        assert blobs_in(tmp_path) == before + 1
        with Refused("PreconditionFailed"):
            s3.copy_object(Bucket="leaks", Key="two", CopySource="leaks/big", CopySourceIfMatch='"0123"')
        if takes(s3, "CopyObject", "IfNoneMatch"):
            with Refused("PreconditionFailed"):
                s3.put_object(Bucket="leaks", Key="big", Body=b"x" * MIB, IfNoneMatch="*")
            with Refused("NoSuchKey"):
                s3.copy_object(Bucket="leaks", Key="two", CopySource="leaks/big", IfMatch='"0123"')
        assert blobs_in(tmp_path) == before + 1
        s3.delete_objects(Bucket="leaks", Delete={"Objects": [{"Key": "big"}]})
        assert blobs_in(tmp_path) == before
    finally:
        server.stop()
