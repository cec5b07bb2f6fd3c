"""With --dynamodb-throttle on, clients are held to what tables and indexes have: bursts of five minutes, then AWS's errors."""

import boto3
import pytest
from botocore.config import Config
from conftest import Refused, serve_with, takes, unique_name
from dynamodb_items import encoded, item, key_schema

TABLE_SPENT = (
    "The level of configured provisioned throughput for the table was exceeded. "
    "Consider increasing your provisioning level with the UpdateTable API."
)
INDEX_SPENT = (
    "The level of configured provisioned throughput for one or more global secondary indexes of the table was exceeded. "
    "Consider increasing your provisioning level for the under-provisioned global secondary indexes with the UpdateTable API."
)
CANCELLED = "Transaction cancelled, please refer cancellation reasons for specific reasons "
LARGE = "x" * 399_000  # 390 write units, 98 read units

pytestmark = pytest.mark.emulator_only


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    yield from serve_with("dynamodb_throttle = true\n", tmp_path_factory.mktemp("throttled"))


@pytest.fixture(scope="module")
def client(endpoint):
    return boto3.client(
        "dynamodb",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="123456789012",
        aws_secret_access_key="secret",
        config=Config(retries={"max_attempts": 0}),
    )


def units(reads, writes):
    return {"ReadCapacityUnits": reads, "WriteCapacityUnits": writes}


@pytest.fixture
def make(client):
    """Makes a table by pk with a global index by g; each has that many units of reads and writes."""
    names = []

    def run(reads=1, writes=1, index_reads=1, index_writes=1000):
        name = unique_name()
        index = {
            "IndexName": "global",
            "KeySchema": key_schema("g"),
            "Projection": {"ProjectionType": "ALL"},
            "ProvisionedThroughput": units(index_reads, index_writes),
        }
        client.create_table(
            TableName=name,
            AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("pk", "g")],
            KeySchema=key_schema("pk"),
            GlobalSecondaryIndexes=[index],
            ProvisionedThroughput=units(reads, writes),
        )
        names.append(name)
        return name

    yield run
    for name in names:
        client.delete_table(TableName=name)


def put(client, table, **attributes):
    return client.put_item(TableName=table, Item=item(**attributes))


def spend_writes(client, table):
    """A debt of minutes: more than the table's five minutes of one unit a second."""
    put(client, table, pk="large", v=LARGE)


def spend_reads(client, table):
    """The same of reads; writes must be plenty."""
    spend_writes(client, table)
    for _ in range(4):
        client.get_item(TableName=table, Key=item(pk="large"), ConsistentRead=True)


def has_reasons(client):
    shape = client.meta.service_model.shape_for("ProvisionedThroughputExceededException")
    return "ThrottlingReasons" in shape.members


def check_reason(client, refused, reason, table, index=None):
    if not has_reasons(client):
        return
    arn = client.describe_table(TableName=table)["Table"]["TableArn"] + (f"/index/{index}" if index else "")
    assert refused.answer["ThrottlingReasons"] == [{"reason": reason, "resource": arn}]


def test_writes_of_a_table(client, make):
    table = make()
    spend_writes(client, table)
    for call, what in (
        (client.put_item, {"Item": item(pk="a")}),
        (client.update_item, {"Key": item(pk="a")}),
        (client.delete_item, {"Key": item(pk="a")}),
        (client.put_item, {"Item": item(pk="large"), "ConditionExpression": "attribute_not_exists(pk)"}),
    ):
        with Refused("ProvisionedThroughputExceededException", TABLE_SPENT, 400) as refused:
            call(TableName=table, **what)
        check_reason(client, refused, "TableWriteProvisionedThroughputExceeded", table)
    assert "Item" in client.get_item(TableName=table, Key=item(pk="large")), "reads have units of their own"


