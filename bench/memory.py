"""Memory: bytes a queued message, and whether a million send/receive/delete leave the server as it was."""

from __future__ import annotations

import process
import sqs


def bytes_a_message(messages: int = 200_000) -> float:
    with process.winterbaume() as server:
        url = sqs.call(server, "CreateQueue", QueueName="memory")["QueueUrl"]
        sqs.fill(server, url, 100)
        before = server.resident_bytes()
        sqs.fill(server, url, messages)
        return (server.resident_bytes() - before) / messages


def churn(messages: int = 1_000_000) -> list[tuple[int, int]]:
    """(messages so far, resident bytes) at each tenth."""
    readings = []
    entries = [{"Id": str(i), "MessageBody": "m" * 100} for i in range(10)]
    with process.winterbaume() as server:
        url = sqs.call(server, "CreateQueue", QueueName="churn")["QueueUrl"]
        for done in range(10, messages + 1, 10):
            sqs.call(server, "SendMessageBatch", QueueUrl=url, Entries=entries)
            received = sqs.call(server, "ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
            handles = [{"Id": str(i), "ReceiptHandle": message["ReceiptHandle"]} for i, message in enumerate(received)]
            sqs.call(server, "DeleteMessageBatch", QueueUrl=url, Entries=handles)
            if done % (messages // 10) == 0:
                readings.append((done, server.resident_bytes()))
                print(f"  {done:>9,} messages sent, received and deleted: {readings[-1][1] / 2**20:.2f} MiB resident", flush=True)
    return readings


def main() -> None:
    print("\nMemory")
    print(f"  {bytes_a_message():.0f} bytes of resident memory a queued message of 100 bytes (200,000 queued)", flush=True)
    churn()


if __name__ == "__main__":
    main()
