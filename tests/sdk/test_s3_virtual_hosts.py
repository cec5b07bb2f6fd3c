"""Buckets named by the host, as SDKs do by themselves: every request signed for a name that only this process resolves."""

from __future__ import annotations

import json
import socket
import urllib.parse

import boto3
import pytest
import urllib3
from botocore.config import Config
from conftest import Refused, serve_with, unique_name

USERS = """
auth = "verify"
s3_domain = "localhost, buckets.test"
[[users]]
access_key_id = "AKIAALICE"
secret_access_key = "alice/secret+"
[[users]]
access_key_id = "AKIABOB"
secret_access_key = "bob"
account_id = "222222222222"
"""
HOSTS = [
    "localhost",  # BUCKET.localhost, by --s3-domain
    "buckets.test",
    "s3.localhost",  # by the label "s3"
    "s3.eu-west-1.localhost",
    "s3.localhost.localstack.cloud",
    "s3.dualstack.us-east-1.amazonaws.com",
]
KEY = "a b/ü+%~/'()*!?&=#.txt"


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    for url in serve_with(USERS, tmp_path_factory.mktemp("virtual"), "--threads", "1"):
        yield urllib.parse.urlsplit(url).port


@pytest.fixture(autouse=True)
def names(monkeypatch):
    """Every name is this machine. What was asked for, in order."""
    asked = []
    resolve = socket.getaddrinfo

    def resolve_here(host, *arguments, **settings):
        asked.append(host)
        return resolve("127.0.0.1", *arguments, **settings)

    monkeypatch.setattr(socket, "getaddrinfo", resolve_here)
    return asked


def client(host, port, key="AKIAALICE", secret="alice/secret+", **options):
    options = {"signature_version": "s3v4", "s3": {"addressing_style": "virtual"}, **options}
    return boto3.client(
        "s3",
        endpoint_url=f"http://{host}:{port}",
        region_name="us-east-1",
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        config=Config(retries={"max_attempts": 0}, **options),
    )


@pytest.fixture(params=HOSTS)
def host(request):
    return request.param


@pytest.fixture
def s3(host, port):
    return client(host, port)


@pytest.fixture
def bucket(s3):
    name = unique_name()
    s3.create_bucket(Bucket=name)
    return name


def test_a_bucket_lives_under_its_own_name(s3, host, bucket, names):
    assert names == [f"{bucket}.{host}"]
    assert s3.meta.events is not None and bucket in [entry["Name"] for entry in s3.list_buckets()["Buckets"]]
    s3.put_object(Bucket=bucket, Key=KEY, Body=b"1", Metadata={"m": "1"})
    found = s3.get_object(Bucket=bucket, Key=KEY)
    assert (found["Body"].read(), found["Metadata"]) == (b"1", {"m": "1"})
    s3.copy_object(Bucket=bucket, Key="copy", CopySource={"Bucket": bucket, "Key": KEY})
    page = s3.list_objects_v2(Bucket=bucket, Prefix="", StartAfter="")
    assert sorted(entry["Key"] for entry in page["Contents"]) == sorted([KEY, "copy"])
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": KEY}, {"Key": "copy"}]})
    with Refused("NoSuchKey", status=404) as refused:
        s3.get_object(Bucket=bucket, Key="copy")
    assert refused.answer["Error"]["Key"] == "copy"
    assert set(names) == {host, f"{bucket}.{host}"}


def test_an_upload_in_parts(s3, bucket):
    where = {"Bucket": bucket, "Key": "a/b"}
    upload = {**where, "UploadId": s3.create_multipart_upload(**where)["UploadId"]}
    etag = s3.upload_part(**upload, PartNumber=1, Body=b"1")["ETag"]
    s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": etag}]})
    assert s3.get_object(**where)["Body"].read() == b"1"


def test_both_styles_name_the_same_bucket(s3, host, port, bucket):
    s3.put_object(Bucket=bucket, Key="a", Body=b"1")
    by_path = client(host, port, s3={"addressing_style": "path"})
    assert by_path.get_object(Bucket=bucket, Key="a")["Body"].read() == b"1"


def test_a_key_that_begins_like_the_bucket(s3, bucket):
    for key in (f"{bucket}/a", "/a", "a//b"):
        s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
        assert s3.get_object(Bucket=bucket, Key=key)["Body"].read() == key.encode()
    assert len(s3.list_objects_v2(Bucket=bucket)["Contents"]) == 3


