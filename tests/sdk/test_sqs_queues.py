"""Queues: making, finding, listing, changing, purging and deleting them."""

import json

import pytest
from conftest import ON_AWS, Refused, arn_of, attributes_of, make_client, name_of, takes, unique_name

NO_QUEUE = "AWS.SimpleQueueService.NonExistentQueue"
BAD_NAME = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
BAD_FIFO_NAME = (
    "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, "
    "must end with .fifo suffix and be 1 to 80 in length."
)


def test_a_queue_is_found_by_its_name(sqs, make_queue):
    url = make_queue()
    assert sqs.get_queue_url(QueueName=name_of(url))["QueueUrl"] == url
    if not ON_AWS:
        assert url.split("/")[3] == "123456789012"
        assert url.startswith(sqs.meta.endpoint_url)


def test_a_missing_queue_is_named_so(sqs, is_query):
    with Refused(NO_QUEUE, status=400) as refused:
        sqs.get_queue_url(QueueName="wb-none")
    text = "The specified queue does not exist for this wsdl version." if is_query else "The specified queue does not exist."
    assert refused.answer["Error"]["Message"] == text
    if not is_query:
        assert refused.answer["ResponseMetadata"]["HTTPHeaders"]["x-amzn-query-error"] == f"{NO_QUEUE};Sender"


def test_the_exception_has_its_modelled_class(sqs):
    with pytest.raises(sqs.exceptions.QueueDoesNotExist):
        sqs.get_queue_url(QueueName="wb-none")


def test_an_operation_without_output_answers_with_nothing(sqs, make_queue, is_query):
    answer = sqs.set_queue_attributes(QueueUrl=make_queue(), Attributes={"VisibilityTimeout": "3"})
    size = int(answer["ResponseMetadata"]["HTTPHeaders"]["content-length"])
    assert (size > 0) == is_query


@pytest.mark.parametrize(
    "operation, arguments",
    [
        ("delete_queue", {}),
        ("purge_queue", {}),
        ("get_queue_attributes", {"AttributeNames": ["All"]}),
        ("set_queue_attributes", {"Attributes": {"DelaySeconds": "1"}}),
        ("send_message", {"MessageBody": "b"}),
        ("send_message_batch", {"Entries": [{"Id": "a", "MessageBody": "b"}]}),
        ("receive_message", {}),
        ("delete_message", {"ReceiptHandle": "r"}),
        ("delete_message_batch", {"Entries": [{"Id": "a", "ReceiptHandle": "r"}]}),
        ("change_message_visibility", {"ReceiptHandle": "r", "VisibilityTimeout": 1}),
        ("change_message_visibility_batch", {"Entries": [{"Id": "a", "ReceiptHandle": "r", "VisibilityTimeout": 1}]}),
        ("list_dead_letter_source_queues", {}),
        ("add_permission", {"Label": "l", "AWSAccountIds": ["111111111111"], "Actions": ["SendMessage"]}),
        ("remove_permission", {"Label": "l"}),
        ("tag_queue", {"Tags": {"a": "b"}}),
        ("untag_queue", {"TagKeys": ["a"]}),
        ("list_queue_tags", {}),
    ],
)
def test_every_operation_misses_a_missing_queue(sqs, queue, operation, arguments):
    with Refused(NO_QUEUE):
        getattr(sqs, operation)(QueueUrl=queue + "-none", **arguments)


@pytest.mark.parametrize("name", ["a.b", "/my/test", "!@$%^&*()queue", "p" * 81, "q.fifo"])
def test_names_are_checked(sqs, name):
    with Refused("InvalidParameterValue", BAD_NAME):
        sqs.create_queue(QueueName=name)


def test_names_of_fifo_queues_are_checked(sqs):
    for name in ("queue", "q" * 76 + ".fifo", "a b.fifo"):
        with Refused("InvalidParameterValue", BAD_FIFO_NAME):
            sqs.create_queue(QueueName=name, Attributes={"FifoQueue": "true"})


@pytest.mark.emulator_only
def test_a_queue_is_reached_in_many_ways(sqs, make_queue):
    name = name_of(make_queue())
    for url in (
        name,
        f"/123456789012/{name}",
        f"http://sqs.us-east-1.amazonaws.com/123456789012/{name}",
        f"https://queue.amazonaws.com/123456789012/{name}",
        f"http://elsewhere:1/queue/{name}",
    ):
        # The old SDK posts to QueueUrl itself; the endpoint decides where to.
        body = sqs.send_message(QueueUrl=url, MessageBody=url) if "://" not in url or _posts_to_endpoint(sqs) else None
        if body:
            assert sqs.receive_message(QueueUrl=name)["Messages"][0]["Body"] == url


