"""Global tables of both versions: replicas in other regions receive the writes, both ways."""

import functools

import pytest
from conftest import Refused, make_client, unique_name
from dynamodb_items import client, item, key_schema, until  # noqa: F401

until = functools.partial(until, seconds=30)

WEST = "us-west-2"


@pytest.fixture(scope="module")
def west(client):
    return make_client(region=WEST, service="dynamodb")


def make_table(client, name, **options):
    definition = {
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": key_schema("pk"),
        "BillingMode": "PAY_PER_REQUEST",
        **options,
    }
    client.create_table(TableName=name, **definition)
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})


def replicas(client, name):
    return {r["RegionName"]: r["ReplicaStatus"] for r in client.describe_table(TableName=name)["Table"].get("Replicas", [])}


def value(client, name, key):
    found = client.get_item(TableName=name, Key=item(pk=key)).get("Item")
    return found and found["v"]["S"]


def update_replica(client, name, **action):
    return client.update_table(TableName=name, ReplicaUpdates=[{k: {"RegionName": v} for k, v in action.items()}])


@pytest.fixture
def pair(client, west):
    """A table of us-east-1 with one item, and its replica in us-west-2."""
    name = unique_name()
    make_table(client, name)
    client.put_item(TableName=name, Item=item(pk="old", v="there before"))
    update_replica(client, name, Create=WEST)
    until(lambda: replicas(client, name) == {WEST: "ACTIVE"})
    yield name
    if replicas(client, name):
        update_replica(client, name, Delete=WEST)
        until(lambda: replicas(client, name) == {})
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    client.delete_table(TableName=name)


def test_replica_has_what_was_there_and_takes_what_comes(client, west, pair):
    assert value(west, pair, "old") == "there before"
    assert replicas(west, pair) == {"us-east-1": "ACTIVE"}
    described = client.describe_table(TableName=pair)["Table"]
    assert described["GlobalTableVersion"] == "2019.11.21"
    assert described["StreamSpecification"]["StreamViewType"] == "NEW_AND_OLD_IMAGES"
    client.put_item(TableName=pair, Item=item(pk="a", v="from east"))
    until(lambda: value(west, pair, "a") == "from east")
    west.put_item(TableName=pair, Item=item(pk="b", v="from west"))
    until(lambda: value(client, pair, "b") == "from west")
    west.update_item(
        TableName=pair,
        Key=item(pk="a"),
        UpdateExpression="SET v = :v",
        ExpressionAttributeValues={":v": {"S": "changed in the west"}},
    )
    until(lambda: value(client, pair, "a") == "changed in the west")
    client.delete_item(TableName=pair, Key=item(pk="b"))
    until(lambda: value(west, pair, "b") is None)


def test_replica_that_goes_takes_its_table_with_it(client, west, pair):
    update_replica(client, pair, Delete=WEST)
    until(lambda: replicas(client, pair) == {})
    with Refused("ResourceNotFoundException"):
        west.describe_table(TableName=pair)
    assert "GlobalTableVersion" not in client.describe_table(TableName=pair)["Table"]
    assert value(client, pair, "old") == "there before"


def test_replicas_are_changed_one_by_one(client, pair):
    with Refused(
        "ValidationException",
        f"Failed to create a the new replica of table with name: ‘{pair}’ because one or more replicas already existed as tables.",
    ):
        update_replica(client, pair, Create=WEST)
    with Refused(
        "ValidationException",
        "Cannot add or delete the local region through ReplicaUpdates. Use CreateTable, DeleteTable, or UpdateTable as required.",
    ):
        update_replica(client, pair, Delete="us-east-1")
    with Refused("ValidationException"):
        update_replica(client, pair, Delete="eu-west-1")


def test_replicas_on_demand_are_not_scaled(client, pair):
    answer = client.describe_table_replica_auto_scaling(TableName=pair)["TableAutoScalingDescription"]
    assert [one["RegionName"] for one in answer["Replicas"]] == ["us-east-1", WEST]
    off = {"AutoScalingDisabled": True, "ScalingPolicies": []}
    assert all(one["ReplicaProvisionedWriteCapacityAutoScalingSettings"] == off for one in answer["Replicas"])
    message = (
        f"Failed to update global table with name ‘{pair}‘. Replicas 'US-EAST-1', 'US-WEST-2' BillingMode is PayPerRequest. "
        "You must convert table's BillingMode to PROVISIONED to set parameters: "
        "'GlobalTableProvisionedWriteCapacityAutoScalingSettingsUpdate'."
    )
    target = {"TargetTrackingScalingPolicyConfiguration": {"TargetValue": 70.0}}
    with Refused("ValidationException", message):
        client.update_table_replica_auto_scaling(
            TableName=pair,
            ProvisionedWriteCapacityAutoScalingUpdate={"MinimumUnits": 1, "MaximumUnits": 10, "ScalingPolicyUpdate": target},
        )


def indexes(client, name):
    table = client.describe_table(TableName=name)["Table"]
    return {one["IndexName"]: one["IndexStatus"] for one in table.get("GlobalSecondaryIndexes", [])}


def test_indexes_and_times_to_live_are_those_of_all_replicas(client, west, pair):
    client.put_item(TableName=pair, Item=item(pk="a", v="x", g="green"))
    west.update_table(
        TableName=pair,
        AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("pk", "g")],
        GlobalSecondaryIndexUpdates=[
            {
                "Create": {
                    "IndexName": "color",
                    "KeySchema": key_schema("g"),
                    "Projection": {"ProjectionType": "ALL"},
                }
            }
        ],
    )
    for there in (client, west):
        until(lambda there=there: indexes(there, pair) == {"color": "ACTIVE"}, seconds=600)
        query = {"KeyConditionExpression": "g = :g", "ExpressionAttributeValues": {":g": {"S": "green"}}}
        until(lambda there=there: there.query(TableName=pair, IndexName="color", **query)["Count"] == 1)
    client.update_time_to_live(TableName=pair, TimeToLiveSpecification={"Enabled": True, "AttributeName": "ends"})
    described = {"TimeToLiveStatus": "ENABLED", "AttributeName": "ends"}
    until(lambda: west.describe_time_to_live(TableName=pair)["TimeToLiveDescription"] == described)


