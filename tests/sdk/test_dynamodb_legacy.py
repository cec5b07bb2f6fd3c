"""The parameters that were there before expressions: Expected, AttributeUpdates, KeyConditions, QueryFilter, ScanFilter,
ConditionalOperator, AttributesToGet."""

import pytest
from conftest import Refused, unique_name
from dynamodb_items import client, encoded, item, key, make_items_table, put, stored, table  # noqa: F401

INVALID = "One or more parameter values were invalid: "
NOT_INDEXABLE = "Attempted conditional constraint is not an indexable operation"
WRONG_TYPE = INVALID + "Condition parameter type does not match schema type"


def compare(operator, *values):
    return {"ComparisonOperator": operator, **({"AttributeValueList": [encoded(v) for v in values]} if values else {})}


# ---- Expected ----


def expect(client, table, pk, expected, **options):
    return client.put_item(TableName=table, Item={**key(pk), "w": encoded("written")}, Expected=expected, **options)


HOLDS = [
    {"v": {"Value": encoded(5)}},
    {"v": {"Exists": True, "Value": encoded(5)}},
    {"no": {"Exists": False}},
    {"v": compare("EQ", 5)},
    {"v": {"ComparisonOperator": "EQ", "Value": encoded(5)}},
    {"v": compare("NE", 6)},
    {"no": compare("NE", 6)},
    {"v": compare("LE", 5)},
    {"v": compare("LT", 6)},
    {"v": compare("GE", 5)},
    {"v": compare("GT", 4)},
    {"v": compare("BETWEEN", 4, 6)},
    {"v": compare("IN", 4, 5)},
    {"v": compare("NOT_NULL")},
    {"no": compare("NULL")},
    {"s": compare("BEGINS_WITH", "te")},
    {"s": compare("CONTAINS", "ex")},
    {"s": compare("NOT_CONTAINS", "yy")},
    {"l": compare("CONTAINS", "b")},
    {"v": compare("EQ", 5), "s": compare("EQ", "text")},
]
FAILS = [
    {"v": {"Value": encoded(6)}},
    {"no": {"Value": encoded(6)}},
    {"v": {"Exists": False}},
    {"v": compare("EQ", "5")},
    {"v": compare("NE", 5)},
    {"v": compare("LT", 5)},
    {"v": compare("LT", "9")},
    {"no": compare("LT", 9)},
    {"v": compare("BETWEEN", 6, 7)},
    {"v": compare("IN", 1, 2)},
    {"no": compare("NOT_NULL")},
    {"v": compare("NULL")},
    {"s": compare("BEGINS_WITH", "ex")},
    {"l": compare("CONTAINS", "c")},
    {"no": compare("NOT_CONTAINS", "x")},
    {"v": compare("EQ", 5), "s": compare("EQ", "other")},
]


@pytest.fixture
def row(client, table):
    pk = unique_name()
    put(client, table, pk=pk, sk=1, v=5, s="text", l=["a", "b"])
    return pk


@pytest.mark.parametrize("expected", HOLDS, ids=str)
def test_what_is_expected(client, table, row, expected):
    expect(client, table, row, expected)
    assert stored(client, table, row)["w"] == encoded("written")


@pytest.mark.parametrize("expected", FAILS, ids=str)
def test_what_is_not_as_expected(client, table, row, expected):
    with Refused("ConditionalCheckFailedException", "The conditional request failed"):
        expect(client, table, row, expected)
    with Refused("ConditionalCheckFailedException"):
        client.delete_item(TableName=table, Key=key(row), Expected=expected)
    with Refused("ConditionalCheckFailedException"):
        client.update_item(
            TableName=table, Key=key(row), AttributeUpdates={"w": {"Value": encoded("x")}}, Expected=expected
        )
    assert "w" not in stored(client, table, row)


def test_one_or_all_of_them(client, table, row):
    either = {"v": compare("EQ", 6), "s": compare("EQ", "text")}
    expect(client, table, row, either, ConditionalOperator="OR")
    put(client, table, pk=row, sk=1, v=5, s="text")
    with Refused("ConditionalCheckFailedException"):
        expect(client, table, row, either, ConditionalOperator="AND")