def _posts_to_endpoint(sqs):
    return sqs.meta.service_model.metadata["protocol"] == "json"


@pytest.mark.emulator_only
def test_the_account_in_the_url_decides(queue):
    other = make_client("210987654321")
    assert attributes_of(other, queue, "QueueArn")["QueueArn"].split(":")[4] == "123456789012"
    found = other.get_queue_url(QueueName=name_of(queue), QueueOwnerAWSAccountId="123456789012")
    assert found["QueueUrl"] == queue
    with Refused(NO_QUEUE):
        other.get_queue_url(QueueName=name_of(queue))


@pytest.mark.emulator_only
def test_regions_are_apart(queue):
    with Refused(NO_QUEUE):
        make_client(region="eu-west-1").get_queue_url(QueueName=name_of(queue))


def test_creating_again_finds_the_queue(sqs, make_queue):
    url = make_queue(DelaySeconds=1, ReceiveMessageWaitTimeSeconds=1)
    name = name_of(url)
    assert sqs.create_queue(QueueName=name)["QueueUrl"] == url
    assert sqs.create_queue(QueueName=name, Attributes={"DelaySeconds": "1"})["QueueUrl"] == url
    message = "A queue already exists with the same name and a different value for attribute DelaySeconds"
    with Refused("QueueAlreadyExists", message):
        sqs.create_queue(QueueName=name, Attributes={"DelaySeconds": "2"})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "2"})
    assert sqs.create_queue(QueueName=name, Attributes={"DelaySeconds": "2"})["QueueUrl"] == url


@pytest.mark.emulator_only
def test_deleting_ends_a_queue(sqs, make_queue):
    url = make_queue()
    sqs.send_message(QueueUrl=url, MessageBody="b")
    sqs.delete_queue(QueueUrl=url)
    with Refused(NO_QUEUE):
        sqs.send_message(QueueUrl=url, MessageBody="b")
    assert make_queue(name_of(url)) == url
    assert "Messages" not in sqs.receive_message(QueueUrl=url)


@pytest.mark.emulator_only
def test_purging_empties_a_queue_once_a_minute(sqs, queue):
    sqs.send_message(QueueUrl=queue, MessageBody="b")
    sqs.purge_queue(QueueUrl=queue)
    assert attributes_of(sqs, queue)["ApproximateNumberOfMessages"] == "0"
    message = f"Only one PurgeQueue operation on {name_of(queue)} is allowed every 60 seconds."
    with Refused("AWS.SimpleQueueService.PurgeQueueInProgress", message, 403):
        sqs.purge_queue(QueueUrl=queue)


@pytest.mark.emulator_only
def test_lists_go_by_prefix_and_page(sqs, make_queue):
    prefix = unique_name("-")
    urls = sorted(make_queue(f"{prefix}{i}") for i in range(5))
    assert sqs.list_queues(QueueNamePrefix=prefix)["QueueUrls"] == urls
    assert "QueueUrls" not in sqs.list_queues(QueueNamePrefix=prefix + "none")
    pages = list(sqs.get_paginator("list_queues").paginate(QueueNamePrefix=prefix, PaginationConfig={"PageSize": 2}))
    assert [len(page["QueueUrls"]) for page in pages] == [2, 2, 1]
    assert [url for page in pages for url in page["QueueUrls"]] == urls
    assert "NextToken" not in sqs.list_queues(QueueNamePrefix=prefix, MaxResults=5)


def test_pages_have_limits(sqs):
    message = "Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 1000."
    for size in (-1, 1001):
        with Refused("InvalidParameterValue", message):
            sqs.list_queues(MaxResults=size)
    with Refused("InvalidParameterValue"):
        sqs.list_queues(MaxResults=1, NextToken="no token")


