"""Tables: made, described, changed and deleted; indexes that come and go on a live table; times to live; tags."""

import time

import pytest
from conftest import Refused, unique_name
from dynamodb_items import client, encoded, item, key_schema, make, put, until  # noqa: F401

INVALID = "One or more parameter values were invalid: "


def index_on(name, attribute):
    return {"IndexName": name, "KeySchema": key_schema(attribute), "Projection": {"ProjectionType": "ALL"}}


def test_a_table_is_described_as_it_was_made(client, make):
    name = make("g", GlobalSecondaryIndexes=[index_on("global", "g")], Tags=[{"Key": "a", "Value": "b"}])
    table = client.describe_table(TableName=name)["Table"]
    assert table["TableStatus"] == "ACTIVE" and table["KeySchema"] == key_schema("pk")
    assert table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert table["GlobalSecondaryIndexes"][0]["IndexStatus"] == "ACTIVE"
    assert client.describe_table(TableName=table["TableArn"])["Table"]["TableId"] == table["TableId"]
    assert client.list_tags_of_resource(ResourceArn=table["TableArn"])["Tags"] == [{"Key": "a", "Value": "b"}]
    put(client, name, pk="a", v="x" * 100)
    assert client.describe_table(TableName=name)["Table"]["ItemCount"] == 1
    with Refused("ResourceInUseException", f"Table already exists: {name}"):
        make_again = {"AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}]}
        client.create_table(TableName=name, KeySchema=key_schema("pk"), BillingMode="PAY_PER_REQUEST", **make_again)


def test_a_table_that_goes_is_gone_with_its_items(client):
    name = unique_name()
    definition = {
        "TableName": name,
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": key_schema("pk"),
        "BillingMode": "PAY_PER_REQUEST",
    }
    client.create_table(**definition)
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    put(client, name, pk="a")
    assert client.delete_table(TableName=name)["TableDescription"]["TableStatus"] == "DELETING"
    client.get_waiter("table_not_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    with Refused("ResourceNotFoundException", f"Requested resource not found: Table: {name} not found"):
        client.describe_table(TableName=name)
    with Refused("ResourceNotFoundException", "Requested resource not found"):
        client.get_item(TableName=name, Key=item(pk="a"))
    client.create_table(**definition)
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    assert client.scan(TableName=name)["Items"] == []
    client.delete_table(TableName=name)


@pytest.mark.parametrize(
    "options, message",
    [
        ({"KeySchema": key_schema("no")}, INVALID + "Some index key attributes are not defined in AttributeDefinitions. "),
        ({"KeySchema": key_schema("pk", "no")}, "Invalid KeySchema: Some index key attribute have no definition"),
        (
            {"ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}},
            INVALID + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
        ),
        ({"LocalSecondaryIndexes": [index_on("local", "pk")]}, INVALID + "Table KeySchema does not have a range key"),
        ({"GlobalSecondaryIndexes": []}, INVALID + "List of GlobalSecondaryIndexes is empty"),
        (
            {"GlobalSecondaryIndexes": [{**index_on("index", "pk"), "Projection": {}}]},
            INVALID + "Unknown ProjectionType: null",
        ),
        (
            {"GlobalSecondaryIndexes": [index_on("twice", "pk"), index_on("twice", "pk")]},
            INVALID + "Duplicate index name: twice",
        ),
    ],
)
def test_what_is_no_table(client, options, message):
    definition = {
        "TableName": unique_name(),
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": key_schema("pk"),
        "BillingMode": "PAY_PER_REQUEST",
    }
    with Refused("ValidationException") as refused:
        client.create_table(**{**definition, **options})
    assert refused.answer["Error"]["Message"].startswith(message)


def test_an_index_comes_to_a_live_table_and_goes(client, make):
    name = make()
    for i in range(30):
        put(client, name, pk=str(i), x=str(i % 3))
    put(client, name, pk="without")

    def index():
        indexes = client.describe_table(TableName=name)["Table"].get("GlobalSecondaryIndexes", [])
        return next((each for each in indexes if each["IndexName"] == "by_x"), None)

    answer = client.update_table(
        TableName=name,
        AttributeDefinitions=[{"AttributeName": "x", "AttributeType": "S"}],
        GlobalSecondaryIndexUpdates=[{"Create": index_on("by_x", "x")}],
    )["TableDescription"]
    assert answer["GlobalSecondaryIndexes"][0]["IndexStatus"] == "CREATING"
    until(lambda: index()["IndexStatus"] == "ACTIVE")
    found = client.query(
        TableName=name,
        IndexName="by_x",
        KeyConditionExpression="x = :x",
        ExpressionAttributeValues={":x": encoded("1")},
    )
    assert found["Count"] == 10
    with Refused("ValidationException"):
        put(client, name, pk="wrong", x=3)
    client.update_table(TableName=name, GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "by_x"}}])
    until(lambda: index() is None)
    put(client, name, pk="no longer wrong", x=3)
    with Refused("ResourceNotFoundException"):
        client.update_table(TableName=name, GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "by_x"}}])


