"""Every operation of DynamoDB and of its streams that the SDK knows is called, and does what it is for.

A hook notes the operations as they are answered; the last test compares them with the SDK's models.
"""

from __future__ import annotations

import functools
import json

import pytest
from botocore.exceptions import ClientError
from conftest import make_client, takes, unique_name
from dynamodb_items import client as any_client  # noqa: F401
from dynamodb_items import encoded, item, key, key_schema, make_items_table, until

until = functools.partial(until, seconds=60)

# AWS refuses the first version of global tables since 2026; auto scaling is of global tables, and a bulk operation may be done
# before it is cancelled.
MAY_BE_REFUSED = {
    "CancelBulkOperation",
    "CreateGlobalTable",
    "DescribeGlobalTable",
    "DescribeGlobalTableSettings",
    "DescribeTableReplicaAutoScaling",
    "UpdateGlobalTable",
    "UpdateGlobalTableSettings",
    "UpdateTableReplicaAutoScaling",
}


@pytest.fixture(scope="module")
def answered():
    """The operations called, each with the statuses that it was answered with."""
    return {}


def noting(service, answered):
    client = make_client(service=service)

    def note(model, http_response, **_):
        answered.setdefault(model.name, set()).add(http_response.status_code)

    client.meta.events.register(f"after-call.{client.meta.service_model.service_id.hyphenize()}", note)
    return client


@pytest.fixture(scope="module")
def client(any_client, answered):  # noqa: F811
    return noting("dynamodb", answered)


@pytest.fixture(scope="module")
def streams(answered):
    return noting("dynamodbstreams", answered)


@pytest.fixture(scope="module")
def table(client):
    name = make_items_table(
        client, StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    )
    yield name
    client.delete_table(TableName=name)


@pytest.fixture(scope="module")
def arn(client, table):
    return client.describe_table(TableName=table)["Table"]["TableArn"]


def attempt(client, operation, method, **arguments):
    """Null where the SDK does not know the operation, or it is refused and may be."""
    if not takes(client, operation, None):
        return None
    try:
        return getattr(client, method)(**arguments)
    except ClientError as error:
        assert operation in MAY_BE_REFUSED and error.response["ResponseMetadata"]["HTTPStatusCode"] == 400, error
        return None


# ---- Items ----


def test_items(client, table):
    client.put_item(TableName=table, Item=item(pk="a", sk=1, v=1))
    client.update_item(
        TableName=table,
        Key=key("a"),
        UpdateExpression="SET v = v + :one",
        ExpressionAttributeValues={":one": encoded(1)},
    )
    assert client.get_item(TableName=table, Key=key("a"), ConsistentRead=True)["Item"] == item(pk="a", sk=1, v=2)
    found = client.query(
        TableName=table, KeyConditionExpression="pk = :pk", ExpressionAttributeValues={":pk": encoded("a")}
    )
    assert found["Count"] == client.scan(TableName=table)["Count"] == 1
    client.delete_item(TableName=table, Key=key("a"))
    assert client.scan(TableName=table)["Count"] == 0


def test_many_items(client, table):
    puts = [{"PutRequest": {"Item": key("b", i)}} for i in range(3)]
    assert client.batch_write_item(RequestItems={table: puts})["UnprocessedItems"] == {}
    asked = {table: {"Keys": [key("b", i) for i in range(3)]}}
    assert len(client.batch_get_item(RequestItems=asked)["Responses"][table]) == 3
    client.transact_write_items(
        TransactItems=[
            {"Delete": {"TableName": table, "Key": key("b", 0)}},
            {"Put": {"TableName": table, "Item": key("b", 3)}},
        ]
    )
    reads = [{"Get": {"TableName": table, "Key": key("b", i)}} for i in (0, 3)]
    assert client.transact_get_items(TransactItems=reads)["Responses"] == [{}, {"Item": key("b", 3)}]


