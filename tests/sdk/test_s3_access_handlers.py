"""What policies decide beside the operation's own permission: sources of copies, each key of DeleteObjects, what is in documents."""

from __future__ import annotations

import datetime

import pytest
from conftest import Refused, takes, unique_name
from s3_accounts import (  # noqa: F401
    OTHER_ACCOUNT,
    allow,
    bucket,
    endpoint,
    make_client,
    other,
    owner,
    put_policy,
)


@pytest.fixture
def others_bucket(other):  # noqa: F811
    name = unique_name()
    other.create_bucket(Bucket=name)
    return name


def copy(client, source, target, key="a", version=None, **arguments):
    source = {"Bucket": source, "Key": key, **({"VersionId": version} if version else {})}
    return client.copy_object(Bucket=target, Key="copy", CopySource=source, **arguments)


def copy_part(client, source, target, key="a", version=None):
    upload = client.create_multipart_upload(Bucket=target, Key="parts")["UploadId"]
    source = {"Bucket": source, "Key": key, **({"VersionId": version} if version else {})}
    return client.upload_part_copy(Bucket=target, Key="parts", UploadId=upload, PartNumber=1, CopySource=source)


@pytest.mark.parametrize("take", [copy, copy_part])
def test_a_copy_needs_the_right_to_read_its_source(owner, other, bucket, others_bucket, take):  # noqa: F811
    owner.put_object(Bucket=bucket, Key="a", Body=b"1")
    with Refused("AccessDenied", status=403):
        take(other, bucket, others_bucket)
    with Refused("AccessDenied"):  # and is told nothing of what is there
        take(other, bucket, others_bucket, key="missing")
    put_policy(owner, bucket, allow(bucket, "s3:GetObject", OTHER_ACCOUNT))
    take(other, bucket, others_bucket)
    with Refused("AccessDenied"):
        take(other, bucket, others_bucket, key="missing")
    with Refused("AccessDenied"):  # to write into the bucket is another right
        take(other, bucket, bucket)


@pytest.mark.parametrize("take", [copy, copy_part])
def test_a_version_needs_a_right_of_its_own(owner, other, bucket, others_bucket, take):  # noqa: F811
    owner.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    first = owner.put_object(Bucket=bucket, Key="a", Body=b"1")["VersionId"]
    second = owner.put_object(Bucket=bucket, Key="a", Body=b"2")["VersionId"]
    put_policy(owner, bucket, allow(bucket, "s3:GetObject", OTHER_ACCOUNT))
    take(other, bucket, others_bucket)
    with Refused("AccessDenied"):
        take(other, bucket, others_bucket, version=first)
    only_first = {"StringEquals": {"s3:VersionId": first}}
    put_policy(owner, bucket, allow(bucket, "s3:GetObjectVersion", OTHER_ACCOUNT, **only_first))
    take(other, bucket, others_bucket, version=first)
    for version in (second, None):
        with Refused("AccessDenied"):
            take(other, bucket, others_bucket, version=version)


