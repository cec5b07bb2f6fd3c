"""Messages on standard queues: sending, receiving, deleting, hiding them."""

import threading
import time

import pytest
from conftest import ON_AWS, Refused, attributes_of, make_client, takes
from digests import attributes_md5, md5

INVALID_CHARACTERS = (
    "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | "
    "#x10000 to #x10FFFF"
)


def receive(sqs, url, **options):
    options.setdefault("WaitTimeSeconds", 5 if ON_AWS else 0)
    return sqs.receive_message(QueueUrl=url, **options).get("Messages", [])


def test_a_message_comes_back(sqs, queue):
    body = "tab\tnewline\nümlaut € 😀 <&>\"' end"
    sent = sqs.send_message(QueueUrl=queue, MessageBody=body)
    assert sent["MD5OfMessageBody"] == md5(body)
    assert "MD5OfMessageAttributes" not in sent and "SequenceNumber" not in sent
    (message,) = receive(sqs, queue)
    assert message["Body"] == body
    assert message["MessageId"] == sent["MessageId"]
    assert message["MD5OfBody"] == md5(body)
    assert "Attributes" not in message and "MessageAttributes" not in message
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])


def test_attributes_come_back_as_they_were(sqs, queue):
    attributes = {
        "text": {"DataType": "String", "StringValue": "ümlaut"},
        "text.labelled": {"DataType": "String.json", "StringValue": "{}"},
        "number": {"DataType": "Number", "StringValue": "-230.000000000000000001"},
        "number-2": {"DataType": "Number.java.lang.Long", "StringValue": "1e10"},
        "bytes": {"DataType": "Binary", "BinaryValue": b"\x00\x01\xff"},
        "bytes_2": {"DataType": "Binary.png", "BinaryValue": b"x"},
    }
    sent = sqs.send_message(QueueUrl=queue, MessageBody="b", MessageAttributes=attributes)
    assert sent["MD5OfMessageAttributes"] == attributes_md5(attributes)
    (message,) = receive(sqs, queue, MessageAttributeNames=["All"])
    assert message["MessageAttributes"] == attributes
    assert message["MD5OfMessageAttributes"] == attributes_md5(attributes)


@pytest.mark.parametrize(
    "asked, names",
    [
        ([], ""),
        (["All"], "General Hello Help.Me"),
        ([".*"], "General Hello Help.Me"),
        (["Foo", "Help"], ""),
        (["Hello", "General"], "General Hello"),
        (["Foo", "Hello"], "Hello"),
        (["Hel.*"], "Hello Help.Me"),
        (["AWS."], ""),
    ],
)
def test_attributes_are_chosen_by_the_receiver(sqs, make_queue, asked, names):
    url = make_queue(VisibilityTimeout=0)
    values = {"Hello": "There", "General": "Kenobi", "Help.Me": "Me"}
    attributes = {name: {"DataType": "String", "StringValue": value} for name, value in values.items()}
    sqs.send_message(QueueUrl=url, MessageBody="b", MessageAttributes=attributes)
    (message,) = receive(sqs, url, MessageAttributeNames=asked)
    chosen = {name: attributes[name] for name in names.split()}
    assert message.get("MessageAttributes", {}) == chosen
    assert message.get("MD5OfMessageAttributes") == (attributes_md5(chosen) if chosen else None)


def text(value, kind="String"):
    return {"DataType": kind, "StringValue": value}


@pytest.mark.parametrize(
    "name, value, message",
    [
        ("a", text(""), "Message (user) attribute 'a' must contain a non-empty value of type 'String'."),
        ("a", text("x", "Number"), "Can't cast the value of message (user) attribute 'a' to a number."),
        (
            "a",
            text("x", "Invalid"),
            "The type of message (user) attribute 'a' is invalid. "
            "You must use only the following supported type prefixes: Binary, Number, String.",
        ),
        ("a", text("bad \x08"), INVALID_CHARACTERS),
        ("a", text("x", "String." + "L" * 256), None),
        ("a", {"DataType": "Binary", "BinaryValue": b""}, None),
        ("AWS.a", text("x"), None),
        ("Amazon.a", text("x"), None),
        (".a", text("x"), None),
        ("a.", text("x"), None),
        ("a..b", text("x"), "Message (user) attribute name must not have successive '.' characters."),
        ("a!", text("x"), None),
        ("a" * 257, text("x"), None),
    ],
)
def test_attributes_are_checked(sqs, queue, name, value, message):
    with Refused("InvalidParameterValue", message):
        sqs.send_message(QueueUrl=queue, MessageBody="b", MessageAttributes={name: value})
    assert receive(sqs, queue, WaitTimeSeconds=0) == []


def test_attributes_are_ten_at_most(sqs, queue):
    attributes = {f"a{i}": text("x") for i in range(11)}
    with Refused("InvalidParameterValue", "Number of message attributes [11] exceeds the allowed maximum [10]."):
        sqs.send_message(QueueUrl=queue, MessageBody="b", MessageAttributes=attributes)
    del attributes["a0"]
    sqs.send_message(QueueUrl=queue, MessageBody="b", MessageAttributes=attributes)


