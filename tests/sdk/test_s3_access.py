"""Access to buckets and objects as policies, ACLs, ownership and the public access block decide: a server with `--auth verify`."""

import json

from conftest import Refused, unique_name
from s3_accounts import (  # noqa: F401
    IDS,
    allow,
    bucket,
    endpoint,
    nobody,
    open_bucket,
    other,
    owner,
    put_policy,
)

ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"


def test_only_the_owner_may_at_first(owner, other, nobody, bucket):
    owner.put_object(Bucket=bucket, Key="a", Body=b"1")
    for stranger in (other, nobody):
        for call, parameters in (
            (stranger.get_object, {"Key": "a"}),
            (stranger.get_object, {"Key": "missing"}),
            (stranger.put_object, {"Key": "b", "Body": b""}),
            (stranger.delete_object, {"Key": "a"}),
            (stranger.list_objects_v2, {}),
            (stranger.get_bucket_acl, {}),
            (stranger.delete_bucket, {}),
        ):
            with Refused("AccessDenied", "Access Denied", 403):
                call(Bucket=bucket, **parameters)
    with Refused("AccessDenied", status=403):
        nobody.list_buckets()
    with Refused("NoSuchBucket", status=404):
        nobody.list_objects_v2(Bucket=unique_name())


def test_a_policy_gives_another_account_what_it_names(owner, other, nobody, bucket):
    owner.put_object(Bucket=bucket, Key="a", Body=b"1")
    put_policy(owner, bucket, allow(bucket, "s3:GetObject", {"AWS": "222222222222"}))
    assert other.get_object(Bucket=bucket, Key="a")["Body"].read() == b"1"
    with Refused("AccessDenied"):
        nobody.get_object(Bucket=bucket, Key="a")
    with Refused("AccessDenied"):  # who may not list learns nothing
        other.get_object(Bucket=bucket, Key="missing")
    policy = allow(bucket, "s3:GetObject", {"AWS": "222222222222"})
    policy["Statement"] += allow(bucket, "s3:ListBucket", {"AWS": "222222222222"}, resource="")["Statement"]
    put_policy(owner, bucket, policy)
    with Refused("NoSuchKey", status=404):
        other.get_object(Bucket=bucket, Key="missing")
    owner.delete_bucket_policy(Bucket=bucket)
    with Refused("AccessDenied"):
        other.get_object(Bucket=bucket, Key="a")


def test_a_denial_binds_the_owner_too(owner, bucket):
    put_policy(owner, bucket, allow(bucket, "s3:PutObject", effect="Deny"))
    with Refused("AccessDenied") as refused:
        owner.put_object(Bucket=bucket, Key="a", Body=b"1")
    assert "arn:aws:iam::111111111111:user/owner is not authorized to perform: s3:PutObject" in refused.answer["Error"]["Message"]
    assert "with an explicit deny in a resource-based policy" in refused.answer["Error"]["Message"]


def test_conditions_see_the_request(owner, other, bucket):
    who = {"AWS": "arn:aws:iam::222222222222:user/other"}
    policy = allow(bucket, "s3:ListBucket", who, resource="", StringLike={"s3:prefix": "${aws:username}/*"})
    policy["Statement"] += allow(bucket, "s3:PutObject", who, StringEquals={"s3:x-amz-storage-class": "STANDARD_IA"})["Statement"]
    policy["Statement"] += allow(bucket, "s3:GetObject", who, StringEquals={"s3:ExistingObjectTag/open": "yes"})["Statement"]
    put_policy(owner, bucket, policy)
    other.list_objects_v2(Bucket=bucket, Prefix="other/x")
    with Refused("AccessDenied"):
        other.list_objects_v2(Bucket=bucket, Prefix="owner/x")
    other.put_object(Bucket=bucket, Key="a", StorageClass="STANDARD_IA")
    with Refused("AccessDenied"):
        other.put_object(Bucket=bucket, Key="a")
    owner.put_object(Bucket=bucket, Key="open", Tagging="open=yes")
    owner.put_object(Bucket=bucket, Key="closed", Tagging="open=no")
    other.get_object(Bucket=bucket, Key="open")
    with Refused("AccessDenied"):
        other.get_object(Bucket=bucket, Key="closed")


def test_public_policies_are_blocked_where_the_bucket_says_so(owner, nobody, other, bucket, open_bucket):
    with Refused("AccessDenied"):
        put_policy(owner, bucket, allow(bucket, "s3:GetObject"))
    owner.put_object(Bucket=open_bucket, Key="a", Body=b"1")
    put_policy(owner, open_bucket, allow(open_bucket, "s3:GetObject"))
    assert owner.get_bucket_policy_status(Bucket=open_bucket)["PolicyStatus"]["IsPublic"]
    nobody.get_object(Bucket=open_bucket, Key="a")
    owner.put_public_access_block(Bucket=open_bucket, PublicAccessBlockConfiguration={"RestrictPublicBuckets": True})
    for stranger in (nobody, other):
        with Refused("AccessDenied"):
            stranger.get_object(Bucket=open_bucket, Key="a")
    owner.get_object(Bucket=open_bucket, Key="a")


