"""Tables go to S3 and come from it: exports as JSON and Ion, imports of JSON, Ion and CSV."""

import gzip
import json
import time

import pytest
from conftest import Refused, unique_name
from dynamodb_items import bucket, client, item, key_schema, make_items_table, put, s3  # noqa: F401


def until_done(describe, name):
    deadline = time.monotonic() + 30
    while (found := describe()[name])[name.replace("Description", "Status").replace("Table", "")] == "IN_PROGRESS":
        assert time.monotonic() < deadline, found
        time.sleep(0.05)
    return found


def exported(client, arn, bucket, **options):
    started = client.export_table_to_point_in_time(TableArn=arn, S3Bucket=bucket, **options)["ExportDescription"]
    return until_done(lambda: client.describe_export(ExportArn=started["ExportArn"]), "ExportDescription")


def imported(client, bucket, prefix="", **options):
    name = unique_name()
    started = client.import_table(
        S3BucketSource={"S3Bucket": bucket, "S3KeyPrefix": prefix},
        TableCreationParameters={
            "TableName": name,
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
            "KeySchema": key_schema("pk"),
            "BillingMode": "PAY_PER_REQUEST",
        },
        **options,
    )["ImportTableDescription"]
    deadline = time.monotonic() + 30
    while True:
        found = client.describe_import(ImportArn=started["ImportArn"])["ImportTableDescription"]
        if found["ImportStatus"] != "IN_PROGRESS":
            return name, found
        assert time.monotonic() < deadline, found
        time.sleep(0.05)


@pytest.fixture
def recoverable(client):
    name = make_items_table(client)
    client.update_continuous_backups(
        TableName=name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    yield name, client.describe_table(TableName=name)["Table"]["TableArn"]
    client.delete_table(TableName=name)


def data_of(s3, bucket, prefix):
    keys = [o["Key"] for o in s3.list_objects_v2(Bucket=bucket, Prefix=prefix)["Contents"] if "/data/" in o["Key"]]
    return "".join(gzip.decompress(s3.get_object(Bucket=bucket, Key=k)["Body"].read()).decode() for k in keys)


def test_an_export_has_every_item(client, s3, bucket, recoverable):
    name, arn = recoverable
    for i in range(5):
        put(client, name, pk="a", sk=i, v=["x", {"y": i}])
    found = exported(client, arn, bucket, S3Prefix="here")
    assert found["ExportStatus"] == "COMPLETED" and found["ItemCount"] == 5
    lines = [json.loads(line)["Item"] for line in data_of(s3, bucket, "here/AWSDynamoDB/").splitlines()]
    assert sorted(lines, key=str) == sorted((item(pk="a", sk=i, v=["x", {"y": i}]) for i in range(5)), key=str)
    manifest = s3.get_object(Bucket=bucket, Key=found["ExportManifest"])["Body"].read()
    assert json.loads(manifest)["itemCount"] == 5


def test_a_table_without_recovery_is_not_exported(client, bucket):
    name = make_items_table(client)
    with Refused("PointInTimeRecoveryUnavailableException"):
        arn = client.describe_table(TableName=name)["Table"]["TableArn"]
        client.export_table_to_point_in_time(TableArn=arn, S3Bucket=bucket)
    client.delete_table(TableName=name)


@pytest.mark.parametrize("form, ending", [("DYNAMODB_JSON", "json.gz"), ("ION", "ion.gz")])
def test_what_was_exported_is_imported(client, s3, bucket, recoverable, form, ending):
    source, arn = recoverable
    for i in range(3):
        put(client, source, pk=f"p{i}", sk=i, v={"s": "é\n", "n": 1.5, "none": None, "yes": True, "l": [1, "2"], "b": b"\x00\xff"})
    found = exported(client, arn, bucket, S3Prefix="x", ExportFormat=form)
    data = [o["Key"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"] if o["Key"].endswith(ending)]
    assert data
    prefix = data[0][: data[0].index("/data/") + 6]
    name, described = imported(client, bucket, prefix, InputFormat=form, InputCompressionType="GZIP")
    assert described["ImportStatus"] == "COMPLETED", described
    assert described["ImportedItemCount"] == found["ItemCount"] == 3
    by_key = lambda items: sorted(items, key=lambda each: each["pk"]["S"])  # noqa: E731
    assert by_key(client.scan(TableName=name)["Items"]) == by_key(client.scan(TableName=source)["Items"])
    client.delete_table(TableName=name)


def test_csv(client, s3, bucket):
    s3.put_object(Bucket=bucket, Key="in/a.csv", Body=b'pk,v\none,"with, comma"\ntwo,plain\n')
    name, described = imported(client, bucket, "in/", InputFormat="CSV")
    assert described["ImportStatus"] == "COMPLETED" and described["ImportedItemCount"] == 2
    found = {each["pk"]["S"]: each["v"]["S"] for each in client.scan(TableName=name)["Items"]}
    assert found == {"one": "with, comma", "two": "plain"}
    client.delete_table(TableName=name)


def test_records_of_json_may_share_a_line(client, s3, bucket):
    records = "".join(json.dumps({"Item": item(pk=pk)}) for pk in "abc") + " " + json.dumps({"Item": item(pk="d")}, indent=1)
    s3.put_object(Bucket=bucket, Key="in/a.json", Body=records.encode())
    name, described = imported(client, bucket, "in/", InputFormat="DYNAMODB_JSON")
    assert described["ImportStatus"] == "COMPLETED" and described["ImportedItemCount"] == 4
    assert sorted(each["pk"]["S"] for each in client.scan(TableName=name)["Items"]) == list("abcd")
    client.delete_table(TableName=name)