def test_reads_of_a_table(client, make):
    table = make(writes=1000)
    spend_reads(client, table)
    values = {":pk": encoded("large")}
    for call, what in (
        (client.get_item, {"Key": item(pk="a")}),
        (client.query, {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": values}),
        (client.scan, {}),
        (lambda TableName: client.execute_statement(Statement=f'SELECT * FROM "{TableName}"'), {}),
    ):
        with Refused("ProvisionedThroughputExceededException", TABLE_SPENT, 400) as refused:
            call(TableName=table, **what)
        check_reason(client, refused, "TableReadProvisionedThroughputExceeded", table)
    assert client.scan(TableName=table, IndexName="global")["Count"] == 0
    put(client, table, pk="a")


def test_an_index_holds_its_table_back(client, make):
    table = make(writes=1000, index_writes=1)
    put(client, table, pk="large", g="g", v=LARGE)
    with Refused("ProvisionedThroughputExceededException", INDEX_SPENT, 400) as refused:
        put(client, table, pk="a", g="g")
    check_reason(client, refused, "IndexWriteProvisionedThroughputExceeded", table, "global")
    put(client, table, pk="a")
    assert client.get_item(TableName=table, Key=item(pk="a"))["Item"] == item(pk="a")


def test_reads_of_an_index(client, make):
    table = make(writes=1000)
    put(client, table, pk="large", g="g", v=LARGE)
    query = {
        "TableName": table,
        "IndexName": "global",
        "KeyConditionExpression": "g = :g",
        "ExpressionAttributeValues": {":g": encoded("g")},
    }
    for _ in range(7):
        client.query(**query)
    with Refused("ProvisionedThroughputExceededException", INDEX_SPENT, 400) as refused:
        client.query(**query)
    check_reason(client, refused, "IndexReadProvisionedThroughputExceeded", table, "global")
    client.get_item(TableName=table, Key=item(pk="a"))


def test_batches_leave_undone_what_they_cannot_do(client, make):
    spent, rich = make(), make(1000, 1000)
    spend_writes(client, spent)
    asked = {
        spent: [{"PutRequest": {"Item": item(pk="a", v=1)}}, {"DeleteRequest": {"Key": item(pk="large")}}],
        rich: [{"PutRequest": {"Item": item(pk="a")}}],
    }
    answer = client.batch_write_item(RequestItems=asked, ReturnConsumedCapacity="TOTAL")
    assert answer["UnprocessedItems"] == {spent: asked[spent]}
    assert [(each["TableName"], each["CapacityUnits"]) for each in answer["ConsumedCapacity"]] == [(rich, 1.0)]
    assert "Item" in client.get_item(TableName=rich, Key=item(pk="a"), ConsistentRead=True)
    with Refused("ProvisionedThroughputExceededException", TABLE_SPENT):
        client.batch_write_item(RequestItems={spent: asked[spent]})


def test_a_batch_is_done_as_far_as_it_goes(client, make):
    table = make()
    puts = [{"PutRequest": {"Item": item(pk=f"p{i}", v=LARGE if i == 2 else "")}} for i in range(5)]
    answer = client.batch_write_item(RequestItems={table: puts})
    assert answer["UnprocessedItems"] == {table: puts[3:]}
    assert client.scan(TableName=table, Select="COUNT")["Count"] == 3


def test_batches_of_reads(client, make):
    spent, rich = make(writes=1000), make(1000, 1000)
    spend_reads(client, spent)
    put(client, rich, pk="a")
    asked = {
        spent: {"Keys": [item(pk="large"), item(pk="a")], "ConsistentRead": True},
        rich: {"Keys": [item(pk="a")]},
    }
    answer = client.batch_get_item(RequestItems=asked)
    assert answer["UnprocessedKeys"] == {spent: asked[spent]}
    assert answer["Responses"][rich] == [item(pk="a")]
    with Refused("ProvisionedThroughputExceededException", TABLE_SPENT):
        client.batch_get_item(RequestItems={spent: asked[spent]})


def test_transactions_are_cancelled(client, make):
    spent, rich = make(1, 1), make(1000, 1000)
    spend_writes(client, spent)
    writes = [{"Put": {"TableName": rich, "Item": item(pk="a")}}, {"Put": {"TableName": spent, "Item": item(pk="a")}}]
    with Refused("TransactionCanceledException", CANCELLED + "[None, ProvisionedThroughputExceeded]") as refused:
        client.transact_write_items(TransactItems=writes)
    assert refused.answer["CancellationReasons"] == [
        {"Code": "None"},
        {"Code": "ProvisionedThroughputExceeded", "Message": TABLE_SPENT},
    ]
    assert "Item" not in client.get_item(TableName=rich, Key=item(pk="a"), ConsistentRead=True)
    for _ in range(4):
        client.get_item(TableName=spent, Key=item(pk="large"), ConsistentRead=True)
    with Refused("TransactionCanceledException", CANCELLED + "[ProvisionedThroughputExceeded]"):
        client.transact_get_items(TransactItems=[{"Get": {"TableName": spent, "Key": item(pk="a")}}])


def test_statements(client, make):
    spent, rich = make(), make(1000, 1000)
    spend_writes(client, spent)
    insert = "INSERT INTO \"{}\" VALUE {{'pk': 'a'}}"
    with Refused("ProvisionedThroughputExceededException", TABLE_SPENT):
        client.execute_statement(Statement=insert.format(spent))
    answer = client.batch_execute_statement(Statements=[{"Statement": insert.format(name)} for name in (spent, rich)])
    refused, done = answer["Responses"]
    assert (refused["Error"]["Code"], refused["Error"]["Message"]) == ("ProvisionedThroughputExceeded", TABLE_SPENT)
    assert "Error" not in done


def test_on_demand_is_held_to_its_own_maximum(client):
    if not takes(client, "CreateTable", "OnDemandThroughput"):
        pytest.skip("this SDK knows no maximum")
    table = unique_name()
    client.create_table(
        TableName=table,
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=key_schema("pk"),
        BillingMode="PAY_PER_REQUEST",
        OnDemandThroughput={"MaxReadRequestUnits": -1, "MaxWriteRequestUnits": 1},
    )
    spend_writes(client, table)
    message = "Throughput exceeds the maximum OnDemandThroughput configured on table or index"
    with Refused("ThrottlingException", message, 400) as refused:
        put(client, table, pk="a")
    if has_reasons(client):
        assert refused.answer["throttlingReasons"][0]["reason"] == "TableWriteMaxOnDemandThroughputExceeded"
    with Refused("TransactionCanceledException", CANCELLED + "[ThrottlingError]"):
        client.transact_write_items(TransactItems=[{"Put": {"TableName": table, "Item": item(pk="a")}}])
    for _ in range(20):
        client.get_item(TableName=table, Key=item(pk="large"), ConsistentRead=True)
    client.update_table(TableName=table, OnDemandThroughput={"MaxWriteRequestUnits": -1})
    put(client, table, pk="a")
    client.delete_table(TableName=table)


def test_nothing_is_throttled_unless_it_is_asked_for(tmp_path):
    for url in serve_with("", tmp_path):
        client = boto3.client(
            "dynamodb", endpoint_url=url, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
        )
        client.create_table(
            TableName="free",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=key_schema("pk"),
            ProvisionedThroughput=units(1, 1),
        )
        for _ in range(3):
            put(client, "free", pk="a", v=LARGE)
