"""DynamoDB's protocol with nothing around it: one connection, no checks, so that many threads are really at work at once."""

from __future__ import annotations

import http.client
import json
import threading
from urllib.parse import urlsplit

SIGNED = "AWS4-HMAC-SHA256 Credential=123456789012/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0"


class WireError(Exception):
    """What a call was refused with."""

    def __init__(self, status, answer):
        self.status, self.answer = status, answer
        self.code = answer.get("__type", "").rsplit("#", 1)[-1]
        super().__init__(f"{status} {self.code}: {answer.get('message') or answer.get('Message')}")


class Wire:
    """A connection of one thread's own."""

    def __init__(self, endpoint, service="DynamoDB_20120810"):
        self.connection = http.client.HTTPConnection(urlsplit(endpoint).netloc, timeout=120)
        self.service = service

    def call(self, operation, **members):
        headers = {
            "Content-Type": "application/x-amz-json-1.0",
            "X-Amz-Target": f"{self.service}.{operation}",
            "Authorization": SIGNED,
        }
        self.connection.request("POST", "/", json.dumps(members), headers)
        response = self.connection.getresponse()
        answer = json.loads(response.read() or b"{}")
        if response.status != 200:
            raise WireError(response.status, answer)
        return answer

    def pages(self, operation, **members):
        """The items of every page of a Query or Scan."""
        found = []
        while True:
            answer = self.call(operation, **members)
            found += answer["Items"]
            if "LastEvaluatedKey" not in answer:
                return found
            members["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def run_together(workers):
    """Runs every one in a thread of its own, all begun at once; fails with the first that fails."""
    begin, problems = threading.Barrier(len(workers)), []

    def run(worker):
        try:
            begin.wait()
            worker()
        except BaseException as problem:  # an assertion is told by the main thread
            problems.append(problem)

    threads = [threading.Thread(target=run, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
