"""Settings of tables: resource policies, Contributor Insights, Kinesis streaming destinations."""

import json

import pytest
from conftest import Refused, needs, unique_name
from dynamodb_items import client, key_schema, until  # noqa: F401
from dynamodb_items import make as make_named  # noqa: F401

# The newest of what is asked for here.
pytestmark = needs("dynamodb", "UpdateContributorInsights", "ContributorInsightsMode")

NOT_FOUND = "Resource-based policy not found for the provided ResourceArn: "


@pytest.fixture
def make(client, make_named):  # noqa: F811
    """Makes tables by pk (S), and deletes them afterwards; answers their descriptions."""
    return lambda *attributes, **options: client.describe_table(TableName=make_named(*attributes, **options))["Table"]


def policy(action, resource="*", **statement):
    parts = {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": [action], "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [{**parts, **statement}]})


def test_policy_is_kept_in_its_canonical_form(client, make):
    arn = make()["TableArn"]
    revision = client.put_resource_policy(ResourceArn=arn, Policy=policy("dynamodb:GetItem"))["RevisionId"]
    answer = client.get_resource_policy(ResourceArn=arn)
    assert answer["RevisionId"] == revision and len(revision) == 13
    assert answer["Policy"] == (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},'
        '"Action":"dynamodb:GetItem","Resource":"*"}]}'
    )
    assert client.put_resource_policy(ResourceArn=arn, Policy=answer["Policy"])["RevisionId"] == revision
    other = client.put_resource_policy(ResourceArn=arn, Policy=policy("dynamodb:Query"))["RevisionId"]
    assert other > revision
    assert client.delete_resource_policy(ResourceArn=arn, ExpectedRevisionId=other)["RevisionId"] == other
    with Refused("PolicyNotFoundException", NOT_FOUND + arn, 400):
        client.get_resource_policy(ResourceArn=arn)


def test_policy_changes_only_from_the_revision_that_is_expected(client, make):
    table = make()
    name, arn = table["TableName"], table["TableArn"]
    first = client.put_resource_policy(
        ResourceArn=arn, Policy=policy("dynamodb:GetItem"), ExpectedRevisionId="NO_POLICY"
    )["RevisionId"]
    second = client.put_resource_policy(ResourceArn=arn, Policy=policy("dynamodb:PutItem"), ExpectedRevisionId=first)
    message = (
        f"{NOT_FOUND}Requested update for policy with revision id {first}, but the policy associated to target table "
        f"{name} has revision id {second['RevisionId']}."
    )
    with Refused("PolicyNotFoundException", message):
        client.put_resource_policy(ResourceArn=arn, Policy=policy("dynamodb:Query"), ExpectedRevisionId=first)
    message = (
        f"{NOT_FOUND}Requested policy update expecting none to be present for table {name}, but a policy exists with "
        f"revision id {second['RevisionId']}."
    )
    with Refused("PolicyNotFoundException", message):
        client.put_resource_policy(ResourceArn=arn, Policy=policy("dynamodb:Query"), ExpectedRevisionId="NO_POLICY")


def test_policy_that_may_not_be_is_refused(client, make):
    arn = make()["TableArn"]
    invalid = "One or more parameter values were invalid: Invalid policy document: "
    for text, why in {
        "": "This policy contains invalid Json",
        "{}": "Syntax error at position (1,3)",
        '{"Statement": []}': "Could not parse the policy: Statement is empty!",
        policy("dynamodb:GetRecords"): 'The following action names are invalid: "dynamodb:GetRecords"',
    }.items():
        with Refused("ValidationException", invalid + why):
            client.put_resource_policy(ResourceArn=arn, Policy=text)
    with Refused("ValidationException", "One or more parameter values were invalid: Maximum policy size of 20480 bytes exceeded"):
        client.put_resource_policy(ResourceArn=arn, Policy=policy("dynamodb:GetItem") + " " * 20480)
    unbounded = "Resource-based policy grants unbounded access in one or more elements. Please revise the policy to ensure "
    with Refused("ValidationException", unbounded + "least-privilege form of access"):
        client.put_resource_policy(ResourceArn=arn, Policy=policy("dynamodb:GetItem", Principal="*"))
    lockout = policy("dynamodb:PutResourcePolicy", Effect="Deny", Principal="*")
    with Refused("AccessDeniedException", "The new resource policy will not allow you to update the resource policy in the future."):
        client.put_resource_policy(ResourceArn=arn, Policy=lockout)
    with Refused("ResourceNotFoundException"):
        client.put_resource_policy(ResourceArn=arn + "s", Policy=policy("dynamodb:GetItem"))


def test_policy_of_a_stream_is_its_own(client, make):
    table = make(
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
        ResourcePolicy=policy("dynamodb:GetItem"),
    )
    stream = table["LatestStreamArn"]
    assert "dynamodb:GetItem" in client.get_resource_policy(ResourceArn=table["TableArn"])["Policy"]
    with Refused("PolicyNotFoundException", NOT_FOUND + stream):
        client.get_resource_policy(ResourceArn=stream)
    client.put_resource_policy(ResourceArn=stream, Policy=policy("dynamodb:GetRecords", stream))
    assert "dynamodb:GetRecords" in client.get_resource_policy(ResourceArn=stream)["Policy"]


