"""Buckets: made, found, listed, versioned and deleted."""

from __future__ import annotations

import pytest
from conftest import Refused, takes, unique_name
from s3_fixtures import bucket, make_bucket, make_s3_client, s3  # noqa: F401

FAR = "eu-west-1"


@pytest.fixture(scope="module")
def far():
    return make_s3_client(region=FAR)


def test_where_a_bucket_is(s3, far, make_bucket):  # noqa: F811
    here = make_bucket()
    there = make_bucket(CreateBucketConfiguration={"LocationConstraint": FAR})
    assert s3.get_bucket_location(Bucket=here)["LocationConstraint"] is None
    assert s3.get_bucket_location(Bucket=there)["LocationConstraint"] == FAR
    assert s3.head_bucket(Bucket=there)["ResponseMetadata"]["HTTPHeaders"]["x-amz-bucket-region"] == FAR
    with Refused("IllegalLocationConstraintException"):
        far.create_bucket(Bucket=unique_name())
    for bad in ("us-east-1", "the moon"):
        with Refused("InvalidLocationConstraint"):
            s3.create_bucket(Bucket=unique_name(), CreateBucketConfiguration={"LocationConstraint": bad})
    with Refused("404", status=404):
        s3.head_bucket(Bucket=unique_name())


def test_making_a_bucket_again(s3, far, make_bucket):  # noqa: F811
    name = make_bucket()
    s3.put_object(Bucket=name, Key="kept", Body=b"x")
    s3.create_bucket(Bucket=name)  # only in us-east-1
    assert [each["Key"] for each in s3.list_objects_v2(Bucket=name)["Contents"]] == ["kept"]
    there = make_bucket(client=far, CreateBucketConfiguration={"LocationConstraint": FAR})
    with Refused("BucketAlreadyOwnedByYou", status=409):
        far.create_bucket(Bucket=there, CreateBucketConfiguration={"LocationConstraint": FAR})
    with Refused("BucketAlreadyExists", status=409):
        make_s3_client("111122223333").create_bucket(Bucket=name)


def test_acls_of_new_buckets(s3, make_bucket):  # noqa: F811
    with Refused("InvalidBucketAclWithObjectOwnership", status=400):
        s3.create_bucket(Bucket=unique_name(), ACL="public-read")
    name = make_bucket(ACL="public-read", ObjectOwnership="BucketOwnerPreferred")
    uris = [grant["Grantee"].get("URI", "") for grant in s3.get_bucket_acl(Bucket=name)["Grants"]]
    assert "http://acs.amazonaws.com/groups/global/AllUsers" in uris
    s3.create_bucket(Bucket=name)  # sets the ACL anew
    assert len(s3.get_bucket_acl(Bucket=name)["Grants"]) == 1


def test_object_lock_and_tags_of_new_buckets(s3, make_bucket):  # noqa: F811
    name = make_bucket(ObjectLockEnabledForBucket=True)
    assert s3.get_bucket_versioning(Bucket=name)["Status"] == "Enabled"
    with Refused("InvalidBucketState", status=409):
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Suspended"})
    if not takes(s3, "CreateBucketMetadataConfiguration", None):
        return  # its CreateBucketConfiguration has no tags
    tags = [{"Key": "a", "Value": "b"}]
    tagged = make_bucket(CreateBucketConfiguration={"Tags": tags})
    assert s3.get_bucket_tagging(Bucket=tagged)["TagSet"] == tags


def test_account_regional_names(s3, make_bucket):  # noqa: F811
    if not takes(s3, "CreateBucket", "BucketNamespace"):
        pytest.skip("the SDK is too old")
    name = unique_name("-123456789012-us-east-1-an")
    with Refused("MissingNamespaceHeader", status=400):
        s3.create_bucket(Bucket=name)
    make_bucket(name, BucketNamespace="account-regional")
    for bad in (unique_name(), unique_name("-999999999999-us-east-1-an"), unique_name("-123456789012-us-west-2-an")):
        with Refused("InvalidBucketNamespace", status=400):
            s3.create_bucket(Bucket=bad, BucketNamespace="account-regional")


def test_versioning(s3, bucket):  # noqa: F811
    def put(**configuration):
        mfa = configuration.pop("MFA", None)
        extra = {"MFA": mfa} if mfa else {}
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration=configuration, **extra)

    assert "Status" not in s3.get_bucket_versioning(Bucket=bucket)
    put(Status="Enabled")
    put(Status="Suspended")
    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Suspended"
    with Refused("IllegalVersioningConfigurationException"):
        put()
    with Refused("MalformedXML"):
        put(Status="On")
    with Refused("AccessDenied", status=403):
        put(Status="Enabled", MFADelete="Enabled")
    put(Status="Enabled", MFADelete="Enabled", MFA="arn:aws:iam::123456789012:mfa/me 123456")
    assert s3.get_bucket_versioning(Bucket=bucket)["MFADelete"] == "Enabled"
    with Refused("AccessDenied"):
        put(Status="Suspended")
    put(Status="Enabled", MFADelete="Disabled", MFA="arn:aws:iam::123456789012:mfa/me 123456")


def test_listing_buckets(s3, make_bucket):  # noqa: F811
    if not takes(s3, "CreateBucketMetadataConfiguration", None):
        pytest.skip("the SDK is too old")
    prefix = unique_name("-")
    names = [make_bucket(f"{prefix}{i}") for i in range(3)]
    page = s3.list_buckets(Prefix=prefix, MaxBuckets=2)
    assert [each["Name"] for each in page["Buckets"]] == names[:2] and page["Prefix"] == prefix
    assert page["Buckets"][0]["BucketRegion"] == "us-east-1"
    page = s3.list_buckets(Prefix=prefix, MaxBuckets=2, ContinuationToken=page["ContinuationToken"])
    assert [each["Name"] for each in page["Buckets"]] == names[2:] and "ContinuationToken" not in page
    assert len(s3.list_buckets(Prefix=prefix, BucketRegion="us-east-1")["Buckets"]) == 3
    with Refused("InvalidArgument"):
        s3.list_buckets(BucketRegion=FAR)
    with Refused("InvalidArgument"):
        s3.list_buckets(MaxBuckets=10001)
    assert {each["Name"] for each in s3.list_buckets()["Buckets"]} >= set(names)


def test_directory_buckets(s3):  # noqa: F811
    if not takes(s3, "ListDirectoryBuckets", None):
        pytest.skip("the SDK is too old")
    name = unique_name("--use1-az4--x-s3")
    where = {"Location": {"Type": "AvailabilityZone", "Name": "use1-az4"}, "Bucket": {"Type": "Directory"}}
    with Refused("MalformedXML"):
        s3.create_bucket(Bucket=name)
    s3.create_bucket(Bucket=name, CreateBucketConfiguration=where)
    try:
        assert name in [each["Name"] for each in s3.list_directory_buckets()["Buckets"]]
        assert name not in [each["Name"] for each in s3.list_buckets()["Buckets"]]
        with Refused("MethodNotAllowed", status=405):
            s3.get_bucket_cors(Bucket=name)
    finally:
        s3.delete_bucket(Bucket=name)
