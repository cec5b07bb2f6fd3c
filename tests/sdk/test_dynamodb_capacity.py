"""What requests consume, by AWS's rules ("Capacity unit consumption", "Working with item collections"): with ReturnConsumedCapacity
and ReturnItemCollectionMetrics."""

import pytest
from conftest import Refused, unique_name
from dynamodb_items import client, encoded, item, key, key_schema, make_items_table, put, table  # noqa: F401

KIB = 1024


def filler(bytes_of_item, pk):
    """What attribute "v" must be for an item of pk and sk 1 to have that many bytes; a number of one digit takes two."""
    return "x" * (bytes_of_item - len("pk" + pk + "sk" + "v") - 2)


@pytest.fixture(scope="module")
def indexed(client):
    """pk, sk; a global index of everything by g, one of the keys alone by h, a local one of the keys by c."""
    name = unique_name()
    index = lambda name, keys, kind: {"IndexName": name, "KeySchema": keys, "Projection": {"ProjectionType": kind}}  # noqa: E731
    client.create_table(
        TableName=name,
        AttributeDefinitions=[
            {"AttributeName": n, "AttributeType": t} for n, t in {"pk": "S", "sk": "N", "c": "S", "g": "S", "h": "S"}.items()
        ],
        KeySchema=key_schema("pk", "sk"),
        LocalSecondaryIndexes=[index("local", key_schema("pk", "c"), "KEYS_ONLY")],
        GlobalSecondaryIndexes=[index("all", key_schema("g"), "ALL"), index("keys", key_schema("h"), "KEYS_ONLY")],
        BillingMode="PAY_PER_REQUEST",
    )
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    yield name
    client.delete_table(TableName=name)


def consumed(answer):
    """Units: in all, of the table, of each index that was touched."""
    capacity = answer["ConsumedCapacity"]
    indexes = {
        name: units["CapacityUnits"]
        for kind in ("LocalSecondaryIndexes", "GlobalSecondaryIndexes")
        for name, units in capacity.get(kind, {}).items()
    }
    return capacity["CapacityUnits"], capacity["Table"]["CapacityUnits"], indexes


def total(answer):
    assert set(answer["ConsumedCapacity"]) == {"TableName", "CapacityUnits"}
    return answer["ConsumedCapacity"]["CapacityUnits"]


# ---- Reads ----


@pytest.mark.parametrize("size, units", [(100, 1), (4 * KIB, 1), (4 * KIB + 1, 2), (8 * KIB, 2), (100 * KIB, 25)])
def test_reads_of_items_are_in_units_of_four_kilobytes(client, table, size, units):
    pk = unique_name()
    put(client, table, pk=pk, sk=1, v=filler(size, pk))
    read = {"TableName": table, "Key": key(pk), "ReturnConsumedCapacity": "TOTAL"}
    assert total(client.get_item(**read, ConsistentRead=True)) == units
    assert total(client.get_item(**read)) == units / 2
    assert total(client.get_item(**read, ProjectionExpression="pk")) == units / 2, "what is left out is read all the same"


def test_reads_of_what_is_not_there(client, table):
    read = {"TableName": table, "Key": key(unique_name()), "ReturnConsumedCapacity": "TOTAL"}
    assert total(client.get_item(**read)) == 0.5
    assert total(client.get_item(**read, ConsistentRead=True)) == 1


def test_a_page_is_rounded_as_a_whole(client, table):
    pk = unique_name()
    for i in range(10):
        client.put_item(TableName=table, Item={**key(pk, i), "v": encoded(filler(KIB, pk))})
    query = {
        "TableName": table,
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": encoded(pk)},
        "ReturnConsumedCapacity": "TOTAL",
    }
    assert total(client.query(**query, ConsistentRead=True)) == 3
    assert total(client.query(**query)) == 1.5
    assert total(client.query(**query, Select="COUNT")) == 1.5
    assert total(client.query(**query, Limit=4)) == 0.5
    nothing = {":pk": encoded(pk), ":no": encoded("no")}
    filtered = {**query, "FilterExpression": "v = :no", "ExpressionAttributeValues": nothing}
    assert total(client.query(**filtered)) == 1.5, "a filter comes after the read"
    nobody = {**query, "ExpressionAttributeValues": {":pk": encoded(unique_name())}}
    assert total(client.query(**nobody)) == 0.5
    assert total(client.query(**nobody, ConsistentRead=True)) == 1


