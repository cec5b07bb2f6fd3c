"""Scan: all of a table or an index, in pages and in segments."""

import pytest
from conftest import Refused
from dynamodb_items import client, encoded, item, key, make_items_table, put  # noqa: F401


@pytest.fixture(scope="module")
def table(client):
    """Sixty items of thirty hash keys; every third is in the global index."""
    name = make_items_table(client)
    for i in range(60):
        options = {"g": "x"} if i % 3 == 0 else {}
        put(client, name, pk=f"p{i % 30}", sk=i, v=i, **options)
    yield name
    client.delete_table(TableName=name)


def scanned(client, table, **options):
    """Numbers of the items, and how many pages they were in."""
    found, pages, start = [], 0, {}
    while True:
        answer = client.scan(TableName=table, **options, **start)
        found += [int(each["sk"]["N"]) for each in answer["Items"]]
        pages += 1
        if "LastEvaluatedKey" not in answer:
            return found, pages
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def test_all_of_it(client, table):
    assert sorted(scanned(client, table)[0]) == list(range(60))
    found, pages = scanned(client, table, Limit=7)
    assert sorted(found) == list(range(60))
    assert pages == 9
    assert sorted(scanned(client, table, IndexName="global", Limit=7)[0]) == list(range(0, 60, 3))


@pytest.mark.parametrize("segments", [1, 2, 17])
def test_segments_share_it(client, table, segments):
    found = []
    for segment in range(segments):
        found += scanned(client, table, TotalSegments=segments, Segment=segment, Limit=5)[0]
    assert sorted(found) == list(range(60))


def test_segments_that_are_none(client, table):
    for options, message in (
        (
            {"Segment": 1},
            "The TotalSegments parameter is required but was not present in the request when Segment parameter is present",
        ),
        (
            {"TotalSegments": 1},
            "The Segment parameter is required but was not present in the request when parameter TotalSegments is present",
        ),
        (
            {"TotalSegments": 5, "Segment": 5},
            "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
            "Segment: 5 is not less than TotalSegments: 5",
        ),
    ):
        with Refused("ValidationException", message):
            client.scan(TableName=table, **options)
    with Refused("ValidationException") as refused:
        client.scan(TableName=table, TotalSegments=1_000_000, Segment=0, ExclusiveStartKey=key("p1", 1))
    assert "ExclusiveStartKey" in refused.answer["Error"]["Message"]


def test_filters_may_ask_for_keys(client, table):
    answer = client.scan(
        TableName=table, FilterExpression="sk < :n AND v > :m", ExpressionAttributeValues={":n": encoded(5), ":m": encoded(2)}
    )
    assert sorted(int(each["sk"]["N"]) for each in answer["Items"]) == [3, 4]
    assert (answer["Count"], answer["ScannedCount"]) == (2, 60)
    answer = client.scan(
        TableName=table, ScanFilter={"v": {"ComparisonOperator": "EQ", "AttributeValueList": [encoded(7)]}}
    )
    assert answer["Items"] == [item(pk="p7", sk=7, v=7)]


def test_counts(client, table):
    answer = client.scan(TableName=table, Select="COUNT")
    assert "Items" not in answer
    assert (answer["Count"], answer["ScannedCount"]) == (60, 60)


def test_select(client, table):
    with Refused(
        "ValidationException", "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName"
    ):
        client.scan(TableName=table, Select="ALL_PROJECTED_ATTRIBUTES")
    with Refused(
        "ValidationException", "Cannot specify the ProjectionExpression when choosing to get only the Count"
    ):
        client.scan(TableName=table, Select="COUNT", ProjectionExpression="v")