def test_strangers_are_refused(s3, host, port, bucket):
    s3.put_object(Bucket=bucket, Key="a", Body=b"1")
    with Refused("AccessDenied", status=403):
        client(host, port, "AKIABOB", "bob").get_object(Bucket=bucket, Key="a")
    with Refused("SignatureDoesNotMatch", status=403):
        client(host, port, secret="guess").get_object(Bucket=bucket, Key="a")
    with Refused("NoSuchBucket", status=404):
        s3.get_object(Bucket=unique_name(), Key="a")


# ---- Links and forms ----

HTTP = urllib3.PoolManager(retries=False)


def test_presigned_links(s3, host, bucket):
    put = s3.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": KEY})
    assert urllib.parse.urlsplit(put).hostname == f"{bucket}.{host}"
    assert HTTP.request("PUT", put, body=b"linked").status == 200
    get = s3.generate_presigned_url(
        "get_object", Params={"Bucket": bucket, "Key": KEY, "ResponseContentType": "text/x-linked"}
    )
    answer = HTTP.request("GET", get)
    assert (answer.status, answer.data, answer.headers["Content-Type"]) == (200, b"linked", "text/x-linked")
    assert HTTP.request("GET", get.replace("x-linked", "x-other")).status == 403
    elsewhere = get.replace(f"//{bucket}.", f"//{unique_name()}.")  # the host is signed
    answer = HTTP.request("GET", elsewhere)
    assert answer.status == 403 and b"<Code>SignatureDoesNotMatch</Code>" in answer.data
    delete = s3.generate_presigned_url("delete_object", Params={"Bucket": bucket, "Key": KEY})
    assert HTTP.request("DELETE", delete).status == 204
    assert HTTP.request("GET", get).status == 404


def test_presigned_forms(s3, host, bucket):
    form = s3.generate_presigned_post(bucket, "form/${filename}", Conditions=[["starts-with", "$key", "form/"]])
    assert urllib.parse.urlsplit(form["url"]).hostname == f"{bucket}.{host}"
    answer = HTTP.request("POST", form["url"], fields={**form["fields"], "file": ("a.txt", b"posted")})
    assert answer.status == 204, answer.data
    assert s3.get_object(Bucket=bucket, Key="form/a.txt")["Body"].read() == b"posted"


# ---- Websites ----


def test_websites(s3, port, bucket):
    s3.put_bucket_website(
        Bucket=bucket,
        WebsiteConfiguration={
            "IndexDocument": {"Suffix": "index.html"},
            "ErrorDocument": {"Key": "error.html"},
            "RoutingRules": [{"Condition": {"KeyPrefixEquals": "old/"}, "Redirect": {"ReplaceKeyPrefixWith": "new/"}}],
        },
    )
    for key in ("index.html", "docs/index.html", "error.html"):
        s3.put_object(Bucket=bucket, Key=key, Body=key.encode(), ContentType="text/html")
    for site in ("s3-website.localhost", "s3-website-us-east-1.amazonaws.com", "s3-website.eu-central-1.amazonaws.com"):
        address = f"http://{bucket}.{site}:{port}"
        s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration={"BlockPublicPolicy": True})
        assert HTTP.request("GET", address).status == 403
        s3.delete_public_access_block(Bucket=bucket)
        read = {"Effect": "Allow", "Principal": "*", "Action": ["s3:GetObject"], "Resource": f"arn:aws:s3:::{bucket}/*"}
        listing = {"Effect": "Allow", "Principal": "*", "Action": ["s3:ListBucket"], "Resource": f"arn:aws:s3:::{bucket}"}
        policy = {"Version": "2012-10-17", "Statement": [read, listing]}
        s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
        for path, status, body in (
            ("/", 200, b"index.html"),
            ("/docs/", 200, b"docs/index.html"),
            ("/missing", 404, b"error.html"),
        ):
            answer = HTTP.request("GET", address + path)
            assert (answer.status, answer.data, answer.headers["Content-Type"]) == (status, body, "text/html")
        answer = HTTP.request("GET", address + "/old/page", redirect=False)
        assert answer.status == 301 and answer.headers["Location"] == f"{address}/new/page"
        answer = HTTP.request("GET", address + "/docs", redirect=False)
        assert answer.status == 302 and answer.headers["Location"] == "/docs/"
        s3.delete_bucket_policy(Bucket=bucket)
