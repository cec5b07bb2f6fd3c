"""Bulk operations: items from S3 are put into a table that is in use, under conditions, and what is not put is reported."""

import gzip
import json
import time

import pytest
from conftest import Refused, needs, unique_name
from dynamodb_items import bucket, client, item, make_items_table, put, s3  # noqa: F401

pytestmark = needs("dynamodb", "StartBulkPutItems")

ENDED = {"COMPLETED", "COMPLETED_WITH_ERRORS", "CANCELLED", "FAILED"}


@pytest.fixture
def items_table(client):
    name = make_items_table(client)
    yield name
    client.delete_table(TableName=name)


def start(client, table, bucket, prefix="in/", **options):
    form = {"InputFormat": options.pop("InputFormat", "DYNAMODB_JSON")}
    if compression := options.pop("InputCompressionType", None):
        form["InputCompressionType"] = compression
    return client.start_bulk_put_items(
        TableName=table,
        InputS3Configuration={"S3Bucket": bucket, "S3KeyPrefix": prefix, **form},
        OutputS3Configuration={"S3Bucket": bucket, "S3KeyPrefix": "out", "OutputType": ["ERROR", "CONDITION_CHECK_FAILURE"]},
        **options,
    )["BulkOperationDescription"]


def ended(client, arn):
    deadline = time.monotonic() + 30
    while True:
        found = client.describe_bulk_operation(BulkOperationArn=arn)["BulkOperationDescription"]
        if found["BulkOperationStatus"] in ENDED:
            return found
        assert time.monotonic() < deadline, found
        time.sleep(0.05)


def lines_of(*records):
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def reported(s3, bucket, kind):
    keys = [o["Key"] for o in s3.list_objects_v2(Bucket=bucket, Prefix="out/AWSDynamoDB/")["Contents"] if f"/{kind}/" in o["Key"]]
    text = "".join(gzip.decompress(s3.get_object(Bucket=bucket, Key=k)["Body"].read()).decode() for k in keys)
    return [json.loads(line) for line in text.splitlines()]


def test_items_are_put(client, s3, bucket, items_table):
    put(client, items_table, pk="a", sk=0, v="old")
    put(client, items_table, pk="z", sk=0)
    records = [{"Item": item(pk="a", sk=i, v="new")} for i in range(1200)]
    s3.put_object(Bucket=bucket, Key="in/1.json.gz", Body=gzip.compress(lines_of(*records[:600])))
    # Records may share a line.
    s3.put_object(Bucket=bucket, Key="in/2.json.gz", Body=gzip.compress(lines_of(*records[600:]).replace(b"\n", b"")))
    started = start(client, items_table, bucket, InputCompressionType="GZIP", ClientToken="t1", MaxWriteRequestUnits=2048)
    assert started["BulkOperationStatus"] == "IN_PROGRESS" and started["PerformanceTier"] == "STANDARD"
    found = ended(client, started["BulkOperationArn"])
    assert found["BulkOperationStatus"] == "COMPLETED", found
    assert found["ProcessedItemCount"] == 1200 and found["FailedItemCount"] == 0
    assert found["ProcessedInputBytes"] == found["TotalInputBytes"] > 0
    assert found["BulkOperationUsage"][0]["Table"]["BulkPutBytes"] > 1200
    assert found["TableDetails"][0]["TableName"] == items_table
    assert found["EndTime"] >= found["StartTime"]
    assert client.scan(TableName=items_table, Select="COUNT")["Count"] == 1201
    key = {"pk": {"S": "a"}, "sk": {"N": "0"}}
    assert client.get_item(TableName=items_table, Key=key)["Item"] == item(pk="a", sk=0, v="new")