def test_reads_of_indexes(client, indexed):
    g = unique_name()
    for i in range(3):
        put(client, indexed, pk=g, sk=i, c=f"c{i}", g=g, h=g, v="x" * 5000)

    def read(index, condition, **options):
        return consumed(
            client.query(
                TableName=indexed,
                IndexName=index,
                KeyConditionExpression=condition,
                ExpressionAttributeValues={":k": encoded(g)},
                ReturnConsumedCapacity="INDEXES",
                **options,
            )
        )

    assert read("all", "g = :k") == (2, 0, {"all": 2})
    assert read("keys", "h = :k") == (0.5, 0, {"keys": 0.5})
    assert read("local", "pk = :k") == (0.5, 0, {"local": 0.5})
    assert read("local", "pk = :k", ConsistentRead=True) == (1, 0, {"local": 1})
    # What a local index lacks is fetched from the table, item by item.
    assert read("local", "pk = :k", Select="ALL_ATTRIBUTES", ConsistentRead=True) == (7, 6, {"local": 1})


def test_scans(client):
    name = make_items_table(client)
    for i in range(9):
        put(client, name, pk=f"p{i}", sk=1, g="g", v="x" * 1000)
    scan = {"TableName": name, "ReturnConsumedCapacity": "TOTAL"}
    assert total(client.scan(**scan, ConsistentRead=True)) == 3
    assert total(client.scan(**scan)) == 1.5
    assert total(client.scan(**scan, IndexName="global")) == 1.5
    client.delete_table(TableName=name)


# ---- Writes ----


@pytest.mark.parametrize("size, units", [(100, 1), (KIB, 1), (KIB + 1, 2), (100 * KIB, 100)])
def test_writes_of_items_are_in_kilobytes(client, table, size, units):
    pk = unique_name()
    options = {"TableName": table, "ReturnConsumedCapacity": "TOTAL"}
    large = item(pk=pk, sk=1, v=filler(size, pk))
    assert total(client.put_item(Item=large, **options)) == units
    assert total(client.put_item(Item=key(pk), **options)) == units, "the larger of before and after"
    assert total(client.put_item(Item=large, **options)) == units
    update = {"UpdateExpression": "SET v = :v", "ExpressionAttributeValues": {":v": encoded("y" * (size - 90))}}
    client.update_item(TableName=table, Key=key(pk), **update)
    assert total(client.delete_item(Key=key(pk), **options)) == (units if size > KIB + 1 else 1)
    assert total(client.delete_item(Key=key(pk), **options)) == 1


def test_writes_of_indexes(client, indexed):
    pk = unique_name()

    def wrote(**attributes):
        written = item(pk=pk, sk=1, **attributes)
        return consumed(client.put_item(TableName=indexed, Item=written, ReturnConsumedCapacity="INDEXES"))

    assert wrote(v="x") == (1, 1, {})
    assert wrote(g="1", v="x") == (2, 1, {"all": 1}), "an entry comes"
    assert wrote(g="1", v="y") == (2, 1, {"all": 1}), "an entry changes where it is"
    assert wrote(g="1", v="y") == (1, 1, {}), "nothing changes"
    assert wrote(g="2", v="y") == (3, 1, {"all": 2}), "an entry moves: one goes, one comes"
    assert wrote(g="2", h="1", c="1", v="y") == (4, 1, {"all": 1, "keys": 1, "local": 1})
    assert wrote(g="2", h="1", c="1", v="z") == (2, 1, {"all": 1}), "the keys' entries stay as they are"
    assert wrote(v="z") == (4, 1, {"all": 1, "keys": 1, "local": 1}), "entries go"
    assert wrote(g="1", v="x" * 3000) == (6, 3, {"all": 3})
    removed = client.delete_item(TableName=indexed, Key=key(pk), ReturnConsumedCapacity="INDEXES")
    assert consumed(removed) == (6, 3, {"all": 3})


def test_updates(client, indexed):
    pk = unique_name()

    def updated(expression, **values):
        return consumed(
            client.update_item(
                TableName=indexed,
                Key=key(pk),
                UpdateExpression=expression,
                ExpressionAttributeValues={":" + name: encoded(value) for name, value in values.items()},
                ReturnConsumedCapacity="INDEXES",
            )
        )

    assert updated("SET v = :v", v="x" * 2000) == (2, 2, {})
    assert updated("SET g = :g", g="g") == (4, 2, {"all": 2})
    assert updated("SET h = :h", h="h") == (5, 2, {"all": 2, "keys": 1})


# ---- Batches and transactions ----


def by_table(answer):
    return {each["TableName"]: each["CapacityUnits"] for each in answer["ConsumedCapacity"]}


def test_batches(client, table, indexed):
    pk = unique_name()
    written = client.batch_write_item(
        RequestItems={
            table: [{"PutRequest": {"Item": item(pk=pk, sk=i, v="x" * 1500)}} for i in range(3)],
            indexed: [{"PutRequest": {"Item": item(pk=pk, sk=1, g="g")}}],
        },
        ReturnConsumedCapacity="TOTAL",
    )
    assert by_table(written) == {table: 6, indexed: 2}
    read = client.batch_get_item(
        RequestItems={
            table: {"Keys": [key(pk, i) for i in range(4)]},
            indexed: {"Keys": [key(pk)], "ConsistentRead": True},
        },
        ReturnConsumedCapacity="TOTAL",
    )
    assert by_table(read) == {table: 2, indexed: 1}, "each item is rounded by itself; what is not there costs as well"


