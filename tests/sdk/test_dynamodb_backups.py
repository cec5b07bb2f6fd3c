"""Backups on demand and continuous ones: what a restored table has of its source, and what it has not."""

import datetime
import functools
import threading
import time

import pytest
from conftest import Refused, takes, unique_name
from dynamodb_items import client, encoded, item, key, make_items_table, put, until  # noqa: F401

until = functools.partial(until, seconds=60)


@pytest.fixture
def made(client):
    """Names of tables that go with the test."""
    names = []
    yield names
    for name in names:
        client.delete_table(TableName=name)


@pytest.fixture
def source(client, made):
    name = make_items_table(client)
    made.append(name)
    return name


def backup_of(client, table, name="backup"):
    arn = client.create_backup(TableName=table, BackupName=name)["BackupDetails"]["BackupArn"]
    until(lambda: description(client, arn)["BackupDetails"]["BackupStatus"] == "AVAILABLE")
    return arn


def description(client, arn):
    return client.describe_backup(BackupArn=arn)["BackupDescription"]


def restored(client, made, restore, **options):
    """The name of the table that a restore made, once it is there."""
    name = unique_name()
    answer = restore(TargetTableName=name, **options)["TableDescription"]
    made.append(name)
    assert answer["TableName"] == name and answer["TableStatus"] == "CREATING"
    until(lambda: table_of(client, name)["TableStatus"] == "ACTIVE")
    return name


def table_of(client, name):
    return client.describe_table(TableName=name)["Table"]


def items_of(client, table, **options):
    found = []
    for page in client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True, **options):
        found += page["Items"]
    return sorted(found, key=lambda each: (each["pk"]["S"], int(each["sk"]["N"])))


# ---- On demand ----


def test_a_backup_is_described_listed_and_deleted(client, source):
    for i in range(10):
        put(client, source, pk="a", sk=i, v="x" * 100)
    table = table_of(client, source)
    details = client.create_backup(TableName=source, BackupName="nightly")["BackupDetails"]
    arn = details["BackupArn"]
    assert arn.startswith(table["TableArn"] + "/backup/")
    assert (details["BackupName"], details["BackupType"]) == ("nightly", "USER")
    assert details["BackupStatus"] in ("CREATING", "AVAILABLE")
    until(lambda: description(client, arn)["BackupDetails"]["BackupStatus"] == "AVAILABLE")
    found = description(client, arn)
    assert found["SourceTableDetails"]["TableArn"] == table["TableArn"]
    assert found["SourceTableDetails"]["TableId"] == table["TableId"]
    assert found["SourceTableDetails"]["KeySchema"] == table["KeySchema"]
    assert found["SourceTableDetails"]["BillingMode"] == "PAY_PER_REQUEST"
    indexes = found["SourceTableFeatureDetails"]
    assert [index["IndexName"] for index in indexes["LocalSecondaryIndexes"]] == ["local"]
    assert [index["IndexName"] for index in indexes["GlobalSecondaryIndexes"]] == ["global"]
    summary = client.list_backups(TableName=source)["BackupSummaries"]
    assert [(each["BackupArn"], each["BackupName"], each["TableName"]) for each in summary] == [(arn, "nightly", source)]
    deleted = client.delete_backup(BackupArn=arn)["BackupDescription"]
    assert deleted["BackupDetails"]["BackupStatus"] == "DELETED"
    assert client.list_backups(TableName=source)["BackupSummaries"] == []
    for call in (client.describe_backup, client.delete_backup):
        with Refused("BackupNotFoundException", f"Backup not found: {arn}"):
            call(BackupArn=arn)


def test_backups_in_pages_and_by_time(client, source):
    begun = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=2)
    arns = {backup_of(client, source, f"backup-{i}") for i in range(5)}
    found, start = [], {}
    while True:
        answer = client.list_backups(TableName=source, Limit=2, **start)
        assert len(answer["BackupSummaries"]) <= 2
        found += [each["BackupArn"] for each in answer["BackupSummaries"]]
        if "LastEvaluatedBackupArn" not in answer:
            break
        start = {"ExclusiveStartBackupArn": answer["LastEvaluatedBackupArn"]}
    assert len(found) == 5 and set(found) == arns
    ask = lambda **options: len(client.list_backups(TableName=source, **options)["BackupSummaries"])  # noqa: E731
    assert ask(TimeRangeLowerBound=begun) == 5
    assert ask(TimeRangeUpperBound=begun) == 0
    assert (ask(BackupType="USER"), ask(BackupType="SYSTEM"), ask(BackupType="ALL")) == (5, 0, 5)
    for arn in arns:
        client.delete_backup(BackupArn=arn)


