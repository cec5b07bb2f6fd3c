"""What HTTP/1.1 promises about connections: persistence, order, 100-continue, HEAD, many at once."""

import resource

import pytest

from raw_http import HEALTH, Connection, ask, check_health


def test_a_connection_persists() -> None:
    with Connection() as connection:
        for _ in range(5):
            connection.send(HEALTH)
            answer = connection.read_answer()
            assert answer is not None and answer.status == 200


def test_pipelined_requests_are_answered_in_order() -> None:
    unknown = b"GET /_winterbaume/no-such-page HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with Connection() as connection:
        connection.send(HEALTH + unknown + HEALTH)
        statuses = [connection.read_answer().status for _ in range(3)]
    assert statuses[0] == statuses[2] == 200
    assert statuses[1] >= 400


@pytest.mark.parametrize("size", [1, 2, 7])
def test_a_request_may_come_in_small_pieces(size: int) -> None:
    answer = ask(HEALTH[at : at + size] for at in range(0, len(HEALTH), size))
    assert answer is not None and answer.status == 200


@pytest.mark.parametrize("method", [b"GET", b"HEAD"])
def test_head_tells_what_get_would(method: bytes) -> None:
    with Connection() as connection:
        connection.send(HEALTH.replace(b"GET", method, 1))
        answer = connection.read_answer(to_head=method == b"HEAD")
        assert answer is not None and int(answer.headers["content-length"]) > 0
        connection.send(HEALTH)
        following = connection.read_answer()
        assert following is not None and following.status == 200


def test_close_is_honoured() -> None:
    with Connection() as connection:
        connection.send(HEALTH.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        answer = connection.read_answer()
        assert answer is not None and answer.headers["connection"] == "close"
        assert connection.ended()


def test_http_1_0_closes() -> None:
    with Connection() as connection:
        connection.send(b"GET /_winterbaume/health HTTP/1.0\r\n\r\n")
        answer = connection.read_answer()
        assert answer is not None and answer.status == 200
        assert connection.ended()


WAITING = b"POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 17\r\n"
SIGNED = (
    b"Content-Type: application/x-www-form-urlencoded\r\nAuthorization: AWS4-HMAC-SHA256 "
    b"Credential=test/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=00\r\n"
)


def test_continue_comes_before_the_body() -> None:
    with Connection() as connection:
        connection.send(WAITING + SIGNED + b"\r\n")
        interim = connection.read_answer()
        assert interim is not None and interim.status == 100
        connection.send(b"Action=ListQueues")
        answer = connection.read_answer()
        assert answer is not None and answer.status == 200
    check_health()


def test_an_unsigned_form_is_read_for_its_action() -> None:
    with Connection() as connection:
        connection.send(WAITING + b"Content-Type: application/x-www-form-urlencoded\r\n\r\n")
        interim = connection.read_answer()
        assert interim is not None and interim.status == 100
        connection.send(b"Action=ListQueues")
        answer = connection.read_answer()
        assert answer is not None and answer.status == 200 and b"<ListQueuesResponse" in answer.body
    check_health()


def test_a_request_that_is_refused_by_its_head_is_asked_for_no_body() -> None:
    with Connection() as connection:
        connection.send(WAITING + b"\r\n")
        answer = connection.read_answer()
        assert answer is not None and answer.status == 400
    check_health()


def test_an_upgrade_is_declined() -> None:
    offer = b"\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n"
    answer = ask(HEALTH.replace(b"\r\n\r\n", offer))
    assert answer is not None and answer.status == 200


def test_the_absolute_form_is_understood() -> None:
    answer = ask(HEALTH.replace(b"GET /", b"GET http://localhost/", 1))
    assert answer is not None and answer.status == 200


def test_a_thousand_open_connections() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4096)), hard))
    connections = [Connection() for _ in range(1000)]
    try:
        for connection in connections:
            connection.send(HEALTH)
        for connection in connections:
            answer = connection.read_answer()
            assert answer is not None and answer.status == 200
    finally:
        for connection in connections:
            connection.socket.close()
    check_health()
