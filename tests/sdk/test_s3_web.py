"""S3 for browsers: cross-origin requests, websites, uploads from forms."""

from __future__ import annotations

import base64
import json
import os
import urllib.parse
import xml.etree.ElementTree as ElementTree

import pytest
import urllib3
from s3_fixtures import bucket, make_bucket, s3  # noqa: F401

HTTP = urllib3.PoolManager(retries=False)
pytestmark = pytest.mark.emulator_only  # anonymous requests to buckets that are open to nobody


def send(method, path, headers=None, body=None, host=None):
    headers = dict(headers or {})
    if host:
        headers["Host"] = host
    return HTTP.request(method, os.environ["WB_ENDPOINT"] + path, headers=headers, body=body, redirect=False)


def error_of(answer):
    root = ElementTree.fromstring(answer.data)
    return {child.tag: child.text for child in root}


# ---- CORS ----


@pytest.fixture
def open_bucket(s3, bucket):
    rules = [
        {
            "AllowedOrigins": ["https://*.example.com"],
            "AllowedMethods": ["GET", "PUT"],
            "AllowedHeaders": ["x-amz-*"],
            "ExposeHeaders": ["ETag", "x-amz-meta-a"],
            "MaxAgeSeconds": 300,
        },
        {"AllowedOrigins": ["*"], "AllowedMethods": ["HEAD", "GET"]},
    ]
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": rules})
    s3.put_object(Bucket=bucket, Key="a", Body=b"body")
    return bucket


def preflight(path, origin="https://a.example.com", method="PUT", headers=None):
    asked = {"Origin": origin, "Access-Control-Request-Method": method}
    if headers:
        asked["Access-Control-Request-Headers"] = headers
    return send("OPTIONS", path, asked)


def test_a_preflight_tells_what_the_rule_allows(open_bucket):
    answer = preflight(f"/{open_bucket}/a", headers="X-Amz-Date,x-amz-acl")
    assert answer.status == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "https://a.example.com"
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, PUT"
    assert answer.headers["Access-Control-Allow-Headers"] == "x-amz-date, x-amz-acl"
    assert answer.headers["Access-Control-Expose-Headers"] == "ETag, x-amz-meta-a"
    assert answer.headers["Access-Control-Max-Age"] == "300"
    assert answer.headers["Access-Control-Allow-Credentials"] == "true"
    assert answer.headers["Vary"] == "Origin, Access-Control-Request-Headers, Access-Control-Request-Method"
    assert answer.data == b""


def test_a_preflight_that_no_rule_takes(open_bucket):
    answer = preflight(f"/{open_bucket}/a", method="DELETE")
    assert answer.status == 403
    error = error_of(answer)
    assert error["Code"] == "AccessForbidden"
    assert error["Message"].startswith("CORSResponse: This CORS request is not allowed.")
    assert (error["Method"], error["ResourceType"]) == ("DELETE", "OBJECT")
    assert preflight(f"/{open_bucket}", headers="content-type").status == 403
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_preflight_needs_an_origin_a_method_and_rules(bucket):
    answer = send("OPTIONS", f"/{bucket}/a")
    assert (answer.status, error_of(answer)["Code"]) == (400, "BadRequest")
    assert error_of(answer)["Message"] == "Insufficient information. Origin request header needed."
    answer = send("OPTIONS", f"/{bucket}/a", {"Origin": "https://a.example.com"})
    assert (answer.status, error_of(answer)["Code"]) == (400, "BadRequest")
    answer = preflight(f"/{bucket}")
    assert answer.status == 403
    assert error_of(answer)["Message"] == "CORSResponse: CORS is not enabled for this bucket."
    assert error_of(answer)["ResourceType"] == "BUCKET"


def test_answers_to_cross_origin_requests(open_bucket):
    named = send("GET", f"/{open_bucket}/a", {"Origin": "https://b.example.com"})
    assert (named.status, named.data) == (200, b"body")
    assert named.headers["Access-Control-Allow-Origin"] == "https://b.example.com"
    any_origin = send("GET", f"/{open_bucket}/missing", {"Origin": "null"})
    assert any_origin.status == 404
    assert any_origin.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in any_origin.headers
    plain = send("GET", f"/{open_bucket}/a")
    assert "Access-Control-Allow-Origin" not in plain.headers
    assert "Access-Control-Allow-Origin" not in send("DELETE", f"/{open_bucket}/a", {"Origin": "null"}).headers


