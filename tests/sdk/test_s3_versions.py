"""Versions: what writes and deletions make of them, and ListObjectVersions."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError
from s3_fixtures import bucket, make_bucket, s3  # noqa: F401: fixtures


def put(client, name, key, body):
    return client.put_object(Bucket=name, Key=key, Body=body).get("VersionId")


def listed(page):
    """(key, version id, latest, marker) of all versions and markers, by key, in the order of the answer."""
    versions = [(v["Key"], v["VersionId"], v["IsLatest"], False) for v in page.get("Versions", [])]
    return versions + [(m["Key"], m["VersionId"], m["IsLatest"], True) for m in page.get("DeleteMarkers", [])]


def error_of(call, **arguments):
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    return refused.value.response["Error"]


def test_versions_and_markers(s3, make_bucket):  # noqa: F811
    name = make_bucket(versioned=True)
    one, two = put(s3, name, "a", b"1"), put(s3, name, "a", b"2")
    marker = s3.delete_object(Bucket=name, Key="a")
    assert marker["DeleteMarker"] is True
    page = s3.list_object_versions(Bucket=name)
    assert listed(page) == [("a", two, False, False), ("a", one, False, False), ("a", marker["VersionId"], True, True)]
    assert (page["KeyMarker"], page["VersionIdMarker"], page["Prefix"]) == ("", "", "")
    assert "Contents" not in s3.list_objects_v2(Bucket=name)
    assert s3.get_object(Bucket=name, Key="a", VersionId=one)["Body"].read() == b"1"
    assert error_of(s3.get_object, Bucket=name, Key="a")["Code"] == "NoSuchKey"
    s3.delete_object(Bucket=name, Key="a", VersionId=marker["VersionId"])
    assert s3.get_object(Bucket=name, Key="a")["Body"].read() == b"2"


def test_the_null_version(s3, bucket):  # noqa: F811
    put(s3, bucket, "a", b"0")
    assert listed(s3.list_object_versions(Bucket=bucket)) == [("a", "null", True, False)]
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    one = put(s3, bucket, "a", b"1")
    assert listed(s3.list_object_versions(Bucket=bucket)) == [("a", one, True, False), ("a", "null", False, False)]
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})
    put(s3, bucket, "a", b"2")
    assert s3.get_object(Bucket=bucket, Key="a", VersionId="null")["Body"].read() == b"2"
    marker = s3.delete_object(Bucket=bucket, Key="a")
    assert (marker["DeleteMarker"], marker["VersionId"]) == (True, "null")
    assert listed(s3.list_object_versions(Bucket=bucket)) == [("a", one, False, False), ("a", "null", True, True)]


def test_pages_within_a_key(s3, make_bucket):  # noqa: F811
    name = make_bucket(versioned=True)
    for key in ["a", "b/1", "b/2", "c"]:
        for body in [b"1", b"2", b"3"]:
            put(s3, name, key, body)
    whole = listed(s3.list_object_versions(Bucket=name))
    assert len(whole) == 12
    for size in [1, 2, 5]:
        seen, where = [], {}
        while True:
            page = s3.list_object_versions(Bucket=name, MaxKeys=size, **where)
            seen += listed(page)
            if not page["IsTruncated"]:
                break
            where = {"KeyMarker": page["NextKeyMarker"], "VersionIdMarker": page["NextVersionIdMarker"]}
        assert seen == whole
    rolled = s3.list_object_versions(Bucket=name, Delimiter="/", MaxKeys=4)
    assert [p["Prefix"] for p in rolled["CommonPrefixes"]] == ["b/"]
    assert rolled["NextKeyMarker"] == "b/" and "NextVersionIdMarker" not in rolled
    rest = s3.list_object_versions(Bucket=name, Delimiter="/", KeyMarker="b/")
    assert [key for key, *_ in listed(rest)] == ["c"] * 3 and "CommonPrefixes" not in rest


def test_deleting_what_is_listed_leaves_nothing(s3, make_bucket):  # noqa: F811
    name = make_bucket(versioned=True)
    for body in [b"1", b"2", b"3"]:
        put(s3, name, "a", body)
        s3.delete_object(Bucket=name, Key="a")
    where, deleted = {}, 0
    while True:
        page = s3.list_object_versions(Bucket=name, MaxKeys=1, **where)
        for key, version_id, _, _ in listed(page):
            s3.delete_object(Bucket=name, Key=key, VersionId=version_id)
            deleted += 1
        if not page["IsTruncated"]:
            break
        where = {"KeyMarker": page["NextKeyMarker"], "VersionIdMarker": page["NextVersionIdMarker"]}
    assert deleted == 6 and listed(s3.list_object_versions(Bucket=name)) == []


@pytest.mark.parametrize(
    "asked",
    [
        {"VersionIdMarker": "null"},
        {"KeyMarker": "a", "VersionIdMarker": ""},
        {"KeyMarker": "a", "VersionIdMarker": "no id"},
        {"MaxKeys": -1},
    ],
)
def test_bad_parameters(s3, bucket, asked):  # noqa: F811
    assert error_of(s3.list_object_versions, Bucket=bucket, **asked)["Code"] == "InvalidArgument"


def test_names_are_encoded_where_the_client_asks(s3, make_bucket):  # noqa: F811
    name = make_bucket(versioned=True)
    put(s3, name, "a b", b"")
    s3.delete_object(Bucket=name, Key="a b")
    page = s3.list_object_versions(Bucket=name, EncodingType="url", KeyMarker="a !")
    assert [v["Key"] for v in page["Versions"] + page["DeleteMarkers"]] == ["a%20b", "a%20b"]
    assert page["KeyMarker"] == "a%20%21"
