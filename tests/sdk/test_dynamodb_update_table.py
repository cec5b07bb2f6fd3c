"""UpdateTable: capacity and billing, indexes, streams, the table's class, encryption, each on a table that has items."""

import pytest
from conftest import Refused, takes, unique_name
from dynamodb_items import client, encoded, item, key_schema, put  # noqa: F401
from test_dynamodb_tables import index_on, until

INVALID = "One or more parameter values were invalid: "


def units(reads, writes):
    return {"ReadCapacityUnits": reads, "WriteCapacityUnits": writes}


def of(described):
    """The two numbers of what is provisioned."""
    throughput = described["ProvisionedThroughput"]
    return throughput["ReadCapacityUnits"], throughput["WriteCapacityUnits"]


@pytest.fixture
def make(client):
    """Makes tables by pk (S) with a global index by g; they go with the test."""
    names = []

    def run(**options):
        name = unique_name()
        index = index_on("by_g", "g")
        if options.get("BillingMode") != "PAY_PER_REQUEST":
            options["ProvisionedThroughput"] = units(3, 4)
            index["ProvisionedThroughput"] = units(5, 6)
        client.create_table(
            TableName=name,
            AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("pk", "g")],
            KeySchema=key_schema("pk"),
            GlobalSecondaryIndexes=[index],
            **options,
        )
        names.append(name)
        client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
        put(client, name, pk="a", g="g", x="x")
        return name

    yield run
    for name in names:
        client.delete_table(TableName=name)


@pytest.fixture
def table(make):
    return make()


def described(client, table):
    return client.describe_table(TableName=table)["Table"]


def settled(client, table):
    """The table once nothing changes any more."""

    def still():
        found = described(client, table)
        indexes = found.get("GlobalSecondaryIndexes", [])
        active = found["TableStatus"] == "ACTIVE" and all(index["IndexStatus"] == "ACTIVE" for index in indexes)
        return found if active else None

    return until(still)


def updated(client, table, **options):
    answer = client.update_table(TableName=table, **options)["TableDescription"]
    assert answer["TableName"] == table
    return settled(client, table)


# ---- Capacity ----


def test_capacity(client, table):
    found = updated(client, table, ProvisionedThroughput=units(10, 4))
    assert of(found) == (10, 4)
    assert "LastIncreaseDateTime" in found["ProvisionedThroughput"]
    assert found["ProvisionedThroughput"]["NumberOfDecreasesToday"] == 0
    found = updated(client, table, ProvisionedThroughput=units(2, 1))
    assert of(found) == (2, 1)
    assert found["ProvisionedThroughput"]["NumberOfDecreasesToday"] == 1
    assert "LastDecreaseDateTime" in found["ProvisionedThroughput"]
    same = (
        "The provisioned throughput for the table will not change. The requested value equals the current value. "
        "Current ReadCapacityUnits provisioned for the table: 2. Requested ReadCapacityUnits: 2. "
        "Current WriteCapacityUnits provisioned for the table: 1. Requested WriteCapacityUnits: 1. "
        "Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits."
    )
    with Refused("ValidationException", same):
        client.update_table(TableName=table, ProvisionedThroughput=units(2, 1))


def test_capacity_of_an_index(client, table):
    update = {"Update": {"IndexName": "by_g", "ProvisionedThroughput": units(7, 8)}}
    found = updated(client, table, GlobalSecondaryIndexUpdates=[update])
    assert of(found["GlobalSecondaryIndexes"][0]) == (7, 8)
    assert of(found) == (3, 4)
    with Refused("ResourceNotFoundException"):
        client.update_table(
            TableName=table,
            GlobalSecondaryIndexUpdates=[{"Update": {"IndexName": "none", "ProvisionedThroughput": units(1, 1)}}],
        )