@pytest.mark.parametrize(
    "expected, message",
    [
        ({"v": {}}, INVALID + "Value must be provided when Exists is null for Attribute: v"),
        ({"v": {"Exists": True}}, INVALID + "Value must be provided when Exists is true for Attribute: v"),
        (
            {"v": {"Exists": False, "Value": encoded(1)}},
            INVALID + "Value cannot be used when Exists is false for Attribute: v",
        ),
        (
            {"v": {"Exists": True, **compare("EQ", 1)}},
            INVALID + "Exists and ComparisonOperator cannot be used together for Attribute: v",
        ),
        (
            {"v": {"Value": encoded(1), **compare("EQ", 1)}},
            INVALID + "Value and AttributeValueList cannot be used together for Attribute: v",
        ),
        (
            {"v": {"AttributeValueList": [encoded(1)]}},
            INVALID + "AttributeValueList can only be used with a ComparisonOperator for Attribute: v",
        ),
        (
            {"v": {"ComparisonOperator": "EQ"}},
            INVALID + "Value or AttributeValueList must be used with ComparisonOperator: EQ for Attribute: v",
        ),
        ({"v": compare("NULL", 1)}, INVALID + "Invalid number of argument(s) for the NULL ComparisonOperator"),
        ({"v": compare("EQ", 1, 2)}, INVALID + "Invalid number of argument(s) for the EQ ComparisonOperator"),
        ({"v": compare("BETWEEN", 1)}, INVALID + "Invalid number of argument(s) for the BETWEEN ComparisonOperator"),
        ({"v": compare("LT", [1])}, INVALID + "ComparisonOperator LT is not valid for L AttributeValue type"),
        ({"v": compare("BEGINS_WITH", 1)}, INVALID + "ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type"),
        ({"v": compare("CONTAINS", [1])}, INVALID + "ComparisonOperator CONTAINS is not valid for L AttributeValue type"),
        (
            {"v": compare("IN", 1, "a")},
            INVALID + "AttributeValues inside AttributeValueList must be of same type",
        ),
        (
            {"v": compare("BETWEEN", 2, 1)},
            "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound",
        ),
    ],
)
def test_what_can_not_be_expected(client, table, row, expected, message):
    with Refused("ValidationException") as refused:
        expect(client, table, row, expected)
    assert refused.answer["Error"]["Message"].endswith(message)


def test_conditional_operators_need_conditions(client, table, row):
    with Refused("ValidationException") as refused:
        client.put_item(TableName=table, Item=key(row), ConditionalOperator="OR")
    assert refused.answer["Error"]["Message"].endswith("ConditionalOperator cannot be used without Filter or Expected")
    with Refused("ValidationException") as refused:
        expect(client, table, row, {"v": compare("EQ", 5)}, ConditionalOperator="OR")
    assert refused.answer["Error"]["Message"].endswith(
        "ConditionalOperator can only be used when Filter or Expected has two or more elements"
    )


# ---- AttributeUpdates ----


def test_updates(client, table):
    pk = unique_name()
    client.put_item(TableName=table, Item={**key(pk), "n": encoded(5), "s": {"SS": ["a", "b"]}, "gone": encoded(1)})

    def updated(**updates):
        return client.update_item(
            TableName=table, Key=key(pk), AttributeUpdates=updates, ReturnValues="ALL_NEW"
        )["Attributes"]

    found = updated(
        put={"Action": "PUT", "Value": encoded("p")},
        default={"Value": encoded("d")},
        gone={"Action": "DELETE"},
        absent={"Action": "DELETE"},
        n={"Action": "ADD", "Value": encoded(-7)},
        new={"Action": "ADD", "Value": encoded(3)},
        s={"Action": "ADD", "Value": {"SS": ["b", "c"]}},
        list={"Action": "ADD", "Value": encoded([1])},
    )
    found["s"]["SS"].sort()
    assert found == {
        **item(pk=pk, sk=1, put="p", default="d", n=-2, new=3, list=[1]),
        "s": {"SS": ["a", "b", "c"]},
    }
    found = updated(s={"Action": "DELETE", "Value": {"SS": ["a", "c", "z"]}}, list={"Action": "ADD", "Value": encoded([2])})
    assert (found["s"], found["list"]) == ({"SS": ["b"]}, encoded([1, 2]))
    assert "s" not in updated(s={"Action": "DELETE", "Value": {"SS": ["b"]}}), "a set without members is none"


