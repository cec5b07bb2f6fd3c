"""Two accounts and nobody before a server with `--auth verify`: what the tests of access to S3 share."""

import json

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from conftest import serve_with, unique_name

IDS = {name: digit * 64 for name, digit in (("owner", "a"), ("other", "b"))}
USERS = f"""
auth = "verify"
[[users]]
access_key_id = "AKIAOWNER"
secret_access_key = "owner"
account_id = "111111111111"
user_name = "owner"
canonical_id = "{IDS["owner"]}"
[[users]]
access_key_id = "AKIAOTHER"
secret_access_key = "other"
account_id = "222222222222"
user_name = "other"
canonical_id = "{IDS["other"]}"
email = "other@example.com"
"""
OTHER_ACCOUNT = {"AWS": "222222222222"}


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    yield from serve_with(USERS, tmp_path_factory.mktemp("access"), "--threads", "1")


def make_client(endpoint, user, **options):
    """`user` None is nobody; `options` are those of botocore's Config."""
    keys = {}
    if user is None:
        options["signature_version"] = UNSIGNED
    else:
        keys = {"aws_access_key_id": f"AKIA{user.upper()}", "aws_secret_access_key": user}
    config = Config(**{"s3": {"addressing_style": "path"}, "retries": {"max_attempts": 0}, **options})
    return boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", config=config, **keys)


@pytest.fixture(scope="module")
def owner(endpoint):
    return make_client(endpoint, "owner")


@pytest.fixture(scope="module")
def other(endpoint):
    return make_client(endpoint, "other")


@pytest.fixture(scope="module")
def nobody(endpoint):
    return make_client(endpoint, None)


@pytest.fixture
def bucket(owner):
    """As AWS makes them: the owner is enforced, public access is blocked."""
    name = unique_name()
    owner.create_bucket(Bucket=name)
    return name


@pytest.fixture
def open_bucket(owner):
    """With ACLs, and without the public access block."""
    name = unique_name()
    owner.create_bucket(Bucket=name, ObjectOwnership="ObjectWriter")
    owner.delete_public_access_block(Bucket=name)
    return name


def allow(bucket, action, principal="*", resource="/*", effect="Allow", **condition):
    """A policy of one statement."""
    statement = {"Effect": effect, "Principal": principal, "Action": action, "Resource": f"arn:aws:s3:::{bucket}{resource}"}
    if condition:
        statement["Condition"] = condition
    return {"Version": "2012-10-17", "Statement": [statement]}


def joined(*policies):
    return {"Version": "2012-10-17", "Statement": [statement for policy in policies for statement in policy["Statement"]]}


def put_policy(client, bucket, *policies):
    client.put_bucket_policy(Bucket=bucket, Policy=json.dumps(joined(*policies)))
