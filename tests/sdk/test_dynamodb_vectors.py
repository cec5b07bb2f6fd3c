"""Vector indexes: made with their tables, filled by writes, searched exactly."""

import math
import random

import pytest
from conftest import Refused, needs, unique_name
from dynamodb_items import client  # noqa: F401

pytestmark = needs("dynamodb", "SearchVectors")

INVALID = "One or more parameter values were invalid: "


def vector(*components):
    return [{"N": str(each)} for each in components]


def vector_index(name, function="COSINE", projection="ALL", dimensions=3, schema=()):
    index = {
        "IndexName": name,
        "VectorAttribute": {"AttributeName": "e"},
        "Dimensions": dimensions,
        "DistanceFunction": function,
        "Projection": {"ProjectionType": projection},
    }
    if schema:
        index["SearchSchema"] = [{"AttributeName": n, "SearchSchemaElementType": t} for n, t in schema]
    return index


def make_table(client, *indexes, **options):
    name = unique_name()
    defined = ["pk", *{each["AttributeName"] for index in indexes for each in index.get("SearchSchema", [])}]
    client.create_table(
        TableName=name,
        AttributeDefinitions=[{"AttributeName": each, "AttributeType": "S"} for each in defined],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        **{"BillingMode": "PAY_PER_REQUEST", **options},
        VectorIndexes=list(indexes),
    )
    client.get_waiter("table_exists").wait(TableName=name)
    return name


@pytest.fixture(scope="module")
def searched(client):
    schema = [("tenant", "HASH"), ("category", "INLINE_FILTER")]
    name = make_table(
        client,
        vector_index("cosine"),
        vector_index("euclidean", "EUCLIDEAN", "KEYS_ONLY"),
        vector_index("dot", "DOT_PRODUCT"),
        vector_index("schema", schema=schema),
    )
    rows = {"a": (1, 0, 0), "b": (0, 1, 0), "c": (-1, 0, 0), "d": (0.6, 0.8, 0)}
    for pk, components in rows.items():
        row = {"pk": {"S": pk}, "label": {"S": f"item-{pk}"}, "e": {"L": vector(*components)}}
        tenant = {"tenant": {"S": "t1"}, "category": {"S": "odd" if pk in "ac" else "even"}}
        client.put_item(TableName=name, Item={**row, **(tenant if pk != "d" else {})})
    yield name
    client.delete_table(TableName=name)


def search(client, table, index, components=(1, 0, 0), count=10, **options):
    return client.search_vectors(
        TableName=table, IndexName=index, SearchVector=vector(*components), TopK=count, **options
    )["SearchResults"]


def scores(client, table, index):
    return {each["Item"]["pk"]["S"]: each["Score"] for each in search(client, table, index)}


def test_scores(client, searched):
    near = lambda wanted: {pk: pytest.approx(score, abs=1e-6) for pk, score in wanted.items()}  # noqa: E731
    assert scores(client, searched, "cosine") == near({"a": 0, "d": 0.4, "b": 1, "c": 2})
    assert scores(client, searched, "euclidean") == near({"a": 0, "d": math.sqrt(0.8), "b": math.sqrt(2), "c": 2})
    assert scores(client, searched, "dot") == near({"a": 1, "d": 0.6, "b": 0, "c": -1})
    for index in ("cosine", "euclidean", "dot"):
        assert list(scores(client, searched, index)) == ["a", "d", "b", "c"]


def test_what_is_given(client, searched):
    first = lambda **options: search(client, searched, count=1, **options)[0]["Item"]  # noqa: E731
    assert sorted(first(index="cosine")) == ["category", "label", "pk", "tenant"]
    assert sorted(first(index="euclidean")) == ["pk"]
    found = first(index="cosine", ProjectionExpression="pk, e")
    assert [float(each["N"]) for each in found["e"]["L"]] == [1, 0, 0]