def test_a_source_may_ask_for_the_request(endpoint, owner, other, bucket, others_bucket):  # noqa: F811
    """The keys that AWS lists for s3:GetObject are those of the caller, its connection and its signature."""
    owner.put_object(Bucket=bucket, Key="a", Body=b"1", Tagging="open=yes")
    agent = make_client(endpoint, "other", user_agent_extra="copier/1")
    for held, failed in (
        ({"IpAddress": {"aws:SourceIp": "127.0.0.1/32"}}, {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}),
        ({"StringLike": {"aws:UserAgent": "*copier/1*"}}, {"StringLike": {"aws:UserAgent": "curl/*"}}),
        ({"Bool": {"aws:SecureTransport": False}}, {"Bool": {"aws:SecureTransport": True}}),
        ({"StringEquals": {"s3:authType": "REST-HEADER"}}, {"StringEquals": {"s3:authType": "REST-QUERY-STRING"}}),
        ({"StringEquals": {"s3:signatureversion": "AWS4-HMAC-SHA256"}}, {"StringEquals": {"s3:signatureversion": "AWS"}}),
        ({"NumericLessThan": {"s3:signatureAge": 60000}}, {"NumericGreaterThan": {"s3:signatureAge": 60000}}),
        ({"Null": {"s3:x-amz-content-sha256": False}}, {"Null": {"s3:x-amz-content-sha256": True}}),
        ({"StringEquals": {"s3:ResourceAccount": "111111111111"}}, {"StringEquals": {"s3:ResourceAccount": "222222222222"}}),
        ({"StringEquals": {"s3:ExistingObjectTag/open": "yes"}}, {"StringEquals": {"s3:ExistingObjectTag/open": "no"}}),
        ({"StringEquals": {"aws:username": "other"}}, {"StringEquals": {"aws:username": "owner"}}),
    ):
        put_policy(owner, bucket, allow(bucket, ["s3:GetObject", "s3:GetObjectTagging"], OTHER_ACCOUNT, **held))
        copy(agent, bucket, others_bucket)
        put_policy(owner, bucket, allow(bucket, ["s3:GetObject", "s3:GetObjectTagging"], OTHER_ACCOUNT, **failed))
        with Refused("AccessDenied"):
            copy(agent, bucket, others_bucket)


def test_tags_are_read_and_put_with_a_copy(owner, other, bucket, others_bucket):  # noqa: F811
    owner.put_object(Bucket=bucket, Key="a", Body=b"1", Tagging="a=1")
    read = allow(bucket, "s3:GetObject", OTHER_ACCOUNT)
    put_policy(owner, bucket, read)
    with Refused("AccessDenied"):
        copy(other, bucket, others_bucket)
    copy(other, bucket, others_bucket, TaggingDirective="REPLACE", Tagging="")
    put_policy(owner, bucket, read, allow(bucket, "s3:GetObjectTagging", OTHER_ACCOUNT))
    copy(other, bucket, others_bucket)
    write = allow(bucket, "s3:PutObject", OTHER_ACCOUNT)
    put_policy(owner, bucket, read, allow(bucket, "s3:GetObjectTagging", OTHER_ACCOUNT), write)
    with Refused("AccessDenied"):
        copy(other, bucket, bucket)
    both = allow(bucket, ["s3:GetObjectTagging", "s3:PutObjectTagging"], OTHER_ACCOUNT)
    put_policy(owner, bucket, read, both, write)
    copy(other, bucket, bucket)
    assert owner.get_object_tagging(Bucket=bucket, Key="copy")["TagSet"] == [{"Key": "a", "Value": "1"}]


def test_the_place_of_a_copy_may_ask_where_it_is_from(owner, other, bucket, others_bucket):  # noqa: F811
    other.put_object(Bucket=others_bucket, Key="a", Body=b"1")
    other.put_object(Bucket=others_bucket, Key="b", Body=b"1")
    from_a = {"StringEquals": {"s3:x-amz-copy-source": f"{others_bucket}/a"}}
    put_policy(owner, bucket, allow(bucket, "s3:PutObject", OTHER_ACCOUNT, **from_a))
    copy(other, others_bucket, bucket)
    with Refused("AccessDenied"):
        copy(other, others_bucket, bucket, key="b")


def test_each_key_of_a_deletion_is_asked_for(owner, other, bucket):  # noqa: F811
    for key in ("mine/1", "mine/2", "yours/1"):
        owner.put_object(Bucket=bucket, Key=key, Body=b"1")
    put_policy(
        owner,
        bucket,
        allow(bucket, "s3:DeleteObject", OTHER_ACCOUNT),
        allow(bucket, "s3:DeleteObject", "*", resource="/mine/*", effect="Deny"),
    )
    wanted = {"Objects": [{"Key": key} for key in ("mine/1", "yours/1", "mine/2", "yours/missing")]}
    answer = other.delete_objects(Bucket=bucket, Delete=wanted)
    assert [entry["Key"] for entry in answer["Deleted"]] == ["yours/1", "yours/missing"]
    assert [(entry["Key"], entry["Code"], entry["Message"]) for entry in answer["Errors"]] == [
        ("mine/1", "AccessDenied", "Access Denied"),
        ("mine/2", "AccessDenied", "Access Denied"),
    ]
    answer = owner.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "mine/1"}]})
    assert "with an explicit deny in a resource-based policy" in answer["Errors"][0]["Message"]
    listed = owner.list_objects_v2(Bucket=bucket)["Contents"]
    assert [entry["Key"] for entry in listed] == ["mine/1", "mine/2"]


