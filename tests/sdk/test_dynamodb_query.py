"""Query: one hash key's items in order, by page, of the table and of its indexes."""

import pytest
from conftest import Refused, unique_name
from dynamodb_items import client, encoded, item, key, put, table  # noqa: F401

INVALID = "One or more parameter values were invalid: "


@pytest.fixture(scope="module")
def filled(client, table):
    """Ten items of one hash key, by number."""
    pk = unique_name()
    for i in range(10):
        put(client, table, pk=pk, sk=i, c=f"c{9 - i}", g=pk, v=i, w=[i])
    return pk


@pytest.fixture
def query(client, table, filled):
    def run(condition="pk = :pk", values=None, **options):
        values = {":" + name: encoded(value) for name, value in {"pk": filled, **(values or {})}.items()}
        return client.query(
            TableName=table, KeyConditionExpression=condition, ExpressionAttributeValues=values, **options
        )

    return run


def numbers(answer, name="sk"):
    return [int(found[name]["N"]) for found in answer["Items"]]


def test_in_order_and_back(query):
    assert numbers(query()) == list(range(10))
    assert numbers(query(ScanIndexForward=False)) == list(range(9, -1, -1))


@pytest.mark.parametrize(
    "condition, expected",
    [
        ("sk = :a", [3]),
        ("sk < :a", [0, 1, 2]),
        ("sk <= :a", [0, 1, 2, 3]),
        ("sk > :a", [4, 5, 6, 7, 8, 9]),
        ("sk >= :a", [3, 4, 5, 6, 7, 8, 9]),
        ("sk BETWEEN :a AND :b", [3, 4, 5]),
    ],
)
def test_ranges(query, condition, expected):
    values = {"a": 3, "b": 5} if ":b" in condition else {"a": 3}
    assert numbers(query(f"pk = :pk AND {condition}", values)) == expected


@pytest.mark.parametrize("forward", [True, False])
@pytest.mark.parametrize("index", [None, "local", "global"])
def test_pages_are_the_whole(query, forward, index):
    options = {"ScanIndexForward": forward, "Limit": 3}
    condition = "pk = :pk"
    if index:
        options["IndexName"] = index
    if index == "global":
        condition = "g = :pk"
    found, start = [], {}
    while True:
        answer = query(condition, **options, **start)
        assert answer["Count"] == answer["ScannedCount"] == len(answer["Items"])
        found += numbers(answer)
        if "LastEvaluatedKey" not in answer:
            break
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
    assert sorted(found) == list(range(10))
    if index != "global":
        assert found == list(range(10))[:: 1 if forward == (index is None) else -1]


def test_last_evaluated_keys(query, filled):
    assert query(Limit=2)["LastEvaluatedKey"] == key(filled, 1)
    assert query(IndexName="local", Limit=1)["LastEvaluatedKey"] == item(pk=filled, sk=9, c="c0")


def test_filters_come_after_limits(query, client, table, filled):
    answer = query(FilterExpression="v > :a", values={"a": 1}, Limit=4)
    assert numbers(answer) == [2, 3]
    assert (answer["Count"], answer["ScannedCount"]) == (2, 4)
    with Refused(
        "ValidationException",
        "Filter Expression can only contain non-primary key attributes: Primary key attribute: sk",
    ):
        query(FilterExpression="sk > :a", values={"a": 1})
    with Refused(
        "ValidationException", "QueryFilter can only contain non-primary key attributes: Primary key attribute: sk"
    ):
        client.query(
            TableName=table,
            KeyConditions={"pk": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": filled}]}},
            QueryFilter={"sk": {"ComparisonOperator": "GT", "AttributeValueList": [{"N": "1"}]}},
        )


def test_select(query):
    assert "Items" not in query(Select="COUNT")
    assert query(Select="COUNT")["Count"] == 10
    assert query(Select="SPECIFIC_ATTRIBUTES", ProjectionExpression="v", Limit=1)["Items"] == [item(v=0)]
    for options, message in (
        (
            {"Select": "ALL_PROJECTED_ATTRIBUTES"},
            "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName",
        ),
        (
            {"Select": "SPECIFIC_ATTRIBUTES"},
            "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES",
        ),
        (
            {"Select": "COUNT", "ProjectionExpression": "v"},
            "Cannot specify the ProjectionExpression when choosing to get only the Count",
        ),
        (
            {"Select": "ALL_ATTRIBUTES", "ProjectionExpression": "v"},
            "Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES",
        ),
    ):
        with Refused("ValidationException", "1 validation error detected: " + message):
            query(**options)


def test_local_indexes_fetch_what_they_lack(query):
    assert "v" not in query(IndexName="local")["Items"][0]
    assert numbers(query(IndexName="local", Select="ALL_ATTRIBUTES"), "v") == list(range(9, -1, -1))
    assert query(IndexName="local", ProjectionExpression="w", Limit=1)["Items"] == [item(w=[9])]


def test_global_indexes_refuse_what_they_lack(query):
    assert set(query("g = :pk", IndexName="global")["Items"][0]) == {"pk", "sk", "g", "v"}
    with Refused(
        "ValidationException",
        INVALID + "Select type ALL_ATTRIBUTES is not supported for global secondary index global "
        "because its projection type is not ALL",
    ):
        query("g = :pk", IndexName="global", Select="ALL_ATTRIBUTES")
    with Refused("ValidationException", INVALID + "Global secondary index global does not project [w]"):
        query("g = :pk", IndexName="global", ProjectionExpression="w")
    with Refused("ValidationException", "Consistent reads are not supported on global secondary indexes"):
        query("g = :pk", IndexName="global", ConsistentRead=True)
    with Refused("ValidationException", "The table does not have the specified index: none"):
        query(IndexName="none")


def test_where_it_begins(query, filled):
    outside = "The provided starting key is outside query boundaries based on provided conditions"
    with Refused("ValidationException", outside):
        query(ExclusiveStartKey=key("other"))
    with Refused("ValidationException", "The provided starting key does not match the range key predicate"):
        query("pk = :pk AND sk > :a", {"a": 5}, ExclusiveStartKey=key(filled, 3))
    with Refused(
        "ValidationException",
        "The provided starting key is invalid: The provided key element does not match the schema",
    ):
        query(ExclusiveStartKey=item(pk=filled))


def test_a_page_is_a_megabyte(client, table):
    pk = unique_name()
    for i in range(12):
        put(client, table, pk=pk, sk=i, v="x" * 100_000)
    answer = client.query(
        TableName=table, KeyConditionExpression="pk = :pk", ExpressionAttributeValues={":pk": {"S": pk}}
    )
    assert len(answer["Items"]) == 11
    assert answer["LastEvaluatedKey"] == key(pk, 10)


def test_keys_are_needed(client, table):
    with Refused(
        "ValidationException",
        "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
    ):
        client.query(TableName=table)
