"""boto3's resource interface: native values, Decimal, conditions as objects, batch writers, paging by itself."""

import os
from decimal import Decimal

import boto3
import pytest
from boto3.dynamodb.conditions import Attr, Key
from boto3.dynamodb.types import Binary
from botocore.exceptions import ClientError
from conftest import ON_AWS, unique_name
from dynamodb_items import client, key_schema  # noqa: F401


@pytest.fixture(scope="module")
def dynamodb(client):
    if ON_AWS:
        return boto3.resource("dynamodb", region_name="us-east-1")
    return boto3.resource(
        "dynamodb",
        endpoint_url=os.environ["WB_ENDPOINT"],
        region_name="us-east-1",
        aws_access_key_id="123456789012",
        aws_secret_access_key="secret",
    )


@pytest.fixture(scope="module")
def table(dynamodb):
    made = dynamodb.create_table(
        TableName=unique_name(),
        AttributeDefinitions=[{"AttributeName": n, "AttributeType": t} for n, t in {"pk": "S", "sk": "N", "g": "S"}.items()],
        KeySchema=key_schema("pk", "sk"),
        GlobalSecondaryIndexes=[
            {"IndexName": "by_g", "KeySchema": key_schema("g", "sk"), "Projection": {"ProjectionType": "ALL"}}
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    made.wait_until_exists()
    yield made
    made.delete()
    made.wait_until_not_exists()


def test_native_values(table):
    item = {
        "pk": "a",
        "sk": 1,
        "decimal": Decimal("0.12345678901234567890123456789012345678"),
        "negative": Decimal("-1E-100"),
        "text": "ü",
        "bytes": Binary(b"\0\xff"),
        "flag": True,
        "none": None,
        "list": [1, "two", {"three": Decimal("3.5")}],
        "map": {"empty": {}, "list": []},
        "strings": {"a", "b"},
        "numbers": {1, Decimal("2.5")},
    }
    table.put_item(Item=item)
    assert table.get_item(Key={"pk": "a", "sk": 1}, ConsistentRead=True)["Item"] == item


def test_a_table_knows_itself(table):
    table.reload()
    assert (table.table_status, table.key_schema) == ("ACTIVE", key_schema("pk", "sk"))
    assert [index["IndexName"] for index in table.global_secondary_indexes] == ["by_g"]


def test_conditions(table):
    table.put_item(Item={"pk": "c", "sk": 1, "v": 1, "tags": {"x"}})
    update = {"Key": {"pk": "c", "sk": 1}, "UpdateExpression": "SET v = v + :n", "ReturnValues": "UPDATED_NEW"}
    update["ExpressionAttributeValues"] = {":n": 2}
    holds = Attr("v").eq(1) & Attr("tags").contains("x") & ~Attr("no").exists() & Attr("pk").size().lt(10)
    assert table.update_item(**update, ConditionExpression=holds)["Attributes"] == {"v": 3}
    with pytest.raises(ClientError) as refused:
        table.update_item(**update, ConditionExpression=holds)
    assert refused.value.response["Error"]["Code"] == "ConditionalCheckFailedException"
    with pytest.raises(table.meta.client.exceptions.ConditionalCheckFailedException):
        table.put_item(Item={"pk": "c", "sk": 1}, ConditionExpression=Attr("pk").not_exists())
    table.delete_item(Key={"pk": "c", "sk": 1}, ConditionExpression=Attr("v").between(3, 4) | Attr("v").is_in([9]))
    assert "Item" not in table.get_item(Key={"pk": "c", "sk": 1}, ConsistentRead=True)


def test_batches_and_queries(table):
    with table.batch_writer(overwrite_by_pkeys=["pk", "sk"]) as batch:
        for i in range(100):
            batch.put_item(Item={"pk": "q", "sk": i, "g": f"g{i % 2}", "v": Decimal(i) / 2})
        batch.put_item(Item={"pk": "q", "sk": 99, "g": "g1", "v": Decimal("100.5")})
        batch.delete_item(Key={"pk": "q", "sk": 0})
    condition = Key("pk").eq("q") & Key("sk").between(90, 95)
    found = table.query(KeyConditionExpression=condition, FilterExpression=Attr("v").ne(Decimal("46")), ScanIndexForward=False)
    assert [int(item["sk"]) for item in found["Items"]] == [95, 94, 93, 91, 90]
    found = table.query(IndexName="by_g", KeyConditionExpression=Key("g").eq("g1") & Key("sk").gte(95))
    assert [item["v"] for item in found["Items"]] == [Decimal("47.5"), Decimal("48.5"), Decimal("100.5")]
    found = table.scan(FilterExpression=Attr("v").gt(49), ProjectionExpression="sk, #v", ExpressionAttributeNames={"#v": "v"})
    assert found["Items"] == [{"sk": 99, "v": Decimal("100.5")}]


def test_the_service(dynamodb, table):
    keys = [{"pk": "b", "sk": i} for i in range(3)]
    asked = {table.name: [{"PutRequest": {"Item": each}} for each in keys]}
    assert dynamodb.batch_write_item(RequestItems=asked)["UnprocessedItems"] == {}
    found = dynamodb.batch_get_item(RequestItems={table.name: {"Keys": keys}})["Responses"][table.name]
    assert sorted(found, key=lambda each: each["sk"]) == keys
    assert table.name in [each.name for each in dynamodb.tables.all()]


def test_what_decimals_cannot_hold(table):
    with pytest.raises(TypeError):
        table.put_item(Item={"pk": "f", "sk": 1, "v": 0.1})
    with pytest.raises(ClientError) as refused:
        table.meta.client.put_item(TableName=table.name, Item={"pk": "f", "sk": 1, "v": Decimal("1E126")})
    assert refused.value.response["Error"]["Code"] == "ValidationException"