def test_versions_in_a_deletion_need_their_own_right(owner, other, bucket):  # noqa: F811
    owner.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    version = owner.put_object(Bucket=bucket, Key="a", Body=b"1")["VersionId"]
    put_policy(owner, bucket, allow(bucket, "s3:DeleteObject", OTHER_ACCOUNT))
    wanted = {"Objects": [{"Key": "a", "VersionId": version}, {"Key": "a"}]}
    answer = other.delete_objects(Bucket=bucket, Delete=wanted)
    assert [(entry["VersionId"], entry["Code"]) for entry in answer["Errors"]] == [(version, "AccessDenied")]
    assert answer["Deleted"][0]["DeleteMarker"]
    put_policy(
        owner, bucket, allow(bucket, "s3:DeleteObjectVersion", OTHER_ACCOUNT, StringEquals={"s3:versionid": version})
    )
    marker = answer["Deleted"][0]["DeleteMarkerVersionId"]
    wanted = {"Objects": [{"Key": "a", "VersionId": version}, {"Key": "a", "VersionId": marker}]}
    answer = other.delete_objects(Bucket=bucket, Delete=wanted)
    assert [entry["VersionId"] for entry in answer["Deleted"]] == [version]
    assert [entry["VersionId"] for entry in answer["Errors"]] == [marker]


def test_policies_can_want_conditional_deletions(owner, other, bucket):  # noqa: F811
    if not takes(other, "DeleteObject", "IfMatch"):
        pytest.skip("this SDK knows no conditional deletions")
    etags = {key: owner.put_object(Bucket=bucket, Key=key, Body=b"1")["ETag"] for key in "abcd"}
    conditional = allow(bucket, "s3:DeleteObject", OTHER_ACCOUNT, Null={"s3:if-match": False})
    put_policy(owner, bucket, conditional)
    with Refused("AccessDenied"):
        other.delete_object(Bucket=bucket, Key="a")
    with Refused("AccessDenied"):  # to compare an ETag is to read
        other.delete_object(Bucket=bucket, Key="a", IfMatch=etags["a"])
    other.delete_object(Bucket=bucket, Key="b", IfMatch="*")
    put_policy(owner, bucket, conditional, allow(bucket, "s3:GetObject", OTHER_ACCOUNT))
    other.delete_object(Bucket=bucket, Key="a", IfMatch=etags["a"])
    wanted = {"Objects": [{"Key": "c", "ETag": etags["c"]}, {"Key": "d"}]}
    answer = other.delete_objects(Bucket=bucket, Delete=wanted)
    assert [entry["Key"] for entry in answer["Deleted"]] == ["c"]
    assert [(entry["Key"], entry["Code"]) for entry in answer["Errors"]] == [("d", "AccessDenied")]


# ---- Object Lock ----


@pytest.fixture
def locked_bucket(owner):  # noqa: F811
    name = unique_name()
    owner.create_bucket(Bucket=name, ObjectLockEnabledForBucket=True)
    return name


def in_days(days):
    return datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)


def put_locked(owner, bucket, key="a", days=1):  # noqa: F811
    return owner.put_object(
        Bucket=bucket, Key=key, Body=b"1", ObjectLockMode="GOVERNANCE", ObjectLockRetainUntilDate=in_days(days)
    )["VersionId"]