@pytest.mark.parametrize(
    "update, message",
    [
        ({"Action": "PUT"}, INVALID + "Only DELETE action is allowed when no attribute value is specified"),
        ({"Action": "ADD", "Value": encoded("s")}, INVALID + "ADD action is not supported for the type S"),
        (
            {"Action": "DELETE", "Value": encoded(1)},
            INVALID + "DELETE action with value is not supported for the type N",
        ),
    ],
)
def test_updates_that_are_none(client, table, update, message):
    with Refused("ValidationException") as refused:
        client.update_item(TableName=table, Key=key("a"), AttributeUpdates={"v": update})
    assert refused.answer["Error"]["Message"].endswith(message)


def test_updates_of_what_is_of_another_type(client, table, row):
    for update in ({"Action": "ADD", "Value": encoded(1)}, {"Action": "DELETE", "Value": {"SS": ["a"]}}):
        with Refused("ValidationException", "Type mismatch for attribute to update"):
            client.update_item(TableName=table, Key=key(row), AttributeUpdates={"s": update})
    with Refused("ValidationException") as refused:
        client.update_item(TableName=table, Key=key(row), AttributeUpdates={"pk": {"Value": encoded("b")}})
    assert refused.answer["Error"]["Message"].endswith(
        "Cannot update attribute pk. This attribute is part of the key"
    )


# ---- Queries and scans ----


@pytest.fixture(scope="module")
def filled(client):
    """Ten items of one hash key, by number, and one of another."""
    name = make_items_table(client)
    for i in range(10):
        put(client, name, pk="a", sk=i, c=f"c{9 - i}", g="g", v=i % 3)
    put(client, name, pk="b", sk=1, v="text")
    yield name
    client.delete_table(TableName=name)


def numbers(answer):
    return [int(each["sk"]["N"]) for each in answer["Items"]]


@pytest.mark.parametrize(
    "condition, expected",
    [
        (compare("EQ", 3), [3]),
        (compare("LT", 2), [0, 1]),
        (compare("LE", 2), [0, 1, 2]),
        (compare("GT", 7), [8, 9]),
        (compare("GE", 7), [7, 8, 9]),
        (compare("BETWEEN", 3, 5), [3, 4, 5]),
    ],
)
def test_key_conditions(client, filled, condition, expected):
    assert numbers(client.query(TableName=filled, KeyConditions={"pk": compare("EQ", "a"), "sk": condition})) == expected


def test_key_conditions_of_indexes(client, filled):
    query = {"TableName": filled, "IndexName": "local"}
    found = client.query(**query, KeyConditions={"pk": compare("EQ", "a"), "c": compare("BEGINS_WITH", "c")}, Limit=3)
    assert numbers(found) == [9, 8, 7]
    found = client.query(TableName=filled, IndexName="global", KeyConditions={"g": compare("EQ", "g")})
    assert found["Count"] == 10


def test_filters(client, filled):
    query = {"TableName": filled, "KeyConditions": {"pk": compare("EQ", "a")}}
    found = client.query(**query, QueryFilter={"v": compare("EQ", 1)})
    assert (numbers(found), found["ScannedCount"]) == ([1, 4, 7], 10)
    either = {"v": compare("EQ", 1), "c": compare("EQ", "c0")}
    assert numbers(client.query(**query, QueryFilter=either)) == []
    assert numbers(client.query(**query, QueryFilter=either, ConditionalOperator="OR")) == [1, 4, 7, 9]
    scan = {"TableName": filled}
    assert numbers(client.scan(**scan, ScanFilter={"v": compare("EQ", "text")})) == [1]
    assert client.scan(**scan, ScanFilter={"pk": compare("EQ", "a")})["Count"] == 10, "a scan's may be of keys"
    both = {"v": compare("EQ", "text"), "sk": compare("GT", 8)}
    assert sorted(numbers(client.scan(**scan, ScanFilter=both, ConditionalOperator="OR"))) == [1, 9]


