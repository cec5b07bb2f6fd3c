"""DynamoDB: items and pages beside the bare answer; what an item costs in memory; what depth costs a query."""

from __future__ import annotations

import http.client
import json
import statistics

import process
import wrk

CREDENTIAL = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=" + "0" * 64
KEY = {"pk": {"S": "item"}}


def call(server: process.Process, operation: str, connection: http.client.HTTPConnection | None = None, **arguments: object) -> dict:
    connection = connection or http.client.HTTPConnection("127.0.0.1", server.port)
    headers = {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": f"DynamoDB_20120810.{operation}", "Authorization": CREDENTIAL}
    connection.request("POST", "/", json.dumps(arguments), headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{operation}: {answer.status} {body!r}")
    return json.loads(body or b"{}")


def make_table(server: process.Process, name: str, *keys: str) -> None:
    roles = zip(keys, ("HASH", "RANGE"))
    call(server, "CreateTable", TableName=name, BillingMode="PAY_PER_REQUEST",
         AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
         KeySchema=[{"AttributeName": key, "KeyType": role} for key, role in roles])


def item(size: int, **key: str) -> dict:
    """An item of about `size` bytes by AWS's sizes, in ten attributes."""
    attributes = {name: {"S": value} for name, value in key.items()}
    left = (size - sum(len(n) + len(v) for n, v in key.items())) // 9
    return attributes | {f"attribute{i}": {"S": "v" * (left - 10)} for i in range(9)}


def fixed(server: process.Process, name: str, operation: str, **arguments: object) -> wrk.Load:
    return wrk.run(server, name, script="dynamodb.lua", arguments=(operation, json.dumps(arguments)), seconds=2)


def rounds(count: int = 5) -> dict[str, list[wrk.Load]]:
    """The bare answer and each load in turn, several times: what disturbs the machine then disturbs all."""
    loads: dict[str, list[wrk.Load]] = {}
    for _ in range(count):
        with process.winterbaume() as server:
            make_table(server, "plain", "pk")
            make_table(server, "ranged", "pk", "sk")
            call(server, "PutItem", TableName="plain", Item=item(1024, pk="item"))
            for i in range(20):
                call(server, "PutItem", TableName="ranged", Item=item(200, pk="item", sk=f"{i:04}"))
            adds = json.dumps({"TableName": "plain", "Key": {"pk": {"S": "%s"}}, "UpdateExpression": "ADD c :one",
                               "ExpressionAttributeValues": {":one": {"N": "1"}}})
            for load in (
                wrk.run(server, "bare answer", "/_winterbaume/health", seconds=2),
                fixed(server, "GetItem, 1 KiB", "GetItem", TableName="plain", Key=KEY),
                fixed(server, "PutItem, 1 KiB", "PutItem", TableName="plain", Item=item(1024, pk="put")),
                fixed(server, "Query, 20 items of 200 bytes", "Query", TableName="ranged", KeyConditionExpression="pk = :p",
                      ExpressionAttributeValues={":p": {"S": "item"}}),
                wrk.run(server, "UpdateItem ADD, 10^5 random keys", script="dynamodb_keys.lua",
                        arguments=("UpdateItem", adds, "100000", "random"), seconds=2),
            ):
                loads.setdefault(load.name, []).append(load)
    return loads


def fill(server: process.Process, table: str, items: int, size: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    for start in range(0, items, 25):
        puts = [{"PutRequest": {"Item": item(size, pk=f"key-{i:08}")}} for i in range(start, min(start + 25, items))]
        call(server, "BatchWriteItem", connection, RequestItems={table: puts})


def memory(items: int = 1_000_000) -> None:
    with process.winterbaume() as server:
        make_table(server, "plain", "pk")
        fill(server, "plain", 1000, 1024)
        before = server.resident_bytes()
        fill(server, "plain", items, 1024)
        each = (server.resident_bytes() - before) / (items - 1000)
    print(f"\n{items:,} items of 1 KiB: {each:,.0f} bytes of memory each")


def query_microseconds(server: process.Process, table: str, items: int) -> float:
    body = json.dumps({"TableName": table, "KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": "%s"}}})
    load = wrk.run(server, table, script="dynamodb_keys.lua", arguments=("Query", body, str(items), "random"), seconds=3)
    return load.cpu_us


def depth(small: int = 10_000, large: int = 1_000_000) -> None:
    with process.winterbaume() as server:
        for table, items in (("small", small), ("large", large)):
            make_table(server, table, "pk")
            fill(server, table, items, 200)
        times = {name: [] for name in ("small", "large")}
        for _ in range(3):
            times["small"].append(query_microseconds(server, "small", small))
            times["large"].append(query_microseconds(server, "large", large))
    a, b = statistics.median(times["small"]), statistics.median(times["large"])
    print(f"Query by key: {a:.1f} us of CPU among {small:,} items, {b:.1f} among {large:,}: ratio {b / a:.2f}")


def main() -> None:
    loads = rounds()
    bare = loads["bare answer"]
    print("\nDynamoDB, one server thread, 32 connections, in memory; ratios are requests per CPU-second against the bare answer")
    print(wrk.HEADER)
    for name, measured in loads.items():
        for load, base in zip(measured, bare):
            print(wrk.row(load, base))
    for name, measured in loads.items():
        ratios = sorted(load.per_cpu_second / base.per_cpu_second for load, base in zip(measured, bare))
        print(f"median: {name} against the bare answer {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})")
    memory()
    depth()