def test_the_bypass_of_governance_is_a_right(owner, other, locked_bucket):  # noqa: F811
    deletion = allow(locked_bucket, ["s3:DeleteObject", "s3:DeleteObjectVersion"], OTHER_ACCOUNT)
    bypass = allow(locked_bucket, "s3:BypassGovernanceRetention", OTHER_ACCOUNT, StringEquals={"s3:authType": "REST-HEADER"})
    first, second = (put_locked(owner, locked_bucket, key) for key in "ab")
    put_policy(owner, locked_bucket, deletion)
    wanted = {"Objects": [{"Key": "b", "VersionId": second}]}
    with Refused("AccessDenied"):
        other.delete_object(Bucket=locked_bucket, Key="a", VersionId=first, BypassGovernanceRetention=True)
    answer = other.delete_objects(Bucket=locked_bucket, Delete=wanted, BypassGovernanceRetention=True)
    assert answer["Errors"][0]["Code"] == "AccessDenied" and "Deleted" not in answer
    put_policy(owner, locked_bucket, deletion, bypass)
    with Refused("AccessDenied", status=403):  # it has to be asked for
        other.delete_object(Bucket=locked_bucket, Key="a", VersionId=first)
    other.delete_object(Bucket=locked_bucket, Key="a", VersionId=first, BypassGovernanceRetention=True)
    answer = other.delete_objects(Bucket=locked_bucket, Delete=wanted, BypassGovernanceRetention=True)
    assert answer["Deleted"][0]["VersionId"] == second and "Errors" not in answer
    assert "Versions" not in owner.list_object_versions(Bucket=locked_bucket)


def test_the_owner_can_be_denied_the_bypass(owner, locked_bucket):  # noqa: F811
    version = put_locked(owner, locked_bucket)
    put_policy(owner, locked_bucket, allow(locked_bucket, "s3:BypassGovernanceRetention", effect="Deny"))
    with Refused("AccessDenied"):
        owner.delete_object(Bucket=locked_bucket, Key="a", VersionId=version, BypassGovernanceRetention=True)
    shorter = {"Mode": "GOVERNANCE", "RetainUntilDate": in_days(0.5)}
    with Refused("AccessDenied"):
        owner.put_object_retention(Bucket=locked_bucket, Key="a", Retention=shorter, BypassGovernanceRetention=True)
    owner.delete_bucket_policy(Bucket=locked_bucket)
    owner.put_object_retention(Bucket=locked_bucket, Key="a", Retention=shorter, BypassGovernanceRetention=True)
    owner.delete_object(Bucket=locked_bucket, Key="a", VersionId=version, BypassGovernanceRetention=True)


def test_retention_can_be_bounded(owner, locked_bucket):  # noqa: F811
    """Amazon S3 User Guide, "Setting limits on retention periods with a bucket policy"."""
    locks = ["s3:PutObject", "s3:PutObjectRetention"]
    long = {"NumericGreaterThan": {"s3:object-lock-remaining-retention-days": "10"}}
    put_policy(owner, locked_bucket, allow(locked_bucket, locks, effect="Deny", **long))
    put_locked(owner, locked_bucket, days=10)
    with Refused("AccessDenied"):
        put_locked(owner, locked_bucket, days=11)
    owner.put_object(Bucket=locked_bucket, Key="b", Body=b"1")
    owner.put_object_retention(Bucket=locked_bucket, Key="b", Retention={"Mode": "GOVERNANCE", "RetainUntilDate": in_days(10)})
    with Refused("AccessDenied"):
        owner.put_object_retention(
            Bucket=locked_bucket, Key="b", Retention={"Mode": "GOVERNANCE", "RetainUntilDate": in_days(11)}
        )
    compliance = {"StringNotEquals": {"s3:object-lock-mode": "COMPLIANCE"}}
    put_policy(owner, locked_bucket, allow(locked_bucket, "s3:PutObjectRetention", effect="Deny", **compliance))
    with Refused("AccessDenied"):
        owner.put_object_retention(
            Bucket=locked_bucket, Key="b", Retention={"Mode": "GOVERNANCE", "RetainUntilDate": in_days(11)}
        )


