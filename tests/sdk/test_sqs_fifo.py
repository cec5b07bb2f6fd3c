"""FIFO queues: order, groups, deduplication."""

import hashlib

import pytest
from conftest import ON_AWS, Refused

NO_DEDUPLICATION = (
    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly"
)
count = iter(range(10**9))


def send(sqs, url, body, group="g", id=None, **options):
    id = id or f"id-{next(count)}"
    return sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId=group, MessageDeduplicationId=id, **options)


def receive(sqs, url, **options):
    options.setdefault("WaitTimeSeconds", 5 if ON_AWS else 0)
    options.setdefault("MaxNumberOfMessages", 10)
    return sqs.receive_message(QueueUrl=url, **options).get("Messages", [])


def bodies(messages):
    return [message["Body"] for message in messages]


def test_messages_come_in_order(sqs, fifo):
    numbers = [send(sqs, fifo, str(i))["SequenceNumber"] for i in range(5)]
    assert numbers == sorted(numbers) and len(set(numbers)) == 5 and all(len(number) == 20 for number in numbers)
    messages = receive(sqs, fifo, AttributeNames=["All"])
    assert bodies(messages) == ["0", "1", "2", "3", "4"]
    assert [message["Attributes"]["SequenceNumber"] for message in messages] == numbers
    assert messages[0]["Attributes"]["MessageGroupId"] == "g"


def test_a_group_waits_for_its_messages(sqs, fifo):
    for body, group in (("a1", "a"), ("b1", "b"), ("a2", "a")):
        send(sqs, fifo, body, group)
    (first,) = receive(sqs, fifo, MaxNumberOfMessages=1)
    assert first["Body"] == "a1"
    assert bodies(receive(sqs, fifo)) == ["b1"]
    assert receive(sqs, fifo, WaitTimeSeconds=0) == []
    sqs.delete_message(QueueUrl=fifo, ReceiptHandle=first["ReceiptHandle"])
    assert bodies(receive(sqs, fifo)) == ["a2"]


def test_a_shown_message_comes_first_again(sqs, fifo):
    for body in "12":
        send(sqs, fifo, body)
    (first,) = receive(sqs, fifo, MaxNumberOfMessages=1)
    sqs.change_message_visibility(QueueUrl=fifo, ReceiptHandle=first["ReceiptHandle"], VisibilityTimeout=0)
    assert bodies(receive(sqs, fifo, MaxNumberOfMessages=1)) == ["1"]


def test_a_repeated_message_is_accepted_and_not_kept(sqs, fifo):
    first = send(sqs, fifo, "one", id="same")
    again = send(sqs, fifo, "two", id="same")
    assert again["MessageId"] == first["MessageId"]
    assert again["SequenceNumber"] == first["SequenceNumber"]
    (message,) = receive(sqs, fifo)
    sqs.delete_message(QueueUrl=fifo, ReceiptHandle=message["ReceiptHandle"])
    send(sqs, fifo, "three", "other", id="same")
    assert receive(sqs, fifo, WaitTimeSeconds=0) == []


def test_content_is_an_id(sqs, make_queue):
    url = make_queue(fifo=True, ContentBasedDeduplication="true")
    for body in ("same", "same", "other"):
        sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId="g")
    send(sqs, url, "same", id="explicit")
    messages = receive(sqs, url, AttributeNames=["MessageDeduplicationId"])
    assert bodies(messages) == ["same", "other", "same"]
    ids = [message["Attributes"]["MessageDeduplicationId"] for message in messages]
    assert ids == [hashlib.sha256(b"same").hexdigest(), hashlib.sha256(b"other").hexdigest(), "explicit"]


def test_groups_can_have_their_own_ids(sqs, make_queue):
    url = make_queue(fifo=True, DeduplicationScope="messageGroup", FifoThroughputLimit="perMessageGroupId")
    for group in "aab":
        send(sqs, url, group, group, id="same")
    assert sorted(bodies(receive(sqs, url))) == ["a", "b"]


def test_ids_are_required(sqs, fifo):
    with Refused("MissingParameter", "The request must contain the parameter MessageGroupId."):
        sqs.send_message(QueueUrl=fifo, MessageBody="b", MessageDeduplicationId="d")
    with Refused("InvalidParameterValue", NO_DEDUPLICATION):
        sqs.send_message(QueueUrl=fifo, MessageBody="b", MessageGroupId="g")
    for bad in ("", "a" * 129, "group 123"):
        text = (
            f"Value {bad} for parameter MessageDeduplicationId is invalid. "
            "Reason: MessageDeduplicationId can only include alphanumeric and punctuation characters. "
            "1 to 128 in length."
        )
        with Refused("InvalidParameterValue", text):
            sqs.send_message(QueueUrl=fifo, MessageBody="b", MessageGroupId="g", MessageDeduplicationId=bad)


def test_ids_are_required_of_every_entry(sqs, fifo):
    whole = {"Id": "a", "MessageBody": "b", "MessageGroupId": "g", "MessageDeduplicationId": "d"}
    with Refused("InvalidParameterValue", "The request must contain the parameter MessageGroupId."):
        sqs.send_message_batch(
            QueueUrl=fifo, Entries=[whole, {"Id": "b", "MessageBody": "b", "MessageDeduplicationId": "e"}]
        )
    with Refused("InvalidParameterValue", NO_DEDUPLICATION):
        sqs.send_message_batch(QueueUrl=fifo, Entries=[whole, {"Id": "b", "MessageBody": "b", "MessageGroupId": "g"}])
    assert receive(sqs, fifo, WaitTimeSeconds=0) == []
    result = sqs.send_message_batch(QueueUrl=fifo, Entries=[whole, {**whole, "Id": "b"}])
    first, second = result["Successful"]
    assert first["MessageId"] == second["MessageId"]
    assert len(receive(sqs, fifo)) == 1


def test_messages_have_no_delay_of_their_own(sqs, fifo):
    message = (
        "Value 5 for parameter DelaySeconds is invalid. "
        "Reason: The request include parameter that is not valid for this queue type."
    )
    with Refused("InvalidParameterValue", message):
        send(sqs, fifo, "b", DelaySeconds=5)
    send(sqs, fifo, "b", DelaySeconds=0)
    assert len(receive(sqs, fifo)) == 1


def test_an_attempt_can_be_repeated(sqs, fifo):
    for body in "12":
        send(sqs, fifo, body)
    first = receive(sqs, fifo, ReceiveRequestAttemptId="attempt")
    again = receive(sqs, fifo, ReceiveRequestAttemptId="attempt")
    assert bodies(first) == bodies(again) == ["1", "2"]
    assert [m["ReceiptHandle"] for m in first] == [m["ReceiptHandle"] for m in again]
    assert receive(sqs, fifo, ReceiveRequestAttemptId="another", WaitTimeSeconds=0) == []


@pytest.mark.timing
def test_an_expired_receipt_deletes_nothing(sqs, make_queue):
    url = make_queue(fifo=True, VisibilityTimeout=1)
    send(sqs, url, "b")
    (message,) = receive(sqs, url)
    handle = message["ReceiptHandle"]
    assert len(receive(sqs, url, VisibilityTimeout=30, WaitTimeSeconds=5)) == 1
    text = f"Value {handle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired."
    with Refused("InvalidParameterValue", text):
        sqs.delete_message(QueueUrl=url, ReceiptHandle=handle)
