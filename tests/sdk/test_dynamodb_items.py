"""Single items: put, got, updated and deleted, under conditions, and what is refused."""

import threading

import pytest
from conftest import Refused, takes, unique_name
from dynamodb_items import client, encoded, item, key, put, stored, table  # noqa: F401

REQUEST = "1 validation error detected: "  # before what is wrong with the request of a write by itself
INVALID = "One or more parameter values were invalid: "
EMPTY = "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty "


def update(client, table, pk, expression=None, values=None, **options):
    if expression:
        options["UpdateExpression"] = expression
    if values:
        options["ExpressionAttributeValues"] = {":" + n: encoded(v) for n, v in values.items()}
    return client.update_item(TableName=table, Key=key(pk), **options)


@pytest.mark.parametrize(
    "value",
    [
        {"S": ""},
        {"S": "ü\0\U0001f600"},
        {"N": "-123456789012345678901234567890.12345678"},
        {"B": b"\0\xff"},
        {"B": b""},
        {"BOOL": False},
        {"NULL": True},
        {"L": []},
        {"M": {}},
        {"L": [{"M": {"": {"S": "x"}, "b": {"L": [{"N": "1"}]}}}]},
    ],
)
def test_what_is_put_is_got(client, table, value):
    pk = unique_name()
    client.put_item(TableName=table, Item={**key(pk), "v": value})
    assert stored(client, table, pk) == {**key(pk), "v": value}


@pytest.mark.parametrize("kind, members", [("SS", ["b", "a"]), ("NS", ["10", "-1"]), ("BS", [b"b", b"a"])])
def test_sets_have_no_order(client, table, kind, members):
    pk = unique_name()
    client.put_item(TableName=table, Item={**key(pk), "v": {kind: members}})
    assert sorted(stored(client, table, pk)["v"][kind]) == sorted(members)


def test_what_is_not_there_is_no_item(client, table):
    assert "Item" not in client.get_item(TableName=table, Key=key(unique_name()))


def test_projections(client, table):
    pk = unique_name()
    put(client, table, pk=pk, sk=1, a={"b": [1, 2, 3], "c": "x"}, d="y")

    def got(**options):
        return client.get_item(TableName=table, Key=key(pk), **options)["Item"]

    assert got(ProjectionExpression="a.b[2], #d, absent", ExpressionAttributeNames={"#d": "d"}) == item(a={"b": [3]}, d="y")
    assert got(AttributesToGet=["d", "absent"]) == item(d="y")
    assert got(AttributesToGet=["absent"]) == {}
    with Refused("ValidationException", INVALID + "Duplicate value in attribute name: a"):
        got(AttributesToGet=["a", "a"])
    with Refused(
        "ValidationException",
        "Can not use both expression and non-expression parameters in the same request: "
        "Non-expression parameters: {AttributesToGet} Expression parameters: {ProjectionExpression}",
    ):
        got(AttributesToGet=["a"], ProjectionExpression="a")


@pytest.mark.parametrize(
    "attributes, message",
    [
        ({"pk": "a"}, INVALID + "Missing the key sk in the item"),
        ({"pk": 1, "sk": 1}, INVALID + "Type mismatch for key pk expected: S actual: N"),
        ({"pk": "", "sk": 1}, EMPTY + "string value. Key: pk"),
        ({"pk": "a", "sk": 1, "c": 1}, INVALID + "Type mismatch for Index Key c Expected: S Actual: N IndexName: local"),
        (
            {"pk": "x" * 2049, "sk": 1},
            INVALID + "Size of hashkey has exceeded the maximum size limit of2048 bytes",
        ),
        (
            {"pk": "a", "sk": 1, "c": "x" * 1025},
            INVALID + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes",
        ),
        ({"pk": "a", "sk": 1, "v": "x" * 409_600}, "Item size has exceeded the maximum allowed size"),
    ],
)
def test_items_that_do_not_fit(client, table, attributes, message):
    with Refused("ValidationException", message):
        put(client, table, **attributes)


@pytest.mark.parametrize("wrong", [{"pk": "a"}, {"pk": "a", "sk": "1"}, {"pk": "a", "sk": 1, "v": 1}, {"x": 1, "sk": 1}])
def test_keys_that_do_not_fit(client, table, wrong):
    for call in (client.get_item, client.delete_item, client.update_item):
        with Refused("ValidationException", "The provided key element does not match the schema"):
            call(TableName=table, Key=item(**wrong))


def test_tables_that_are_not_there(client):
    with Refused("ResourceNotFoundException", "Requested resource not found"):
        stored(client, unique_name(), "a")


def test_the_largest_item(client, table):
    pk = unique_name()
    rest = 409_600 - len("pk" + pk + "sk" + "v") - 2
    put(client, table, pk=pk, sk=1, v="x" * rest)
    with Refused("ValidationException", "Item size has exceeded the maximum allowed size"):
        put(client, table, pk=pk, sk=1, v="x" * (rest + 1))
    with Refused("ValidationException", "Item size to update has exceeded the maximum allowed size"):
        update(client, table, pk, "SET w = :w", {"w": "x"})


