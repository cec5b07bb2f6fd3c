"""Requests that are wrong on the level of HTTP: each is refused, and the server goes on."""

import pytest

from raw_http import HEALTH, Connection, ask, check_health

POST = b"POST / HTTP/1.1\r\nHost: localhost\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"

REFUSED = {
    "length beside chunked": (POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "chunked beside length": (POST + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n", 400),
    "two different lengths": (POST + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd", 400),
    "two equal lengths": (POST + b"Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd", 400),
    "list of lengths": (POST + b"Content-Length: 4, 4\r\n\r\nabcd", 400),
    "negative length": (POST + b"Content-Length: -1\r\n\r\n", 400),
    "signed length": (POST + b"Content-Length: +4\r\n\r\nabcd", 400),
    "length that overflows": (POST + b"Content-Length: 99999999999999999999\r\n\r\n", 400),
    "length that is no number": (POST + b"Content-Length: four\r\n\r\nabcd", 400),
    "other transfer coding": (POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
    "unfinished transfer coding": (POST + b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", 400),
    "chunked in HTTP/1.0": (b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "bare LF": (b"GET / HTTP/1.1\nHost: localhost\n\n", 400),
    "bare LF after a field": (b"GET / HTTP/1.1\r\nHost: localhost\nX: y\r\n\r\n", 400),
    "bare CR in a value": (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\rb\r\n\r\n", 400),
    "folded field": (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n", 400),
    "space before the colon": (b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", 400),
    "field without a name": (b"GET / HTTP/1.1\r\nHost: localhost\r\n: x\r\n\r\n", 400),
    "field without a colon": (b"GET / HTTP/1.1\r\nHost: localhost\r\nfield\r\n\r\n", 400),
    "NUL in a value": (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: \x00\r\n\r\n", 400),
    "no Host": (b"GET / HTTP/1.1\r\n\r\n", 400),
    "two Hosts": (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    "no target": (b"GET HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    "space in the target": (b"GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    "relative target": (b"GET queue HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    "CONNECT": (b"CONNECT localhost:443 HTTP/1.1\r\nHost: localhost\r\n\r\n", 501),
    "method with a bracket": (b"<GET> / HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    "TLS hello": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200), 400),
    "binary noise": (bytes(range(256)) * 8, 400),
    "HTTP/2 preface": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
    "HTTP/3.0": (b"GET / HTTP/3.0\r\nHost: localhost\r\n\r\n", 505),
    "other protocol": (b"GET / ICY/1.1\r\nHost: localhost\r\n\r\n", 400),
    "long target": (b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
    "endless target": (b"GET /" + b"a" * 5_000_000, 414),
    "long field": (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 100_000 + b"\r\n\r\n", 431),
    "long field name": (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"a" * 100_000 + b": 1\r\n\r\n", 431),
    "many fields": (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 500 + b"\r\n", 431),
    "endless empty lines": (b"\r\n" * 100_000, 431),
    "enormous length": (POST + b"Content-Length: 1000000000000000\r\n\r\n", 413),
}


@pytest.mark.parametrize(("request_bytes", "status"), REFUSED.values(), ids=REFUSED.keys())
def test_refused_and_closed(request_bytes: bytes, status: int) -> None:
    with Connection() as connection:
        connection.send(request_bytes)
        answer = connection.read_answer()
        assert answer is not None and answer.status == status
        assert answer.headers["connection"] == "close"
        assert connection.ended()
    check_health()


BROKEN_CHUNKS = {
    "size that is no number": b"zz\r\nabcd\r\n0\r\n\r\n",
    "negative size": b"-4\r\nabcd\r\n0\r\n\r\n",
    "size that overflows": b"fffffffffffffffff\r\nabcd",
    "size with a prefix": b"0x4\r\nabcd\r\n0\r\n\r\n",
    "data past the size": b"2\r\nabcd\r\n0\r\n\r\n",
    "bare LF": b"4\nabcd\n0\n\n",
    "no size": b"\r\nabcd\r\n0\r\n\r\n",
    "endless extension": b"4;" + b"e" * 1_000_000,
    "endless zeros": b"0" * 1_000_000,
    "endless trailer": b"4\r\nabcd\r\n0\r\nX: " + b"t" * 1_000_000,
}


@pytest.mark.parametrize("chunks", BROKEN_CHUNKS.values(), ids=BROKEN_CHUNKS.keys())
def test_broken_chunks(chunks: bytes) -> None:
    with Connection() as connection:
        connection.send(CHUNKED + chunks)
        answer = connection.read_answer()
        assert answer is None or answer.status >= 400
        assert answer is None or connection.ended()
    check_health()


@pytest.mark.parametrize(
    "beginning",
    [b"", b"G", b"GET / HTTP/1.1\r\nHost", POST, POST + b"Content-Length: 10\r\n\r\nabc", CHUNKED, CHUNKED + b"a\r\nabc"],
)
def test_hang_up_in_the_middle(beginning: bytes) -> None:
    with Connection() as connection:
        connection.send(beginning)
    check_health()


def test_a_refused_request_does_not_spoil_the_answers_before_it() -> None:
    with Connection() as connection:
        connection.send(HEALTH + HEALTH + b"nonsense\r\n\r\n" + HEALTH)
        statuses = [answer.status for answer in iter(connection.read_answer, None)]
    assert statuses == [200, 200, 400]
    check_health()


def test_a_smuggled_request_is_never_answered() -> None:
    inner = b"GET /_winterbaume/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    smuggle = POST + b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" % (5 + len(inner)) + inner
    with Connection() as connection:
        connection.send(smuggle)
        statuses = [answer.status for answer in iter(connection.read_answer, None)]
    assert statuses == [400]
    check_health()


def test_a_thousand_malformed_requests() -> None:
    for _ in range(1000):
        answer = ask(b"nonsense\r\n\r\n")
        assert answer is not None and answer.status == 400
    check_health()
