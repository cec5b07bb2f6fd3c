"""Batches: entry by entry, and as a whole."""

import pytest
from conftest import ON_AWS, Refused
from digests import attributes_md5, md5

BATCHES = {
    "send_message_batch": {"MessageBody": "b"},
    "delete_message_batch": {"ReceiptHandle": "r"},
    "change_message_visibility_batch": {"ReceiptHandle": "r", "VisibilityTimeout": 1},
}
PREFIX = "AWS.SimpleQueueService."
BAD_ID = (
    "A batch entry id can only contain alphanumeric characters, hyphens and underscores. "
    "It can be at most 80 letters long."
)


def entries(operation, ids):
    return [{"Id": id, **BATCHES[operation]} for id in ids]


@pytest.mark.parametrize("operation", BATCHES)
def test_batches_have_rules(sqs, queue, operation):
    def refuse(ids):
        getattr(sqs, operation)(QueueUrl=queue, Entries=entries(operation, ids))

    with Refused(PREFIX + "EmptyBatchRequest"):
        refuse([])
    with Refused(
        PREFIX + "TooManyEntriesInBatchRequest", "Maximum number of entries per request are 10. You have sent 11."
    ):
        refuse([f"id{i}" for i in range(11)])
    with Refused(PREFIX + "BatchEntryIdsNotDistinct", "Id b repeated."):
        refuse(["a", "b", "b", "a"])
    for bad in ("", "a b", "invalid:id", "i" * 81, "ä"):
        with Refused(PREFIX + "InvalidBatchEntryId", BAD_ID):
            refuse([bad])


def test_an_empty_batch_says_of_what(sqs, queue):
    with Refused(message="There should be at least one SendMessageBatchRequestEntry in the request."):
        sqs.send_message_batch(QueueUrl=queue, Entries=[])
    with Refused(message="There should be at least one DeleteMessageBatchRequestEntry in the request."):
        sqs.delete_message_batch(QueueUrl=queue, Entries=[])


def test_good_and_bad_entries(sqs, queue):
    attributes = {"k": {"DataType": "String", "StringValue": "x"}}
    result = sqs.send_message_batch(
        QueueUrl=queue,
        Entries=[
            {"Id": "good", "MessageBody": "good", "MessageAttributes": attributes},
            {"Id": "characters", "MessageBody": "\x01"},
            {"Id": "delay", "MessageBody": "b", "DelaySeconds": 1800},
            {"Id": "attribute", "MessageBody": "b", "MessageAttributes": {"k": {"DataType": "X", "StringValue": "x"}}},
        ],
    )
    (sent,) = result["Successful"]
    assert sent["Id"] == "good"
    assert sent["MD5OfMessageBody"] == md5("good")
    assert sent["MD5OfMessageAttributes"] == attributes_md5(attributes)
    failed = {entry["Id"]: (entry["Code"], entry["SenderFault"]) for entry in result["Failed"]}
    assert failed == {
        "characters": ("InvalidMessageContents", True),
        "delay": ("InvalidParameterValue", True),
        "attribute": ("InvalidParameterValue", True),
    }


def test_all_good_has_no_failed(sqs, queue):
    result = sqs.send_message_batch(QueueUrl=queue, Entries=[{"Id": str(i), "MessageBody": str(i)} for i in range(10)])
    assert [entry["Id"] for entry in result["Successful"]] == [str(i) for i in range(10)]
    assert "Failed" not in result


def test_entries_have_the_queues_size(sqs, make_queue):
    url = make_queue(MaximumMessageSize=1024)
    result = sqs.send_message_batch(
        QueueUrl=url, Entries=[{"Id": "long", "MessageBody": "a" * 1025}, {"Id": "fits", "MessageBody": "a" * 1024}]
    )
    assert [entry["Id"] for entry in result["Successful"]] == ["fits"]
    assert [(entry["Id"], entry["Code"]) for entry in result["Failed"]] == [("long", "InvalidParameterValue")]


def test_a_batch_has_a_size(sqs, queue):
    attributes = {"k": {"DataType": "String", "StringValue": "x"}}
    most = {"Id": "1", "MessageBody": "a" * (1048576 - 8), "MessageAttributes": attributes}
    message = "Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes."
    with Refused(PREFIX + "BatchRequestTooLong", message):
        sqs.send_message_batch(QueueUrl=queue, Entries=[most, {"Id": "2", "MessageBody": "a"}])
    assert len(sqs.send_message_batch(QueueUrl=queue, Entries=[most])["Successful"]) == 1


@pytest.fixture
def received(sqs, queue):
    """Three messages in flight."""
    sqs.send_message_batch(QueueUrl=queue, Entries=[{"Id": str(i), "MessageBody": str(i)} for i in range(3)])
    messages = []
    for _ in range(20):
        options = {"WaitTimeSeconds": 2} if ON_AWS else {}
        messages += sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, **options).get("Messages", [])
        if len(messages) == 3:
            return messages
    raise AssertionError("the messages did not come")


def test_deleting_some(sqs, queue, received):
    result = sqs.delete_message_batch(
        QueueUrl=queue,
        Entries=[
            {"Id": "a", "ReceiptHandle": received[0]["ReceiptHandle"]},
            {"Id": "b", "ReceiptHandle": "garbage"},
            {"Id": "c", "ReceiptHandle": received[1]["ReceiptHandle"]},
        ],
    )
    assert [entry["Id"] for entry in result["Successful"]] == ["a", "c"]
    (failed,) = result["Failed"]
    assert (failed["Id"], failed["Code"], failed["SenderFault"]) == ("b", "ReceiptHandleIsInvalid", True)


def test_hiding_some(sqs, queue, received):
    result = sqs.change_message_visibility_batch(
        QueueUrl=queue,
        Entries=[
            {"Id": "a", "ReceiptHandle": received[0]["ReceiptHandle"], "VisibilityTimeout": 0},
            {"Id": "b", "ReceiptHandle": "garbage", "VisibilityTimeout": 10},
            {"Id": "c", "ReceiptHandle": received[1]["ReceiptHandle"], "VisibilityTimeout": -20},
            {"Id": "d", "ReceiptHandle": received[2]["ReceiptHandle"], "VisibilityTimeout": 100},
        ],
    )
    assert [entry["Id"] for entry in result["Successful"]] == ["a", "d"]
    failed = {entry["Id"]: (entry["Code"], entry["Message"]) for entry in result["Failed"]}
    assert failed["b"][0] == "ReceiptHandleIsInvalid"
    assert failed["c"] == (
        "InvalidParameterValue",
        "Value -20 for parameter VisibilityTimeout is invalid. "
        "Reason: VisibilityTimeout must be an integer between 0 and 43200.",
    )
    options = {"WaitTimeSeconds": 5} if ON_AWS else {}
    (again,) = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, **options)["Messages"]
    assert again["MessageId"] == received[0]["MessageId"]