def insights(client, name, **options):
    return client.describe_contributor_insights(TableName=name, **options)


def test_insights_of_a_table_and_of_an_index(client, make):
    index = {"IndexName": "global", "KeySchema": key_schema("g"), "Projection": {"ProjectionType": "ALL"}}
    name = make("g", GlobalSecondaryIndexes=[index])["TableName"]
    assert insights(client, name)["ContributorInsightsStatus"] == "DISABLED"
    changed = client.update_contributor_insights(TableName=name, ContributorInsightsAction="ENABLE")
    assert changed["ContributorInsightsStatus"] == "ENABLING"
    until(lambda: insights(client, name)["ContributorInsightsStatus"] == "ENABLED")
    kinds = [rule.split("-")[1] for rule in insights(client, name)["ContributorInsightsRuleList"]]
    assert kinds == ["PKC", "PKT"]
    client.update_contributor_insights(
        TableName=name,
        IndexName="global",
        ContributorInsightsAction="ENABLE",
        ContributorInsightsMode="THROTTLED_KEYS",
    )
    until(lambda: insights(client, name, IndexName="global")["ContributorInsightsStatus"] == "ENABLED")
    first = client.list_contributor_insights(TableName=name, MaxResults=1)
    second = client.list_contributor_insights(TableName=name, MaxResults=1, NextToken=first["NextToken"])
    assert [one.get("IndexName") for one in first["ContributorInsightsSummaries"]] == [None]
    assert [one.get("IndexName") for one in second["ContributorInsightsSummaries"]] == ["global"]
    assert "NextToken" not in second
    client.update_contributor_insights(TableName=name, ContributorInsightsAction="DISABLE")
    until(lambda: len(client.list_contributor_insights(TableName=name)["ContributorInsightsSummaries"]) == 1)
    with Refused("ResourceNotFoundException", f"Requested resource not found: Index: none not found for table: {name}"):
        insights(client, name, IndexName="none")


def destinations(client, name):
    answer = client.describe_kinesis_streaming_destination(TableName=name)
    return [(one["StreamArn"].rsplit("/")[1], one["DestinationStatus"]) for one in answer["KinesisDataStreamDestinations"]]


@pytest.mark.emulator_only  # AWS would look for the streams
def test_changes_go_to_one_kinesis_stream_at_most(client, make):
    name = make()["TableName"]
    one, two = (f"arn:aws:kinesis:us-east-1:123456789012:stream/{n}" for n in ("one", "two"))
    assert destinations(client, name) == []
    begun = client.enable_kinesis_streaming_destination(TableName=name, StreamArn=one)
    assert begun["DestinationStatus"] == "ENABLING" and begun["EnableKinesisStreamingConfiguration"] == {}
    until(lambda: destinations(client, name) == [("one", "ACTIVE")])
    state = "Table is not in a valid state to enable Kinesis Streaming Destination: "
    with Refused(
        "ValidationException",
        state + "EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform ENABLE operation.",
    ):
        client.enable_kinesis_streaming_destination(TableName=name, StreamArn=two)
    precision = {"ApproximateCreationDateTimePrecision": "MICROSECOND"}
    changed = client.update_kinesis_streaming_destination(
        TableName=name, StreamArn=one, UpdateKinesisStreamingConfiguration=precision
    )
    assert changed["DestinationStatus"] == "UPDATING" and changed["UpdateKinesisStreamingConfiguration"] == precision
    until(lambda: destinations(client, name) == [("one", "ACTIVE")])
    assert client.disable_kinesis_streaming_destination(TableName=name, StreamArn=one)["DestinationStatus"] == "DISABLING"
    until(lambda: destinations(client, name) == [("one", "DISABLED")])
    with Refused("ValidationException", state + "KinesisStreamingDestination must be ACTIVE to perform DISABLE operation."):
        client.disable_kinesis_streaming_destination(TableName=name, StreamArn=one)


def test_settings_of_what_is_not_there(client):
    name = unique_name()
    message = f"Requested resource not found: Table: {name} not found"
    for call in (
        lambda: insights(client, name),
        lambda: client.list_contributor_insights(TableName=name),
        lambda: client.describe_kinesis_streaming_destination(TableName=name),
        lambda: client.get_resource_policy(ResourceArn=f"arn:aws:dynamodb:us-east-1:123456789012:table/{name}"),
    ):
        with Refused("ResourceNotFoundException", message):
            call()
    for call in (client.describe_table_replica_auto_scaling, client.update_table_replica_auto_scaling):
        with Refused("ResourceNotFoundException", f"Global table with name: '{name}' does not exist."):
            call(TableName=name)