def test_the_trace_header_is_a_system_attribute(sqs, queue):
    header = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
    system = {"AWSTraceHeader": text(header)}
    sent = sqs.send_message(QueueUrl=queue, MessageBody="b", MessageSystemAttributes=system)
    assert sent["MD5OfMessageSystemAttributes"] == attributes_md5(system)
    assert "MD5OfMessageAttributes" not in sent
    (message,) = receive(sqs, queue, AttributeNames=["AWSTraceHeader"])
    assert message["Attributes"] == {"AWSTraceHeader": header}
    with Refused("InvalidParameterValue", "Message system attribute name 'Other' is invalid."):
        sqs.send_message(QueueUrl=queue, MessageBody="b", MessageSystemAttributes={"Other": text("x")})


@pytest.mark.parametrize("parameter", ["AttributeNames", "MessageSystemAttributeNames"])
def test_system_attributes(sqs, make_queue, parameter):
    if not takes(sqs, "ReceiveMessage", parameter):
        pytest.skip(f"this SDK has no {parameter}")
    url = make_queue(VisibilityTimeout=0)
    before = time.time() * 1000
    sqs.send_message(QueueUrl=url, MessageBody="b")
    (message,) = receive(sqs, url, **{parameter: ["All"]})
    found = message["Attributes"]
    assert set(found) == {"SenderId", "SentTimestamp", "ApproximateReceiveCount", "ApproximateFirstReceiveTimestamp"}
    assert abs(int(found["SentTimestamp"]) - before) < 60_000
    assert int(found["ApproximateFirstReceiveTimestamp"]) >= int(found["SentTimestamp"])
    (again,) = receive(sqs, url, **{parameter: ["ApproximateReceiveCount", "ApproximateFirstReceiveTimestamp"]})
    assert again["Attributes"] == {
        "ApproximateReceiveCount": "2",
        "ApproximateFirstReceiveTimestamp": found["ApproximateFirstReceiveTimestamp"],
    }
    assert again["ReceiptHandle"] != message["ReceiptHandle"]


def test_bodies_are_checked(sqs, queue, is_query):
    with Refused("MissingParameter", "The request must contain the parameter MessageBody."):
        sqs.send_message(QueueUrl=queue, MessageBody="")
    for body in ("\x01", "a\x08", "\x1f", "\ufffe", "\uffff"):
        with Refused("InvalidMessageContents", INVALID_CHARACTERS):
            sqs.send_message(QueueUrl=queue, MessageBody=body)


def test_messages_have_a_size(sqs, make_queue):
    url = make_queue(MaximumMessageSize=1024)
    attributes = {"k": text("x")}
    sqs.send_message(QueueUrl=url, MessageBody="a" * 1016, MessageAttributes=attributes)
    message = "One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes."
    with Refused("InvalidParameterValue", message):
        sqs.send_message(QueueUrl=url, MessageBody="a" * 1017, MessageAttributes=attributes)
    with Refused("InvalidParameterValue", message):
        sqs.send_message(QueueUrl=url, MessageBody="€" * 342)


def test_the_largest_message(sqs, queue):
    sqs.send_message(QueueUrl=queue, MessageBody="a" * 1048576)
    (message,) = receive(sqs, queue)
    assert len(message["Body"]) == 1048576
    message = "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes."
    with Refused("InvalidParameterValue", message):
        sqs.send_message(QueueUrl=queue, MessageBody="a" * 1048577)


def test_delays_have_a_range(sqs, queue):
    for delay in (-1, 901):
        message = f"Value {delay} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900."
        with Refused("InvalidParameterValue", message):
            sqs.send_message(QueueUrl=queue, MessageBody="b", DelaySeconds=delay)


@pytest.mark.emulator_only
def test_a_delayed_message_is_counted_so(sqs, make_queue):
    url = make_queue(DelaySeconds=900)
    sqs.send_message(QueueUrl=url, MessageBody="late")
    sqs.send_message(QueueUrl=url, MessageBody="now", DelaySeconds=0)
    (message,) = receive(sqs, url, MaxNumberOfMessages=10)
    assert message["Body"] == "now"
    counts = attributes_of(sqs, url)
    assert counts["ApproximateNumberOfMessages"] == "0"
    assert counts["ApproximateNumberOfMessagesDelayed"] == "1"
    assert counts["ApproximateNumberOfMessagesNotVisible"] == "1"


@pytest.mark.timing
def test_a_delay_passes(sqs, queue):
    sqs.send_message(QueueUrl=queue, MessageBody="b", DelaySeconds=1)
    assert receive(sqs, queue, WaitTimeSeconds=0) == []
    assert len(receive(sqs, queue, WaitTimeSeconds=5)) == 1


@pytest.mark.timing
def test_a_visibility_timeout_passes(sqs, make_queue):
    url = make_queue(VisibilityTimeout=1)
    sqs.send_message(QueueUrl=url, MessageBody="b")
    (first,) = receive(sqs, url)
    assert receive(sqs, url, WaitTimeSeconds=0) == []
    (second,) = receive(sqs, url, WaitTimeSeconds=5)
    assert second["MessageId"] == first["MessageId"]
    sqs.delete_message(QueueUrl=url, ReceiptHandle=second["ReceiptHandle"])