def test_conditions(client, searched):
    def found(condition, **values):
        given = {f":{name}": {"S": value} for name, value in values.items()}
        options = {"SearchConditionExpression": condition, "ExpressionAttributeValues": given}
        return [each["Item"]["pk"]["S"] for each in search(client, searched, "schema", **options)]

    assert found("tenant = :t", t="t1") == ["a", "b", "c"]
    assert found("tenant = :t AND category = :c", t="t1", c="odd") == ["a", "c"]
    assert found("tenant = :t", t="t2") == []
    with Refused("ValidationException", "SearchConditionExpression must be provided when SearchSchema has a HASH key"):
        search(client, searched, "schema")
    message = "Invalid SearchConditionExpression: Invalid comparator used in SearchConditionExpression"
    with Refused("ValidationException", message):
        found("tenant = :t AND category < :c", t="t1", c="odd")


def test_what_does_not_fit_is_refused(client, searched):
    with Refused("ValidationException", "Input search vector dimension 2 does not match vector index dimension 3"):
        search(client, searched, "cosine", (1, 0))
    with Refused("ValidationException", "The table does not have the specified index: none"):
        search(client, searched, "none")
    message = "Provided TopK value '101' is out of valid range. The value must be between 1 and 100 inclusive"
    with Refused("ValidationException", message):
        search(client, searched, "cosine", count=101)
    wrong = "One or more parameter values were invalid. Invalid size for parameter e, Expected: 3, Actual: 2 IndexName: cosine"
    with Refused("ValidationException", wrong):
        client.put_item(TableName=searched, Item={"pk": {"S": "x"}, "e": {"L": vector(1, 0)}})


def test_updates_and_deletions_are_seen(client):
    table = make_table(client, vector_index("near"))
    client.put_item(TableName=table, Item={"pk": {"S": "a"}, "e": {"L": vector(0, 1, 0)}})
    change = {":e": {"L": vector(1, 0, 0)}}
    client.update_item(TableName=table, Key={"pk": {"S": "a"}}, UpdateExpression="SET e = :e", ExpressionAttributeValues=change)
    assert search(client, table, "near")[0]["Score"] == 0
    client.update_item(TableName=table, Key={"pk": {"S": "a"}}, UpdateExpression="REMOVE e")
    assert search(client, table, "near") == []
    client.delete_table(TableName=table)


def test_nothing_closer_is_missed(client):
    rng = random.Random(11)
    table = make_table(client, vector_index("near", "EUCLIDEAN", dimensions=8))
    rows = {str(i): [rng.randint(-99, 99) for _ in range(8)] for i in range(300)}
    names = list(rows)
    for at in range(0, len(names), 25):
        puts = [{"PutRequest": {"Item": {"pk": {"S": n}, "e": {"L": vector(*rows[n])}}}} for n in names[at : at + 25]]
        client.batch_write_item(RequestItems={table: puts})
    for _ in range(10):
        asked = [rng.randint(-99, 99) for _ in range(8)]
        wanted = sorted(math.dist(asked, row) for row in rows.values())[:50]
        found = [each["Score"] for each in search(client, table, "near", asked, 50)]
        assert found == pytest.approx(wanted, rel=1e-6)
    client.delete_table(TableName=table)


@pytest.mark.parametrize(
    "indexes, options, message",
    [
        (
            [vector_index("one")],
            {"BillingMode": "PROVISIONED", "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}},
            "Vector indexes are only supported for PAY_PER_REQUEST tables",
        ),
        ([vector_index("one", dimensions=4097)], {}, "Number of dimensions must be between 1 and 4096 inclusive."),
        (
            [vector_index(f"index-{i}") for i in range(6)],
            {},
            "VectorIndex count exceeds the per-table limit of 5",
        ),
        (
            [vector_index("one"), vector_index("two", dimensions=4)],
            {},
            "Conflicting attribute definition for 'e'. All VectorIndexes on the same vector attribute must use the same dimensions.",
        ),
    ],
)
def test_indexes_that_do_not_fit(client, indexes, options, message):
    with Refused("ValidationException", INVALID + message):
        make_table(client, *indexes, **options)


def test_capacity(client, searched):
    answer = client.search_vectors(
        TableName=searched, IndexName="cosine", SearchVector=vector(1, 0, 0), TopK=1, ReturnConsumedCapacity="TOTAL"
    )
    assert answer["ConsumedCapacity"] == {"VectorSearchRequestBytes": 1024.0}
