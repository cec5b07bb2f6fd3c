"""Eight clients do whatever they like to a table; then its indexes hold what its items say, and its stream, replayed, is the table.

An index is made meanwhile. WB_CONTENTION_OPERATIONS says how many operations there are.
"""

import json
import os
import random
import time
from collections import Counter

import pytest
from conftest import serve_with, unique_name
from dynamodb_items import encoded, key, key_schema
from dynamodb_wire import Wire, WireError, run_together

OPERATIONS = int(os.environ.get("WB_CONTENTION_OPERATIONS", 3000))
CLIENTS = 8
HASHES, RANGES = 6, 12
ATTRIBUTES = {"pk": "S", "sk": "N", "c": "S", "g": "S", "h": "N", "late": "S"}
# Name, hash and range key, what it has beside keys (None: everything).
LOCAL = [("local", "pk", "c", [])]
GLOBAL = [("keys", "g", None, []), ("some", "g", "h", ["v"]), ("all", "h", "pk", None)]
LATE = ("late", "late", "sk", ["v", "c"])

pytestmark = pytest.mark.emulator_only


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory, is_query):
    if is_query:
        pytest.skip("no SDK is in this; it runs with the current one")
    yield from serve_with("", tmp_path_factory.mktemp("random"), "--threads", "8")


def definition(*names):
    return [{"AttributeName": name, "AttributeType": ATTRIBUTES[name]} for name in names]


def index_of(name, hash_key, range_key, projected):
    kind = "ALL" if projected is None else "INCLUDE" if projected else "KEYS_ONLY"
    projection = {"ProjectionType": kind, **({"NonKeyAttributes": projected} if projected else {})}
    return {"IndexName": name, "KeySchema": key_schema(hash_key, range_key), "Projection": projection}


@pytest.fixture
def table(endpoint):
    wire, name = Wire(endpoint), unique_name()
    wire.call(
        "CreateTable",
        TableName=name,
        AttributeDefinitions=definition("pk", "sk", "c", "g", "h"),
        KeySchema=key_schema("pk", "sk"),
        LocalSecondaryIndexes=[index_of(*index) for index in LOCAL],
        GlobalSecondaryIndexes=[index_of(*index) for index in GLOBAL],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        BillingMode="PAY_PER_REQUEST",
    )
    yield name
    wire.call("DeleteTable", TableName=name)


# ---- What the clients do ----


def any_key(chance):
    return key(f"p{chance.randrange(HASHES)}", chance.randrange(RANGES))


def any_attributes(chance):
    values = {
        "c": lambda: encoded(chance.choice("abc")),
        "g": lambda: encoded(chance.choice(["x", "y", "z"])),
        "h": lambda: encoded(chance.randrange(4)),
        "late": lambda: encoded(chance.choice(["m", "n"])),
        "v": lambda: encoded(chance.choice([chance.randrange(100), "text" * chance.randrange(50), [1, {"a": "b"}]])),
        "w": lambda: {"SS": sorted({chance.choice("abcdef") for _ in range(3)})},
    }
    return {name: make() for name, make in values.items() if chance.random() < 0.6}


def any_item(chance):
    return {**any_key(chance), **any_attributes(chance)}


def some_keys(chance, count):
    found = {json.dumps(each): each for each in (any_key(chance) for _ in range(count))}
    return list(found.values())


def any_update(chance):
    given = any_attributes(chance)
    taken = [name for name in ("c", "g", "h", "late", "w") if name not in given and chance.random() < 0.3]
    parts, names, values = [], [*given, *taken], {f":{name}": value for name, value in given.items()}
    if given:
        parts.append("SET " + ", ".join(f"#{name} = :{name}" for name in given))
    if taken:
        parts.append("REMOVE " + ", ".join(f"#{name}" for name in taken))
    if chance.random() < 0.5 or not parts:
        parts.append("ADD #count :one")
        names.append("count")
        values[":one"] = encoded(1)
    update = {"UpdateExpression": " ".join(parts), "ExpressionAttributeNames": {f"#{name}": name for name in names}}
    return {**update, "ExpressionAttributeValues": values} if values else update


def put(wire, table, chance):
    condition = {"ConditionExpression": "attribute_not_exists(pk)"} if chance.random() < 0.3 else {}
    wire.call("PutItem", TableName=table, Item=any_item(chance), **condition)


def update(wire, table, chance):
    wire.call("UpdateItem", TableName=table, Key=any_key(chance), **any_update(chance))


def delete(wire, table, chance):
    wire.call("DeleteItem", TableName=table, Key=any_key(chance))


def batch(wire, table, chance):
    requests = []
    for each in some_keys(chance, 12):
        if chance.random() < 0.7:
            requests.append({"PutRequest": {"Item": {**each, **any_attributes(chance)}}})
        else:
            requests.append({"DeleteRequest": {"Key": each}})
    while requests:
        requests = wire.call("BatchWriteItem", RequestItems={table: requests})["UnprocessedItems"].get(table)


