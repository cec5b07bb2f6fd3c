"""What conditions of bucket policies see: the caller, how it signed, its connection, the request's names, tags of buckets."""

from __future__ import annotations

import datetime
import subprocess

import boto3
import pytest
import urllib3
from botocore.config import Config
from conftest import Refused, serve_with, takes, unique_name
from s3_accounts import (  # noqa: F401
    OTHER_ACCOUNT,
    USERS,
    allow,
    bucket,
    endpoint,
    make_client,
    other,
    owner,
    put_policy,
)

HTTP = urllib3.PoolManager(retries=False)


def check(owner, caller, bucket, call, action, *pairs, resource="/*"):  # noqa: F811
    """`call(caller)` passes by each policy whose condition is the first of a pair, and by none whose condition is the second."""
    for held, failed in pairs:
        put_policy(owner, bucket, allow(bucket, action, OTHER_ACCOUNT, resource=resource, **held))
        call(caller)
        put_policy(owner, bucket, allow(bucket, action, OTHER_ACCOUNT, resource=resource, **failed))
        with Refused("AccessDenied", "Access Denied", 403):
            call(caller)


def test_who_asks(owner, other, bucket):  # noqa: F811
    owner.put_object(Bucket=bucket, Key="a", Body=b"1")
    user = "arn:aws:iam::222222222222:user/other"
    hour = datetime.timedelta(hours=1)
    now = datetime.datetime.now(datetime.timezone.utc)
    before, after = ((now + sign * hour).strftime("%Y-%m-%dT%H:%M:%SZ") for sign in (-1, 1))
    epoch = int(now.timestamp())
    check(
        owner,
        other,
        bucket,
        lambda client: client.get_object(Bucket=bucket, Key="a"),
        "s3:GetObject",
        ({"ArnEquals": {"aws:PrincipalArn": user}}, {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}}),
        ({"StringEquals": {"aws:PrincipalAccount": "222222222222"}}, {"StringEquals": {"aws:PrincipalAccount": "1"}}),
        ({"StringEquals": {"aws:PrincipalType": "User"}}, {"StringEquals": {"aws:PrincipalType": "AssumedRole"}}),
        ({"StringLike": {"aws:userid": "AIDA*"}}, {"StringLike": {"aws:userid": "AROA*"}}),
        ({"StringEquals": {"aws:username": "other"}}, {"StringNotEquals": {"aws:username": "other"}}),
        ({"DateGreaterThan": {"aws:CurrentTime": before}}, {"DateGreaterThan": {"aws:CurrentTime": after}}),
        ({"NumericLessThan": {"aws:EpochTime": epoch + 3600}}, {"NumericLessThan": {"aws:EpochTime": epoch - 3600}}),
        ({"StringEquals": {"aws:ResourceAccount": "111111111111"}}, {"StringEquals": {"aws:ResourceAccount": "222222222222"}}),
        ({"StringEquals": {"aws:RequestedRegion": "us-east-1"}}, {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}),
        ({"Null": {"s3:TlsVersion": True}}, {"NumericGreaterThanEquals": {"s3:TlsVersion": "1.2"}}),
    )


def test_sessions_of_roles(endpoint, owner, bucket):  # noqa: F811
    owner.put_object(Bucket=bucket, Key="a", Body=b"1")
    keys = {"aws_access_key_id": "AKIAOTHER", "aws_secret_access_key": "other", "region_name": "us-east-1"}
    role = "arn:aws:iam::222222222222:role/reader"
    sts = boto3.client("sts", endpoint_url=endpoint, **keys)
    issued = sts.assume_role(RoleArn=role, RoleSessionName="session")["Credentials"]
    session = boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=issued["AccessKeyId"],
        aws_secret_access_key=issued["SecretAccessKey"],
        aws_session_token=issued["SessionToken"],
        config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0}),
    )
    check(
        owner,
        session,
        bucket,
        lambda client: client.get_object(Bucket=bucket, Key="a"),
        "s3:GetObject",
        ({"ArnEquals": {"aws:PrincipalArn": role}}, {"ArnLike": {"aws:PrincipalArn": "arn:aws:sts::*:assumed-role/*"}}),
        ({"StringEquals": {"aws:PrincipalType": "AssumedRole"}}, {"StringEquals": {"aws:PrincipalType": "User"}}),
        ({"StringLike": {"aws:userid": "AROA*:session"}}, {"Null": {"aws:username": False}}),
    )


