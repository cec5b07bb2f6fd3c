"""What the SDK's tests share: a running server, clients, queues with names of their own.

The same tests run with the current boto3 (AWS JSON 1.0) and with an old one (the query protocol), against this server
or, with WB_TARGET=aws and credentials in the environment, against AWS itself. WB_ENDPOINT names a server that runs
already.
"""

from __future__ import annotations

import json
import os
import sys
import uuid
from pathlib import Path

import boto3
import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from server_process import ServerProcess  # noqa: E402

ON_AWS = os.environ.get("WB_TARGET") == "aws"


def pytest_configure(config):
    config.addinivalue_line("markers", "timing: real time has to pass, a second or so")
    config.addinivalue_line("markers", "emulator_only: checks what AWS does not promise or takes too long to show")
    config.server = None
    if not ON_AWS and "WB_ENDPOINT" not in os.environ:
        config.server = ServerProcess()
        os.environ["WB_ENDPOINT"] = config.server.url


def pytest_unconfigure(config):
    if config.server:
        config.server.stop()


def pytest_collection_modifyitems(items):
    for item in items:
        if ON_AWS and item.get_closest_marker("emulator_only"):
            item.add_marker(pytest.mark.skip(reason="not on AWS"))


def make_client(account_id="123456789012", region="us-east-1", service="sqs"):
    # One attempt: a retry would hide an error. No validation here: the server's is what we test.
    options = Config(retries={"max_attempts": 0}, parameter_validation=False)
    if ON_AWS:
        return boto3.client(service, region_name=region, config=options)
    return boto3.client(
        service,
        endpoint_url=os.environ["WB_ENDPOINT"],
        region_name=region,
        aws_access_key_id=account_id,
        aws_secret_access_key="secret",
        config=options,
    )


def serve_with(config, folder, *options):
    """Yields the URL of a server of its own with this configuration file; what a module's `endpoint` fixture is made of."""
    if not os.path.exists(os.environ.get("WB_SERVER", "")):
        pytest.skip("WB_SERVER names no server program")
    file = folder / "wb.toml"
    file.write_text(config)
    server = ServerProcess("--config", str(file), *options)
    try:
        yield server.url
    finally:
        server.stop()


@pytest.fixture(scope="session")
def sqs():
    return make_client()


@pytest.fixture(scope="session")
def is_query(sqs):
    """Whether this SDK speaks the query protocol."""
    return sqs.meta.service_model.metadata["protocol"] == "query"


def unique_name(suffix=""):
    return f"wb-{uuid.uuid4().hex[:16]}{suffix}"


@pytest.fixture
def make_queue(sqs):
    """Makes a queue that goes with the test; answers its URL. fifo=True for a FIFO queue."""
    made = []

    def make(name=None, fifo=False, tags=None, **attributes):
        name = name or unique_name(".fifo" if fifo else "")
        if fifo:
            attributes["FifoQueue"] = "true"
        extra = {"tags": tags} if tags else {}
        url = sqs.create_queue(QueueName=name, Attributes={k: str(v) for k, v in attributes.items()}, **extra)[
            "QueueUrl"
        ]
        made.append(url)
        return url

    yield make
    for url in made:
        try:
            sqs.delete_queue(QueueUrl=url)
        except ClientError:
            pass  # the test has deleted it


@pytest.fixture
def queue(make_queue):
    return make_queue()


@pytest.fixture
def fifo(make_queue):
    return make_queue(fifo=True)


class Refused:
    """An error of AWS that a call must end with."""

    def __init__(self, code=None, message=None, status=None):
        self.code, self.message, self.status = code, message, status

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        assert kind is not None, "the call was not refused"
        if not isinstance(error, ClientError):
            return False
        answer = error.response
        if self.code is not None:
            assert answer["Error"]["Code"] == self.code, answer["Error"]
        if self.message is not None:
            assert answer["Error"]["Message"] == self.message
        if self.status is not None:
            assert answer["ResponseMetadata"]["HTTPStatusCode"] == self.status
        self.answer = answer
        return True


def name_of(url):
    return url.rsplit("/", 1)[1]


def arn_of(sqs, url):
    return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def attributes_of(sqs, url, *names):
    return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(names) or ["All"]).get("Attributes", {})


def redrive_policy(arn, count):
    return json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": count})


def needs(service, operation, parameter=None, shape=None):
    """A mark that leaves a module's tests out where the SDK is too old: it lacks the operation, or the parameter in its input, or
    in the shape that is named."""
    model = botocore.session.get_session().get_service_model(service)
    known = operation in model.operation_names
    if known and parameter is not None:
        known = parameter in (model.shape_for(shape) if shape else model.operation_model(operation).input_shape).members
    return pytest.mark.skipif(not known, reason=f"this SDK knows no {parameter or operation}")


def takes(client, operation, parameter):
    """Whether this SDK's model knows the parameter (`parameter` None: the operation)."""
    model = client.meta.service_model
    if operation not in model.operation_names:
        return False
    return parameter is None or parameter in model.operation_model(operation).input_shape.members
