"""SendMessage, and ReceiveMessage with DeleteMessage, beside a bare answer of the same server and nginx's fixed 200."""

from __future__ import annotations

import functools
import http.client
import json

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
    load = wrk.run(server, name, script="sqs_receive_delete.lua", arguments=(base, str(queues)))
    if load.requests / 2 > queues * messages:
        raise SystemExit(f"{name}: the queues ran dry ({load.requests} requests); give them more messages")
    return load


def main() -> None:
    with process.nginx() as peer:
        fixed = wrk.run(peer, "nginx, a fixed 200")
    with process.winterbaume() as server:
        bare = wrk.run(server, "bare answer (GET /_winterbaume/health)", "/_winterbaume/health")
        url = call(server, "CreateQueue", QueueName="send")["QueueUrl"]
        send = wrk.run(server, "SendMessage, 100 bytes", script="sqs_send.lua", arguments=(url,))
        call(server, "PurgeQueue", QueueUrl=url)
        shallow = receive_and_delete(server, "Receive + Delete, 2,000 in each queue", "shallow", 160, 2_000)
        deep = receive_and_delete(server, "Receive + Delete, 400,000 to 200,000 in the queue", "deep", 1, 400_000)
    print("\nSQS, one server thread, 32 connections; ratios are requests per CPU-second against the bare answer")
    print(wrk.HEADER)
    for load in (fixed, bare, send, shallow, deep):
        print(wrk.row(load, bare))
    print(f"SendMessage against nginx's 200: {send.per_cpu_second / fixed.per_cpu_second:.2f}")
    print("(Receive + Delete counts both requests of a pair.)")


if __name__ == "__main__":
    main()