def test_attributes_of_a_new_queue(sqs, queue):
    found = attributes_of(sqs, queue)
    times = {found.pop(name) for name in ("CreatedTimestamp", "LastModifiedTimestamp")}
    assert all(len(time) == 10 and time.isdecimal() for time in times)
    assert found == {
        "ApproximateNumberOfMessages": "0",
        "ApproximateNumberOfMessagesDelayed": "0",
        "ApproximateNumberOfMessagesNotVisible": "0",
        "DelaySeconds": "0",
        "MaximumMessageSize": "1048576",
        "MessageRetentionPeriod": "345600",
        "QueueArn": f"arn:aws:sqs:us-east-1:{queue.split('/')[3]}:{name_of(queue)}",
        "ReceiveMessageWaitTimeSeconds": "0",
        "SqsManagedSseEnabled": "true",
        "VisibilityTimeout": "30",
    }


def test_attributes_of_a_new_fifo_queue(sqs, fifo):
    names = ("FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit")
    expected = ("true", "false", "queue", "perQueue")
    assert attributes_of(sqs, fifo, *names) == dict(zip(names, expected))


def test_only_the_named_attributes_come(sqs, queue):
    assert set(attributes_of(sqs, queue, "DelaySeconds", "VisibilityTimeout")) == {"DelaySeconds", "VisibilityTimeout"}
    assert "Attributes" not in sqs.get_queue_attributes(QueueUrl=queue)
    assert "Attributes" not in sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["Policy", "KmsMasterKeyId"])
    with Refused("InvalidAttributeName", "Unknown Attribute not-existing."):
        attributes_of(sqs, queue, "QueueArn", "not-existing")


@pytest.mark.parametrize(
    "name, low, high",
    [
        ("DelaySeconds", 0, 900),
        ("MaximumMessageSize", 1024, 1048576),
        ("MessageRetentionPeriod", 60, 1209600),
        ("ReceiveMessageWaitTimeSeconds", 0, 20),
        ("VisibilityTimeout", 0, 43200),
    ],
)
def test_attributes_have_ranges(sqs, queue, name, low, high):
    for value in (low, high):
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={name: str(value)})
        assert attributes_of(sqs, queue, name) == {name: str(value)}
    for value in (low - 1, high + 1, "x", ""):
        with Refused("InvalidAttributeValue", f"Invalid value for the parameter {name}."):
            sqs.set_queue_attributes(QueueUrl=queue, Attributes={name: str(value)})
        with Refused("InvalidAttributeValue"):
            sqs.create_queue(QueueName=unique_name(), Attributes={name: str(value)})
    assert attributes_of(sqs, queue, name) == {name: str(high)}


@pytest.mark.parametrize("name", ["Foo", "QueueArn", "CreatedTimestamp", "ApproximateNumberOfMessages", "All"])
def test_unknown_attributes_name_themselves(sqs, queue, name):
    with Refused("InvalidAttributeName", f"Unknown Attribute {name}."):
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={name: "1"})
    with Refused("InvalidAttributeName", f"Unknown Attribute {name}."):
        sqs.create_queue(QueueName=unique_name(), Attributes={name: "1"})


def test_fifo_attributes_need_a_fifo_queue(sqs, queue, fifo):
    for name in ("FifoQueue", "ContentBasedDeduplication"):
        with Refused("InvalidAttributeName", f"Unknown Attribute {name}."):
            sqs.create_queue(QueueName=unique_name(), Attributes={name: "false"})
        with Refused("InvalidAttributeName", f"Unknown Attribute {name}."):
            sqs.set_queue_attributes(QueueUrl=queue, Attributes={name: "true"})
    for name, value in (("DeduplicationScope", "queue"), ("FifoThroughputLimit", "perQueue")):
        with Refused("InvalidAttributeName", f"You can specify the {name} only when FifoQueue is set to true."):
            sqs.create_queue(QueueName=unique_name(), Attributes={name: value})
        sqs.set_queue_attributes(QueueUrl=fifo, Attributes={name: value})
    sqs.set_queue_attributes(QueueUrl=fifo, Attributes={"FifoQueue": "true"})
    message = "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported."
    with Refused("InvalidAttributeValue", message):
        sqs.set_queue_attributes(QueueUrl=fifo, Attributes={"FifoQueue": "false"})


