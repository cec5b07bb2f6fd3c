"""Bytes to a running winterbaume and back: what no HTTP library would send."""

import json
import os
import socket
import urllib.parse
from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest

TIMEOUT_SECONDS = 20


@dataclass
class Answer:
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


def address() -> tuple[str, int]:
    """Where WB_ENDPOINT says the server is."""
    endpoint = os.environ.get("WB_ENDPOINT")
    if not endpoint:
        pytest.skip("WB_ENDPOINT names no running server")
    url = urllib.parse.urlsplit(endpoint)
    return url.hostname or "127.0.0.1", url.port or 80


class Connection:
    """One TCP connection; every wait ends after TIMEOUT_SECONDS."""

    def __init__(self) -> None:
        self.socket = socket.create_connection(address(), timeout=TIMEOUT_SECONDS)
        self.received = b""

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, pieces: bytes | Iterable[bytes]) -> None:
        """Sends; a server that has closed already is no error, its answer may still be there."""
        try:
            for piece in [pieces] if isinstance(pieces, bytes) else pieces:
                self.socket.sendall(piece)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def _receive(self) -> bool:
        try:
            piece = self.socket.recv(65536)
        except ConnectionResetError:
            return False
        self.received += piece
        return bool(piece)

    def read_answer(self, to_head: bool = False) -> Answer | None:
        """The next answer, None where the connection ends instead."""
        while b"\r\n\r\n" not in self.received:
            if not self._receive():
                return None
        head, _, self.received = self.received.partition(b"\r\n\r\n")
        status_line, *lines = head.decode("latin-1").split("\r\n")
        version, status, _ = status_line.split(" ", 2)
        assert version == "HTTP/1.1"
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        answer = Answer(int(status), headers)
        size = 0 if to_head or answer.status < 200 else int(headers.get("content-length", "0"))
        while len(self.received) < size and self._receive():
            pass
        answer.body, self.received = self.received[:size], self.received[size:]
        return answer

    def ended(self) -> bool:
        """Whether the server has closed, with nothing more to say."""
        return not self.received and not self._receive()


def ask(pieces: bytes | Iterable[bytes], to_head: bool = False) -> Answer | None:
    with Connection() as connection:
        connection.send(pieces)
        return connection.read_answer(to_head)


HEALTH = b"GET /_winterbaume/health HTTP/1.1\r\nHost: localhost\r\n\r\n"


def check_health() -> None:
    """The server still answers, on a connection of its own."""
    answer = ask(HEALTH)
    assert answer is not None and answer.status == 200
    assert isinstance(json.loads(answer.body), dict)
