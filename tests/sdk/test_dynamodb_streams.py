"""DynamoDB Streams: what changes of items leave in a table's stream."""

import time

import pytest
from conftest import Refused, make_client
from dynamodb_items import client, item, key, make_items_table, put  # noqa: F401


@pytest.fixture(scope="module")
def streams():
    return make_client(service="dynamodbstreams")


@pytest.fixture
def streamed(client):
    """A table with a stream of both images, and the stream's ARN."""
    name = make_items_table(
        client, StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    )
    yield name, client.describe_table(TableName=name)["Table"]["LatestStreamArn"]
    client.delete_table(TableName=name)


def iterators(streams, arn, kind, **options):
    shards = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    return [
        streams.get_shard_iterator(StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType=kind, **options)[
            "ShardIterator"
        ]
        for shard in shards
    ]


def records(streams, arn, count, kind="TRIM_HORIZON"):
    deadline = time.monotonic() + 20
    while True:
        found = [r for it in iterators(streams, arn, kind) for r in streams.get_records(ShardIterator=it)["Records"]]
        if len(found) >= count:
            return found
        assert time.monotonic() < deadline, found


def test_a_change_leaves_its_images(client, streams, streamed):
    name, arn = streamed
    put(client, name, pk="a", sk=1, v="old")
    put(client, name, pk="a", sk=1, v="new")
    put(client, name, pk="a", sk=1, v="new")
    client.delete_item(TableName=name, Key=item(pk="a", sk=1))
    client.delete_item(TableName=name, Key=item(pk="never there", sk=1))
    found = records(streams, arn, 3)
    assert [record["eventName"] for record in found] == ["INSERT", "MODIFY", "REMOVE"]
    first, second, third = (record["dynamodb"] for record in found)
    assert first["Keys"] == item(pk="a", sk=1) and "OldImage" not in first
    assert second["OldImage"] == item(pk="a", sk=1, v="old") and second["NewImage"] == item(pk="a", sk=1, v="new")
    assert third["OldImage"] == item(pk="a", sk=1, v="new") and "NewImage" not in third
    numbers = [int(record["dynamodb"]["SequenceNumber"]) for record in found]
    assert numbers == sorted(set(numbers))
    assert {record["eventSource"] for record in found} == {"aws:dynamodb"}


def test_where_readers_begin(client, streams, streamed):
    name, arn = streamed
    put(client, name, pk="a", sk=1)
    first = records(streams, arn, 1)[0]["dynamodb"]["SequenceNumber"]
    latest = iterators(streams, arn, "LATEST")
    put(client, name, pk="a", sk=2)
    seen = [r["dynamodb"]["Keys"] for it in latest for r in streams.get_records(ShardIterator=it)["Records"]]
    assert seen == [item(pk="a", sk=2)]
    at = iterators(streams, arn, "AT_SEQUENCE_NUMBER", SequenceNumber=first)
    assert sum(len(streams.get_records(ShardIterator=it)["Records"]) for it in at) == 2
    after = iterators(streams, arn, "AFTER_SEQUENCE_NUMBER", SequenceNumber=first)
    assert sum(len(streams.get_records(ShardIterator=it)["Records"]) for it in after) == 1
    with Refused("ValidationException"):
        iterators(streams, arn, "LATEST", SequenceNumber=first)
    with Refused("ValidationException"):
        streams.get_records(ShardIterator="no iterator")


def test_a_stream_that_was_switched_off_is_read_to_its_end(client, streams, streamed):
    name, arn = streamed
    put(client, name, pk="a", sk=1)
    client.update_table(TableName=name, StreamSpecification={"StreamEnabled": False})
    description = streams.describe_stream(StreamArn=arn)["StreamDescription"]
    assert description["StreamStatus"] == "DISABLED"
    assert all("EndingSequenceNumber" in shard["SequenceNumberRange"] for shard in description["Shards"])
    put(client, name, pk="a", sk=2)
    for iterator in iterators(streams, arn, "TRIM_HORIZON"):
        answer = streams.get_records(ShardIterator=iterator)
        assert [r["dynamodb"]["Keys"] for r in answer["Records"]] == [item(pk="a", sk=1)]
        answer = streams.get_records(ShardIterator=answer["NextShardIterator"])
        assert answer["Records"] == [] and "NextShardIterator" not in answer
    assert arn in [s["StreamArn"] for s in streams.list_streams(TableName=name)["Streams"]]


def test_expired_items_are_the_services_doing(client, streams, streamed):
    name, arn = streamed
    client.update_time_to_live(
        TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"}
    )
    put(client, name, pk="a", sk=1, expires=int(time.time()) - 10)
    gone = records(streams, arn, 2)[1]
    assert gone["eventName"] == "REMOVE"
    assert gone["userIdentity"] == {"PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"}


def test_what_is_not_there(streams, streamed):
    with Refused("ValidationException"):
        streams.describe_stream(StreamArn="x" * 40)
    with Refused("ResourceNotFoundException"):
        streams.describe_stream(StreamArn=streamed[1][:-3] + "000")
    with Refused("ResourceNotFoundException"):
        streams.get_shard_iterator(StreamArn=streamed[1], ShardId="s" * 30, ShardIteratorType="LATEST")
