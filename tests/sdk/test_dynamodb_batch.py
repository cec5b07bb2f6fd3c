"""BatchGetItem and BatchWriteItem."""

import pytest
from conftest import Refused, unique_name
from dynamodb_items import client, item, key, put, stored, table  # noqa: F401


def puts(*items):
    return [{"PutRequest": {"Item": each}} for each in items]


def deletes(*keys):
    return [{"DeleteRequest": {"Key": each}} for each in keys]


def write(client, table, requests):
    return client.batch_write_item(RequestItems={table: requests})


def test_puts_and_deletes(client, table):
    pk = unique_name()
    put(client, table, pk=pk, sk=0)
    answer = write(client, table, [*puts(*(item(pk=pk, sk=i, c="c") for i in range(1, 10))), *deletes(key(pk, 0))])
    assert answer["UnprocessedItems"] == {}
    assert stored(client, table, pk, 0) is None
    assert stored(client, table, pk, 9) == item(pk=pk, sk=9, c="c")


@pytest.mark.parametrize("wrong", [{"pk": "x"}, {"pk": 1, "sk": 1}, {"pk": "", "sk": 1}, {"pk": "x", "sk": 1, "c": 1}])
def test_one_wrong_item_refuses_all(client, table, wrong):
    pk = unique_name()
    with Refused("ValidationException"):
        write(client, table, puts(key(pk), item(**wrong)))
    assert stored(client, table, pk) is None


def test_duplicates(client, table):
    for requests in (puts(key("a"), key("a")), deletes(key("a"), key("a")), puts(key("a")) + deletes(key("a"))):
        with Refused("ValidationException", "Provided list of item keys contains duplicates"):
            write(client, table, requests)
    with Refused("ValidationException", "Provided list of item keys contains duplicates"):
        client.batch_get_item(RequestItems={table: {"Keys": [key("a"), key("a")]}})


def test_too_many(client, table):
    with Refused("ValidationException"):
        write(client, table, puts(*(key("a", i) for i in range(26))))
    with Refused("ValidationException"):
        client.batch_get_item(RequestItems={table: {"Keys": [key("a", i) for i in range(101)]}})


def test_what_is_there_is_got(client, table):
    pk = unique_name()
    write(client, table, puts(*(item(pk=pk, sk=i, v=i) for i in range(5))))
    keys = [key(pk, i) for i in range(7)]
    answer = client.batch_get_item(RequestItems={table: {"Keys": keys, "ProjectionExpression": "v"}})
    assert answer["UnprocessedKeys"] == {}
    assert sorted(each["v"]["N"] for each in answer["Responses"][table]) == ["0", "1", "2", "3", "4"]
    answer = client.batch_get_item(RequestItems={table: {"Keys": [key(pk, 9)]}})
    assert answer["Responses"] == {table: []}


def test_more_than_sixteen_megabytes(client, table):
    pk = unique_name()
    for i in range(45):
        put(client, table, pk=pk, sk=i, v="x" * 400_000)
    wanted = {table: {"Keys": [key(pk, i) for i in range(45)], "ConsistentRead": True, "AttributesToGet": ["sk"]}}
    found, calls = [], 0
    while wanted:
        answer = client.batch_get_item(RequestItems=wanted)
        found += [int(each["sk"]["N"]) for each in answer["Responses"][table]]
        wanted = answer["UnprocessedKeys"]
        calls += 1
        assert all(each["ConsistentRead"] and each["AttributesToGet"] == ["sk"] for each in wanted.values())
    assert sorted(found) == list(range(45))
    assert calls == 2