def test_legal_holds_can_be_one_way(owner, locked_bucket):  # noqa: F811
    owner.put_object(Bucket=locked_bucket, Key="a", Body=b"1")
    off = {"StringNotEquals": {"s3:object-lock-legal-hold": "ON"}}
    put_policy(owner, locked_bucket, allow(locked_bucket, "s3:PutObjectLegalHold", effect="Deny", **off))
    owner.put_object_legal_hold(Bucket=locked_bucket, Key="a", LegalHold={"Status": "ON"})
    with Refused("AccessDenied"):
        owner.put_object_legal_hold(Bucket=locked_bucket, Key="a", LegalHold={"Status": "OFF"})
    assert owner.get_object_legal_hold(Bucket=locked_bucket, Key="a")["LegalHold"]["Status"] == "ON"


# ---- Documents ----


def tags(**pairs):
    return {"TagSet": [{"Key": key, "Value": value} for key, value in pairs.items()]}


def test_tags_in_a_document_are_those_of_the_request(owner, other, bucket):  # noqa: F811
    owner.put_object(Bucket=bucket, Key="a", Body=b"1")
    keys = {"ForAllValues:StringEquals": {"s3:RequestObjectTagKeys": ["team", "cost"]}}
    team = {"StringEquals": {"s3:RequestObjectTag/team": "x"}}
    put_policy(owner, bucket, allow(bucket, "s3:PutObjectTagging", OTHER_ACCOUNT, **keys, **team))
    other.put_object_tagging(Bucket=bucket, Key="a", Tagging=tags(team="x", cost="1"))
    for refused in (tags(team="y"), tags(team="x", colour="red"), tags()):
        with Refused("AccessDenied", status=403):
            other.put_object_tagging(Bucket=bucket, Key="a", Tagging=refused)
    assert len(owner.get_object_tagging(Bucket=bucket, Key="a")["TagSet"]) == 2
    with Refused("AccessDenied"):
        other.put_object_tagging(Bucket=bucket, Key="missing", Tagging=tags(team="y"))


def test_inventories_can_be_kept_from_telling_too_much(owner, bucket):  # noqa: F811
    """Amazon S3 User Guide, "Control S3 Inventory report configuration creation"."""
    fields = {"ForAllValues:StringNotEquals": {"s3:InventoryAccessibleOptionalFields": ["Size"]}}
    denial = allow(bucket, "s3:PutInventoryConfiguration", resource="", effect="Deny", **fields)
    put_policy(owner, bucket, denial)
    inventory = {
        "Id": "i",
        "IsEnabled": True,
        "IncludedObjectVersions": "All",
        "Schedule": {"Frequency": "Daily"},
        "Destination": {"S3BucketDestination": {"Bucket": f"arn:aws:s3:::{bucket}", "Format": "CSV"}},
    }
    put = owner.put_bucket_inventory_configuration
    put(Bucket=bucket, Id="i", InventoryConfiguration={**inventory, "OptionalFields": ["Size"]})
    with Refused("AccessDenied"):
        put(Bucket=bucket, Id="i", InventoryConfiguration={**inventory, "OptionalFields": ["ETag"]})


def test_keys_of_encryption_can_be_fixed(owner, bucket):  # noqa: F811
    if not takes(owner, "UpdateObjectEncryption", None):
        pytest.skip("this SDK knows no UpdateObjectEncryption")
    owner.put_object(Bucket=bucket, Key="a", Body=b"1")
    good, bad = (f"arn:aws:kms:us-east-1:111111111111:key/{name}" for name in ("good", "bad"))
    fixed = {"StringNotEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": good}}
    put_policy(owner, bucket, allow(bucket, "s3:UpdateObjectEncryption", effect="Deny", **fixed))
    owner.update_object_encryption(Bucket=bucket, Key="a", ObjectEncryption={"SSEKMS": {"KMSKeyArn": good}})
    with Refused("AccessDenied"):
        owner.update_object_encryption(Bucket=bucket, Key="a", ObjectEncryption={"SSEKMS": {"KMSKeyArn": bad}})
    assert owner.head_object(Bucket=bucket, Key="a")["SSEKMSKeyId"] == good