def test_billing_there_and_back(client, table):
    found = updated(client, table, BillingMode="PAY_PER_REQUEST")
    assert found["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert "LastUpdateToPayPerRequestDateTime" in found["BillingModeSummary"]
    assert of(found) == of(found["GlobalSecondaryIndexes"][0]) == (0, 0)
    for options, message in (
        ({"ProvisionedThroughput": units(1, 1)}, "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST"),
        ({"BillingMode": "PROVISIONED"}, "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED"),
        ({"BillingMode": "PROVISIONED", "ProvisionedThroughput": units(1, 1)}, "ProvisionedThroughput must be specified for index: by_g"),
    ):  # fmt: skip
        with Refused("ValidationException", INVALID + message):
            client.update_table(TableName=table, **options)
    found = updated(
        client,
        table,
        BillingMode="PROVISIONED",
        ProvisionedThroughput=units(1, 2),
        GlobalSecondaryIndexUpdates=[{"Update": {"IndexName": "by_g", "ProvisionedThroughput": units(3, 4)}}],
    )
    assert (of(found), of(found["GlobalSecondaryIndexes"][0])) == ((1, 2), (3, 4))
    assert found["BillingModeSummary"]["BillingMode"] == "PROVISIONED"
    assert client.query(
        TableName=table,
        IndexName="by_g",
        KeyConditionExpression="g = :g",
        ExpressionAttributeValues={":g": encoded("g")},
    )["Items"] == [item(pk="a", g="g", x="x")]


def test_the_most_that_on_demand_may_take(client, make):
    if not takes(client, "UpdateTable", "OnDemandThroughput"):
        pytest.skip("this SDK knows no maximum")
    table = make(BillingMode="PAY_PER_REQUEST")
    most = {"MaxReadRequestUnits": 10, "MaxWriteRequestUnits": 20}
    assert updated(client, table, OnDemandThroughput=most)["OnDemandThroughput"] == most
    update = {"Update": {"IndexName": "by_g", "OnDemandThroughput": most}}
    found = updated(client, table, GlobalSecondaryIndexUpdates=[update])
    assert found["GlobalSecondaryIndexes"][0]["OnDemandThroughput"] == most


# ---- Indexes ----


def test_one_index_at_a_time(client, table):
    creates = [{"Create": {**index_on(name, name), "ProvisionedThroughput": units(1, 1)}} for name in ("xxx", "yyy")]
    definitions = [{"AttributeName": name, "AttributeType": "S"} for name in ("xxx", "yyy")]
    message = "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table"
    with Refused("LimitExceededException", message):
        client.update_table(
            TableName=table, AttributeDefinitions=definitions, GlobalSecondaryIndexUpdates=creates
        )
    for i in range(2):
        updated(
            client,
            table,
            AttributeDefinitions=definitions[i : i + 1],
            GlobalSecondaryIndexUpdates=creates[i : i + 1],
        )
    found = described(client, table)
    assert [index["IndexName"] for index in found["GlobalSecondaryIndexes"]] == ["by_g", "xxx", "yyy"]
    assert {each["AttributeName"] for each in found["AttributeDefinitions"]} == {"pk", "g", "xxx", "yyy"}


def test_an_index_that_goes_takes_its_definition(client, table):
    client.update_table(TableName=table, GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "by_g"}}])
    until(lambda: "GlobalSecondaryIndexes" not in described(client, table))
    assert [each["AttributeName"] for each in described(client, table)["AttributeDefinitions"]] == ["pk"]
    with Refused("ValidationException", "The table does not have the specified index: by_g"):
        client.scan(TableName=table, IndexName="by_g")


def test_indexes_that_can_not_come(client, table):
    create = {**index_on("by_g", "g"), "ProvisionedThroughput": units(1, 1)}
    definitions = [{"AttributeName": "g", "AttributeType": "S"}]
    with Refused("ValidationException", "Attempting to create an index which already exists"):
        client.update_table(
            TableName=table,
            AttributeDefinitions=definitions,
            GlobalSecondaryIndexUpdates=[{"Create": create}],
        )
    with Refused("ValidationException") as refused:
        client.update_table(
            TableName=table,
            AttributeDefinitions=definitions,
            GlobalSecondaryIndexUpdates=[{"Create": {**index_on("by_h", "h"), "ProvisionedThroughput": units(1, 1)}}],
        )
    assert "Some index key attributes are not defined in AttributeDefinitions" in refused.answer["Error"]["Message"]


# ---- Streams, class, encryption ----


def test_streams_are_switched(client, table):
    on = {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}}
    off = {"StreamSpecification": {"StreamEnabled": False}}
    found = updated(client, table, **on)
    first = found["LatestStreamArn"]
    assert first == f"{found['TableArn']}/stream/{found['LatestStreamLabel']}"
    assert found["StreamSpecification"] == on["StreamSpecification"]
    with Refused("ValidationException", f"Table already has an enabled stream: TableName: {table}"):
        client.update_table(TableName=table, **on)
    found = updated(client, table, **off)
    assert "StreamSpecification" not in found and found["LatestStreamArn"] == first
    with Refused("ValidationException"):
        client.update_table(TableName=table, **off)
    assert updated(client, table, **on)["LatestStreamArn"] != first, "another stream"


def test_the_tables_class(client, table):
    if not takes(client, "UpdateTable", "TableClass"):
        pytest.skip("this SDK knows no classes")
    found = updated(client, table, TableClass="STANDARD_INFREQUENT_ACCESS")
    assert found["TableClassSummary"]["TableClass"] == "STANDARD_INFREQUENT_ACCESS"
    assert updated(client, table, TableClass="STANDARD")["TableClassSummary"]["TableClass"] == "STANDARD"
    with Refused("ValidationException"):
        client.update_table(TableName=table, TableClass="GLACIER")


def test_encryption(client, table):
    assert "SSEDescription" not in described(client, table)
    found = updated(client, table, SSESpecification={"Enabled": True, "SSEType": "KMS"})["SSEDescription"]
    assert (found["Status"], found["SSEType"]) == ("ENABLED", "KMS")
    assert found["KMSMasterKeyArn"].startswith("arn:aws:kms:")
    assert "SSEDescription" not in updated(client, table, SSESpecification={"Enabled": False})


def test_something_must_change(client, table):
    with Refused(
        "ValidationException",
        "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates "
        "or SSESpecification or ReplicaUpdates is required",
    ):
        client.update_table(TableName=table)
    nobody = unique_name()
    with Refused("ResourceNotFoundException", f"Requested resource not found: Table: {nobody} not found"):
        client.update_table(TableName=nobody, DeletionProtectionEnabled=True)
