"""ListObjects and ListObjectsV2: order, prefixes, delimiters, pages, encoding, and what a bad parameter is answered with."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError
from conftest import takes
from s3_fixtures import bucket, make_bucket, s3  # noqa: F401: fixtures

KEYS = ["B", "a", "a b+c", "a/1", "a/2", "a/b/3", "d--4", "é", "z"]


@pytest.fixture
def filled(s3, bucket):  # noqa: F811
    for key in reversed(KEYS):
        s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
    return bucket


def keys_of(page):
    return [entry["Key"] for entry in page.get("Contents", [])]


def prefixes_of(page):
    return [entry["Prefix"] for entry in page.get("CommonPrefixes", [])]


def error_of(call, **arguments):
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    return refused.value.response["Error"]


def test_an_empty_bucket(s3, bucket):  # noqa: F811
    page = s3.list_objects_v2(Bucket=bucket)
    assert (page["KeyCount"], page["MaxKeys"], page["IsTruncated"], page["Prefix"]) == (0, 1000, False, "")
    assert "Contents" not in page and "CommonPrefixes" not in page and "NextContinuationToken" not in page
    page = s3.list_objects(Bucket=bucket)
    assert (page["Marker"], page["Prefix"], page["Name"]) == ("", "", bucket)


@pytest.mark.parametrize("verb", ["list_objects", "list_objects_v2"])
def test_order_prefix_and_delimiter(s3, filled, verb):  # noqa: F811
    call = getattr(s3, verb)
    assert keys_of(call(Bucket=filled)) == sorted(KEYS, key=str.encode)
    assert keys_of(call(Bucket=filled, Prefix="a/")) == ["a/1", "a/2", "a/b/3"]
    page = call(Bucket=filled, Delimiter="/")
    assert keys_of(page) == ["B", "a", "a b+c", "d--4", "z", "é"] and prefixes_of(page) == ["a/"]
    assert page["Delimiter"] == "/"
    page = call(Bucket=filled, Prefix="a/", Delimiter="/")
    assert (keys_of(page), prefixes_of(page)) == (["a/1", "a/2"], ["a/b/"])
    assert prefixes_of(call(Bucket=filled, Delimiter="--")) == ["d--"]
    assert "Delimiter" not in call(Bucket=filled, Delimiter="")


def test_pages_by_token(s3, filled):  # noqa: F811
    seen, token = [], {}
    while True:
        page = s3.list_objects_v2(Bucket=filled, MaxKeys=2, Delimiter="/", **token)
        assert page["KeyCount"] == len(keys_of(page)) + len(prefixes_of(page)) <= 2
        seen += keys_of(page) + prefixes_of(page)
        if not page["IsTruncated"]:
            break
        token = {"ContinuationToken": page["NextContinuationToken"]}
    assert sorted(seen) == sorted(["B", "a", "a b+c", "d--4", "z", "é", "a/"])
    assert page["ContinuationToken"] == token["ContinuationToken"]


def test_pages_by_marker(s3, filled):  # noqa: F811
    first = s3.list_objects(Bucket=filled, MaxKeys=3)
    assert first["IsTruncated"] and "NextMarker" not in first
    rolled = s3.list_objects(Bucket=filled, MaxKeys=4, Delimiter="/")
    assert rolled["NextMarker"] == "a/" and prefixes_of(rolled) == ["a/"]
    rest = s3.list_objects(Bucket=filled, Delimiter="/", Marker=rolled["NextMarker"])
    assert keys_of(rest) == ["d--4", "z", "é"] and rest["Marker"] == "a/" and not prefixes_of(rest)


def test_where_a_list_starts(s3, filled):  # noqa: F811
    page = s3.list_objects_v2(Bucket=filled, StartAfter="a/1")
    assert keys_of(page) == ["a/2", "a/b/3", "d--4", "z", "é"] and page["StartAfter"] == "a/1"
    # A common prefix that is not greater is left out.
    assert prefixes_of(s3.list_objects_v2(Bucket=filled, StartAfter="a/1", Delimiter="/")) == []
    token = s3.list_objects_v2(Bucket=filled, MaxKeys=1)["NextContinuationToken"]
    assert keys_of(s3.list_objects_v2(Bucket=filled, ContinuationToken=token, StartAfter="z", MaxKeys=1)) == ["a"]


def test_names_are_encoded_where_the_client_asks(s3, filled):  # noqa: F811
    page = s3.list_objects_v2(Bucket=filled, EncodingType="url", Prefix="a ", Delimiter="+", StartAfter="a !")
    assert (page["Prefix"], page["Delimiter"], page["StartAfter"]) == ("a%20", "%2B", "a%20%21")
    assert prefixes_of(page) == ["a%20b%2B"] and page["EncodingType"] == "url"
    assert "a/b/3" in keys_of(s3.list_objects(Bucket=filled, EncodingType="url"))


def test_keys_that_xml_cannot_hold(s3, bucket):  # noqa: F811
    s3.put_object(Bucket=bucket, Key="a\nb\x0bc", Body=b"")
    assert keys_of(s3.list_objects_v2(Bucket=bucket)) == ["a\nb\x0bc"]  # the SDK asks for the encoding itself


def test_what_is_shown_of_an_object(s3, bucket):  # noqa: F811
    etag = s3.put_object(Bucket=bucket, Key="a", Body=b"abc")["ETag"]
    shown = s3.list_objects_v2(Bucket=bucket)["Contents"][0]
    assert (shown["ETag"], shown["Size"], shown["StorageClass"]) == (etag, 3, "STANDARD")
    assert shown["LastModified"] == s3.head_object(Bucket=bucket, Key="a")["LastModified"]
    assert "Owner" not in shown and "RestoreStatus" not in shown
    owner = s3.list_buckets()["Owner"]["ID"]
    assert s3.list_objects_v2(Bucket=bucket, FetchOwner=True)["Contents"][0]["Owner"]["ID"] == owner
    assert s3.list_objects(Bucket=bucket)["Contents"][0]["Owner"]["ID"] == owner


def test_a_checksum_is_shown_by_its_kind(s3, bucket):  # noqa: F811
    if not takes(s3, "PutObject", "ChecksumAlgorithm"):
        pytest.skip("this SDK knows no checksums")
    s3.put_object(Bucket=bucket, Key="a", Body=b"abc", ChecksumAlgorithm="SHA256")
    shown = s3.list_objects_v2(Bucket=bucket)["Contents"][0]
    assert shown["ChecksumAlgorithm"] == ["SHA256"]
    assert shown.get("ChecksumType", "FULL_OBJECT") == "FULL_OBJECT"


def test_page_sizes(s3, filled):  # noqa: F811
    page = s3.list_objects_v2(Bucket=filled, MaxKeys=0)
    assert (page["IsTruncated"], page["KeyCount"], keys_of(page)) == (False, 0, [])
    assert s3.list_objects_v2(Bucket=filled, MaxKeys=100_000)["MaxKeys"] == 1000
    error = error_of(s3.list_objects_v2, Bucket=filled, MaxKeys=-1)
    assert error["Code"] == "InvalidArgument" and error["ArgumentName"] == "max-keys"


@pytest.mark.parametrize("asked", [{"ContinuationToken": "not one of ours"}, {"EncodingType": "rot13"}])
def test_bad_parameters(s3, bucket, asked):  # noqa: F811
    assert error_of(s3.list_objects_v2, Bucket=bucket, **asked)["Code"] == "InvalidArgument"


def test_a_bucket_that_is_not_there(s3):  # noqa: F811
    assert error_of(s3.list_objects_v2, Bucket="wb-there-is-no-such-bucket")["Code"] == "NoSuchBucket"


def test_a_thousand_a_page(s3, bucket):  # noqa: F811
    for number in range(1005):
        s3.put_object(Bucket=bucket, Key=f"{number:04}", Body=b"")
    first = s3.list_objects_v2(Bucket=bucket)
    assert first["KeyCount"] == 1000 and first["IsTruncated"]
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    assert [key for page in pages for key in keys_of(page)] == [f"{number:04}" for number in range(1005)]