def test_statements(client, table):
    statement = f"""SELECT * FROM "{table}" WHERE pk = 'c' AND sk = 1"""
    client.execute_statement(Statement=f"""INSERT INTO "{table}" VALUE {{'pk': 'c', 'sk': 1}}""")
    assert client.execute_statement(Statement=statement)["Items"] == [key("c")]
    assert client.batch_execute_statement(Statements=[{"Statement": statement}])["Responses"][0]["Item"] == key("c")
    assert client.execute_transaction(TransactStatements=[{"Statement": statement}])["Responses"] == [{"Item": key("c")}]


# ---- Tables ----


def test_tables(client, table, arn):
    assert table in [name for page in client.get_paginator("list_tables").paginate() for name in page["TableNames"]]
    client.update_table(
        TableName=table,
        AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("pk", "x")],
        GlobalSecondaryIndexUpdates=[
            {"Create": {"IndexName": "by_x", "KeySchema": key_schema("x"), "Projection": {"ProjectionType": "ALL"}}}
        ],
    )
    until(
        lambda: all(
            index["IndexStatus"] == "ACTIVE"
            for index in client.describe_table(TableName=table)["Table"]["GlobalSecondaryIndexes"]
        )
    )
    client.tag_resource(ResourceArn=arn, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
    client.untag_resource(ResourceArn=arn, TagKeys=["b"])
    assert client.list_tags_of_resource(ResourceArn=arn)["Tags"] == [{"Key": "a", "Value": "1"}]
    client.update_time_to_live(TableName=table, TimeToLiveSpecification={"Enabled": True, "AttributeName": "t"})
    found = client.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    assert found["AttributeName"] == "t"


def test_what_the_account_has(client):
    assert client.describe_limits()["TableMaxReadCapacityUnits"] > 0
    endpoint = client.describe_endpoints()["Endpoints"][0]
    assert endpoint["Address"] and endpoint["CachePeriodInMinutes"] > 0


def test_streams(client, streams, table, arn):
    client.put_item(TableName=table, Item=key("streamed"))
    stream = streams.list_streams(TableName=table)["Streams"][0]["StreamArn"]
    assert stream.startswith(arn + "/stream/")
    found = []
    for shard in streams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"]:
        where = {"StreamArn": stream, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
        iterator = streams.get_shard_iterator(**where)["ShardIterator"]
        found += [record["dynamodb"]["Keys"] for record in streams.get_records(ShardIterator=iterator)["Records"]]
    assert key("streamed") in found


# ---- Backups, exports, imports ----


def test_backups(client, table):
    backup = client.create_backup(TableName=table, BackupName="backup")["BackupDetails"]["BackupArn"]
    described = lambda: client.describe_backup(BackupArn=backup)["BackupDescription"]["BackupDetails"]  # noqa: E731
    until(lambda: described()["BackupStatus"] == "AVAILABLE")
    assert backup in [each["BackupArn"] for each in client.list_backups(TableName=table)["BackupSummaries"]]
    names = [unique_name(), unique_name()]
    client.restore_table_from_backup(TargetTableName=names[0], BackupArn=backup)
    client.delete_backup(BackupArn=backup)
    specification = {"PointInTimeRecoveryEnabled": True}
    client.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification=specification)
    found = client.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    assert found["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"
    client.restore_table_to_point_in_time(
        SourceTableName=table, TargetTableName=names[1], UseLatestRestorableTime=True
    )
    for name in names:
        until(lambda name=name: client.describe_table(TableName=name)["Table"]["TableStatus"] == "ACTIVE")
        client.delete_table(TableName=name)


@pytest.mark.emulator_only
def test_exports_and_imports(client, table, arn):
    """On AWS these take minutes."""
    s3, bucket = make_client(service="s3"), unique_name()
    s3.create_bucket(Bucket=bucket)
    specification = {"PointInTimeRecoveryEnabled": True}
    client.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification=specification)
    export = client.export_table_to_point_in_time(TableArn=arn, S3Bucket=bucket)["ExportDescription"]["ExportArn"]
    described = lambda: client.describe_export(ExportArn=export)["ExportDescription"]["ExportStatus"]  # noqa: E731
    assert until(lambda: described() != "IN_PROGRESS" and described()) == "COMPLETED"
    assert export in [each["ExportArn"] for each in client.list_exports(TableArn=arn)["ExportSummaries"]]
    s3.put_object(Bucket=bucket, Key="in/items.json", Body=json.dumps({"Item": item(pk="imported")}))
    name = unique_name()
    imported = client.import_table(
        S3BucketSource={"S3Bucket": bucket, "S3KeyPrefix": "in/"},
        InputFormat="DYNAMODB_JSON",
        TableCreationParameters={
            "TableName": name,
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
            "KeySchema": key_schema("pk"),
            "BillingMode": "PAY_PER_REQUEST",
        },
    )["ImportTableDescription"]["ImportArn"]
    described = lambda: client.describe_import(ImportArn=imported)["ImportTableDescription"]["ImportStatus"]  # noqa: E731
    assert until(lambda: described() != "IN_PROGRESS" and described()) == "COMPLETED"
    assert imported in [each["ImportArn"] for each in client.list_imports()["ImportSummaryList"]]
    assert client.scan(TableName=name)["Items"] == [item(pk="imported")]
    client.delete_table(TableName=name)


# ---- Settings ----


def policy_of(arn):
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
        "Action": "dynamodb:GetItem",
        "Resource": arn,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_policies(client, arn):
    if attempt(client, "PutResourcePolicy", "put_resource_policy", ResourceArn=arn, Policy=policy_of(arn)):
        assert "dynamodb:GetItem" in client.get_resource_policy(ResourceArn=arn)["Policy"]
        client.delete_resource_policy(ResourceArn=arn)
        return
    attempt(client, "GetResourcePolicy", "get_resource_policy", ResourceArn=arn)
    attempt(client, "DeleteResourcePolicy", "delete_resource_policy", ResourceArn=arn)


def test_insights(client, table):
    enabled = {"TableName": table, "ContributorInsightsAction": "ENABLE"}
    done = attempt(client, "UpdateContributorInsights", "update_contributor_insights", **enabled)
    found = attempt(client, "DescribeContributorInsights", "describe_contributor_insights", TableName=table)
    listed = attempt(client, "ListContributorInsights", "list_contributor_insights", TableName=table)
    if done:
        assert found["ContributorInsightsStatus"] in ("ENABLING", "ENABLED")
        assert [each["TableName"] for each in listed["ContributorInsightsSummaries"]] == [table]


def test_kinesis(client, table):
    where = {"TableName": table, "StreamArn": "arn:aws:kinesis:us-east-1:123456789012:stream/s"}
    done = attempt(client, "EnableKinesisStreamingDestination", "enable_kinesis_streaming_destination", **where)

    def described():
        return attempt(
            client,
            "DescribeKinesisStreamingDestination",
            "describe_kinesis_streaming_destination",
            TableName=table,
        )

    if done:
        until(lambda: described()["KinesisDataStreamDestinations"][0]["DestinationStatus"] == "ACTIVE")
    else:
        described()
    precision = {"UpdateKinesisStreamingConfiguration": {"ApproximateCreationDateTimePrecision": "MICROSECOND"}}
    attempt(
        client, "UpdateKinesisStreamingDestination", "update_kinesis_streaming_destination", **where, **precision
    )
    if done:
        until(lambda: described()["KinesisDataStreamDestinations"][0]["DestinationStatus"] == "ACTIVE")
    attempt(client, "DisableKinesisStreamingDestination", "disable_kinesis_streaming_destination", **where)


def test_auto_scaling(client, table):
    attempt(
        client, "DescribeTableReplicaAutoScaling", "describe_table_replica_auto_scaling", TableName=table
    )
    update = {
        "ScalingPolicyUpdate": {"TargetTrackingScalingPolicyConfiguration": {"TargetValue": 50.0}},
        "MinimumUnits": 1,
        "MaximumUnits": 10,
    }
    attempt(
        client,
        "UpdateTableReplicaAutoScaling",
        "update_table_replica_auto_scaling",
        TableName=table,
        ProvisionedWriteCapacityAutoScalingUpdate=update,
    )


def test_the_first_global_tables(client, table):
    regions = [{"RegionName": "us-east-1"}, {"RegionName": "eu-west-1"}]
    attempt(client, "CreateGlobalTable", "create_global_table", GlobalTableName=table, ReplicationGroup=regions)
    attempt(client, "DescribeGlobalTable", "describe_global_table", GlobalTableName=table)
    attempt(client, "DescribeGlobalTableSettings", "describe_global_table_settings", GlobalTableName=table)
    attempt(client, "ListGlobalTables", "list_global_tables")
    attempt(
        client,
        "UpdateGlobalTable",
        "update_global_table",
        GlobalTableName=table,
        ReplicaUpdates=[{"Create": {"RegionName": "eu-west-1"}}],
    )
    attempt(
        client,
        "UpdateGlobalTableSettings",
        "update_global_table_settings",
        GlobalTableName=table,
        GlobalTableBillingMode="PAY_PER_REQUEST",
    )


# ---- Bulk operations and vectors ----


def test_bulk_operations(client, table, arn):
    bucket = {"S3Bucket": unique_name()}
    started = attempt(
        client,
        "StartBulkPutItems",
        "start_bulk_put_items",
        TableName=arn,
        InputS3Configuration={**bucket, "S3KeyPrefix": "in/", "InputFormat": "DYNAMODB_JSON"},
        OutputS3Configuration={**bucket, "S3KeyPrefix": "out/", "OutputType": ["ERROR"]},
    )
    operation = started["BulkOperationDescription"]["BulkOperationArn"] if started else f"{arn}/bulk-operation/0"
    attempt(client, "DescribeBulkOperation", "describe_bulk_operation", BulkOperationArn=operation)
    attempt(client, "ListBulkOperations", "list_bulk_operations")
    attempt(client, "CancelBulkOperation", "cancel_bulk_operation", BulkOperationArn=operation)


def test_vectors(client):
    if not takes(client, "SearchVectors", None):
        pytest.skip("this SDK knows no vectors")
    name = unique_name()
    client.create_table(
        TableName=name,
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=key_schema("pk"),
        BillingMode="PAY_PER_REQUEST",
        VectorIndexes=[
            {
                "IndexName": "near",
                "VectorAttribute": {"AttributeName": "e"},
                "Dimensions": 2,
                "DistanceFunction": "COSINE",
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    for pk, components in {"a": [1, 0], "b": [0, 1]}.items():
        client.put_item(TableName=name, Item=item(pk=pk, e=components))
    wanted = [encoded(0.9), encoded(0.1)]
    found = client.search_vectors(TableName=name, IndexName="near", SearchVector=wanted, TopK=1)["SearchResults"]
    assert [each["Item"]["pk"] for each in found] == [encoded("a")]
    client.delete_table(TableName=name)


# ---- All of them ----


def test_every_operation_was_answered(client, streams, table, answered):
    if len(answered) < 20:
        pytest.skip("the other tests did not run")
    answered.setdefault("DeleteTable", set()).add(200)  # done when the module ends
    known = set(client.meta.service_model.operation_names) | set(streams.meta.service_model.operation_names)
    assert known - set(answered) == set(), "operations that no test called"
    broken = {name for name, statuses in answered.items() if any(status >= 500 for status in statuses)}
    assert broken == set()
    done = {name for name, statuses in answered.items() if any(200 <= status < 300 for status in statuses)}
    assert known - done <= MAY_BE_REFUSED
