"""S3 with `--auth verify`: who asks, presigned requests, payloads that are signed whole or in chunks."""

import base64
import hashlib
import hmac
import http.client
import re
import urllib.error
import urllib.parse
import urllib.request
import zlib

import boto3
import pytest
from botocore import UNSIGNED
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from conftest import Refused, serve_with

SECRET = "alice/secret+"
CANONICAL = "0123456789abcdef" * 4
USERS = f"""
auth = "verify"
[[users]]
access_key_id = "AKIAALICE"
secret_access_key = "{SECRET}"
user_name = "alice"
canonical_id = "{CANONICAL}"
display_name = "Alice's account"
[[users]]
access_key_id = "AKIABOB"
secret_access_key = "bob"
account_id = "222222222222"
canonical_id = "tenant$bob"
"""


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    yield from serve_with(USERS, tmp_path_factory.mktemp("auth"))


def client(endpoint, key="AKIAALICE", secret=SECRET, token=None, **options):
    config = Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0}, **{"signature_version": "s3v4", **options})
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=config,
    )


@pytest.fixture(scope="module")
def alice(endpoint):
    made = client(endpoint)
    made.create_bucket(Bucket="alices")
    made.put_object(Bucket="alices", Key="key", Body=b"content")
    return made


def fetch(method, url, body=None, headers=None):
    """Status, body."""
    request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_the_signer_is_who_the_configuration_says(alice):
    owner = alice.list_buckets()["Owner"]
    assert owner["ID"] == CANONICAL
    assert alice.get_object(Bucket="alices", Key="key")["Body"].read() == b"content"


def test_nobody_may_nothing(endpoint, alice):
    anonymous = client(endpoint, signature_version=UNSIGNED)
    with Refused("AccessDenied", "Access Denied", 403):
        anonymous.get_object(Bucket="alices", Key="key")
    with Refused("AccessDenied", status=403):
        anonymous.put_object(Bucket="alices", Key="other", Body=b"x")
    with Refused("403"):
        anonymous.head_object(Bucket="alices", Key="key")
    with Refused("AccessDenied", status=403):
        anonymous.list_objects_v2(Bucket="alices")


def test_wrong_secrets_and_unknown_keys(endpoint):
    with Refused("SignatureDoesNotMatch", status=403):
        client(endpoint, secret="another").list_buckets()
    with Refused("InvalidAccessKeyId", status=403):
        client(endpoint, key="AKIANOBODY").list_buckets()
    with Refused("InvalidRequest", status=400):
        client(endpoint, signature_version="s3").list_buckets()


def test_presigned_requests(endpoint, alice):
    put = alice.generate_presigned_url("put_object", Params={"Bucket": "alices", "Key": "pre signed/ä"}, ExpiresIn=60)
    assert fetch("PUT", put, b"by url")[0] == 200
    get = alice.generate_presigned_url("get_object", Params={"Bucket": "alices", "Key": "pre signed/ä"}, ExpiresIn=60)
    assert fetch("GET", get) == (200, b"by url")
    assert fetch("GET", get.replace("alices", "another"))[0] == 403
    status, body = fetch("DELETE", get)
    assert status == 403 and b"<Code>SignatureDoesNotMatch</Code>" in body


def test_presigned_requests_expire(alice):
    url = alice.generate_presigned_url("get_object", Params={"Bucket": "alices", "Key": "key"}, ExpiresIn=0)
    later = re.sub(r"X-Amz-Date=(\d{4})", lambda m: f"X-Amz-Date={int(m.group(1)) - 1}", url)
    later = re.sub(r"(Credential=AKIAALICE%2F)(\d{4})", lambda m: f"{m.group(1)}{int(m.group(2)) - 1}", later)
    status, body = fetch("GET", later)
    assert status == 403
    assert b"<Code>AccessDenied</Code><Message>Request has expired</Message>" in body


def test_preflights_are_not_authenticated(alice):
    url = alice.generate_presigned_url("put_object", Params={"Bucket": "alices", "Key": "key"}, ExpiresIn=60)
    status, body = fetch("OPTIONS", url, headers={"Origin": "https://page", "Access-Control-Request-Method": "PUT"})
    assert status == 403 and b"<Code>AccessForbidden</Code>" in body


def signed_headers(endpoint, path, payload, **more):
    """The header fields of a PUT that alice signs, with that x-amz-content-sha256."""
    headers = {"x-amz-content-sha256": payload, **more}
    request = AWSRequest("PUT", endpoint + path, headers=headers)
    request.context["payload_signing_enabled"] = True

    class Auth(S3SigV4Auth):
        def payload(self, request):
            return payload

        def _modify_request_before_signing(self, request):
            super()._modify_request_before_signing(request)
            del request.headers["X-Amz-Content-SHA256"]
            request.headers["X-Amz-Content-SHA256"] = payload

    Auth(Credentials("AKIAALICE", SECRET), "s3", "us-east-1").add_auth(request)
    return dict(request.headers.items())


