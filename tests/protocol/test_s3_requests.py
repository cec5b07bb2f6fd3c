"""Requests to S3 that no SDK would send: each gets S3's own error, and the server goes on."""

import pytest

from raw_http import Connection, check_health

HOST = b"Host: localhost\r\n"


def ask(text: bytes, to_head: bool = False):
    with Connection() as connection:
        connection.send(text)
        return connection.read_answer(to_head)


def request(line: bytes, headers: bytes = b"", body: bytes = b"") -> bytes:
    length = b"Content-Length: %d\r\n" % len(body) if body or line.startswith((b"PUT", b"POST")) else b""
    return line + b" HTTP/1.1\r\n" + HOST + headers + length + b"\r\n" + body


CHUNKED = b"x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\r\nx-amz-decoded-content-length: 5\r\n"
ANNOUNCED = CHUNKED + b"x-amz-trailer: x-amz-checksum-crc32\r\n"

REFUSED = {
    "no such bucket": (request(b"GET /no-such-bucket-here"), 404, b"NoSuchBucket"),
    "bucket that is no name": (request(b"PUT /No"), 400, b"InvalidBucketName"),
    "broken escape": (request(b"GET /bucket/%zz"), 400, b"InvalidURI"),
    "key that is no UTF-8": (request(b"GET /bucket/%ff"), 400, b"InvalidURI"),
    "method of another world": (request(b"PATCH /bucket/key"), 405, b"MethodNotAllowed"),
    "PUT to nothing": (request(b"PUT /"), 405, b"MethodNotAllowed"),
    "DELETE of everything": (request(b"DELETE /"), 405, b"MethodNotAllowed"),
    "POST to a bucket": (request(b"POST /bucket", body=b"x"), 412, b"PreconditionFailed"),
    "POST to an object": (request(b"POST /bucket/key", body=b"x"), 405, b"MethodNotAllowed"),
    "object without length": (b"PUT /bucket/key HTTP/1.1\r\n" + HOST + b"\r\n", 411, b"MissingContentLength"),
    "document that is none": (request(b"PUT /bucket?tagging", body=b"<Tagging"), 400, b"MalformedXML"),
    "chunks without a length": (
        request(b"PUT /bucket/key", CHUNKED.split(b"x-amz-decoded")[0], b"0\r\n\r\n"),
        411,
        b"MissingContentLength",
    ),
    "chunks that break off": (request(b"PUT /bucket/key", CHUNKED, b"5\r\nhel"), 400, b"IncompleteBody"),
    "chunks of another length": (request(b"PUT /bucket/key", CHUNKED, b"4\r\nhell\r\n0\r\n\r\n"), 400, b"IncompleteBody"),
    "chunks that are none": (request(b"PUT /bucket/key", CHUNKED, b"hello"), 400, b"IncompleteBody"),
    "trailer that does not come": (
        request(b"PUT /bucket/key", ANNOUNCED, b"5\r\nhello\r\n0\r\n\r\n"),
        400,
        b"MalformedTrailerError",
    ),
    "trailer that is no checksum": (
        request(b"PUT /bucket/key", ANNOUNCED, b"5\r\nhello\r\n0\r\nx-amz-checksum-crc32:x\r\n\r\n"),
        400,
        b"InvalidRequest",
    ),
}


@pytest.mark.parametrize(("text", "status", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(text, status, code):
    answer = ask(text)
    assert answer is not None
    assert (answer.status, b"<Code>" + code + b"</Code>" in answer.body) == (status, True), answer.body
    for element in (b"<Message>", b"<Resource>", b"<RequestId>", b"<HostId>"):
        assert element in answer.body
    assert answer.headers["x-amz-request-id"] and answer.headers["x-amz-id-2"]
    check_health()


def test_head_errors_have_no_body():
    with Connection() as connection:
        connection.send(request(b"HEAD /no-such-bucket-here") + request(b"GET /no-such-bucket-here"))
        assert connection.read_answer(to_head=True).status == 404
        assert connection.read_answer().status == 404


def test_the_host_names_the_bucket():
    for host in (b"virtual-host.localhost", b"virtual-host.s3.localhost:99", b"virtual-host.s3.eu-west-1.amazonaws.com"):
        answer = ask(b"GET /a/key HTTP/1.1\r\nHost: " + host + b"\r\n\r\n")
        assert answer.status == 404 and b"<BucketName>virtual-host</BucketName>" in answer.body, answer.body
        assert b"<Resource>/virtual-host/a/key</Resource>" in answer.body


def test_queues_keep_their_requests():
    answer = ask(request(b"POST /123456789012/no-such-queue", body=b"Action=GetQueueAttributes&Version=2012-11-05"))
    assert b"NonExistentQueue" in answer.body
    answer = ask(request(b"GET /?Action=ListQueues&Version=2012-11-05"))
    assert answer.status == 200 and b"<ListQueuesResponse" in answer.body


ODD = [b"//", b"///", b"/%00", b"/%2F", b"/.", b"/..", b"/bucket//..//", b"/?" + b"&" * 5000, b"/bucket?%"]


@pytest.mark.parametrize("target", ODD)
@pytest.mark.parametrize("method", [b"GET", b"PUT", b"DELETE", b"POST", b"HEAD", b"OPTIONS"])
def test_odd_targets_end_nothing(method, target):
    answer = ask(request(method + b" " + target), to_head=method == b"HEAD")
    assert answer is not None and answer.status < 500
    check_health()
