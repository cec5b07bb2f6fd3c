"""Websites, cross-origin requests and forms where signatures and policies decide: `--auth verify`."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree

import boto3
import pytest
import urllib3
from botocore.config import Config
from conftest import serve_with, unique_name

HTTP = urllib3.PoolManager(retries=False)
USERS = """
auth = "verify"
[[users]]
access_key_id = "AKIAALICE"
secret_access_key = "alice/secret+"
user_name = "alice"
[[users]]
access_key_id = "AKIABOB"
secret_access_key = "bob"
account_id = "222222222222"
"""


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    yield from serve_with(USERS, tmp_path_factory.mktemp("web"))


def client(endpoint, key, secret):
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        config=Config(s3={"addressing_style": "path"}, signature_version="s3v4"),
    )


@pytest.fixture(scope="module")
def alice(endpoint):
    return client(endpoint, "AKIAALICE", "alice/secret+")


@pytest.fixture
def bucket(alice):
    name = unique_name()
    alice.create_bucket(Bucket=name)
    return name


def open_to_all(alice, bucket, *actions):
    alice.delete_public_access_block(Bucket=bucket)
    resources = [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]
    statements = [
        {"Effect": "Allow", "Principal": "*", "Action": action, "Resource": resources[action != "s3:ListBucket"]}
        for action in actions
    ]
    alice.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": statements}))


def error_of(answer):
    return {child.tag: child.text for child in ElementTree.fromstring(answer.data)}


def test_a_website_shows_what_everyone_may_read(endpoint, alice, bucket):
    alice.put_bucket_website(Bucket=bucket, WebsiteConfiguration={"IndexDocument": {"Suffix": "index.html"}})
    alice.put_object(Bucket=bucket, Key="index.html", Body=b"home")

    def visit(path):
        return HTTP.request("GET", endpoint + path, headers={"Host": f"{bucket}.s3-website-us-east-1.amazonaws.com"})

    private = visit("/")
    assert (private.status, private.headers["Content-Type"]) == (403, "text/html; charset=utf-8")
    assert b"<li>Code: AccessDenied</li>" in private.data
    open_to_all(alice, bucket, "s3:GetObject")
    assert visit("/").data == b"home"
    assert visit("/none").status == 403
    open_to_all(alice, bucket, "s3:GetObject", "s3:ListBucket")
    assert visit("/none").status == 404


def test_a_preflight_needs_no_signature(endpoint, alice, bucket):
    rules = [{"AllowedOrigins": ["https://a.test"], "AllowedMethods": ["GET"]}]
    alice.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": rules})
    origin = {"Origin": "https://a.test"}
    asked = HTTP.request("OPTIONS", f"{endpoint}/{bucket}/a", headers={**origin, "Access-Control-Request-Method": "GET"})
    assert (asked.status, asked.headers["Access-Control-Allow-Origin"]) == (200, "https://a.test")
    refused = HTTP.request("GET", f"{endpoint}/{bucket}/a", headers=origin)
    assert (refused.status, refused.headers["Access-Control-Allow-Origin"]) == (403, "https://a.test")


def form_of(signer, bucket, key="a"):
    return signer.generate_presigned_post(bucket, key, ExpiresIn=60)["fields"]


def post(endpoint, bucket, fields):
    return HTTP.request("POST", f"{endpoint}/{bucket}", fields=[*fields.items(), ("file", ("f", b"something"))])


def test_a_form_uploads_in_its_signers_name(endpoint, alice, bucket):
    assert post(endpoint, bucket, form_of(alice, bucket)).status == 204
    assert alice.get_object(Bucket=bucket, Key="a")["Body"].read() == b"something"
    bob = client(endpoint, "AKIABOB", "bob")
    answer = post(endpoint, bucket, form_of(bob, bucket))
    assert (answer.status, error_of(answer)["Code"]) == (403, "AccessDenied")


def test_signatures_that_are_not_to_be_believed(endpoint, alice, bucket):
    fields = form_of(alice, bucket)
    answer = post(endpoint, bucket, {**fields, "policy": fields["policy"][:-4]})
    error = error_of(answer)
    assert (answer.status, error["Code"], error["StringToSign"]) == (403, "SignatureDoesNotMatch", fields["policy"][:-4])
    assert error["SignatureProvided"] == fields["x-amz-signature"]
    assert "CanonicalRequest" not in error
    answer = post(endpoint, bucket, form_of(client(endpoint, "AKIANOBODY", "x"), bucket))
    assert (answer.status, error_of(answer)["Code"]) == (403, "InvalidAccessKeyId")
    answer = post(endpoint, bucket, {**fields, "x-amz-security-token": "token"})
    assert error_of(answer)["Code"] in ("InvalidToken", "AccessDenied")


def test_an_anonymous_form_uploads_where_everyone_may(endpoint, alice, bucket):
    answer = post(endpoint, bucket, {"key": "a"})
    assert (answer.status, error_of(answer)["Code"]) == (403, "AccessDenied")
    open_to_all(alice, bucket, "s3:PutObject")
    assert post(endpoint, bucket, {"key": "a"}).status == 204
