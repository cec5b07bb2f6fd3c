"""All 23 operations of SQS by the AWS CLI, in the order in which someone would use them. Each command is a process, so
the tests are few and long; the rules are the SDK suite's matter."""

import json

import pytest
from conftest import CommandFailed


def sqs_of(aws):
    return lambda command, **options: aws("sqs", command, **options)


def test_a_queue_and_its_settings(aws, unique_name):
    sqs = sqs_of(aws)
    url = sqs("create-queue", queue_name=unique_name, attributes={"VisibilityTimeout": "0"}, tags={"a": "1"})[
        "QueueUrl"
    ]
    assert sqs("get-queue-url", queue_name=unique_name)["QueueUrl"] == url
    assert sqs("list-queues", queue_name_prefix=unique_name)["QueueUrls"] == [url]
    sqs("set-queue-attributes", queue_url=url, attributes={"DelaySeconds": "0", "VisibilityTimeout": "30"})
    found = sqs("get-queue-attributes", queue_url=url, attribute_names=["All"])["Attributes"]
    assert found["VisibilityTimeout"] == "30"
    sqs("tag-queue", queue_url=url, tags={"b": "2"})
    sqs("untag-queue", queue_url=url, tag_keys=["a"])
    assert sqs("list-queue-tags", queue_url=url)["Tags"] == {"b": "2"}
    sqs("add-permission", queue_url=url, label="l", aws_account_ids=["111111111111"], actions=["SendMessage"])
    policy = sqs("get-queue-attributes", queue_url=url, attribute_names=["Policy"])["Attributes"]["Policy"]
    assert json.loads(policy)["Statement"][0]["Sid"] == "l"
    sqs("remove-permission", queue_url=url, label="l")
    sqs("delete-queue", queue_url=url)
    with pytest.raises(CommandFailed, match=r"AWS.SimpleQueueService.NonExistentQueue.*GetQueueUrl"):
        sqs("get-queue-url", queue_name=unique_name)


def test_messages(aws, unique_name):
    sqs = sqs_of(aws)
    url = sqs("create-queue", queue_name=unique_name)["QueueUrl"]
    attributes = {"k": {"DataType": "String", "StringValue": "x"}}
    sent = sqs("send-message", queue_url=url, message_body="one", message_attributes=attributes)
    assert sent["MD5OfMessageAttributes"] == "a45daa70926828a2f0a1db3418e6feb4"
    entries = [{"Id": "2", "MessageBody": "two"}, {"Id": "3", "MessageBody": "three"}]
    batch = sqs("send-message-batch", queue_url=url, entries=json.dumps(entries))
    assert [entry["Id"] for entry in batch["Successful"]] == ["2", "3"]
    received = sqs("receive-message", queue_url=url, max_number_of_messages=10, message_attribute_names=["All"])[
        "Messages"
    ]
    handles = {message["Body"]: message["ReceiptHandle"] for message in received}
    assert set(handles) == {"one", "two", "three"}
    sqs("delete-message", queue_url=url, receipt_handle=handles["one"])
    sqs("change-message-visibility", queue_url=url, receipt_handle=handles["two"], visibility_timeout=100)
    shown = [{"Id": "3", "ReceiptHandle": handles["three"], "VisibilityTimeout": 0}]
    assert sqs("change-message-visibility-batch", queue_url=url, entries=json.dumps(shown))["Successful"] == [
        {"Id": "3"}
    ]
    gone = [{"Id": "2", "ReceiptHandle": handles["two"]}]
    assert sqs("delete-message-batch", queue_url=url, entries=json.dumps(gone))["Successful"] == [{"Id": "2"}]
    sqs("purge-queue", queue_url=url)
    assert sqs("receive-message", queue_url=url) == {}


def test_dead_letters(aws, unique_name):
    sqs = sqs_of(aws)
    dead = sqs("create-queue", queue_name=unique_name + "-dead")["QueueUrl"]
    arn = sqs("get-queue-attributes", queue_url=dead, attribute_names=["QueueArn"])["Attributes"]["QueueArn"]
    policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 1})
    source = sqs("create-queue", queue_name=unique_name, attributes={"RedrivePolicy": policy})["QueueUrl"]
    assert sqs("list-dead-letter-source-queues", queue_url=dead)["queueUrls"] == [source]
    sqs(
        "send-message-batch",
        queue_url=dead,
        entries=json.dumps([{"Id": str(i), "MessageBody": "b"} for i in range(10)]),
    )
    target = arn[: -len("-dead")]
    handle = sqs(
        "start-message-move-task", source_arn=arn, destination_arn=target, max_number_of_messages_per_second=1
    )["TaskHandle"]
    assert sqs("list-message-move-tasks", source_arn=arn)["Results"][0]["Status"] == "RUNNING"
    assert sqs("cancel-message-move-task", task_handle=handle)["ApproximateNumberOfMessagesMoved"] < 10


def test_an_error_is_told(aws, unique_name):
    with pytest.raises(CommandFailed, match="InvalidAttributeName.*Unknown Attribute Nonsense"):
        aws("sqs", "create-queue", queue_name=unique_name, attributes={"Nonsense": "1"})
