"""Dead letters: redrive policies, and moving messages back."""

import json
import time

import pytest
from conftest import ON_AWS, Refused, arn_of, attributes_of, name_of, redrive_policy

SOURCE_MISSING = "The resource that you specified for the SourceArn parameter doesn't exist."


@pytest.fixture
def dead(make_queue):
    return make_queue()


def source_of(sqs, make_queue, dead, count=1, **attributes):
    return make_queue(RedrivePolicy=redrive_policy(arn_of(sqs, dead), count), **attributes)


def receive(sqs, url, **options):
    options.setdefault("WaitTimeSeconds", 5 if ON_AWS else 0)
    return sqs.receive_message(QueueUrl=url, **options).get("Messages", [])


def bury(sqs, source, *bodies):
    """Sends messages to a source whose count is 1 and receives them until they are dead."""
    for body in bodies:
        sqs.send_message(QueueUrl=source, MessageBody=body)
    for _ in range(2):
        receive(sqs, source, MaxNumberOfMessages=10, VisibilityTimeout=0)


def test_a_message_dies_after_its_last_receive(sqs, make_queue, dead):
    source = source_of(sqs, make_queue, dead, 2)
    attributes = {"k": {"DataType": "String", "StringValue": "x"}}
    sent = sqs.send_message(QueueUrl=source, MessageBody="b", MessageAttributes=attributes)
    for _ in range(2):
        (message,) = receive(sqs, source, VisibilityTimeout=0, AttributeNames=["SentTimestamp"])
    assert receive(sqs, source, VisibilityTimeout=0, WaitTimeSeconds=0) == []
    (letter,) = receive(sqs, dead, AttributeNames=["All"], MessageAttributeNames=["All"])
    assert letter["MessageId"] == sent["MessageId"]
    assert letter["MessageAttributes"] == attributes
    assert letter["Attributes"]["SentTimestamp"] == message["Attributes"]["SentTimestamp"]
    assert letter["Attributes"]["DeadLetterQueueSourceArn"] == arn_of(sqs, source)
    assert letter["Attributes"]["ApproximateReceiveCount"] == "3"


def test_policies_are_kept_and_removed(sqs, make_queue, dead):
    source = make_queue()
    policy = redrive_policy(arn_of(sqs, dead), 5)
    sqs.set_queue_attributes(QueueUrl=source, Attributes={"RedrivePolicy": policy})
    assert json.loads(attributes_of(sqs, source)["RedrivePolicy"]) == json.loads(policy)
    sqs.set_queue_attributes(QueueUrl=source, Attributes={"RedrivePolicy": ""})
    assert "RedrivePolicy" not in attributes_of(sqs, source)


def test_policies_are_checked(sqs, make_queue, dead):
    source = make_queue()
    arn = arn_of(sqs, dead)

    def refuse(policy, reason):
        text = policy if isinstance(policy, str) else json.dumps(policy)
        with Refused("InvalidParameterValue", f"Value {text} for parameter RedrivePolicy is invalid. Reason: {reason}"):
            sqs.set_queue_attributes(QueueUrl=source, Attributes={"RedrivePolicy": text})

    refuse({}, "Redrive policy does not contain mandatory attribute: maxReceiveCount.")
    refuse({"maxReceiveCount": 1}, "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.")
    for count in (0, 1001, "x"):
        refuse(
            {"deadLetterTargetArn": arn, "maxReceiveCount": count},
            f"Invalid value for maxReceiveCount: {count}, valid values are from 1 to 1000 both inclusive.",
        )
    refuse({"deadLetterTargetArn": arn + "-none", "maxReceiveCount": 1}, "Dead letter target does not exist.")
    with Refused("InvalidAttributeValue"):
        sqs.set_queue_attributes(QueueUrl=source, Attributes={"RedrivePolicy": "no json"})
    assert "RedrivePolicy" not in attributes_of(sqs, source)