def test_what_a_list_asks_for(owner, other, bucket):  # noqa: F811
    pairs = (
        ({"StringEquals": {"s3:prefix": "a/"}}, {"StringEquals": {"s3:prefix": "b/"}}),
        ({"StringEquals": {"s3:delimiter": "/"}}, {"StringNotEquals": {"s3:delimiter": "/"}}),
        ({"NumericLessThanEquals": {"s3:max-keys": 7}}, {"NumericLessThan": {"s3:max-keys": 7}}),
    )
    names = {"Bucket": bucket, "Prefix": "a/", "Delimiter": "/", "MaxKeys": 7}
    for operation in ("list_objects", "list_objects_v2"):
        call = getattr(other, operation)
        check(owner, other, bucket, lambda _, call=call: call(**names), "s3:ListBucket", *pairs, resource="")
    versions = other.list_object_versions
    check(owner, other, bucket, lambda _: versions(**names), "s3:ListBucketVersions", *pairs, resource="")


def test_versions_are_named(owner, other, bucket):  # noqa: F811
    owner.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    version = owner.put_object(Bucket=bucket, Key="a", Body=b"1")["VersionId"]
    check(
        owner,
        other,
        bucket,
        lambda client: client.get_object(Bucket=bucket, Key="a", VersionId=version),
        "s3:GetObjectVersion",
        ({"StringEquals": {"s3:VersionId": version}}, {"StringNotEquals": {"s3:versionid": version}}),
    )


def test_what_an_object_is_put_with(owner, other, bucket):  # noqa: F811
    def put(client):
        client.put_object(Bucket=bucket, Key="a", Body=b"1", Tagging="team=x&cost=1", ServerSideEncryption="AES256")

    keys = "s3:RequestObjectTagKeys"
    check(
        owner,
        other,
        bucket,
        put,
        ["s3:PutObject", "s3:PutObjectTagging"],
        ({"StringEquals": {"s3:RequestObjectTag/team": "x"}}, {"StringEquals": {"s3:RequestObjectTag/team": "y"}}),
        ({"ForAllValues:StringEquals": {keys: ["team", "cost"]}}, {"ForAllValues:StringEquals": {keys: ["team"]}}),
        (
            {"StringEquals": {"s3:x-amz-server-side-encryption": "AES256"}},
            {"StringEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}},
        ),
        ({"StringNotEquals": {"s3:x-amz-content-sha256": "x"}}, {"Null": {"s3:x-amz-content-sha256": True}}),
    )


def test_tags_of_an_object_do_not_guard_it_from_writers(owner, other, bucket):  # noqa: F811
    """Amazon S3 User Guide, "Tagging and access control policies": not for PutObject and DeleteObject."""
    owner.put_object(Bucket=bucket, Key="a", Body=b"1", Tagging="open=yes")
    tagged = {"StringEquals": {"s3:ExistingObjectTag/open": "yes"}}
    put_policy(owner, bucket, allow(bucket, ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], OTHER_ACCOUNT, **tagged))
    other.get_object(Bucket=bucket, Key="a")
    with Refused("AccessDenied"):
        other.put_object(Bucket=bucket, Key="a", Body=b"2")
    with Refused("AccessDenied"):
        other.delete_object(Bucket=bucket, Key="a")