class Chunks:
    """A body in signed chunks, of a request with those header fields."""

    def __init__(self, headers):
        self.date = headers["X-Amz-Date"]
        self.scope = f"{self.date[:8]}/us-east-1/s3/aws4_request"
        key = f"AWS4{SECRET}".encode()
        for part in self.scope.split("/"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        self.key = key
        self.signature = headers["Authorization"].rsplit("Signature=", 1)[1]
        self.body = b""

    def sign(self, kind, hashes):
        text = "\n".join([f"AWS4-HMAC-SHA256-{kind}", self.date, self.scope, self.signature, *hashes])
        self.signature = hmac.new(self.key, text.encode(), hashlib.sha256).hexdigest()
        return self.signature

    def add(self, data, sent=None):
        signature = self.sign("PAYLOAD", [hashlib.sha256(b"").hexdigest(), hashlib.sha256(data).hexdigest()])
        self.body += f"{len(data):x};chunk-signature={signature}\r\n".encode()
        self.body += (sent or data) + b"\r\n" if data else b""

    def end(self, trailer=b""):
        self.add(b"")
        if trailer:
            signature = self.sign("TRAILER", [hashlib.sha256(trailer + b"\n").hexdigest()])
            self.body += trailer + f"\r\nx-amz-trailer-signature:{signature}\r\n".encode()
        self.body += b"\r\n"


def put_chunks(endpoint, key, sizes, tamper=False, trailer=b""):
    payload = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" + ("-TRAILER" if trailer else "")
    more = {"x-amz-trailer": trailer.split(b":")[0].decode()} if trailer else {}
    total = sum(sizes)
    more |= {"x-amz-decoded-content-length": str(total), "Content-Encoding": "aws-chunked"}
    headers = signed_headers(endpoint, f"/alices/{key}", payload, **more)
    chunks = Chunks(headers)
    for number, size in enumerate(sizes):
        data = bytes([97 + number]) * size
        chunks.add(data, sent=b"!" + data[1:] if tamper and number == len(sizes) - 1 else None)
    chunks.end(trailer)
    return fetch("PUT", f"{endpoint}/alices/{key}", chunks.body, headers)


@pytest.mark.parametrize("sizes", [[5], [8192, 5], [70_000, 70_000, 1], [1 << 20, 1 << 20, 3]])
def test_signed_chunks(endpoint, alice, sizes):
    status, body = put_chunks(endpoint, "chunked", sizes)
    assert status == 200, body
    answer = alice.get_object(Bucket="alices", Key="chunked")
    assert answer["Body"].read() == b"".join(bytes([97 + n]) * size for n, size in enumerate(sizes))
    assert "ContentEncoding" not in answer


@pytest.mark.parametrize("sizes", [[5], [70_000, 400_000]])
def test_a_chunk_that_was_changed(endpoint, alice, sizes):
    status, body = put_chunks(endpoint, "tampered", sizes, tamper=True)
    assert status == 403 and b"<Code>SignatureDoesNotMatch</Code>" in body
    with Refused("NoSuchKey"):
        alice.get_object(Bucket="alices", Key="tampered")


def test_signed_chunks_with_a_trailer(endpoint, alice):
    digest = "AAAAAA=="
    status, body = put_chunks(endpoint, "trailed", [5], trailer=f"x-amz-checksum-crc32:{digest}".encode())
    assert status == 400 and b"<Code>BadDigest</Code>" in body
    digest = base64.b64encode(zlib.crc32(b"aaaaa").to_bytes(4, "big")).decode()
    status, body = put_chunks(endpoint, "trailed", [5], trailer=f"x-amz-checksum-crc32:{digest}".encode())
    assert status == 200, body
    assert alice.head_object(Bucket="alices", Key="trailed", ChecksumMode="ENABLED")["ChecksumCRC32"] == digest


@pytest.mark.parametrize("size", [10, 1_000_000])
def test_the_body_must_have_the_hash_that_was_signed(endpoint, alice, size):
    key = f"hashed-{size}"
    headers = signed_headers(endpoint, f"/alices/{key}", hashlib.sha256(b"something else").hexdigest())
    status, body = fetch("PUT", f"{endpoint}/alices/{key}", b"x" * size, headers)
    assert status == 400 and b"<Code>XAmzContentSHA256Mismatch</Code>" in body
    with Refused("NoSuchKey"):
        alice.get_object(Bucket="alices", Key=key)
    headers = signed_headers(endpoint, f"/alices/{key}", hashlib.sha256(b"x" * size).hexdigest())
    assert fetch("PUT", f"{endpoint}/alices/{key}", b"x" * size, headers)[0] == 200


def test_sessions_belong_to_their_account(endpoint, alice):
    sts = boto3.client(
        "sts", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="AKIAALICE", aws_secret_access_key=SECRET
    )
    role = sts.assume_role(RoleArn="arn:aws:iam::123456789012:role/reader", RoleSessionName="session")["Credentials"]
    session = client(endpoint, role["AccessKeyId"], role["SecretAccessKey"], role["SessionToken"])
    assert session.list_buckets()["Owner"]["ID"] == CANONICAL
    with pytest.raises(ClientError) as refused:
        client(endpoint, role["AccessKeyId"], role["SecretAccessKey"], "another").list_buckets()
    assert refused.value.response["Error"]["Code"] == "InvalidToken"


def test_other_accounts_are_strangers(endpoint, alice):
    bob = client(endpoint, "AKIABOB", "bob")
    assert bob.list_buckets()["Owner"]["ID"] == "tenant$bob"
    with Refused("AccessDenied", status=403):
        bob.get_object(Bucket="alices", Key="key")
    with Refused("403") as refused:
        bob.head_bucket(Bucket="alices")
    assert refused.answer["ResponseMetadata"]["HTTPHeaders"]["x-amz-bucket-region"] == "us-east-1"


def test_errors_of_authentication_name_their_resource(endpoint):
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(endpoint).netloc)
    connection.request("GET", "/alices/a%20key", headers={"Authorization": "AWS AKIAALICE:c2ln"})
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 400 and b"<Resource>/alices/a key</Resource>" in body
    assert b"<RequestId>" in body and b"<HostId>" in body