def test_a_count_can_be_text(sqs, make_queue, dead):
    source = source_of(sqs, make_queue, dead, "1")
    assert json.loads(attributes_of(sqs, source)["RedrivePolicy"])["maxReceiveCount"] == 1
    bury(sqs, source, "b")
    assert len(receive(sqs, dead)) == 1


def test_the_target_is_of_the_same_type(sqs, make_queue, dead):
    with Refused("InvalidParameterValue"):
        make_queue(fifo=True, RedrivePolicy=redrive_policy(arn_of(sqs, dead), 1))


def test_the_target_has_a_say(sqs, make_queue, dead):
    source = make_queue()
    policy = {"RedrivePolicy": redrive_policy(arn_of(sqs, dead), 1)}

    def allow(**terms):
        sqs.set_queue_attributes(QueueUrl=dead, Attributes={"RedriveAllowPolicy": json.dumps(terms)})

    allow(redrivePermission="denyAll")
    assert json.loads(attributes_of(sqs, dead)["RedriveAllowPolicy"]) == {"redrivePermission": "denyAll"}
    with Refused("InvalidParameterValue"):
        sqs.set_queue_attributes(QueueUrl=source, Attributes=policy)
    allow(redrivePermission="byQueue", sourceQueueArns=[arn_of(sqs, source) + "-other"])
    with Refused("InvalidParameterValue"):
        sqs.set_queue_attributes(QueueUrl=source, Attributes=policy)
    allow(redrivePermission="byQueue", sourceQueueArns=[arn_of(sqs, source)])
    sqs.set_queue_attributes(QueueUrl=source, Attributes=policy)
    for terms in ({"redrivePermission": "x"}, {}, {"redrivePermission": "byQueue", "sourceQueueArns": "x"}):
        with Refused("InvalidAttributeValue"):
            allow(**terms)
    with Refused("InvalidParameterValue"):
        allow(redrivePermission="byQueue", sourceQueueArns=[])


@pytest.mark.emulator_only
def test_sources_are_listed(sqs, make_queue, dead):
    assert not sqs.list_dead_letter_source_queues(QueueUrl=dead).get("queueUrls")
    sources = sorted(source_of(sqs, make_queue, dead) for _ in range(3))
    assert sqs.list_dead_letter_source_queues(QueueUrl=dead)["queueUrls"] == sources
    pages = sqs.get_paginator("list_dead_letter_source_queues").paginate(
        QueueUrl=dead, PaginationConfig={"PageSize": 2}
    )
    assert [page["queueUrls"] for page in pages] == [sources[:2], sources[2:]]


def wait_for_status(sqs, arn, status):
    for _ in range(500):
        (task,) = sqs.list_message_move_tasks(SourceArn=arn)["Results"]
        if task["Status"] == status:
            return task
        time.sleep(1 if ON_AWS else 0.01)
    raise AssertionError(f"the task is {task}")


def test_messages_go_back_to_where_they_came_from(sqs, make_queue, dead):
    source = source_of(sqs, make_queue, dead)
    bury(sqs, source, "1", "2")
    arn = arn_of(sqs, dead)
    assert sqs.start_message_move_task(SourceArn=arn)["TaskHandle"]
    task = wait_for_status(sqs, arn, "COMPLETED")
    assert task["ApproximateNumberOfMessagesMoved"] == task["ApproximateNumberOfMessagesToMove"] == 2
    assert task["SourceArn"] == arn and "DestinationArn" not in task and "TaskHandle" not in task
    assert abs(task["StartedTimestamp"] / 1000 - time.time()) < 60
    assert {m["Body"] for m in receive(sqs, source, MaxNumberOfMessages=10)} == {"1", "2"}
    assert receive(sqs, dead, WaitTimeSeconds=0) == []


