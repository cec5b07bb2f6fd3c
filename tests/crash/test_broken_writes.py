"""Writes that fail, on whichever side: nothing is stored, and no blob and no temporary file is left."""

from __future__ import annotations

import base64
import http.client
import os
import socket
import subprocess
import time
import urllib.parse

import pytest
from botocore.exceptions import ClientError

MIB = 1 << 20


def wait_for(what, seconds=10):
    give_up = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < give_up, "it did not happen"
        time.sleep(0.02)


def error_of(call, **arguments):
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    return refused.value.response


def presigned(s3, operation, **arguments):
    url = s3.generate_presigned_url(operation, Params=arguments)
    split = urllib.parse.urlsplit(url)
    return split.hostname, split.port, f"{split.path}?{split.query}"


def send_part_of(s3, operation, declared, sent, **arguments):
    """Opens a PUT of `declared` bytes and sends `sent` of them; answers the socket."""
    host, port, target = presigned(s3, operation, **arguments)
    connection = socket.create_connection((host, port), timeout=20)
    connection.sendall(f"PUT {target} HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: {declared}\r\n\r\n".encode())
    connection.sendall(os.urandom(sent))
    return connection


@pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
def test_a_client_that_dies_in_the_middle_of_a_put(server, s3, reset):
    s3.put_object(Bucket="photos", Key="a", Body=b"old" * 5000)
    before = server.files()
    connection = send_part_of(s3, "put_object", 64 * MIB, 5 * MIB, Bucket="photos", Key="a")
    wait_for(lambda: len(server.files()) == len(before) + 1)  # it writes as it receives
    if reset:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    connection.close()
    wait_for(lambda: server.files() == before)
    assert s3.get_object(Bucket="photos", Key="a")["Body"].read() == b"old" * 5000


def test_a_client_that_dies_in_the_middle_of_a_part(server, s3):
    where = {"Bucket": "photos", "Key": "a"}
    upload = s3.create_multipart_upload(**where)["UploadId"]
    s3.upload_part(**where, UploadId=upload, PartNumber=1, Body=b"x" * 5 * MIB)
    before = server.files()
    arguments = {**where, "UploadId": upload, "PartNumber": 2}
    connection = send_part_of(s3, "upload_part", 64 * MIB, 3 * MIB, **arguments)
    wait_for(lambda: len(server.files()) == len(before) + 1)
    connection.close()
    wait_for(lambda: server.files() == before)
    assert [part["PartNumber"] for part in s3.list_parts(**where, UploadId=upload)["Parts"]] == [1]
    s3.abort_multipart_upload(**where, UploadId=upload)
    assert server.files() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"ContentMD5": base64.b64encode(b"\0" * 16).decode()},
        {"ChecksumSHA256": base64.b64encode(b"\0" * 32).decode()},
        {"ChecksumCRC32": "AAAAAA=="},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
@pytest.mark.parametrize("size", [100, 9 * MIB], ids=["inline", "blob"])
def test_a_wrong_checksum(server, s3, wrong, size):
    answer = error_of(s3.put_object, Bucket="photos", Key="a", Body=b"x" * size, **wrong)
    assert (answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]) == ("BadDigest", 400)
    assert "Contents" not in s3.list_objects_v2(Bucket="photos")
    assert server.files() == []


def test_a_refused_condition(server, s3):
    s3.put_object(Bucket="photos", Key="a", Body=b"x" * MIB)
    before = server.files()
    answer = error_of(s3.put_object, Bucket="photos", Key="a", Body=b"y" * MIB, IfNoneMatch="*")
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 412
    assert server.files() == before


def test_an_aborted_upload(server, s3):
    where = {"Bucket": "photos", "Key": "a"}
    upload = s3.create_multipart_upload(**where)["UploadId"]
    for number in range(1, 6):
        s3.upload_part(**where, UploadId=upload, PartNumber=number, Body=os.urandom(MIB))
    assert len(server.files()) == 5
    s3.abort_multipart_upload(**where, UploadId=upload)
    assert server.files() == [] and "Uploads" not in s3.list_multipart_uploads(Bucket="photos")


def test_what_is_replaced_or_deleted_frees_its_blob(server, s3):
    for _ in range(3):
        s3.put_object(Bucket="photos", Key="a", Body=os.urandom(MIB))
        assert len(server.files()) == 1
    s3.delete_object(Bucket="photos", Key="a")
    assert server.files() == []


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 24 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder], capture_output=True, check=False)
    if mounted.returncode != 0:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", "-l", folder], check=False)


def test_a_full_disk(start_server, small_disk):
    server = start_server(folder=small_disk / "blobs")
    s3 = server.client()
    s3.create_bucket(Bucket="photos")
    s3.put_object(Bucket="photos", Key="a", Body=b"x" * 8 * MIB)
    before = server.files()
    host, port, target = presigned(s3, "put_object", Bucket="photos", Key="b")
    connection = http.client.HTTPConnection(host, port, timeout=30)
    connection.request("PUT", target, body=b"y" * 20 * MIB)
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status in (500, 503) and b"<Error>" in body and b"<Code>" in body, (answer.status, body)
    wait_for(lambda: server.files() == before)
    assert [entry["Key"] for entry in s3.list_objects_v2(Bucket="photos")["Contents"]] == ["a"]
    s3.delete_object(Bucket="photos", Key="a")
    s3.put_object(Bucket="photos", Key="b", Body=b"y" * 20 * MIB)
    assert s3.head_object(Bucket="photos", Key="b")["ContentLength"] == 20 * MIB
