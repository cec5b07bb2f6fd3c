"""10,000 long polls at once: what they cost while nothing comes, and how soon each is woken by its message."""

from __future__ import annotations

import asyncio
import json
import resource
import statistics
import time

import process
import sqs

QUEUES = 100


def request(operation: str, **arguments: object) -> bytes:
    body = json.dumps(arguments).encode()
    head = (f"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Target: AmazonSQS.{operation}\r\n"
            f"Authorization: {sqs.CREDENTIAL}\r\nContent-Length: {len(body)}\r\n\r\n")
    return head.encode() + body


async def answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
    return await reader.readexactly(length)


async def poll(port: int, url: str, woken: dict[str, float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request("ReceiveMessage", QueueUrl=url, WaitTimeSeconds=20))
    body = await answer(reader)
    now = time.perf_counter()
    for message in json.loads(body).get("Messages", []):
        woken[message["Body"]] = now
    writer.close()


async def measure(server: process.Process, polls: int, messages: int) -> None:
    urls = [sqs.call(server, "CreateQueue", QueueName=f"poll{i}")["QueueUrl"] for i in range(QUEUES)]
    before = server.resident_bytes()
    woken: dict[str, float] = {}
    tasks = [asyncio.create_task(poll(server.port, urls[i % QUEUES], woken)) for i in range(polls)]
    await asyncio.sleep(5)
    cpu = server.cpu_seconds()
    await asyncio.sleep(5)
    idle = server.cpu_seconds() - cpu
    grown = server.resident_bytes() - before
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    sent: dict[str, float] = {}
    for number in range(messages):
        sent[str(number)] = time.perf_counter()
        writer.write(request("SendMessage", QueueUrl=urls[number % QUEUES], MessageBody=str(number)))
        await answer(reader)
    await asyncio.sleep(0.5)
    waits = sorted((woken[key] - sent[key]) * 1000 for key in sent if key in woken)
    await asyncio.gather(*tasks)
    print(f"\n{polls:,} long polls on {QUEUES} queues")
    print(f"  idle for 5 s: {idle * 1000:.0f} ms of CPU; memory {grown / 2**20:.1f} MiB ({grown / polls / 1024:.1f} KiB each)")
    print(f"  {len(waits)} of {messages} messages woke a poll: median {statistics.median(waits):.2f} ms,"
          f" 99 % {waits[int(len(waits) * 0.99)]:.2f}, worst {waits[-1]:.2f} ms (seen by a Python client on the same machine)")


def main(polls: int = 10_000, messages: int = 10_000) -> None:
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    with process.winterbaume() as server:
        asyncio.run(measure(server, min(polls, limit - 200), min(messages, polls, limit - 200)))


if __name__ == "__main__":
    main()