def test_messages_go_where_they_are_sent(sqs, make_queue, dead):
    source_of(sqs, make_queue, dead)
    target = make_queue()
    sqs.send_message(QueueUrl=dead, MessageBody="b")
    arn = arn_of(sqs, dead)
    sqs.start_message_move_task(SourceArn=arn, DestinationArn=arn_of(sqs, target), MaxNumberOfMessagesPerSecond=500)
    task = wait_for_status(sqs, arn, "COMPLETED")
    assert task["DestinationArn"] == arn_of(sqs, target)
    assert task["MaxNumberOfMessagesPerSecond"] == 500
    assert [m["Body"] for m in receive(sqs, target)] == ["b"]


def test_a_move_is_cancelled(sqs, make_queue, dead):
    source_of(sqs, make_queue, dead)
    target = make_queue()
    sqs.send_message_batch(QueueUrl=dead, Entries=[{"Id": str(i), "MessageBody": str(i)} for i in range(10)])
    arn = arn_of(sqs, dead)
    start = {"SourceArn": arn, "DestinationArn": arn_of(sqs, target), "MaxNumberOfMessagesPerSecond": 1}
    handle = sqs.start_message_move_task(**start)["TaskHandle"]
    (task,) = sqs.list_message_move_tasks(SourceArn=arn)["Results"]
    assert (task["Status"], task["TaskHandle"]) == ("RUNNING", handle)
    message = "There is already a task running. Only one active task is allowed for a source queue arn at a given time."
    with Refused("InvalidParameterValue", message):
        sqs.start_message_move_task(**start)
    moved = sqs.cancel_message_move_task(TaskHandle=handle)["ApproximateNumberOfMessagesMoved"]
    assert 0 <= moved < 10
    wait_for_status(sqs, arn, "CANCELLED")
    sqs.start_message_move_task(**start)
    assert len(sqs.list_message_move_tasks(SourceArn=arn, MaxResults=10)["Results"]) == 2
    assert len(sqs.list_message_move_tasks(SourceArn=arn)["Results"]) == 1


def test_moves_are_checked(sqs, make_queue, dead):
    plain = arn_of(sqs, make_queue())
    arn = arn_of(sqs, dead)
    with Refused("InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue."):
        sqs.start_message_move_task(SourceArn=plain)
    source_of(sqs, make_queue, dead)
    with Refused("ResourceNotFoundException", SOURCE_MISSING, 404):
        sqs.start_message_move_task(SourceArn=arn + "-none")
    message = "The resource that you specified for the DestinationArn parameter doesn't exist."
    with Refused("ResourceNotFoundException", message, 404):
        sqs.start_message_move_task(SourceArn=arn, DestinationArn=arn + "-none")
    with Refused("InvalidParameterValue", "Source queue arn and destination queue arn cannot be the same."):
        sqs.start_message_move_task(SourceArn=arn, DestinationArn=arn)
    message = (
        "You must use this format to specify the SourceArn: "
        "arn:<partition>:<service>:<region>:<account-id>:<resource-id>"
    )
    with Refused("InvalidParameterValue", message):
        sqs.start_message_move_task(SourceArn=name_of(dead))
    for pace in (0, 501):
        with Refused("InvalidParameterValue"):
            sqs.start_message_move_task(SourceArn=arn, MaxNumberOfMessagesPerSecond=pace)


def test_tasks_are_found_by_their_handles(sqs, dead):
    with Refused("InvalidParameterValue", "Value for parameter TaskHandle is invalid."):
        sqs.cancel_message_move_task(TaskHandle="foobared")
    with Refused("ResourceNotFoundException", SOURCE_MISSING, 404):
        sqs.list_message_move_tasks(SourceArn=arn_of(sqs, dead) + "-none")
    for size in (0, 11):
        with Refused("InvalidParameterValue"):
            sqs.list_message_move_tasks(SourceArn=arn_of(sqs, dead), MaxResults=size)
    assert "Results" not in sqs.list_message_move_tasks(SourceArn=arn_of(sqs, dead))