def test_high_throughput_goes_with_groups(sqs, fifo):
    with Refused("InvalidAttributeValue"):
        sqs.set_queue_attributes(QueueUrl=fifo, Attributes={"FifoThroughputLimit": "perMessageGroupId"})
    wanted = {"FifoThroughputLimit": "perMessageGroupId", "DeduplicationScope": "messageGroup"}
    sqs.set_queue_attributes(QueueUrl=fifo, Attributes=wanted)
    assert attributes_of(sqs, fifo, *wanted) == wanted
    with Refused("InvalidAttributeValue"):
        sqs.set_queue_attributes(QueueUrl=fifo, Attributes={"DeduplicationScope": "queue"})


def test_encryption_is_of_one_kind(sqs, make_queue):
    url = make_queue()
    names = ("KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "SqsManagedSseEnabled")

    def set_to(**attributes):
        sqs.set_queue_attributes(QueueUrl=url, Attributes=attributes)
        return attributes_of(sqs, url, *names)

    key = {"KmsMasterKeyId": "alias/aws/sqs", "KmsDataKeyReusePeriodSeconds": "6000"}
    assert set_to(**key) == {**key, "SqsManagedSseEnabled": "false"}
    assert set_to(KmsMasterKeyId="", KmsDataKeyReusePeriodSeconds="300") == {"SqsManagedSseEnabled": "false"}
    assert set_to(SqsManagedSseEnabled="true") == {"SqsManagedSseEnabled": "true"}
    message = (
        "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE."
    )
    with Refused("InvalidAttributeName", message):
        set_to(KmsMasterKeyId="alias/aws/sqs", SqsManagedSseEnabled="true")
    with Refused("InvalidAttributeValue"):
        set_to(KmsDataKeyReusePeriodSeconds="59")


def test_a_policy_is_kept_and_removed(sqs, queue):
    statement = {
        "Sid": "s",
        "Effect": "Allow",
        "Principal": "*",
        "Action": "sqs:SendMessage",
        "Resource": arn_of(sqs, queue),
    }
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps(policy)})
    assert json.loads(attributes_of(sqs, queue)["Policy"]) == policy
    for broken in ("x", "[]", '{"Statement": [{"Effect": "Perhaps"}]}', '{"Version": "1"}'):
        with Refused("InvalidAttributeValue", "Invalid value for the parameter Policy."):
            sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": broken})
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": ""})
    assert "Policy" not in attributes_of(sqs, queue)


@pytest.mark.timing
@pytest.mark.emulator_only
def test_a_change_is_dated(sqs, queue):
    import time

    before = attributes_of(sqs, queue)
    time.sleep(1.01)
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"DelaySeconds": "5"})
    after = attributes_of(sqs, queue)
    assert after["CreatedTimestamp"] == before["CreatedTimestamp"]
    assert int(after["LastModifiedTimestamp"]) > int(before["LastModifiedTimestamp"])


def test_required_parameters_are_missed_by_name(sqs, queue, is_query):
    for operation, missing, given in (
        ("send_message", "MessageBody", {"QueueUrl": queue}),
        ("delete_message", "ReceiptHandle", {"QueueUrl": queue}),
        ("change_message_visibility", "VisibilityTimeout", {"QueueUrl": queue, "ReceiptHandle": "r"}),
        ("create_queue", "QueueName", {}),
    ):
        with Refused("MissingParameter", f"The request must contain the parameter {missing}.", 400):
            getattr(sqs, operation)(**given)


def test_tags(sqs, make_queue):
    url = make_queue(tags={"one": "1", "two": ""})
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"one": "1", "two": ""}
    sqs.tag_queue(QueueUrl=url, Tags={"one": "I", "Three": "3"})
    sqs.untag_queue(QueueUrl=url, TagKeys=["two", "missing"])
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"one": "I", "Three": "3"}
    sqs.untag_queue(QueueUrl=url, TagKeys=["one", "Three"])
    assert "Tags" not in sqs.list_queue_tags(QueueUrl=url)


def test_tags_have_rules(sqs, queue):
    with Refused("MissingParameter", "The request must contain the parameter Tags."):
        sqs.tag_queue(QueueUrl=queue, Tags={})
    with Refused("InvalidParameterValue", f"Too many tags added for queue {name_of(queue)}."):
        sqs.tag_queue(QueueUrl=queue, Tags={f"k{i}": "v" for i in range(51)})
    with Refused("InvalidParameterValue", "Tag keys must be between 1 and 128 characters in length."):
        sqs.tag_queue(QueueUrl=queue, Tags={"k" * 129: "v"})
    with Refused("InvalidParameterValue", "Tag keys must be between 1 and 128 characters in length."):
        sqs.untag_queue(QueueUrl=queue, TagKeys=[])
    with Refused("InvalidParameterValue"):
        sqs.tag_queue(QueueUrl=queue, Tags={"k": "v" * 257})
    with Refused("InvalidParameterValue"):
        sqs.tag_queue(QueueUrl=queue, Tags={"a<b": "v"})
    assert "Tags" not in sqs.list_queue_tags(QueueUrl=queue)


