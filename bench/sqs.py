"""SendMessage, and ReceiveMessage with DeleteMessage, beside a bare answer of the same server and nginx's fixed 200."""

from __future__ import annotations

import functools
import http.client
import json
import statistics

import process
import wrk

CREDENTIAL = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=" + "0" * 64


@functools.cache
def connection(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port)


def call(server: process.Process, operation: str, **arguments: object) -> dict:
    headers = {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": f"AmazonSQS.{operation}", "Authorization": CREDENTIAL}
    connection(server.port).request("POST", "/", json.dumps(arguments), headers)
    answer = connection(server.port).getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{operation}: {answer.status} {body!r}")
    return json.loads(body or b"{}")


def fill(server: process.Process, url: str, messages: int, number: int = 0) -> None:
    """Sends messages of 100 bytes that begin with the queue's number, by which the Lua script knows where to delete them."""
    entries = [{"Id": str(i), "MessageBody": f"{number:04}" + "m" * 96} for i in range(10)]
    for _ in range(messages // 10):
        call(server, "SendMessageBatch", QueueUrl=url, Entries=entries)


def receive_and_delete(server: process.Process, name: str, prefix: str, queues: int, messages: int) -> wrk.Load:
    for number in range(1, queues + 1):
        url = call(server, "CreateQueue", QueueName=f"{prefix}{number}")["QueueUrl"]
        fill(server, url, messages, number)
    base = f"{server.url}/123456789012/{prefix}"
    load = wrk.run(server, name, script="sqs_receive_delete.lua", arguments=(base, str(queues)), seconds=3)
    if load.requests / 2 > queues * messages:
        raise SystemExit(f"{name}: the queues ran dry ({load.requests} requests); give them more messages")
    return load


def rounds(count: int = 5) -> tuple[list[wrk.Load], list[wrk.Load], list[wrk.Load]]:
    """nginx, the bare answer and SendMessage in turn, several times: what disturbs the machine then disturbs all three."""
    fixed, bare, send = [], [], []
    for _ in range(count):
        with process.nginx() as peer:
            fixed.append(wrk.run(peer, "nginx, a fixed 200", seconds=2))
        with process.winterbaume() as server:
            bare.append(wrk.run(server, "bare answer (GET /_winterbaume/health)", "/_winterbaume/health", seconds=2))
            url = call(server, "CreateQueue", QueueName="send")["QueueUrl"]
            send.append(wrk.run(server, "SendMessage, 100 bytes", script="sqs_send.lua", arguments=(url,), seconds=2))
    return fixed, bare, send


def drained(name: str, prefix: str, queues: int, messages: int) -> tuple[wrk.Load, wrk.Load]:
    """(the bare answer, Receive + Delete) of one server."""
    with process.winterbaume() as server:
        bare = wrk.run(server, "bare answer (GET /_winterbaume/health)", "/_winterbaume/health", seconds=2)
        return bare, receive_and_delete(server, name, prefix, queues, messages)


def median_ratio(loads: list[wrk.Load], bases: list[wrk.Load]) -> str:
    ratios = sorted(load.per_cpu_second / base.per_cpu_second for load, base in zip(loads, bases))
    return f"{statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f} in {len(ratios)} rounds)"


def main() -> None:
    fixed, bare, send = rounds()
    shallow = drained("Receive + Delete, 2,000 in each queue", "shallow", 160, 2_000)
    deep = drained("Receive + Delete, 400,000 falling to 200,000", "deep", 1, 400_000)
    print("\nSQS, one server thread, 32 connections; ratios are requests per CPU-second against the bare answer of the same round")
    print(wrk.HEADER)
    for load, base in [*zip(fixed, bare), *zip(bare, bare), *zip(send, bare)]:
        print(wrk.row(load, base))
    for base, load in (shallow, deep):
        print(wrk.row(load, base))
    print("(Receive + Delete counts both requests of a pair.)")
    print(f"median: SendMessage against the bare answer {median_ratio(send, bare)}, against nginx {median_ratio(send, fixed)};"
          f" bare answer against nginx {median_ratio(bare, fixed)}")


if __name__ == "__main__":
    main()
