"""Requests that no SDK would send: values of the wrong kind and extreme ones for every operation, in both protocols.
Each has to be answered, none with a fault of the server's, and the server has to stay up. The sequence is the same in
every run."""

from __future__ import annotations

import http.client
import json
import os
import random
import urllib.parse
from pathlib import Path

import pytest

MODEL = json.loads((Path(__file__).resolve().parents[2] / "models/sqs.json").read_text(encoding="utf-8"))
REQUESTS = 1500

QUEUES = "wb-q wb-q.fifo wb-dead http://h/123456789012/wb-q /queue/wb-q http:// //"
ARNS = "arn:aws:sqs:us-east-1:123456789012:wb-q arn:aws:sqs:us-east-1:123456789012:wb-dead"
NAMES = (
    "String Number Binary VisibilityTimeout RedrivePolicy Policy AWSTraceHeader SendMessage All * a.* . .. 111111111111"
)
VALUES = 'a true 0 -1 NaN 1e5 {} [] {"maxReceiveCount":1} %'
STRINGS = ["", "\x00", "€" * 300, "a" * 100_000, "9" * 30, *f"{QUEUES} {ARNS} {NAMES} {VALUES}".split()]
NUMBERS = [0, 1, 5, 10, 11, 20, 500, -1, 2**31 - 1, -(2**31)]
ODDITIES = [None, 1, -1, 2**40, 1.5, True, "x", [], {}, [[]], {"a": {}}]


def value_of(dice, shape_name):
    shape = MODEL["shapes"][shape_name]
    if dice.random() < 0.06:
        return dice.choice(ODDITIES)
    kind = shape["type"]
    if kind == "structure":
        return {k: value_of(dice, v["shape"]) for k, v in shape["members"].items() if dice.random() < 0.8}
    if kind == "list":
        return [value_of(dice, shape["member"]["shape"]) for _ in range(dice.choice([0, 1, 1, 2, 3, 11]))]
    if kind == "map":
        return {
            dice.choice(STRINGS): value_of(dice, shape["value"]["shape"]) for _ in range(dice.choice([0, 1, 1, 2, 12]))
        }
    choices = {"string": STRINGS, "boolean": [True, False], "blob": ["", "AA==", "%%", "a" * 1000]}
    return dice.choice(choices.get(kind, NUMBERS))


def flatten(dice, prefix, value, out):
    """As parameters of the query protocol, more or less."""
    if isinstance(value, dict):
        numbered = prefix and dice.random() < 0.5
        for i, (key, inner) in enumerate(value.items(), 1):
            if numbered:
                out.append((f"{prefix}.{i}.Name", key))
            flatten(dice, f"{prefix}.{i}.Value" if numbered else f"{prefix}.{key}".strip("."), inner, out)
    elif isinstance(value, list):
        for i, inner in enumerate(value, 1):
            flatten(dice, f"{prefix}.{dice.choice([i, i, i, 0, 10**9])}", inner, out)
    else:
        out.append((prefix, str(value)))


def make_request(dice):
    """A path, headers and a body."""
    operation = dice.choice([name for name in MODEL["operations"] if name != "DeleteQueue"])
    value = value_of(dice, MODEL["operations"][operation]["input"]["shape"])
    if isinstance(value, dict):
        if operation == "ReceiveMessage":
            value["WaitTimeSeconds"] = dice.choice([0, 0, -1, "x"])
        if "QueueUrl" in value and dice.random() < 0.7:
            value["QueueUrl"] = dice.choice(["wb-q", "wb-q.fifo", "wb-dead"])
    if dice.random() < 0.5:
        body = json.dumps(value).encode()
        body = body[: dice.randrange(len(body) + 1)] if dice.random() < 0.05 else body
        return "/", {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": f"AmazonSQS.{operation}"}, body
    parameters = [("Action", operation), ("Version", "2012-11-05")]
    flatten(dice, "", value, parameters)
    path = dice.choice(["/", "/123456789012/wb-q", "/queue/wb-q", "/x/y/z"])
    return path, {"Content-Type": "application/x-www-form-urlencoded"}, urllib.parse.urlencode(parameters).encode()


@pytest.mark.emulator_only
@pytest.mark.parametrize("seed", [1, 2])
def test_no_request_is_a_fault_of_the_server(make_queue, seed):
    for name, fifo in (("wb-q", False), ("wb-dead", False), ("wb-q.fifo", True)):
        make_queue(name, fifo=fifo)
    dice = random.Random(seed)
    scope = "123456789012/20260101/us-east-1/sqs/aws4_request"
    signed = {"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=x"}
    endpoint = urllib.parse.urlsplit(os.environ["WB_ENDPOINT"])
    connection = http.client.HTTPConnection(endpoint.hostname, endpoint.port, timeout=30)
    statuses = {}
    for _ in range(REQUESTS):
        path, headers, body = make_request(dice)
        connection.request("POST", path, body, {**signed, **headers})
        response = connection.getresponse()
        answer = response.read()
        assert response.status < 500, (path, headers, body[:500], answer[:500])
        statuses[response.status] = statuses.get(response.status, 0) + 1
    connection.close()
    # Some of it does make sense: else the requests miss what they are to try.
    assert statuses[200] > REQUESTS // 50 and statuses[400] > REQUESTS // 2, statuses