def test_a_broken_policy_is_refused(owner, bucket):
    for policy, message in (
        ("nonsense", "Policies must be valid JSON and the first byte must be '{'"),
        (json.dumps(allow("elsewhere", "s3:GetObject")), "Policy has invalid resource"),
        (json.dumps(allow(bucket, "s3:Fly")), "Policy has invalid action"),
        (json.dumps(allow(bucket, "s3:GetObject", {"AWS": "nobody"})), "Invalid principal in policy"),
    ):
        with Refused("MalformedPolicy", message, 400):
            owner.put_bucket_policy(Bucket=bucket, Policy=policy)
    for call in (owner.get_bucket_policy, owner.get_bucket_policy_status):
        with Refused("NoSuchBucketPolicy", status=404):
            call(Bucket=bucket)


def test_acls_open_buckets_and_objects(owner, other, nobody, open_bucket):
    owner.put_bucket_acl(Bucket=open_bucket, ACL="public-read")
    owner.put_object(Bucket=open_bucket, Key="a", Body=b"1", ACL="public-read")
    owner.put_object(Bucket=open_bucket, Key="b", Body=b"1")
    assert [entry["Key"] for entry in nobody.list_objects_v2(Bucket=open_bucket)["Contents"]] == ["a", "b"]
    nobody.get_object(Bucket=open_bucket, Key="a")
    with Refused("AccessDenied"):
        nobody.get_object(Bucket=open_bucket, Key="b")
    with Refused("NoSuchKey"):
        nobody.get_object(Bucket=open_bucket, Key="missing")
    owner.put_object_acl(Bucket=open_bucket, Key="b", GrantRead=f'id="{IDS["other"]}"')
    other.get_object(Bucket=open_bucket, Key="b")
    owner.put_public_access_block(Bucket=open_bucket, PublicAccessBlockConfiguration={"IgnorePublicAcls": True})
    with Refused("AccessDenied"):
        nobody.get_object(Bucket=open_bucket, Key="a")
    other.get_object(Bucket=open_bucket, Key="b")
    owner.put_public_access_block(Bucket=open_bucket, PublicAccessBlockConfiguration={"BlockPublicAcls": True})
    with Refused("AccessDenied"):
        owner.put_bucket_acl(Bucket=open_bucket, ACL="authenticated-read")


def test_objects_belong_to_their_writers_unless_the_bucket_says_otherwise(owner, other, open_bucket):
    owner.put_bucket_acl(Bucket=open_bucket, ACL="public-read-write")
    other.put_object(Bucket=open_bucket, Key="theirs", Body=b"1")
    with Refused("AccessDenied"):
        owner.get_object(Bucket=open_bucket, Key="theirs")
    assert other.get_object_acl(Bucket=open_bucket, Key="theirs")["Owner"]["ID"] == IDS["other"]
    other.put_object_acl(Bucket=open_bucket, Key="theirs", ACL="bucket-owner-read")
    owner.get_object(Bucket=open_bucket, Key="theirs")
    rules = {"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]}
    owner.put_bucket_ownership_controls(Bucket=open_bucket, OwnershipControls=rules)
    other.put_object(Bucket=open_bucket, Key="given", Body=b"1", ACL="bucket-owner-full-control")
    assert owner.get_object_acl(Bucket=open_bucket, Key="given")["Owner"]["ID"] == IDS["owner"]
    owner.delete_object(Bucket=open_bucket, Key="theirs")


def test_acls_that_cannot_be(owner, bucket, open_bucket):
    with Refused("AccessControlListNotSupported", "The bucket does not allow ACLs", 400):
        owner.put_bucket_acl(Bucket=bucket, ACL="public-read")
    with Refused("AccessControlListNotSupported"):
        owner.put_object(Bucket=bucket, Key="a", ACL="public-read")
    with Refused("AccessControlListNotSupported"):
        owner.put_object(Bucket=bucket, Key="a", ACL="private")
    owner.put_object(Bucket=bucket, Key="a", ACL="bucket-owner-full-control")
    for grant, code in (
        ("id=0123", "InvalidArgument"),
        (f"id={'f' * 64}", "InvalidArgument"),
        ("uri=http://example.com/all", "InvalidArgument"),
        ("emailAddress=nobody@example.com", "UnresolvableGrantByEmailAddress"),
        ("nonsense", "InvalidArgument"),
    ):
        with Refused(code, status=400):
            owner.put_bucket_acl(Bucket=open_bucket, GrantRead=grant)
    owner.put_bucket_acl(Bucket=open_bucket, GrantRead=f'emailAddress="other@example.com", uri="{ALL_USERS}"')
    grants = owner.get_bucket_acl(Bucket=open_bucket)["Grants"]
    assert [grant["Grantee"].get("ID") or grant["Grantee"]["URI"] for grant in grants] == [ALL_USERS, IDS["other"]]
    with Refused("InvalidRequest"):
        owner.put_bucket_acl(Bucket=open_bucket, ACL="private", GrantRead=f"uri={ALL_USERS}")


def test_requesters_pay_by_saying_so(owner, other, bucket):
    owner.put_object(Bucket=bucket, Key="a", Body=b"1")
    put_policy(owner, bucket, allow(bucket, "s3:GetObject", {"AWS": "222222222222"}))
    owner.put_bucket_request_payment(Bucket=bucket, RequestPaymentConfiguration={"Payer": "Requester"})
    with Refused("AccessDenied"):
        other.get_object(Bucket=bucket, Key="a")
    other.get_object(Bucket=bucket, Key="a", RequestPayer="requester")
    owner.get_object(Bucket=bucket, Key="a")