def test_conditions(client, table):
    pk = unique_name()
    once = {"TableName": table, "Item": key(pk), "ConditionExpression": "attribute_not_exists(pk)"}
    client.put_item(**once)
    with Refused("ConditionalCheckFailedException", "The conditional request failed") as refused:
        client.put_item(**once)
    assert "Item" not in refused.answer
    with Refused("ConditionalCheckFailedException", "The conditional request failed"):
        client.delete_item(TableName=table, Key=key(pk), Expected={"v": {"Value": {"S": "x"}}})
    if takes(client, "PutItem", "ReturnValuesOnConditionCheckFailure"):
        with Refused("ConditionalCheckFailedException") as refused:
            client.put_item(**once, ReturnValuesOnConditionCheckFailure="ALL_OLD")
        assert refused.answer["Item"] == key(pk)
        assert refused.answer["message"] == "The conditional request failed"


def test_old_values(client, table):
    pk = unique_name()
    options = {"TableName": table, "ReturnValues": "ALL_OLD"}
    assert "Attributes" not in client.put_item(Item=item(pk=pk, sk=1, v=1), **options)
    assert client.put_item(Item=item(pk=pk, sk=1, v=2), **options)["Attributes"] == item(pk=pk, sk=1, v=1)
    assert client.delete_item(Key=key(pk), **options)["Attributes"] == item(pk=pk, sk=1, v=2)
    assert "Attributes" not in client.delete_item(Key=key(pk), **options)
    for call, what in ((client.put_item, {"Item": key(pk)}), (client.delete_item, {"Key": key(pk)})):
        with Refused("ValidationException", REQUEST + "ReturnValues can only be ALL_OLD or NONE"):
            call(TableName=table, ReturnValues="ALL_NEW", **what)


def test_values_of_updates(client, table):
    pk = unique_name()
    put(client, table, pk=pk, sk=1, v=1, m={"a": 1, "b": [1, 2, 3]})

    def updated(expression, wanted, **values):
        return update(client, table, pk, expression, values, ReturnValues=wanted).get("Attributes")

    assert updated("SET v = v + :n", "UPDATED_OLD", n=1) == item(v=1)
    assert updated("SET v = v + :n", "UPDATED_NEW", n=1) == item(v=3)
    assert updated("SET m.a = :n REMOVE v", "UPDATED_NEW", n=2) == item(m={"a": 2})
    assert updated("SET m.b[1] = :n", "UPDATED_OLD", n=5) == item(m={"b": [2]})
    assert updated("REMOVE absent", "UPDATED_OLD") is None
    assert updated("REMOVE m", "ALL_NEW") == key(pk)
    assert updated("SET v = :n", "ALL_OLD", n=1) == key(pk)
    assert updated("SET v = :n", "NONE", n=1) is None


def test_updates_make_items(client, table):
    pk = unique_name()
    update(client, table, pk, "REMOVE v")
    assert stored(client, table, pk) is None
    update(client, table, pk, AttributeUpdates={"v": {"Action": "DELETE"}})
    assert stored(client, table, pk) is None
    update(client, table, pk)
    assert stored(client, table, pk) == key(pk)
    with Refused("ValidationException", INVALID + "Cannot update attribute pk. This attribute is part of the key"):
        update(client, table, pk, "SET pk = :v", {"v": "x"})


def test_old_and_new_parameters_do_not_mix(client, table):
    with Refused(
        "ValidationException",
        REQUEST + "Can not use both expression and non-expression parameters in the same request: "
        "Non-expression parameters: {AttributeUpdates} Expression parameters: {UpdateExpression}",
    ):
        update(client, table, "a", "SET v = :v", {"v": 1}, AttributeUpdates={"v": {"Value": {"N": "1"}}})


def value_of(**value):
    return {"ExpressionAttributeValues": {":v": value}}


@pytest.mark.parametrize(
    "options, message",
    [
        ({"ConditionExpression": ""}, "Invalid ConditionExpression: The expression can not be empty;"),
        (value_of(S="x"), "ExpressionAttributeValues can only be specified when using expressions"),
        (
            {"ConditionExpression": "attribute_exists(a)", **value_of(S="x")},
            "Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}",
        ),
        (
            {"ConditionExpression": "a = :v", **value_of(N="abc")},
            "The parameter cannot be converted to a numeric value: abc",
        ),
        ({"ConditionExpression": "a = :v", **value_of(SS=[])}, INVALID + "An string set  may not be empty"),
        ({"Expected": {"a": {"Exists": True}}}, INVALID + "Value must be provided when Exists is true for Attribute: a"),
    ],
)
def test_what_is_wrong_with_a_write_by_itself(client, options, message):
    where = {"TableName": unique_name(), **options}
    for call in (
        lambda: client.put_item(Item=key("a"), **where),
        lambda: client.delete_item(Key=key("a"), **where),
        lambda: client.update_item(Key=key("a"), **where),
    ):
        with Refused("ValidationException", REQUEST + message):
            call()


def test_a_value_of_no_type_is_told_of_bare(client):
    message = "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
    with Refused("ValidationException", message):
        client.put_item(TableName=unique_name(), Item={"pk": {}})


def test_counters_do_not_lose_a_count(client, table):
    pk = unique_name()

    def count():
        for _ in range(25):
            update(client, table, pk, "ADD v :n", {"n": 1})

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stored(client, table, pk)["v"] == {"N": "200"}


def test_metrics_of_collections(client, table):
    answer = client.put_item(TableName=table, Item=key("a"), ReturnItemCollectionMetrics="SIZE")
    assert answer["ItemCollectionMetrics"] == {"ItemCollectionKey": item(pk="a"), "SizeEstimateRangeGB": [0.0, 1.0]}