def test_protection_and_billing(client, make):
    name = make()
    client.update_table(TableName=name, DeletionProtectionEnabled=True)
    with Refused("ValidationException"):
        client.delete_table(TableName=name)
    client.update_table(TableName=name, DeletionProtectionEnabled=False)
    units = {"ReadCapacityUnits": 3, "WriteCapacityUnits": 4}
    client.update_table(TableName=name, BillingMode="PROVISIONED", ProvisionedThroughput=units)
    until(lambda: client.describe_table(TableName=name)["Table"]["TableStatus"] == "ACTIVE")
    described = client.describe_table(TableName=name)["Table"]["ProvisionedThroughput"]
    assert (described["ReadCapacityUnits"], described["WriteCapacityUnits"]) == (3, 4)
    with Refused("ValidationException"):
        client.update_table(TableName=name, ProvisionedThroughput=units)


def test_items_whose_time_has_come_go(client, make):
    name = make()
    now = int(time.time())
    put(client, name, pk="old before", expires=now - 10)
    client.update_time_to_live(
        TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"}
    )
    assert client.describe_time_to_live(TableName=name)["TimeToLiveDescription"] == {
        "TimeToLiveStatus": "ENABLED",
        "AttributeName": "expires",
    }
    put(client, name, pk="old", expires=now - 10)
    put(client, name, pk="young", expires=now + 1000)
    put(client, name, pk="ancient", expires=now - 6 * 365 * 24 * 3600)
    put(client, name, pk="text", expires=str(now - 10))
    left = lambda: {each["pk"]["S"] for each in client.scan(TableName=name)["Items"]}  # noqa: E731
    until(lambda: left() == {"young", "ancient", "text"})
    with Refused("ValidationException", "TimeToLive is already enabled"):
        client.update_time_to_live(
            TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"}
        )


def test_tags(client, make):
    arn = client.describe_table(TableName=make())["Table"]["TableArn"]
    client.tag_resource(ResourceArn=arn, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": ""}])
    client.tag_resource(ResourceArn=arn, Tags=[{"Key": "a", "Value": "2"}])
    client.untag_resource(ResourceArn=arn, TagKeys=["b", "never there"])
    assert client.list_tags_of_resource(ResourceArn=arn)["Tags"] == [{"Key": "a", "Value": "2"}]
    for wrong in ({"Key": "aws:a", "Value": ""}, {"Key": "a!", "Value": ""}, {"Key": "", "Value": ""}):
        with Refused("ValidationException"):
            client.tag_resource(ResourceArn=arn, Tags=[wrong])
    with Refused("ValidationException"):
        client.tag_resource(ResourceArn=arn, Tags=[{"Key": str(i), "Value": ""} for i in range(50)])


def test_names_in_pages(client, make):
    names = sorted(make() for _ in range(3))
    found = []
    for page in client.get_paginator("list_tables").paginate(PaginationConfig={"PageSize": 1}):
        found += page["TableNames"]
    assert [name for name in found if name in names] == names