def test_permissions_edit_the_policy(sqs, queue):
    arn = arn_of(sqs, queue)
    sqs.add_permission(QueueUrl=queue, Label="one", AWSAccountIds=["111111111111"], Actions=["*"])
    sqs.add_permission(
        QueueUrl=queue,
        Label="two",
        AWSAccountIds=["111111111111", "222222222222"],
        Actions=["SendMessage", "PurgeQueue"],
    )
    if ON_AWS:
        return
    policy = json.loads(attributes_of(sqs, queue, "Policy")["Policy"])
    assert policy["Version"] == "2008-10-17"
    assert policy["Id"] == f"{arn}/SQSDefaultPolicy"
    assert policy["Statement"][0] == {
        "Sid": "one",
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::111111111111:root"},
        "Action": "SQS:*",
        "Resource": arn,
    }
    assert policy["Statement"][1]["Principal"]["AWS"] == [
        "arn:aws:iam::111111111111:root",
        "arn:aws:iam::222222222222:root",
    ]
    assert policy["Statement"][1]["Action"] == ["SQS:SendMessage", "SQS:PurgeQueue"]
    with Refused("InvalidParameterValue", "Value one for parameter Label is invalid. Reason: Already exists."):
        sqs.add_permission(QueueUrl=queue, Label="one", AWSAccountIds=["333333333333"], Actions=["SendMessage"])
    sqs.remove_permission(QueueUrl=queue, Label="one")
    message = "Value one for parameter Label is invalid. Reason: can't find label on existing policy."
    with Refused("InvalidParameterValue", message):
        sqs.remove_permission(QueueUrl=queue, Label="one")
    sqs.remove_permission(QueueUrl=queue, Label="two")
    assert "Policy" not in attributes_of(sqs, queue)
    with Refused("InvalidParameterValue", "Value two for parameter Label is invalid. Reason: can't find label."):
        sqs.remove_permission(QueueUrl=queue, Label="two")


@pytest.mark.parametrize(
    "change, code, message",
    [
        ({"Label": ""}, "MissingParameter", "The request must contain the parameter Label."),
        ({"Actions": []}, "MissingParameter", "The request must contain the parameter Actions."),
        (
            {"AWSAccountIds": []},
            "InvalidParameterValue",
            "Value [] for parameter PrincipalId is invalid. Reason: Unable to verify.",
        ),
        (
            {"AWSAccountIds": ["12"]},
            "InvalidParameterValue",
            "Value [12] for parameter PrincipalId is invalid. Reason: Unable to verify.",
        ),
        (
            {"Actions": ["RemovePermission"]},
            "InvalidParameterValue",
            "Value SQS:RemovePermission for parameter ActionName is invalid. "
            "Reason: Only the queue owner is allowed to invoke this action.",
        ),
        (
            {"Actions": ["Dance"]},
            "InvalidParameterValue",
            "Value SQS:Dance for parameter ActionName is invalid. "
            "Reason: Please refer to the appropriate WSDL for a list of valid actions.",
        ),
        ({"Actions": ["SendMessage"] * 8}, "OverLimit", "8 Actions were found, maximum allowed is 7."),
    ],
)
def test_permissions_are_checked(sqs, queue, change, code, message):
    arguments = {"Label": "l", "AWSAccountIds": ["111111111111"], "Actions": ["SendMessage"], **change}
    with Refused(code, message, 403 if code == "OverLimit" else 400):
        sqs.add_permission(QueueUrl=queue, **arguments)


def test_the_sdk_knows_all_operations(sqs, is_query):
    """What this suite can leave out: the operations that this SDK's model lacks."""
    moves = {"StartMessageMoveTask", "CancelMessageMoveTask", "ListMessageMoveTasks"}
    assert len(sqs.meta.service_model.operation_names) == 23
    assert all(takes(sqs, name, None) for name in moves)