def test_stream_of_a_replica_stays_on(west, pair):
    with Refused(
        "ValidationException",
        "One or more parameter values were invalid: Disabling Stream is not allowed for a Global Table replica.",
    ):
        west.update_table(TableName=pair, StreamSpecification={"StreamEnabled": False})


# AWS takes no new global tables of this version any more.
@pytest.mark.emulator_only
class TestVersion2017:
    @pytest.fixture
    def tables(self, client, west):
        name = unique_name()
        stream = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
        for there in (client, west):
            make_table(
                there,
                name,
                StreamSpecification=stream,
                BillingMode="PROVISIONED",
                ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 5},
            )
        yield name
        for there in (client, west):
            there.delete_table(TableName=name)

    @pytest.fixture
    def group(self, client, tables):
        made = client.create_global_table(
            GlobalTableName=tables, ReplicationGroup=[{"RegionName": "us-east-1"}, {"RegionName": WEST}]
        )["GlobalTableDescription"]
        assert made["GlobalTableStatus"] == "CREATING"
        assert made["GlobalTableArn"] == f"arn:aws:dynamodb::123456789012:global-table/{tables}"
        return tables

    def test_tables_receive_each_others_writes(self, client, west, group):
        client.put_item(TableName=group, Item=item(pk="a", v="from east"))
        west.put_item(TableName=group, Item=item(pk="b", v="from west"))
        until(lambda: value(west, group, "a") == "from east" and value(client, group, "b") == "from west")
        assert client.describe_table(TableName=group)["Table"]["GlobalTableVersion"] == "2017.11.29"

    def test_group_is_described_and_listed(self, client, west, group):
        described = west.describe_global_table(GlobalTableName=group)["GlobalTableDescription"]
        assert described["GlobalTableStatus"] == "ACTIVE"
        assert [one["RegionName"] for one in described["ReplicationGroup"]] == ["us-east-1", WEST]
        names = [one["GlobalTableName"] for one in client.list_global_tables(RegionName=WEST)["GlobalTables"]]
        assert group in names
        names = [one["GlobalTableName"] for one in client.list_global_tables(RegionName="eu-west-1")["GlobalTables"]]
        assert group not in names
        with Refused("GlobalTableAlreadyExistsException"):
            client.create_global_table(GlobalTableName=group, ReplicationGroup=[{"RegionName": "us-east-1"}])

    def test_replica_leaves_and_stays_a_table(self, client, west, group):
        leave = [{"Delete": {"RegionName": WEST}}]
        changed = client.update_global_table(GlobalTableName=group, ReplicaUpdates=leave)["GlobalTableDescription"]
        assert [one["RegionName"] for one in changed["ReplicationGroup"]] == ["us-east-1"]
        assert "GlobalTableVersion" not in west.describe_table(TableName=group)["Table"]
        with Refused("ReplicaNotFoundException"):
            client.update_global_table(GlobalTableName=group, ReplicaUpdates=leave)
        client.update_global_table(GlobalTableName=group, ReplicaUpdates=[{"Create": {"RegionName": WEST}}])
        client.put_item(TableName=group, Item=item(pk="a", v="again"))
        until(lambda: value(west, group, "a") == "again")

    def test_settings_are_of_all_replicas(self, client, west, group):
        client.update_global_table_settings(
            GlobalTableName=group,
            GlobalTableProvisionedWriteCapacityUnits=7,
            ReplicaSettingsUpdate=[{"RegionName": WEST, "ReplicaProvisionedReadCapacityUnits": 9}],
        )
        units = {
            one["RegionName"]: (one["ReplicaProvisionedReadCapacityUnits"], one["ReplicaProvisionedWriteCapacityUnits"])
            for one in west.describe_global_table_settings(GlobalTableName=group)["ReplicaSettings"]
        }
        assert units == {"us-east-1": (5, 7), WEST: (9, 7)}
        throughput = west.describe_table(TableName=group)["Table"]["ProvisionedThroughput"]
        assert (throughput["ReadCapacityUnits"], throughput["WriteCapacityUnits"]) == (9, 7)

    def test_tables_must_be_there_and_empty(self, client, tables):
        group = [{"RegionName": "us-east-1"}, {"RegionName": "eu-west-1"}]
        with Refused("TableNotFoundException"):
            client.create_global_table(GlobalTableName=tables, ReplicationGroup=group)
        client.put_item(TableName=tables, Item=item(pk="a", v="x"))
        with Refused("ValidationException"):
            client.create_global_table(GlobalTableName=tables, ReplicationGroup=group[:1])


def test_there_is_no_global_table_of_the_older_version(client, pair):
    missing = f"Global table not found: Global table with name: '{pair}' does not exist."
    with Refused("GlobalTableNotFoundException", missing):
        client.describe_global_table(GlobalTableName=pair)
    with Refused("GlobalTableNotFoundException", f"Global table with name: '{pair}' does not exist."):
        client.describe_global_table_settings(GlobalTableName=pair)
    with Refused("ValidationException", "One or more parameter values were invalid"):
        client.update_global_table(GlobalTableName=pair, ReplicaUpdates=[])