@pytest.mark.parametrize(
    "options, message",
    [
        (
            {"MaxNumberOfMessages": 11},
            "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.",
        ),
        (
            {"MaxNumberOfMessages": 0},
            "Value 0 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.",
        ),
        (
            {"WaitTimeSeconds": 21},
            "Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.",
        ),
        (
            {"WaitTimeSeconds": -1},
            "Value -1 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.",
        ),
        (
            {"VisibilityTimeout": 43201},
            "Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <= 43200, if provided.",
        ),
        ({"ReceiveRequestAttemptId": "a"}, None),
    ],
)
def test_receiving_is_checked(sqs, queue, options, message):
    with Refused("InvalidParameterValue", message):
        sqs.receive_message(QueueUrl=queue, **options)


@pytest.mark.emulator_only
def test_one_or_as_many_as_wanted(sqs, queue):
    for i in range(12):
        sqs.send_message(QueueUrl=queue, MessageBody=str(i))
    assert len(receive(sqs, queue)) == 1
    assert len(receive(sqs, queue, MaxNumberOfMessages=10)) == 10
    assert len(receive(sqs, queue, MaxNumberOfMessages=10)) == 1


def test_a_receipt_of_nothing(sqs, queue):
    message = 'The input receipt handle "garbage" is not a valid receipt handle.'
    with Refused("ReceiptHandleIsInvalid", message):
        sqs.delete_message(QueueUrl=queue, ReceiptHandle="garbage")
    with Refused("ReceiptHandleIsInvalid"):
        sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle="garbage", VisibilityTimeout=60)
    with Refused("MissingParameter", "The request must contain the parameter ReceiptHandle."):
        sqs.delete_message(QueueUrl=queue, ReceiptHandle="")


def test_deleting_twice(sqs, queue):
    sqs.send_message(QueueUrl=queue, MessageBody="b")
    (message,) = receive(sqs, queue)
    for _ in range(3):
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    handle = message["ReceiptHandle"]
    text = (
        f"Value {handle} for parameter ReceiptHandle is invalid. "
        "Reason: Message does not exist or is not available for visibility timeout change."
    )
    with Refused("InvalidParameterValue", text):
        sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=handle, VisibilityTimeout=42)


def test_a_message_is_shown_again_at_will(sqs, queue):
    sqs.send_message(QueueUrl=queue, MessageBody="b")
    (message,) = receive(sqs, queue)
    sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
    (again,) = receive(sqs, queue)
    assert again["MessageId"] == message["MessageId"]
    for timeout in (-1, 43201):
        text = f"Value {timeout} for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200."
        with Refused("InvalidParameterValue", text):
            sqs.change_message_visibility(
                QueueUrl=queue, ReceiptHandle=again["ReceiptHandle"], VisibilityTimeout=timeout
            )


def test_zero_is_a_visibility_timeout(sqs, queue):
    sqs.send_message(QueueUrl=queue, MessageBody="b")
    assert len(receive(sqs, queue, VisibilityTimeout=0)) == 1
    assert len(receive(sqs, queue)) == 1
    assert receive(sqs, queue, WaitTimeSeconds=0) == []


def test_a_long_poll_wakes_for_a_message(sqs, queue):
    got = []

    def poll():
        started = time.monotonic()
        got.append((make_client().receive_message(QueueUrl=queue, WaitTimeSeconds=20)["Messages"][0], started))
        got.append(time.monotonic())

    poller = threading.Thread(target=poll)
    poller.start()
    time.sleep(0.2)
    sent = time.monotonic()
    sqs.send_message(QueueUrl=queue, MessageBody="wake")
    poller.join(25)
    (message, _), woken = got
    assert message["Body"] == "wake"
    assert woken - sent < (10 if ON_AWS else 1)


@pytest.mark.timing
def test_a_long_poll_ends(sqs, make_queue):
    url = make_queue(ReceiveMessageWaitTimeSeconds=1)
    started = time.monotonic()
    assert sqs.receive_message(QueueUrl=url).get("Messages", []) == []
    assert 0.9 < time.monotonic() - started < 5
    started = time.monotonic()
    assert sqs.receive_message(QueueUrl=url, WaitTimeSeconds=0).get("Messages", []) == []
    assert time.monotonic() - started < 0.9


def test_groups_on_a_standard_queue(sqs, queue):
    sqs.send_message(QueueUrl=queue, MessageBody="b", MessageGroupId="tenant")
    (message,) = receive(sqs, queue, AttributeNames=["All"])
    assert message["Attributes"]["MessageGroupId"] == "tenant"
    for group in ("", "a" * 129, "group 123"):
        text = (
            f"Value {group} for parameter MessageGroupId is invalid. "
            "Reason: MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length."
        )
        with Refused("InvalidParameterValue", text):
            sqs.send_message(QueueUrl=queue, MessageBody="b", MessageGroupId=group)
    with Refused("InvalidParameterValue"):
        sqs.send_message(QueueUrl=queue, MessageBody="b", MessageDeduplicationId="d")