# ---- Websites ----


@pytest.fixture
def site(s3, bucket):
    pages = {"index.html": "home", "docs/index.html": "docs", "error.html": "sorry", "a b.html": "space"}
    for key, text in pages.items():
        s3.put_object(Bucket=bucket, Key=key, Body=text.encode(), ContentType="text/html", Metadata={"m": "1"})
    s3.put_object(Bucket=bucket, Key="moved", Body=b"", WebsiteRedirectLocation="/docs/")

    def configure(**configuration):
        if "RedirectAllRequestsTo" not in configuration:
            configuration.setdefault("IndexDocument", {"Suffix": "index.html"})
        s3.put_bucket_website(Bucket=bucket, WebsiteConfiguration=configuration)

    def visit(path, method="GET", **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return send(method, path, headers, host=f"{bucket}.s3-website-us-east-1.amazonaws.com")

    configure()
    visit.configure = configure
    return visit


def test_pages_and_index_documents(site):
    assert site("/").data == b"home"
    assert site("/docs/").data == b"docs"
    page = site("/a%20b.html?x=1")
    assert (page.status, page.data, page.headers["Content-Type"]) == (200, b"space", "text/html")
    assert page.headers["x-amz-meta-m"] == "1"
    folder = site("/docs")
    assert (folder.status, folder.headers["Location"]) == (302, "/docs/")
    moved = site("/moved")
    assert (moved.status, moved.headers["Location"]) == (301, "/docs/")
    head = site("/", method="HEAD")
    assert (head.status, head.data, head.headers["Content-Length"]) == (200, b"", "4")


def test_conditions_and_ranges_of_pages(site):
    page = site("/")
    assert site("/", If_None_Match=page.headers["ETag"]).status == 304
    assert site("/", If_Modified_Since=page.headers["Last-Modified"]).status == 304
    assert site("/", If_Match='"other"').status == 412
    part = site("/", Range="bytes=1-2")
    assert (part.status, part.data, part.headers["Content-Range"]) == (206, b"om", "bytes 1-2/4")
    assert site("/", Range="bytes=9-").status == 416


def test_errors_are_pages(site):
    missing = site("/none<a>")
    assert (missing.status, missing.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    text = missing.data.decode()
    assert text.startswith("<html>\n<head><title>404 Not Found</title></head>\n<body>\n<h1>404 Not Found</h1>\n<ul>\n")
    assert "<li>Code: NoSuchKey</li>\n<li>Message: The specified key does not exist.</li>\n" in text
    assert "<li>Key: none&lt;a&gt;</li>" in text
    head = site("/none", method="HEAD")
    assert (head.status, head.headers["x-amz-error-code"], head.headers["x-amz-error-detail-Key"]) == (
        404,
        "NoSuchKey",
        "none",
    )
    posted = site("/", method="DELETE")
    assert posted.status == 405
    assert b"<li>Code: MethodNotAllowed</li>" in posted.data


def test_error_documents(site):
    site.configure(ErrorDocument={"Key": "error.html"})
    missing = site("/none")
    assert (missing.status, missing.data, missing.headers["Content-Type"]) == (404, b"sorry", "text/html")
    assert missing.headers["x-amz-error-code"] == "NoSuchKey"
    site.configure(ErrorDocument={"Key": "gone.html"})
    text = site("/none").data.decode()
    assert "<li>Key: none</li>" in text
    assert "An Error Occurred While Attempting to Retrieve a Custom Error Document" in text
    assert "<li>Key: gone.html</li>" in text


def test_redirects(site):
    site.configure(
        RoutingRules=[
            {"Condition": {"KeyPrefixEquals": "old/"}, "Redirect": {"ReplaceKeyPrefixWith": "docs/"}},
            {
                "Condition": {"HttpErrorCodeReturnedEquals": "404", "KeyPrefixEquals": "img/"},
                "Redirect": {"HostName": "h.test", "Protocol": "https", "HttpRedirectCode": "307", "ReplaceKeyWith": "x"},
            },
        ]
    )
    old = site("/old/a%20b?q=1")
    assert old.status == 301
    assert urllib.parse.urlsplit(old.headers["Location"]).path == "/docs/a%20b"
    assert old.headers["Location"].endswith("?q=1")
    image = site("/img/a.png")
    assert (image.status, image.headers["Location"]) == (307, "https://h.test/x")
    assert site("/").status == 200
    site.configure(RedirectAllRequestsTo={"HostName": "all.test", "Protocol": "https"})
    everything = site("/docs/?q=1")
    assert (everything.status, everything.headers["Location"]) == (301, "https://all.test/docs/?q=1")


def test_a_bucket_without_a_website(bucket):
    answer = send("GET", "/", host=f"{bucket}.s3-website-us-east-1.amazonaws.com")
    assert answer.status == 404
    assert b"<li>Code: NoSuchWebsiteConfiguration</li>" in answer.data
    assert f"<li>BucketName: {bucket}</li>".encode() in answer.data
    missing = send("GET", "/", host="wb-nobodys-bucket.s3-website-us-east-1.amazonaws.com")
    assert b"<li>Code: NoSuchBucket</li>" in missing.data


# ---- Forms ----


def post(bucket, fields, file=b"something", filename="my-file", url=None):
    parts = [(name, value) for name, value in fields.items()]
    if file is not None:
        parts.append(("file", (filename, file) if filename else file))
    return HTTP.request("POST", url or f"{os.environ['WB_ENDPOINT']}/{bucket}", fields=parts, redirect=False)


def presigned(s3, bucket, key="key-${filename}", fields=None, conditions=(), expires=60):
    fields = fields or {}
    conditions = [{name: value} for name, value in fields.items()] + list(conditions)
    return s3.generate_presigned_post(bucket, key, Fields=fields, Conditions=conditions, ExpiresIn=expires)["fields"]


def test_an_anonymous_form(s3, bucket):
    answer = post(bucket, {"key": "foo.txt", "Content-Type": "text/plain", "x-amz-meta-TEST": "1"})
    assert (answer.status, answer.data) == (204, b"")
    stored = s3.get_object(Bucket=bucket, Key="foo.txt")
    assert stored["Body"].read() == b"something"
    assert (stored["ContentType"], stored["Metadata"]) == ("text/plain", {"test": "1"})
    assert answer.headers["ETag"] == stored["ETag"]
    assert answer.headers["Location"].endswith(f"/{bucket}/foo.txt")
    assert answer.headers["x-amz-checksum-type"] == "FULL_OBJECT"
    assert post(bucket, {"key": "${filename}"}, filename=None).status == 204
    assert s3.head_object(Bucket=bucket, Key="${filename}")["ContentType"] == "binary/octet-stream"


def test_a_signed_form_and_its_document(s3, bucket):
    answer = post(bucket, presigned(s3, bucket, "dir/key-${filename}", {"success_action_status": "201"}))
    assert answer.status == 201, answer.data
    document = {child.tag: child.text for child in ElementTree.fromstring(answer.data)}
    assert document["Key"] == "dir/key-my-file"
    assert document["Bucket"] == bucket
    assert document["ETag"] == answer.headers["ETag"]
    assert document["Location"] == answer.headers["Location"] == (
        f"{os.environ['WB_ENDPOINT']}/{bucket}/dir%2Fkey-my-file"
    )
    assert s3.get_object(Bucket=bucket, Key="dir/key-my-file")["Body"].read() == b"something"


def test_a_form_that_redirects(s3, bucket):
    fields = presigned(s3, bucket, "a b", {"success_action_redirect": "http://page.test/done?x=1"})
    answer = post(bucket, fields)
    assert (answer.status, answer.data) == (303, b"")
    etag = answer.headers["ETag"].strip('"')
    assert answer.headers["Location"] == f"http://page.test/done?x=1&bucket={bucket}&key=a+b&etag=%22{etag}%22"
    assert post(bucket, presigned(s3, bucket, "a", {"success_action_redirect": "/relative"})).status == 204


def test_a_large_file_streams(s3, bucket):
    file = os.urandom(3 << 20)
    conditions = [["content-length-range", 0, len(file)]]
    assert post(bucket, presigned(s3, bucket, "large", conditions=conditions), file).status == 204
    assert s3.get_object(Bucket=bucket, Key="large")["Body"].read() == file
    conditions = [["content-length-range", 0, len(file) - 1]]
    answer = post(bucket, presigned(s3, bucket, "larger", conditions=conditions), file)
    assert answer.status == 400
    error = error_of(answer)
    assert (error["Code"], error["ProposedSize"], error["MaxSizeAllowed"]) == (
        "EntityTooLarge",
        str(len(file)),
        str(len(file) - 1),
    )
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket, Prefix="larger")


def test_a_file_that_is_too_small(s3, bucket):
    answer = post(bucket, presigned(s3, bucket, conditions=[["content-length-range", 5, 10]]), b"1")
    error = error_of(answer)
    assert (answer.status, error["Code"], error["ProposedSize"], error["MinSizeAllowed"]) == (
        400,
        "EntityTooSmall",
        "1",
        "5",
    )


def test_what_the_policy_does_not_allow(s3, bucket):
    fields = presigned(s3, bucket, "a", conditions=[["eq", "$acl", "private"]])
    answer = post(bucket, {**fields, "acl": "public-read"})
    assert (answer.status, error_of(answer)["Code"]) == (403, "AccessDenied")
    assert error_of(answer)["Message"] == (
        'Invalid according to Policy: Policy Condition failed: ["eq", "$acl", "private"]'
    )
    answer = post(bucket, {**presigned(s3, bucket, "a"), "Cache-Control": "no-store"})
    assert error_of(answer)["Message"] == "Invalid according to Policy: Extra input fields: Cache-Control"
    assert post(bucket, {**presigned(s3, bucket, "a"), "x-ignore-this": "1"}).status == 204
    answer = post(bucket, presigned(s3, bucket, "a", expires=-10))
    assert error_of(answer)["Message"] == "Invalid according to Policy: Policy expired."


def test_forms_that_are_none(s3, bucket):
    answer = post(bucket, {"acl": "private"})
    error = error_of(answer)
    assert (answer.status, error["Code"], error["ArgumentName"]) == (400, "InvalidArgument", "key")
    answer = post(bucket, {"key": "a"}, file=None)
    assert error_of(answer)["Message"] == "POST requires exactly one file upload per request."
    answer = send("POST", f"/{bucket}", {"Content-Type": "text/html"}, b"x")
    assert (answer.status, error_of(answer)["Code"]) == (412, "PreconditionFailed")
    assert error_of(answer)["Condition"] == "Bucket POST must be of the enclosure-type multipart/form-data"
    answer = send("POST", f"/{bucket}", {"Content-Type": "multipart/form-data; boundary=b"}, b"--b\r\n")
    assert (answer.status, error_of(answer)["Code"]) == (400, "MalformedPOSTRequest")
    fields = presigned(s3, bucket, "a")
    del fields["x-amz-signature"]
    assert error_of(post(bucket, fields))["ArgumentName"] == "X-Amz-Signature"
    fields["x-amz-signature"] = "0"
    fields["policy"] = base64.b64encode(json.dumps({"expiration": "2100-01-01T00:00:00Z"}).encode()).decode()
    answer = post(bucket, fields)
    assert (answer.status, error_of(answer)["Code"]) == (400, "InvalidPolicyDocument")
    assert post("wb-nobodys-bucket", {"key": "a"}).status == 404


def test_tags_and_checksums_of_a_form(s3, bucket):
    tags = "<Tagging><TagSet><Tag><Key>a b</Key><Value>1+2=3</Value></Tag></TagSet></Tagging>"
    sha256 = base64.b64encode(bytes.fromhex("3fc9b689459d738f8c88a3a48aa9e33542016b7a4052e001aaa536fca74813cb")).decode()
    answer = post(bucket, {"key": "a", "tagging": tags, "x-amz-checksum-sha256": sha256})
    assert answer.status == 204, answer.data
    assert answer.headers["x-amz-checksum-sha256"] == sha256
    assert s3.get_object_tagging(Bucket=bucket, Key="a")["TagSet"] == [{"Key": "a b", "Value": "1+2=3"}]
    assert error_of(post(bucket, {"key": "b", "tagging": "not-xml"}))["Code"] == "MalformedXML"
    wrong = base64.b64encode(bytes(32)).decode()
    assert error_of(post(bucket, {"key": "b", "x-amz-checksum-sha256": wrong}))["Code"] == "BadDigest"
    assert error_of(post(bucket, {"key": "b", "x-amz-storage-class": "Fake"}))["Code"] == "InvalidStorageClass"
    assert [row["Key"] for row in s3.list_objects_v2(Bucket=bucket)["Contents"]] == ["a"]