def test_attributes_to_get(client, filled):
    query = {"TableName": filled, "KeyConditions": {"pk": compare("EQ", "b")}}
    assert client.query(**query, AttributesToGet=["v", "no"])["Items"] == [item(v="text")]
    keys = {"Keys": [key("b")], "AttributesToGet": ["v"]}
    assert client.batch_get_item(RequestItems={filled: keys})["Responses"][filled] == [item(v="text")]
    found = client.scan(TableName=filled, AttributesToGet=["sk"], ScanFilter={"v": compare("EQ", "text")})
    assert found["Items"] == [item(sk=1)]
    with Refused("ValidationException", "Cannot specify the AttributesToGet when choosing to get only the Count"):
        client.scan(TableName=filled, AttributesToGet=["sk"], Select="COUNT")


def test_conditions_are_looked_at_in_aws_order(client, filled):
    """Each key attribute by itself, hash before range: is there a condition, can an index do it, has it the type, is it EQ."""

    def refused(message, **conditions):
        with Refused("ValidationException", message):
            client.query(TableName=filled, KeyConditions=conditions)

    refused("Query condition missed key schema element: pk", z=compare("NULL"))
    refused("Query condition missed key schema element: pk", sk=compare("EQ", 1))
    refused("Query condition missed key schema element: sk", pk=compare("EQ", "a"), z=compare("NULL"))
    for operator in (compare("NULL"), compare("NOT_NULL"), compare("NE", 1), compare("CONTAINS", 1), compare("IN", "a")):
        refused(NOT_INDEXABLE, pk=operator)
        refused(NOT_INDEXABLE, pk=compare("EQ", "a"), sk=operator)
    refused(WRONG_TYPE, pk=compare("EQ", 1))
    refused(WRONG_TYPE, pk=compare("LT", 1))
    refused("Query key condition not supported", pk=compare("LT", "a"))
    refused("Query key condition not supported", pk=compare("BEGINS_WITH", "a"))
    refused(WRONG_TYPE, pk=compare("EQ", "a"), sk=compare("EQ", "1"))
    refused(WRONG_TYPE, pk=compare("EQ", 1), sk=compare("NULL"))
    with Refused("ResourceNotFoundException", "Requested resource not found"):
        client.query(TableName=unique_name(), KeyConditions={"z": compare("NULL")})


@pytest.mark.parametrize(
    "conditions, message",
    [
        ({"pk": compare("EQ")}, INVALID + "Invalid number of argument(s) for the EQ ComparisonOperator"),
        ({"pk": compare("BETWEEN", "a")}, INVALID + "Invalid number of argument(s) for the BETWEEN ComparisonOperator"),
        ({"pk": compare("LT", [1])}, INVALID + "ComparisonOperator LT is not valid for L AttributeValue type"),
        ({"pk": compare("IN", "a", 1)}, INVALID + "AttributeValues inside AttributeValueList must be of same type"),
        ({}, "Conditions can be of length 1 or 2 only"),
    ],
)
def test_conditions_that_are_none(client, conditions, message):
    """These are known before the table is looked for."""
    with Refused("ValidationException", message):
        client.query(TableName=unique_name(), KeyConditions=conditions)


def test_what_can_not_be_restarted(client, filled):
    start = {"ExclusiveStartKey": key("b", 3)}
    with Refused("ValidationException", "The query can return at most one row and cannot be restarted"):
        client.query(TableName=filled, KeyConditions={"pk": compare("EQ", "a"), "sk": compare("EQ", 3)}, **start)


def test_filters_need_filters(client, filled):
    query = {"TableName": filled, "KeyConditions": {"pk": compare("EQ", "a")}}
    with Refused("ValidationException", "ConditionalOperator cannot be used without Filter or Expected"):
        client.query(**query, ConditionalOperator="OR")
    with Refused("ValidationException", "ConditionalOperator cannot be used without Filter or Expected"):
        client.scan(TableName=filled, ConditionalOperator="OR")
