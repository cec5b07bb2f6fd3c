"""Tags of objects; Object Lock: configurations, retention, legal holds, and what they forbid."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from botocore.exceptions import ClientError
from conftest import takes
from s3_fixtures import bucket, make_bucket, s3  # noqa: F401: fixtures

FAR = datetime(2140, 1, 1, tzinfo=timezone.utc)
FARTHER = datetime(2141, 1, 1, tzinfo=timezone.utc)


def error_of(call, **arguments):
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    return refused.value.response["Error"]["Code"]


def tag_set(**tags):
    return {"TagSet": [{"Key": key, "Value": value} for key, value in tags.items()]}


def test_tags_are_replaced_and_removed(s3, bucket):  # noqa: F811
    s3.put_object(Bucket=bucket, Key="a", Body=b"", Tagging="x=1&y=a%20b")
    assert s3.get_object_tagging(Bucket=bucket, Key="a")["TagSet"] == tag_set(x="1", y="a b")["TagSet"]
    s3.put_object_tagging(Bucket=bucket, Key="a", Tagging=tag_set(z=""))
    assert s3.get_object_tagging(Bucket=bucket, Key="a")["TagSet"] == tag_set(z="")["TagSet"]
    assert s3.get_object(Bucket=bucket, Key="a")["TagCount"] == 1
    s3.delete_object_tagging(Bucket=bucket, Key="a")
    answer = s3.get_object_tagging(Bucket=bucket, Key="a")
    assert answer["TagSet"] == [] and "VersionId" not in answer


def test_each_version_has_its_tags(s3, make_bucket):  # noqa: F811
    name = make_bucket(versioned=True)
    one = s3.put_object(Bucket=name, Key="a", Body=b"1")["VersionId"]
    two = s3.put_object(Bucket=name, Key="a", Body=b"2")["VersionId"]
    assert s3.put_object_tagging(Bucket=name, Key="a", VersionId=one, Tagging=tag_set(v="1"))["VersionId"] == one
    assert s3.get_object_tagging(Bucket=name, Key="a") ["TagSet"] == []
    assert s3.get_object_tagging(Bucket=name, Key="a", VersionId=one)["TagSet"] == tag_set(v="1")["TagSet"]
    assert s3.delete_object_tagging(Bucket=name, Key="a")["VersionId"] == two
    marker = s3.delete_object(Bucket=name, Key="a")["VersionId"]
    assert error_of(s3.get_object_tagging, Bucket=name, Key="a") == "NoSuchKey"
    assert error_of(s3.get_object_tagging, Bucket=name, Key="a", VersionId=marker) == "MethodNotAllowed"


def test_bad_tags(s3, bucket):  # noqa: F811
    s3.put_object(Bucket=bucket, Key="a", Body=b"")
    where = {"Bucket": bucket, "Key": "a"}
    many = tag_set(**{f"k{i}": "v" for i in range(11)})
    assert error_of(s3.put_object_tagging, **where, Tagging=many) == "BadRequest"
    for tags in [tag_set(**{"k" * 129: "v"}), tag_set(k="v" * 257), tag_set(**{"aws:k": "v"})]:
        assert error_of(s3.put_object_tagging, **where, Tagging=tags) == "InvalidTag"
    twice = {"TagSet": [{"Key": "k", "Value": "1"}, {"Key": "k", "Value": "2"}]}
    assert error_of(s3.put_object_tagging, **where, Tagging=twice) == "InvalidTag"
    assert error_of(s3.put_object_tagging, Bucket=bucket, Key="none", Tagging=tag_set(k="v")) == "NoSuchKey"
    assert s3.get_object_tagging(**where)["TagSet"] == []


@pytest.fixture
def locked(make_bucket):  # noqa: F811
    return make_bucket(ObjectLockEnabledForBucket=True)


def rule(**retention):
    return {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": retention}}


def put_rule(client, name, configuration):
    return client.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration=configuration)


def test_lock_configurations(s3, locked):  # noqa: F811
    assert s3.get_object_lock_configuration(Bucket=locked)["ObjectLockConfiguration"] == {"ObjectLockEnabled": "Enabled"}
    put_rule(s3, locked, rule(Mode="GOVERNANCE", Days=1))
    assert s3.get_object_lock_configuration(Bucket=locked)["ObjectLockConfiguration"] == rule(Mode="GOVERNANCE", Days=1)
    put_rule(s3, locked, {"ObjectLockEnabled": "Enabled"})
    assert s3.get_object_lock_configuration(Bucket=locked)["ObjectLockConfiguration"] == {"ObjectLockEnabled": "Enabled"}
    assert s3.get_bucket_versioning(Bucket=locked)["Status"] == "Enabled"
    suspend = {"Bucket": locked, "VersioningConfiguration": {"Status": "Suspended"}}
    assert error_of(s3.put_bucket_versioning, **suspend) == "InvalidBucketState"


@pytest.mark.parametrize(
    ("configuration", "code"),
    [
        (rule(Mode="GOVERNANCE", Days=1, Years=1), "MalformedXML"),
        (rule(Mode="GOVERNANCE"), "MalformedXML"),
        (rule(Days=1), "MalformedXML"),
        (rule(Mode="governance", Days=1), "MalformedXML"),
        ({"ObjectLockEnabled": "Disabled"}, "MalformedXML"),
        (rule(Mode="GOVERNANCE", Days=0), "InvalidRetentionPeriod"),
        (rule(Mode="COMPLIANCE", Years=-1), "InvalidRetentionPeriod"),
        (rule(Mode="COMPLIANCE", Years=101), "InvalidRetentionPeriod"),
    ],
)
def test_bad_lock_configurations(s3, locked, configuration, code):  # noqa: F811
    with pytest.raises(ClientError) as refused:
        put_rule(s3, locked, configuration)
    assert refused.value.response["Error"]["Code"] == code


def test_locks_need_versions(s3, bucket):  # noqa: F811
    asked = {"Bucket": bucket, "ObjectLockConfiguration": rule(Mode="GOVERNANCE", Days=1)}
    assert error_of(s3.get_object_lock_configuration, Bucket=bucket) == "ObjectLockConfigurationNotFoundError"
    assert error_of(s3.put_object_lock_configuration, **asked) == "InvalidBucketState"
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})
    assert error_of(s3.put_object_lock_configuration, **asked) == "InvalidBucketState"
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    s3.put_object_lock_configuration(**asked)
    assert s3.get_object_lock_configuration(Bucket=bucket)["ObjectLockConfiguration"] == rule(Mode="GOVERNANCE", Days=1)


def test_without_object_lock_nothing_is_locked(s3, bucket):  # noqa: F811
    s3.put_object(Bucket=bucket, Key="a", Body=b"")
    where = {"Bucket": bucket, "Key": "a"}
    retention = {"Mode": "GOVERNANCE", "RetainUntilDate": FAR}
    assert error_of(s3.put_object_retention, **where, Retention=retention) == "InvalidRequest"
    assert error_of(s3.get_object_retention, **where) == "InvalidRequest"
    assert error_of(s3.put_object_legal_hold, **where, LegalHold={"Status": "ON"}) == "InvalidRequest"
    assert error_of(s3.get_object_legal_hold, **where) == "InvalidRequest"
    assert error_of(s3.put_object, **where, Body=b"", ObjectLockLegalHoldStatus="ON") == "InvalidRequest"


def test_new_objects_get_the_default_retention(s3, locked):  # noqa: F811
    put_rule(s3, locked, rule(Mode="GOVERNANCE", Days=2))
    s3.put_object(Bucket=locked, Key="a", Body=b"")
    kept = s3.get_object_retention(Bucket=locked, Key="a")["Retention"]
    left = kept["RetainUntilDate"] - datetime.now(timezone.utc)
    assert kept["Mode"] == "GOVERNANCE" and timedelta(days=1, hours=23) < left <= timedelta(days=2, minutes=1)
    s3.put_object(Bucket=locked, Key="a", Body=b"", ObjectLockMode="GOVERNANCE", ObjectLockRetainUntilDate=FAR)
    assert s3.head_object(Bucket=locked, Key="a")["ObjectLockRetainUntilDate"] == FAR


def test_governance_gives_way_to_the_bypass_alone(s3, locked):  # noqa: F811
    version = s3.put_object(Bucket=locked, Key="a", Body=b"")["VersionId"]
    where = {"Bucket": locked, "Key": "a"}
    assert error_of(s3.get_object_retention, **where) == "NoSuchObjectLockConfiguration"

    def retain(until, mode="GOVERNANCE", **options):
        return s3.put_object_retention(**where, Retention={"Mode": mode, "RetainUntilDate": until}, **options)

    retain(FAR)
    retain(FARTHER)
    for asked in [{"until": FAR}, {"until": FARTHER, "mode": "COMPLIANCE"}]:
        assert error_of(retain, **asked) == "AccessDenied"
    assert error_of(s3.put_object_retention, **where, Retention={}) == "AccessDenied"
    assert s3.get_object_retention(**where)["Retention"] == {"Mode": "GOVERNANCE", "RetainUntilDate": FARTHER}
    retain(FAR, BypassGovernanceRetention=True)
    assert error_of(s3.delete_object, **where, VersionId=version) == "AccessDenied"
    marker = s3.delete_object(**where)  # hides it, and keeps it
    s3.delete_object(**where, VersionId=marker["VersionId"])
    s3.delete_object(**where, VersionId=version, BypassGovernanceRetention=True)
    assert error_of(s3.get_object, **where) == "NoSuchKey"


def test_compliance_gives_way_to_nobody(s3, make_bucket):  # noqa: F811
    name = make_bucket(ObjectLockEnabledForBucket=True)
    until = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(seconds=6)
    version = s3.put_object(
        Bucket=name, Key="a", Body=b"", ObjectLockMode="COMPLIANCE", ObjectLockRetainUntilDate=until
    )["VersionId"]
    where = {"Bucket": name, "Key": "a", "BypassGovernanceRetention": True}
    weaker = {"Mode": "GOVERNANCE", "RetainUntilDate": FAR}
    assert error_of(s3.put_object_retention, **where, Retention=weaker) == "AccessDenied"
    shorter = {"Mode": "COMPLIANCE", "RetainUntilDate": until - timedelta(seconds=1)}
    assert error_of(s3.put_object_retention, **where, Retention=shorter) == "AccessDenied"
    assert error_of(s3.delete_object, **where, VersionId=version) == "AccessDenied"


def test_bad_retentions(s3, locked):  # noqa: F811
    s3.put_object(Bucket=locked, Key="a", Body=b"")
    where = {"Bucket": locked, "Key": "a"}
    past = datetime(2020, 1, 1, tzinfo=timezone.utc)
    for retention, code in [
        ({"Mode": "abc", "RetainUntilDate": FAR}, "MalformedXML"),
        ({"Mode": "GOVERNANCE"}, "MalformedXML"),
        ({"RetainUntilDate": FAR}, "MalformedXML"),
        ({"Mode": "GOVERNANCE", "RetainUntilDate": past}, "InvalidArgument"),
    ]:
        assert error_of(s3.put_object_retention, **where, Retention=retention) == code
    assert error_of(s3.put_object_legal_hold, **where, LegalHold={"Status": "abc"}) == "MalformedXML"
    assert error_of(s3.put_object, **where, ObjectLockMode="GOVERNANCE", Body=b"") == "InvalidRequest"
    late = {"ObjectLockMode": "GOVERNANCE", "ObjectLockRetainUntilDate": past}
    assert error_of(s3.put_object, **where, Body=b"", **late) == "InvalidArgument"


def test_a_legal_hold(s3, locked):  # noqa: F811
    version = s3.put_object(Bucket=locked, Key="a", Body=b"")["VersionId"]
    where = {"Bucket": locked, "Key": "a"}
    assert error_of(s3.get_object_legal_hold, **where) == "NoSuchObjectLockConfiguration"
    s3.put_object_legal_hold(**where, LegalHold={"Status": "ON"})
    assert s3.get_object_legal_hold(**where)["LegalHold"] == {"Status": "ON"}
    assert s3.head_object(**where)["ObjectLockLegalHoldStatus"] == "ON"
    asked = {"VersionId": version, "BypassGovernanceRetention": True}
    assert error_of(s3.delete_object, **where, **asked) == "AccessDenied"
    s3.put_object_legal_hold(**where, LegalHold={"Status": "OFF"})
    assert s3.get_object_legal_hold(**where)["LegalHold"] == {"Status": "OFF"}
    assert s3.head_object(**where)["ObjectLockLegalHoldStatus"] == "OFF"
    s3.delete_object(**where, VersionId=version)


def test_an_event_hold(s3, locked):  # noqa: F811
    if not takes(s3, "PutObject", "ObjectLockEventHold"):
        pytest.skip("this SDK knows no event holds")
    version = s3.put_object(Bucket=locked, Key="a", Body=b"")["VersionId"]
    where = {"Bucket": locked, "Key": "a"}
    hold = {"Mode": "GOVERNANCE", "EventHold": "ON", "EventHoldDuration": {"Days": 2}}
    s3.put_object_retention(**where, Retention=hold)
    assert s3.get_object_retention(**where)["Retention"] == hold
    assert error_of(s3.delete_object, **where, VersionId=version) == "AccessDenied"
    s3.put_object_retention(**where, Retention={"EventHold": "OFF"})
    kept = s3.get_object_retention(**where)["Retention"]
    assert kept["EventHold"] == "OFF"
    assert timedelta(days=1) < kept["RetainUntilDate"] - datetime.now(timezone.utc) <= timedelta(days=2, minutes=1)
    assert error_of(s3.delete_object, **where, VersionId=version) == "AccessDenied"
    s3.delete_object(**where, VersionId=version, BypassGovernanceRetention=True)