def test_transactions_cost_twice(client, indexed):
    pk = unique_name()
    write = {"Put": {"TableName": indexed, "Item": item(pk=pk, sk=1, g="g", v="x" * 1500)}}
    check = {"ConditionCheck": {"TableName": indexed, "Key": key(pk, 2), "ConditionExpression": "attribute_not_exists(pk)"}}
    options = {"TransactItems": [write, check], "ReturnConsumedCapacity": "INDEXES"}
    token = unique_name()
    capacity = client.transact_write_items(**options, ClientRequestToken=token)["ConsumedCapacity"][0]
    assert capacity["CapacityUnits"] == capacity["WriteCapacityUnits"] == 10
    assert capacity["Table"] == {"CapacityUnits": 6, "WriteCapacityUnits": 6}
    assert capacity["GlobalSecondaryIndexes"] == {"all": {"CapacityUnits": 4, "WriteCapacityUnits": 4}}
    again = client.transact_write_items(**options, ClientRequestToken=token)["ConsumedCapacity"][0]
    assert "WriteCapacityUnits" not in again and again["ReadCapacityUnits"] == 4, "a repeat reads"
    reads = [{"Get": {"TableName": indexed, "Key": key(pk, i)}} for i in (1, 2)]
    capacity = client.transact_get_items(TransactItems=reads, ReturnConsumedCapacity="TOTAL")["ConsumedCapacity"][0]
    assert capacity == {"TableName": indexed, "CapacityUnits": 4, "ReadCapacityUnits": 4}


def test_statements(client, table):
    pk = unique_name()
    put(client, table, pk=pk, sk=1, v="x" * 5000)
    run = lambda text, **options: client.execute_statement(Statement=text, ReturnConsumedCapacity="TOTAL", **options)  # noqa: E731
    one = f"""SELECT * FROM "{table}" WHERE pk = '{pk}' AND sk = 1"""
    assert total(run(one)) == 1
    assert total(run(one, ConsistentRead=True)) == 2
    assert total(run(f"""UPDATE "{table}" SET v = 'y' WHERE pk = '{pk}' AND sk = 1""")) == 5
    assert total(run(f"""DELETE FROM "{table}" WHERE pk = '{pk}' AND sk = 1""")) == 1


def test_nobody_is_told_unasked(client, table):
    for options in ({}, {"ReturnConsumedCapacity": "NONE"}):
        assert "ConsumedCapacity" not in client.put_item(TableName=table, Item=key("a"), **options)
        assert "ConsumedCapacity" not in client.get_item(TableName=table, Key=key("a"), **options)
        assert "ConsumedCapacity" not in client.scan(TableName=table, Limit=1, **options)
        assert "ConsumedCapacity" not in client.batch_get_item(RequestItems={table: {"Keys": [key("a")]}}, **options)
    with Refused("ValidationException"):
        client.scan(TableName=table, ReturnConsumedCapacity="ALL")


# ---- Collections of items ----


def test_collections(client, indexed):
    """Only where there is a local index: the items of one hash key, at most 10 GB of them."""
    pk = unique_name()
    metrics = {"ItemCollectionKey": item(pk=pk), "SizeEstimateRangeGB": [0.0, 1.0]}
    options = {"TableName": indexed, "ReturnItemCollectionMetrics": "SIZE"}
    for answer in (
        client.put_item(Item=key(pk), **options),
        client.update_item(Key=key(pk), **options),
        client.delete_item(Key=key(pk), **options),
    ):
        assert answer["ItemCollectionMetrics"] == metrics
    puts = [{"PutRequest": {"Item": key(pk, i)}} for i in range(2)]
    batch = client.batch_write_item(RequestItems={indexed: puts}, ReturnItemCollectionMetrics="SIZE")
    assert {frozenset(each["ItemCollectionKey"]["pk"].items()) for each in batch["ItemCollectionMetrics"][indexed]} == {
        frozenset({"S": pk}.items())
    }
    transaction = client.transact_write_items(
        TransactItems=[{"Put": {"TableName": indexed, "Item": key(pk, 3)}}], ReturnItemCollectionMetrics="SIZE"
    )
    assert transaction["ItemCollectionMetrics"] == {indexed: [metrics]}
    assert "ItemCollectionMetrics" not in client.put_item(TableName=indexed, Item=key(pk))


def test_tables_without_local_indexes_have_no_collections(client):
    name = unique_name()
    client.create_table(
        TableName=name,
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=key_schema("pk"),
        BillingMode="PAY_PER_REQUEST",
    )
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    answer = client.put_item(TableName=name, Item=item(pk="a"), ReturnItemCollectionMetrics="SIZE")
    assert "ItemCollectionMetrics" not in answer
    client.delete_table(TableName=name)