def test_conditions_of_writes_can_be_demanded(owner, other, bucket):  # noqa: F811
    """Amazon S3 User Guide, "Enforce conditional writes on Amazon S3 buckets"."""
    if not takes(other, "PutObject", "IfNoneMatch"):
        pytest.skip("this SDK knows no conditional writes")
    denial = {"Null": {"s3:if-none-match": True}, "Bool": {"s3:ObjectCreationOperation": True}}
    put_policy(
        owner,
        bucket,
        allow(bucket, "s3:PutObject", OTHER_ACCOUNT),
        allow(bucket, "s3:PutObject", effect="Deny", **denial),
    )
    with Refused("AccessDenied"):
        other.put_object(Bucket=bucket, Key="a", Body=b"1")
    other.put_object(Bucket=bucket, Key="a", Body=b"1", IfNoneMatch="*")
    upload = other.create_multipart_upload(Bucket=bucket, Key="b")["UploadId"]
    part = other.upload_part(Bucket=bucket, Key="b", UploadId=upload, PartNumber=1, Body=b"1")
    whole = {"Bucket": bucket, "Key": "b", "UploadId": upload}
    whole["MultipartUpload"] = {"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}
    with Refused("AccessDenied"):
        other.complete_multipart_upload(**whole)
    other.complete_multipart_upload(**whole, IfNoneMatch="*")


# ---- How a request is signed ----


def status_of(url, **arguments):
    return HTTP.request(arguments.pop("method", "GET"), url, **arguments).status


def test_presigned_requests_can_be_told(endpoint, owner, bucket):  # noqa: F811
    owner.put_object(Bucket=bucket, Key="a", Body=b"1")
    signer = make_client(endpoint, "other", signature_version="s3v4")
    url = signer.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "a"})
    for held, failed in (
        ({"StringEquals": {"s3:authType": "REST-QUERY-STRING"}}, {"StringEquals": {"s3:authType": "REST-HEADER"}}),
        ({"NumericLessThan": {"s3:signatureAge": 600000}}, {"NumericGreaterThan": {"s3:signatureAge": 600000}}),
        (
            {"StringEquals": {"s3:x-amz-content-sha256": "UNSIGNED-PAYLOAD"}},
            {"StringNotEquals": {"s3:x-amz-content-sha256": "UNSIGNED-PAYLOAD"}},
        ),
        ({"StringEquals": {"s3:signatureversion": "AWS4-HMAC-SHA256"}}, {"StringEquals": {"s3:signatureversion": "AWS"}}),
    ):
        put_policy(owner, bucket, allow(bucket, "s3:GetObject", OTHER_ACCOUNT, **held))
        assert status_of(url) == 200
        put_policy(owner, bucket, allow(bucket, "s3:GetObject", OTHER_ACCOUNT, **failed))
        assert status_of(url) == 403


def test_presigned_requests_carry_their_headers_in_the_query(endpoint, owner, bucket):  # noqa: F811
    signer = make_client(endpoint, "other", signature_version="s3v4")
    parameters = {"Bucket": bucket, "Key": "a", "StorageClass": "STANDARD_IA"}
    url = signer.generate_presigned_url("put_object", Params=parameters)
    headers = {"x-amz-storage-class": "STANDARD_IA"}
    for wanted, status in (("STANDARD_IA", 200), ("STANDARD", 403)):
        condition = {"StringEquals": {"s3:x-amz-storage-class": wanted}}
        put_policy(owner, bucket, allow(bucket, "s3:PutObject", OTHER_ACCOUNT, **condition))
        assert status_of(url, method="PUT", body=b"1", headers=headers) == status


def test_forms_can_be_told(endpoint, owner, bucket):  # noqa: F811
    signer = make_client(endpoint, "other", signature_version="s3v4")
    form = signer.generate_presigned_post(bucket, "a")
    fields = {**form["fields"], "file": ("a.txt", b"1")}
    for kind, status in (("POST", 204), ("REST-HEADER", 403)):
        put_policy(owner, bucket, allow(bucket, "s3:PutObject", OTHER_ACCOUNT, StringEquals={"s3:authType": kind}))
        assert status_of(form["url"], method="POST", fields=fields) == status