def test_a_restored_table_is_as_the_backup_was(client, source, made):
    for i in range(30):
        put(client, source, pk=f"p{i % 3}", sk=i, c=f"c{i}", g=f"g{i % 2}", v=i)
    before = items_of(client, source)
    arn = backup_of(client, source)
    put(client, source, pk="after", sk=1)
    client.delete_item(TableName=source, Key=key("p0", 0))
    name = restored(client, made, client.restore_table_from_backup, BackupArn=arn)
    assert items_of(client, name) == before
    found = client.query(
        TableName=name, IndexName="global", KeyConditionExpression="g = :g", ExpressionAttributeValues={":g": encoded("g1")}
    )
    assert found["Count"] == 15
    summary = table_of(client, name)["RestoreSummary"]
    assert summary["SourceBackupArn"] == arn and summary["RestoreInProgress"] is False
    assert summary["SourceTableArn"] == table_of(client, source)["TableArn"]
    put(client, name, pk="p0", sk=0, v="the table is one of its own")
    assert "Item" not in client.get_item(TableName=source, Key=key("p0", 0), ConsistentRead=True)


def test_a_backup_outlives_its_table(client, made):
    name = make_items_table(client)
    put(client, name, pk="a", sk=1)
    arn = backup_of(client, name)
    client.delete_table(TableName=name)
    client.get_waiter("table_not_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    assert client.list_backups(TableName=name)["BackupSummaries"][0]["BackupArn"] == arn
    again = client.restore_table_from_backup(TargetTableName=name, BackupArn=arn)["TableDescription"]
    made.append(name)
    assert again["TableName"] == name
    until(lambda: table_of(client, name)["TableStatus"] == "ACTIVE")
    assert items_of(client, name) == [key("a")]
    client.delete_backup(BackupArn=arn)
    assert items_of(client, name) == [key("a")]


def test_what_a_restored_table_has_not(client, made):
    """Developer Guide, "Backup and restore": to be set up again are times to live, streams, tags, protection, recovery."""
    protection = {"DeletionProtectionEnabled": True} if takes(client, "CreateTable", "DeletionProtectionEnabled") else {}
    name = make_items_table(
        client,
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
        Tags=[{"Key": "a", "Value": "b"}],
        **protection,
    )
    client.update_time_to_live(TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "t"})
    client.update_continuous_backups(
        TableName=name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    arn = backup_of(client, name)
    assert description(client, arn)["SourceTableFeatureDetails"]["StreamDescription"]["StreamEnabled"] is True
    copy = restored(client, made, client.restore_table_from_backup, BackupArn=arn)
    table = table_of(client, copy)
    assert not table.get("StreamSpecification") and "LatestStreamArn" not in table
    assert not table.get("DeletionProtectionEnabled")
    assert client.list_tags_of_resource(ResourceArn=table["TableArn"])["Tags"] == []
    assert client.describe_time_to_live(TableName=copy)["TimeToLiveDescription"] == {"TimeToLiveStatus": "DISABLED"}
    continuous = client.describe_continuous_backups(TableName=copy)["ContinuousBackupsDescription"]
    assert continuous["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "DISABLED"
    if protection:
        client.update_table(TableName=name, DeletionProtectionEnabled=False)
    client.delete_table(TableName=name)


def test_overrides(client, source, made):
    put(client, source, pk="a", sk=1, g="g", c="c")
    arn = backup_of(client, source)
    name = restored(
        client,
        made,
        client.restore_table_from_backup,
        BackupArn=arn,
        BillingModeOverride="PROVISIONED",
        ProvisionedThroughputOverride={"ReadCapacityUnits": 3, "WriteCapacityUnits": 4},
        GlobalSecondaryIndexOverride=[],
    )
    table = table_of(client, name)
    assert (table["ProvisionedThroughput"]["ReadCapacityUnits"], "GlobalSecondaryIndexes" in table) == (3, False)
    assert [index["IndexName"] for index in table["LocalSecondaryIndexes"]] == ["local"]
    assert items_of(client, name) == [item(pk="a", sk=1, g="g", c="c")]


def test_what_cannot_be_restored(client, source):
    arn = backup_of(client, source)
    with Refused("TableAlreadyExistsException", f"Table already exists: {source}"):
        client.restore_table_from_backup(TargetTableName=source, BackupArn=arn)
    missing = arn[:-8] + "00000000"
    with Refused("BackupNotFoundException", f"Backup not found: {missing}"):
        client.restore_table_from_backup(TargetTableName=unique_name(), BackupArn=missing)
    nobody = unique_name()
    with Refused("TableNotFoundException", f"Table not found: {nobody}"):
        client.create_backup(TableName=nobody, BackupName="backup")
    with Refused("ValidationException"):
        client.create_backup(TableName=source, BackupName="not a name")
    client.delete_backup(BackupArn=arn)


def test_a_backup_is_of_one_moment(client, source, made):
    """Writers change two items together all the while: in the backup, as ever, both say the same."""
    stop = threading.Event()

    def write():
        n = 0
        while not stop.is_set():
            n += 1
            client.transact_write_items(
                TransactItems=[{"Put": {"TableName": source, "Item": item(pk=pk, sk=1, v=n)}} for pk in "ab"]
            )

    writer = threading.Thread(target=write)
    writer.start()
    try:
        until(lambda: len(items_of(client, source)) == 2)
        arns = [backup_of(client, source) for _ in range(5)]
    finally:
        stop.set()
        writer.join()
    values = set()
    for arn in arns:
        name = restored(client, made, client.restore_table_from_backup, BackupArn=arn)
        first, second = (each["v"]["N"] for each in items_of(client, name))
        assert first == second
        values.add(first)
        client.delete_backup(BackupArn=arn)
    assert len(values) > 1


# ---- Continuous ----


def recover(client, table, enabled=True, **options):
    specification = {"PointInTimeRecoveryEnabled": enabled, **options}
    answer = client.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification=specification)
    return answer["ContinuousBackupsDescription"]


def test_continuous_backups_are_switched(client, source):
    found = client.describe_continuous_backups(TableName=source)["ContinuousBackupsDescription"]
    assert found["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "DISABLED"
    with Refused(
        "PointInTimeRecoveryUnavailableException", f"Point in time recovery is not enabled for table '{source}'"
    ):
        client.restore_table_to_point_in_time(
            SourceTableName=source, TargetTableName=unique_name(), UseLatestRestorableTime=True
        )
    found = recover(client, source)
    assert found["ContinuousBackupsStatus"] == "ENABLED"
    recovery = found["PointInTimeRecoveryDescription"]
    assert recovery["PointInTimeRecoveryStatus"] == "ENABLED"
    assert recovery["EarliestRestorableDateTime"] <= recovery["LatestRestorableDateTime"]
    if takes(client, "UpdateContinuousBackups", "PointInTimeRecoverySpecification") and "RecoveryPeriodInDays" in recovery:
        assert recovery["RecoveryPeriodInDays"] == 35
        changed = recover(client, source, RecoveryPeriodInDays=7)["PointInTimeRecoveryDescription"]
        assert changed["RecoveryPeriodInDays"] == 7
    recovery = recover(client, source, False)["PointInTimeRecoveryDescription"]
    assert recovery["PointInTimeRecoveryStatus"] == "DISABLED" and "EarliestRestorableDateTime" not in recovery
    nobody = unique_name()
    for call in (lambda: client.describe_continuous_backups(TableName=nobody), lambda: recover(client, nobody)):
        with Refused("TableNotFoundException", f"Table not found: {nobody}"):
            call()


@pytest.mark.timing
@pytest.mark.emulator_only
def test_a_table_as_it_was(client, source, made):
    """On AWS the latest time to restore to is five minutes ago."""
    put(client, source, pk="first", sk=1, v=1)
    put(client, source, pk="gone", sk=1)
    recover(client, source)
    put(client, source, pk="second", sk=1, g="g")
    time.sleep(1.1)
    then = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    time.sleep(1.1)
    put(client, source, pk="first", sk=1, v=2)
    put(client, source, pk="third", sk=1)
    client.delete_item(TableName=source, Key=key("gone"))

    def restore(**options):
        return restored(client, made, client.restore_table_to_point_in_time, SourceTableName=source, **options)

    before = restore(RestoreDateTime=then)
    assert items_of(client, before) == [
        item(pk="first", sk=1, v=1),
        item(pk="gone", sk=1),
        item(pk="second", sk=1, g="g"),
    ]
    assert client.scan(TableName=before, IndexName="global")["Items"] == [item(pk="second", sk=1, g="g")]
    summary = table_of(client, before)["RestoreSummary"]
    assert summary["RestoreDateTime"] == then and "SourceBackupArn" not in summary
    latest = restore(UseLatestRestorableTime=True)
    assert items_of(client, latest) == [
        item(pk="first", sk=1, v=2),
        item(pk="second", sk=1, g="g"),
        item(pk="third", sk=1),
    ]


def test_times_that_cannot_be_restored(client, source):
    recover(client, source)
    now = datetime.datetime.now(datetime.timezone.utc)
    for wrong in (now - datetime.timedelta(days=1), now + datetime.timedelta(days=1)):
        with Refused("InvalidRestoreTimeException"):
            client.restore_table_to_point_in_time(
                SourceTableName=source, TargetTableName=unique_name(), RestoreDateTime=wrong
            )
    for options in ({}, {"RestoreDateTime": now, "UseLatestRestorableTime": True}):
        with Refused("ValidationException"):
            client.restore_table_to_point_in_time(SourceTableName=source, TargetTableName=unique_name(), **options)
    nobody = unique_name()
    with Refused("TableNotFoundException", f"Table not found: {nobody}"):
        client.restore_table_to_point_in_time(
            SourceTableName=nobody, TargetTableName=unique_name(), UseLatestRestorableTime=True
        )
    with Refused("TableAlreadyExistsException", f"Table already exists: {source}"):
        client.restore_table_to_point_in_time(
            SourceTableName=source, TargetTableName=source, UseLatestRestorableTime=True
        )