def transact(wire, table, chance):
    actions = []
    for each in some_keys(chance, 6):
        kind, where = chance.randrange(4), {"TableName": table, "Key": each}
        if kind == 0:
            actions.append({"Put": {"TableName": table, "Item": {**each, **any_attributes(chance)}}})
        elif kind == 1:
            actions.append({"Update": {**where, **any_update(chance)}})
        elif kind == 2:
            actions.append({"Delete": where})
        else:
            actions.append({"ConditionCheck": {**where, "ConditionExpression": "attribute_not_exists(pk) OR attribute_exists(pk)"}})
    wire.call("TransactWriteItems", TransactItems=actions)


def statement(wire, table, chance):
    where = any_key(chance)
    text = f"""UPDATE "{table}" SET h = ? WHERE pk = ? AND sk = ?"""
    wire.call("ExecuteStatement", Statement=text, Parameters=[encoded(chance.randrange(4)), where["pk"], where["sk"]])


KINDS = [put, put, update, update, update, delete, batch, transact, statement]
REFUSALS = {"ConditionalCheckFailedException", "TransactionCanceledException"}


def make_late_index(endpoint, table):
    wire = Wire(endpoint)
    wire.call(
        "UpdateTable",
        TableName=table,
        AttributeDefinitions=definition("late", "sk"),
        GlobalSecondaryIndexUpdates=[{"Create": index_of(*LATE)}],
    )
    deadline = time.monotonic() + 60
    while True:
        indexes = wire.call("DescribeTable", TableName=table)["Table"]["GlobalSecondaryIndexes"]
        if all(index["IndexStatus"] == "ACTIVE" for index in indexes):
            return
        assert time.monotonic() < deadline, "the index is not filled"
        time.sleep(0.02)


# ---- What is there afterwards ----


def frozen(found):
    """An item as something to compare: sets have no order."""
    return json.dumps({n: {"SS": sorted(v["SS"])} if "SS" in v else v for n, v in found.items()}, sort_keys=True)


def entries_of(items, index):
    """What an index holds, by its definition."""
    _, hash_key, range_key, projected = index
    keys = [name for name in (hash_key, range_key) if name]
    entries = Counter()
    for each in items:
        if not all(name in each for name in keys):
            continue
        wanted = {"pk", "sk", *keys, *(projected or [])}
        entries[frozen({n: v for n, v in each.items() if projected is None or n in wanted})] += 1
    return entries


def replayed(streams, arn):
    """The table that the stream's records make, one after the other; each must begin with what the one before left."""
    table, records = {}, 0
    for shard in streams.call("DescribeStream", StreamArn=arn)["StreamDescription"]["Shards"]:
        where = {"StreamArn": arn, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
        iterator, last = streams.call("GetShardIterator", **where)["ShardIterator"], 0
        while True:
            answer = streams.call("GetRecords", ShardIterator=iterator)
            if not answer["Records"]:
                break
            for record in answer["Records"]:
                change = record["dynamodb"]
                place = json.dumps(change["Keys"], sort_keys=True)
                old, new = (frozen(change[n]) if n in change else None for n in ("OldImage", "NewImage"))
                assert old == table.get(place), "a record does not follow the one before"
                assert old != new, "a record of no change"
                assert record["eventName"] == ("INSERT" if old is None else "REMOVE" if new is None else "MODIFY")
                assert int(change["SequenceNumber"]) > last
                last = int(change["SequenceNumber"])
                table[place] = new
                records += 1
            iterator = answer["NextShardIterator"]
    return {place: found for place, found in table.items() if found is not None}, records


def test_indexes_and_streams_tell_what_the_table_holds(endpoint, table):
    begun, done = time.monotonic(), Counter()

    def client(number):
        wire, chance = Wire(endpoint), random.Random(number)
        for i in range(OPERATIONS // CLIENTS):
            if number == 0 and i == OPERATIONS // CLIENTS // 3:
                make_late_index(endpoint, table)
            what = chance.choice(KINDS)
            try:
                what(wire, table, chance)
                done[what.__name__, number] += 1
            except WireError as refused:
                assert refused.code in REFUSALS, refused
                done["refused", number] += 1

    run_together([lambda number=number: client(number) for number in range(CLIENTS)])
    wire = Wire(endpoint)
    items = wire.pages("Scan", TableName=table, ConsistentRead=True)
    for index in [*LOCAL, *GLOBAL, LATE]:
        found = Counter(frozen(each) for each in wire.pages("Scan", TableName=table, IndexName=index[0]))
        assert found == entries_of(items, index), index[0]
    described = wire.call("DescribeTable", TableName=table)["Table"]
    assert described["ItemCount"] == len(items)
    replay, records = replayed(Wire(endpoint, "DynamoDBStreams_20120810"), described["LatestStreamArn"])
    assert replay == {json.dumps({"pk": i["pk"], "sk": i["sk"]}, sort_keys=True): frozen(i) for i in items}
    kinds = Counter()
    for (what, _), count in done.items():
        kinds[what] += count
    print(f"\n{OPERATIONS} operations, {records} records, {time.monotonic() - begun:.1f} s: {dict(kinds)}")