def test_nobody_has_no_signature(endpoint, owner, bucket):  # noqa: F811
    owner.delete_public_access_block(Bucket=bucket)
    owner.put_object(Bucket=bucket, Key="a", Body=b"1")
    for condition, status in (
        ({"Null": {"s3:authType": True}}, 200),
        ({"Null": {"s3:signatureversion": False}}, 403),
        ({"StringEquals": {"aws:PrincipalType": "Anonymous"}}, 200),
        ({"StringLike": {"aws:Referer": "http://www.example.com/*"}}, 200),
        ({"StringLike": {"aws:Referer": "http://elsewhere/*"}}, 403),
        ({"StringLike": {"aws:UserAgent": "probe*"}}, 200),
        ({"Null": {"aws:PrincipalArn": False}}, 403),
    ):
        put_policy(owner, bucket, allow(bucket, "s3:GetObject", **condition))
        headers = {"Referer": "http://www.example.com/x", "User-Agent": "probe"}
        assert status_of(f"{endpoint}/{bucket}/a", headers=headers) == status, condition


# ---- TLS ----


@pytest.fixture(scope="module")
def tls_endpoint(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout key.pem -out cert.pem"
    try:
        subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("no openssl")
    yield from serve_with(USERS, folder, "--tls-cert", str(folder / "cert.pem"), "--tls-key", str(folder / "key.pem"))


def tls_client(endpoint, user):  # noqa: F811
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=f"AKIA{user.upper()}",
        aws_secret_access_key=user,
        verify=False,
        config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0}),
    )


@pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")
def test_tls_can_be_demanded(tls_endpoint):
    mine, others = (tls_client(tls_endpoint, user) for user in ("owner", "other"))
    name = unique_name()
    mine.create_bucket(Bucket=name)
    mine.put_object(Bucket=name, Key="a", Body=b"1")
    check(
        mine,
        others,
        name,
        lambda client: client.get_object(Bucket=name, Key="a"),
        "s3:GetObject",
        ({"Bool": {"aws:SecureTransport": True}}, {"Bool": {"aws:SecureTransport": False}}),
        ({"NumericGreaterThanEquals": {"s3:TlsVersion": "1.2"}}, {"NumericLessThan": {"s3:TlsVersion": "1.2"}}),
    )


# ---- Tags of buckets ----


def test_tags_of_a_bucket_count_once_abac_is_enabled(owner, other, bucket):  # noqa: F811
    if not takes(owner, "PutBucketAbac", None):
        pytest.skip("this SDK knows no ABAC")
    owner.put_object(Bucket=bucket, Key="a", Body=b"1")
    owner.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": [{"Key": "team", "Value": "x"}]})

    def get(client):
        client.get_object(Bucket=bucket, Key="a")

    put_policy(owner, bucket, allow(bucket, "s3:GetObject", OTHER_ACCOUNT, StringEquals={"aws:ResourceTag/team": "x"}))
    with Refused("AccessDenied"):
        get(other)
    owner.put_bucket_abac(Bucket=bucket, AbacStatus={"Status": "Enabled"})
    check(
        owner,
        other,
        bucket,
        get,
        "s3:GetObject",
        ({"StringEquals": {"aws:ResourceTag/team": "x"}}, {"StringEquals": {"aws:ResourceTag/team": "y"}}),
        ({"StringEquals": {"s3:BucketTag/team": "x"}}, {"Null": {"s3:BucketTag/team": True}}),
    )
    put_policy(owner, bucket, allow(bucket, "s3:GetObject", OTHER_ACCOUNT, StringEquals={"aws:ResourceTag/team": "x"}))
    get(other)
    owner.put_bucket_abac(Bucket=bucket, AbacStatus={"Status": "Disabled"})
    with Refused("AccessDenied"):
        get(other)


def test_unknown_keys_are_refused(owner, bucket):  # noqa: F811
    for key in ("s3:colour", "s3express:colour", "sqs:x"):
        with Refused("MalformedPolicy", "Policy has an invalid condition key", 400):
            put_policy(owner, bucket, allow(bucket, "s3:GetObject", OTHER_ACCOUNT, StringEquals={key: "x"}))
