"""`--auth verify`: a server of its own that knows two users and believes nobody else."""

import urllib.error
import urllib.request

import boto3
import pytest
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from conftest import serve_with

USERS = """
auth = "verify"
[[users]]
access_key_id = "AKIAALICE"
secret_access_key = "alice/secret+"
user_name = "alice"
[[users]]
access_key_id = "AKIABOB"
secret_access_key = "bob"
account_id = "222222222222"
"""


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    yield from serve_with(USERS, tmp_path_factory.mktemp("auth"), "--threads", "1")


def client(endpoint, service, key="AKIAALICE", secret="alice/secret+", token=None):
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name="eu-west-1",
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token,
    )


def refusal(call, **parameters):
    with pytest.raises(ClientError) as error:
        call(**parameters)
    return error.value.response


def test_users_are_who_the_configuration_says(endpoint):
    alice = client(endpoint, "sts").get_caller_identity()
    assert alice["Arn"] == "arn:aws:iam::123456789012:user/alice"
    assert alice["UserId"].startswith("AIDA")
    bob = client(endpoint, "sts", "AKIABOB", "bob").get_caller_identity()
    assert bob["Arn"] == "arn:aws:iam::222222222222:root"


def test_signed_requests_pass_in_every_protocol(endpoint):
    sqs = client(endpoint, "sqs")
    url = sqs.create_queue(QueueName="signed")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="héllo ~ + / ü")
    assert sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"] == "héllo ~ + / ü"


def test_a_wrong_secret_is_refused(endpoint):
    answer = refusal(client(endpoint, "sts", secret="guess").get_caller_identity)
    assert answer["Error"]["Code"] == "SignatureDoesNotMatch"
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 403
    assert answer["Error"]["Message"].startswith("The request signature we calculated does not match")
    assert "alice" not in answer["Error"]["Message"]
    answer = refusal(client(endpoint, "sqs", secret="guess").list_queues)
    assert answer["Error"]["Code"] in ("SignatureDoesNotMatch", "InvalidSignatureException")


def test_an_unknown_key_is_refused(endpoint):
    answer = refusal(client(endpoint, "sts", key="AKIANOBODY").get_caller_identity)
    assert answer["Error"]["Code"] == "InvalidClientTokenId"
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_an_unsigned_request_is_refused(endpoint):
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(endpoint + "/?Action=GetCallerIdentity&Version=2011-06-15")
    assert error.value.code == 403
    assert b"<Code>MissingAuthenticationToken</Code>" in error.value.read()


def test_temporary_credentials_pass_with_their_token_only(endpoint):
    role = "arn:aws:iam::333333333333:role/reader"
    issued = client(endpoint, "sts").assume_role(RoleArn=role, RoleSessionName="session")["Credentials"]
    keys = (issued["AccessKeyId"], issued["SecretAccessKey"])
    assert client(endpoint, "sts", *keys, issued["SessionToken"]).get_caller_identity()["Account"] == "333333333333"
    for token in (None, issued["SessionToken"] + "x"):
        answer = refusal(client(endpoint, "sts", *keys, token).get_caller_identity)
        assert answer["Error"]["Code"] == "InvalidClientTokenId"


def test_a_presigned_link_passes_until_it_is_changed(endpoint):
    request = AWSRequest("GET", endpoint + "/?Action=GetCallerIdentity&Version=2011-06-15")
    SigV4QueryAuth(Credentials("AKIAALICE", "alice/secret+"), "sts", "eu-west-1", expires=60).add_auth(request)
    with urllib.request.urlopen(request.url) as answer:
        assert b":user/alice<" in answer.read()
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(request.url.replace("X-Amz-Expires=60", "X-Amz-Expires=61"))
    assert error.value.code == 403
    assert b"SignatureDoesNotMatch" in error.value.read()