def test_what_is_not_put_is_reported(client, s3, bucket, items_table):
    put(client, items_table, pk="a", sk=1, v="old")
    condition = {"ConditionExpression": "attribute_not_exists(pk)"}
    s3.put_object(
        Bucket=bucket,
        Key="in/1.json",
        Body=lines_of(
            {"Item": item(pk="a", sk=1, v="new"), **condition},
            {"Item": item(pk="a", sk=2), **condition},
            {"Item": item(pk="a")},
        ),
    )
    found = ended(client, start(client, items_table, bucket)["BulkOperationArn"])
    assert found["BulkOperationStatus"] == "COMPLETED_WITH_ERRORS", found
    assert found["ProcessedItemCount"] == 3 and found["FailedItemCount"] == 1
    refused = reported(s3, bucket, "condition-check-failure")
    assert refused == [{"Item": item(pk="a", sk=1, v="new"), "ExistingItem": item(pk="a", sk=1, v="old")}]
    failed = reported(s3, bucket, "error")
    assert [each["Item"] for each in failed] == [item(pk="a")]
    assert failed[0]["ErrorMessage"] == "One or more parameter values were invalid: Missing the key sk in the item"
    assert failed[0]["S3Key"] == "in/1.json"


def test_ion(client, s3, bucket, items_table):
    body = b'$ion_1_0 {Item:{pk:"a",sk:1.,v:{{AP8=}}}} {Item:{pk:"b",sk:2.}}'
    s3.put_object(Bucket=bucket, Key="in/1.ion", Body=body)
    found = ended(client, start(client, items_table, bucket, InputFormat="ION")["BulkOperationArn"])
    assert found["BulkOperationStatus"] == "COMPLETED", found
    stored = {each["pk"]["S"]: each for each in client.scan(TableName=items_table)["Items"]}
    assert stored == {"a": item(pk="a", sk=1, v=b"\x00\xff"), "b": item(pk="b", sk=2)}


def test_a_bucket_that_is_not_there_fails_it(client, bucket, items_table):
    arn = start(client, items_table, bucket)["BulkOperationArn"]
    assert ended(client, arn)["BulkOperationStatus"] == "COMPLETED"
    found = client.start_bulk_put_items(
        TableName=items_table,
        InputS3Configuration={"S3Bucket": unique_name().lower(), "InputFormat": "DYNAMODB_JSON"},
        OutputS3Configuration={"S3Bucket": bucket, "OutputType": ["ERROR"]},
    )["BulkOperationDescription"]
    found = ended(client, found["BulkOperationArn"])
    assert (found["BulkOperationStatus"], found["FailureCode"]) == ("FAILED", "S3NoSuchBucket")


def test_cancelling(client, s3, bucket, items_table):
    records = [{"Item": item(pk="a", sk=i), "ConditionExpression": "attribute_not_exists(pk)"} for i in range(30000)]
    s3.put_object(Bucket=bucket, Key="in/1.json", Body=lines_of(*records))
    arn = start(client, items_table, bucket)["BulkOperationArn"]
    answer = client.cancel_bulk_operation(BulkOperationArn=arn)
    assert answer["BulkOperationArn"] == arn and answer["BulkOperationStatus"] == "CANCELLING"
    found = ended(client, arn)
    assert found["BulkOperationStatus"] == "CANCELLED"
    stored = sum(page["Count"] for page in client.get_paginator("scan").paginate(TableName=items_table, Select="COUNT"))
    assert stored == found["ProcessedItemCount"] < 30000
    with Refused("ValidationException"):
        client.cancel_bulk_operation(BulkOperationArn=arn)


def test_tokens_and_lists(client, bucket, items_table):
    token = unique_name()
    arn = start(client, items_table, bucket, ClientToken=token)["BulkOperationArn"]
    assert start(client, items_table, bucket, ClientToken=token)["BulkOperationArn"] == arn
    with Refused("IdempotentParameterMismatchException"):
        start(client, items_table, bucket, prefix="other/", ClientToken=token)
    other = start(client, items_table, bucket)["BulkOperationArn"]
    ended(client, arn), ended(client, other)
    listed, token = [], {}
    while True:
        page = client.list_bulk_operations(MaxResults=1, **token)
        listed += [each["BulkOperationArn"] for each in page["BulkOperationsSummaryList"]]
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert listed.index(other) < listed.index(arn)


def test_what_is_not_there(client, bucket):
    with Refused("ResourceNotFoundException"):
        start(client, unique_name(), bucket)
    arn = "arn:aws:dynamodb:us-east-1:123456789012:table/items/bulk-operation/01489602797149-73d8d5bc"
    with Refused("ResourceNotFoundException"):
        client.describe_bulk_operation(BulkOperationArn=arn)
