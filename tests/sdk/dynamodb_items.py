"""What the tests of DynamoDB's item operations share: a client, a table with indexes, values."""

from __future__ import annotations

import time

import pytest
from botocore.exceptions import ClientError
from conftest import make_client, unique_name


@pytest.fixture(scope="session")
def client():
    dynamodb = make_client(service="dynamodb")
    try:
        dynamodb.list_tables()
    except ClientError as error:
        if error.response["Error"]["Code"] == "NotImplemented":
            pytest.skip("the server has no DynamoDB yet")
    return dynamodb


def key_schema(hash_key, range_key=None):
    schema = [{"AttributeName": hash_key, "KeyType": "HASH"}]
    if range_key:
        schema.append({"AttributeName": range_key, "KeyType": "RANGE"})
    return schema


def make_items_table(client, **options):
    """pk (S), sk (N), a local index over c (its keys alone) and a global one over g (its keys and v)."""
    name = unique_name()
    types = {"pk": "S", "sk": "N", "c": "S", "g": "S"}
    client.create_table(
        TableName=name,
        AttributeDefinitions=[{"AttributeName": n, "AttributeType": t} for n, t in types.items()],
        KeySchema=key_schema("pk", "sk"),
        LocalSecondaryIndexes=[
            {
                "IndexName": "local",
                "KeySchema": key_schema("pk", "c"),
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            }
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "global",
                "KeySchema": key_schema("g"),
                "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["v"]},
            }
        ],
        BillingMode="PAY_PER_REQUEST",
        **options,
    )
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    return name


@pytest.fixture(scope="module")
def table(client):
    name = make_items_table(client)
    yield name
    client.delete_table(TableName=name)


@pytest.fixture
def make(client):
    """Makes tables by pk (S), and deletes them afterwards."""
    names = []

    def run(*attributes, **options):
        name = unique_name()
        definitions = [{"AttributeName": n, "AttributeType": "S"} for n in ("pk", *attributes)]
        options = {"KeySchema": key_schema("pk"), "BillingMode": "PAY_PER_REQUEST", **options}
        client.create_table(TableName=name, AttributeDefinitions=definitions, **options)
        names.append(name)
        client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
        return name

    yield run
    for name in names:
        client.delete_table(TableName=name)


@pytest.fixture(scope="module")
def s3():
    return make_client(service="s3")


@pytest.fixture
def bucket(s3):
    name = unique_name().lower()
    s3.create_bucket(Bucket=name)
    yield name
    for stored in s3.list_objects_v2(Bucket=name).get("Contents", []):
        s3.delete_object(Bucket=name, Key=stored["Key"])
    s3.delete_bucket(Bucket=name)


def until(condition, seconds=20):
    """What the condition gives once it gives something."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.05)
    return found


def encoded(value):
    """The wire's form of a plain value; of a dict its entries'."""
    if isinstance(value, bool):
        return {"BOOL": value}
    if value is None:
        return {"NULL": True}
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, bytes):
        return {"B": value}
    if isinstance(value, (int, float)):
        return {"N": str(value)}
    if isinstance(value, list):
        return {"L": [encoded(each) for each in value]}
    return {"M": item(**value)}


def item(**attributes):
    return {name: encoded(value) for name, value in attributes.items()}


def key(pk, sk=1):
    return item(pk=pk, sk=sk)


def put(client, table, **attributes):
    return client.put_item(TableName=table, Item=item(**attributes))


def stored(client, table, pk, sk=1):
    return client.get_item(TableName=table, Key=key(pk, sk), ConsistentRead=True).get("Item")
