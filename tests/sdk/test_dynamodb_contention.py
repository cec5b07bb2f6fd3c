"""Many clients at once: no money is made or lost, no update is lost, and indexes and streams tell what the table holds.

A few thousand operations each; WB_CONTENTION_OPERATIONS=100000 makes it as many as that.
"""

import os
import random
import threading
import time
from collections import Counter

import pytest
from conftest import serve_with, unique_name
from dynamodb_items import item, key_schema
from dynamodb_wire import Wire, WireError, run_together

OPERATIONS = int(os.environ.get("WB_CONTENTION_OPERATIONS", 3000))
CLIENTS = 64
ACCOUNTS = 10
EACH = 1000

pytestmark = pytest.mark.emulator_only


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory, is_query):
    """A server of more threads than there are cores: the machine interrupts them wherever it likes."""
    if is_query:
        pytest.skip("no SDK is in this; it runs with the current one")
    yield from serve_with("", tmp_path_factory.mktemp("contention"), "--threads", "8")


@pytest.fixture
def table(endpoint):
    wire, name = Wire(endpoint), unique_name()
    wire.call(
        "CreateTable",
        TableName=name,
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=key_schema("pk"),
        BillingMode="PAY_PER_REQUEST",
    )
    yield name
    wire.call("DeleteTable", TableName=name)


class Work:
    """Operations that are left to do, shared by all clients."""

    def __init__(self, count):
        self.left, self.lock, self.done = count, threading.Lock(), Counter()
        self.begun = time.monotonic()

    def take(self):
        with self.lock:
            self.left -= 1
            return self.left >= 0

    def note(self, what):
        with self.lock:
            self.done[what] += 1

    def report(self, name):
        seconds = time.monotonic() - self.begun
        print(f"\n{name}: {sum(self.done.values())} in {seconds:.1f} s: {dict(self.done)}")


def number(n):
    return {"N": str(n)}


# ---- The bank ----


def change(table, account, amount):
    update = {
        "TableName": table,
        "Key": item(pk=account),
        "UpdateExpression": "SET balance = balance + :n ADD moves :one",
        "ExpressionAttributeValues": {":n": number(amount), ":one": number(1)},
    }
    if amount < 0:
        update["ConditionExpression"] = "balance >= :m"
        update["ExpressionAttributeValues"][":m"] = number(-amount)
    return {"Update": update}


def replace(table, before, amount):
    """The same by an optimistic writer: what it read must still be there."""
    after = {**before, "balance": number(int(before["balance"]["N"]) + amount), "moves": number(int(before["moves"]["N"]) + 1)}
    return {
        "Put": {
            "TableName": table,
            "Item": after,
            "ConditionExpression": "moves = :m",
            "ExpressionAttributeValues": {":m": before["moves"]},
        }
    }


def read_accounts(wire, table, accounts):
    reads = [{"Get": {"TableName": table, "Key": item(pk=account)}} for account in accounts]
    return [each["Item"] for each in wire.call("TransactGetItems", TransactItems=reads)["Responses"]]


def move(wire, table, chance, work):
    giver, taker = chance.sample(range(ACCOUNTS), 2)
    amount = chance.randint(1, 100)
    if chance.random() < 0.5:
        moved = [change(table, str(giver), -amount), change(table, str(taker), amount)]
    else:
        poorer, richer = read_accounts(wire, table, [str(giver), str(taker)])
        if int(poorer["balance"]["N"]) < amount:
            return work.note("too poor")
        moved = [replace(table, poorer, -amount), replace(table, richer, amount)]
    request = {"TransactItems": moved, "ClientRequestToken": unique_name()}
    wire.call("TransactWriteItems", **request)
    work.note("moved")
    if chance.random() < 0.2:  # an impatient client: the same again is done once
        wire.call("TransactWriteItems", **request)
        work.note("moved again")


def test_money_is_neither_made_nor_lost(endpoint, table):
    for account in range(ACCOUNTS):
        Wire(endpoint).call("PutItem", TableName=table, Item=item(pk=str(account), balance=EACH, moves=0))
    work = Work(OPERATIONS)
    everyone = [str(account) for account in range(ACCOUNTS)]

    def client(number):
        wire, chance = Wire(endpoint), random.Random(number)
        while work.take():
            try:
                if number % 4 == 0:
                    accounts = read_accounts(wire, table, everyone)
                    assert sum(int(account["balance"]["N"]) for account in accounts) == ACCOUNTS * EACH
                    work.note("added up")
                else:
                    move(wire, table, chance, work)
            except WireError as refused:
                assert refused.code == "TransactionCanceledException", refused
                reasons = {reason["Code"] for reason in refused.answer["CancellationReasons"]} - {"None"}
                assert reasons <= {"ConditionalCheckFailed", "TransactionConflict"}, refused
                work.note(" and ".join(sorted(reasons)))

    run_together([lambda number=number: client(number) for number in range(CLIENTS)])
    accounts = read_accounts(Wire(endpoint), table, everyone)
    assert sum(int(account["balance"]["N"]) for account in accounts) == ACCOUNTS * EACH
    assert all(int(account["balance"]["N"]) >= 0 for account in accounts)
    assert sum(int(account["moves"]["N"]) for account in accounts) == 2 * work.done["moved"]
    assert work.done["added up"] > 0
    work.report("transfers")


# ---- Counters ----


def test_no_count_is_lost(endpoint, table):
    """Half of the clients add, and each sees a sum of its own; half read, and write where nobody was faster."""
    work, seen = Work(OPERATIONS), [[] for _ in range(CLIENTS)]
    Wire(endpoint).call("PutItem", TableName=table, Item=item(pk="versioned", n=0))

    def add(wire, sums):
        answer = wire.call(
            "UpdateItem",
            TableName=table,
            Key=item(pk="added"),
            UpdateExpression="ADD n :one",
            ExpressionAttributeValues={":one": number(1)},
            ReturnValues="UPDATED_NEW",
        )
        sums.append(int(answer["Attributes"]["n"]["N"]))
        work.note("added")

    def try_to_count(wire, _):
        found = wire.call("GetItem", TableName=table, Key=item(pk="versioned"), ConsistentRead=True)["Item"]["n"]
        counted = item(pk="versioned", n=int(found["N"]) + 1)
        try:
            condition = {"ConditionExpression": "n = :n", "ExpressionAttributeValues": {":n": found}}
            wire.call("PutItem", TableName=table, Item=counted, **condition)
            work.note("counted")
        except WireError as refused:
            assert refused.code == "ConditionalCheckFailedException", refused
            work.note("was too late")

    def client(number):
        wire = Wire(endpoint)
        while work.take():
            (add if number % 2 == 0 else try_to_count)(wire, seen[number])

    run_together([lambda number=number: client(number) for number in range(CLIENTS)])
    assert sorted(sum(seen, [])) == list(range(1, work.done["added"] + 1))
    assert all(sums == sorted(sums) for sums in seen)
    found = {each["pk"]["S"]: int(each["n"]["N"]) for each in Wire(endpoint).pages("Scan", TableName=table)}
    assert found == {"added": work.done["added"], "versioned": work.done["counted"]}
    work.report("counters")
