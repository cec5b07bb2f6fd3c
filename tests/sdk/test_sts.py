"""STS by boto3: identities, temporary credentials, and that they act in the right account."""

import base64
import datetime
import json
import os

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = os.environ.get("WB_ENDPOINT", "http://127.0.0.1:5555")
ROLE = "arn:aws:iam::222222222222:role/team/reader"


def client(service="sts", key="test", secret="test", token=None, **options):
    return boto3.client(
        service,
        endpoint_url=ENDPOINT,
        region_name="us-east-1",
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token,
        **options,
    )


def client_of(credentials, service="sts"):
    return client(service, credentials["AccessKeyId"], credentials["SecretAccessKey"], credentials["SessionToken"])


@pytest.fixture
def sts():
    return client()


def code_of(error):
    return error.value.response["Error"]["Code"]


def test_caller_identity_of_plain_keys(sts):
    identity = sts.get_caller_identity()
    assert identity["Account"] == "123456789012"
    assert identity["Arn"] == "arn:aws:iam::123456789012:root"
    assert identity["ResponseMetadata"]["RequestId"]


def test_twelve_digits_are_the_account():
    assert client(key="111122223333").get_caller_identity()["Account"] == "111122223333"


def test_an_assumed_role_acts_in_its_account(sts):
    answer = sts.assume_role(RoleArn=ROLE, RoleSessionName="session", DurationSeconds=900)
    assert answer["AssumedRoleUser"]["Arn"] == "arn:aws:sts::222222222222:assumed-role/reader/session"
    assert "PackedPolicySize" not in answer
    remaining = answer["Credentials"]["Expiration"] - datetime.datetime.now(datetime.timezone.utc)
    assert 800 < remaining.total_seconds() <= 900
    identity = client_of(answer["Credentials"]).get_caller_identity()
    assert identity["Account"] == "222222222222"
    assert identity["Arn"] == answer["AssumedRoleUser"]["Arn"]
    assert identity["UserId"] == answer["AssumedRoleUser"]["AssumedRoleId"]


def test_a_role_sees_the_queues_of_its_account(sts):
    role = client_of(sts.assume_role(RoleArn=ROLE, RoleSessionName="session")["Credentials"], "sqs")
    url = role.create_queue(QueueName="sts-of-a-role")["QueueUrl"]
    try:
        assert "/222222222222/" in url
        assert url not in client("sqs").list_queues(QueueNamePrefix="sts-of-a-role").get("QueueUrls", [])
        assert url in client("sqs", "222222222222").list_queues(QueueNamePrefix="sts-of-a-role")["QueueUrls"]
    finally:
        role.delete_queue(QueueUrl=url)


def test_session_token_and_federation_token(sts):
    session = client_of(sts.get_session_token(DurationSeconds=900)["Credentials"])
    assert session.get_caller_identity()["Arn"] == "arn:aws:iam::123456789012:root"
    with pytest.raises(ClientError) as error:
        session.get_session_token()
    assert code_of(error) == "AccessDenied"
    federated = sts.get_federation_token(Name="bob", Tags=[{"Key": "team", "Value": "a"}])
    assert federated["FederatedUser"]["FederatedUserId"] == "123456789012:bob"
    assert federated["PackedPolicySize"] >= 1
    assert client_of(federated["Credentials"]).get_caller_identity()["Arn"].endswith(":federated-user/bob")


@pytest.mark.parametrize(
    "parameters, code",
    [
        ({"RoleArn": "arn:aws:iam::222222222222:user/reader"}, "ValidationError"),
        ({"RoleSessionName": "not a name"}, "ValidationError"),
        ({"DurationSeconds": 899}, "ValidationError"),
        ({"DurationSeconds": 43201}, "ValidationError"),
        ({"Policy": "{"}, "MalformedPolicyDocument"),
        ({"Policy": json.dumps({"Statement": []}), "TransitiveTagKeys": ["x"]}, "InvalidParameterValue"),
        ({"SerialNumber": "arn:aws:iam::123456789012:mfa/a"}, "AccessDenied"),
    ],
)
def test_refusals(parameters, code):
    # Without the SDK's own checks: the server's are meant.
    unchecked = client(config=Config(parameter_validation=False))
    with pytest.raises(ClientError) as error:
        unchecked.assume_role(**{"RoleArn": ROLE, "RoleSessionName": "session", **parameters})
    assert code_of(error) == code
    assert error.value.response["Error"]["Type"] == "Sender"


def web_identity_token(**claims):
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return ".".join([part({"alg": "RS256"}), part(claims), "c2ln"])


def test_web_identity_needs_no_signature():
    unsigned = client(config=Config(signature_version=UNSIGNED))
    soon = int(datetime.datetime.now(datetime.timezone.utc).timestamp()) + 600
    token = web_identity_token(iss="https://issuer.example", sub="repo:a/b:main", aud="sts.amazonaws.com", exp=soon)
    answer = unsigned.assume_role_with_web_identity(RoleArn=ROLE, RoleSessionName="ci", WebIdentityToken=token)
    assert answer["SubjectFromWebIdentityToken"] == "repo:a/b:main"
    assert answer["Provider"] == "https://issuer.example"
    assert answer["Audience"] == "sts.amazonaws.com"
    assert client_of(answer["Credentials"]).get_caller_identity()["Account"] == "222222222222"
    with pytest.raises(unsigned.exceptions.InvalidIdentityTokenException):
        unsigned.assume_role_with_web_identity(RoleArn=ROLE, RoleSessionName="ci", WebIdentityToken="nonsense")
    with pytest.raises(unsigned.exceptions.ExpiredTokenException):
        old = web_identity_token(iss="i", sub="s", aud="a", exp=1)
        unsigned.assume_role_with_web_identity(RoleArn=ROLE, RoleSessionName="ci", WebIdentityToken=old)


def test_web_identity_in_the_credential_chain(tmp_path, monkeypatch):
    soon = int(datetime.datetime.now(datetime.timezone.utc).timestamp()) + 600
    token = tmp_path / "token"
    token.write_text(web_identity_token(iss="https://issuer.example", sub="subject", aud="sts", exp=soon))
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ROLE_ARN", ROLE)
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(token))
    monkeypatch.setenv("AWS_ENDPOINT_URL", ENDPOINT)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    chained = boto3.session.Session(region_name="us-east-1").client("sts")
    assert chained.get_caller_identity()["Arn"].startswith("arn:aws:sts::222222222222:assumed-role/reader/")


def test_saml(sts):
    prefix = "https://aws.amazon.com/SAML/Attributes/"
    provider = "arn:aws:iam::222222222222:saml-provider/idp"
    xml = f"""<Response><Assertion><Issuer>https://idp.example</Issuer>
      <Subject><NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">alice</NameID>
      <SubjectConfirmation><SubjectConfirmationData Recipient="https://signin.aws.amazon.com/saml"/></SubjectConfirmation></Subject>
      <AttributeStatement>
        <Attribute Name="{prefix}Role"><AttributeValue>{ROLE},{provider}</AttributeValue></Attribute>
        <Attribute Name="{prefix}RoleSessionName"><AttributeValue>alice</AttributeValue></Attribute>
      </AttributeStatement></Assertion></Response>"""
    assertion = base64.b64encode(xml.encode()).decode()
    answer = sts.assume_role_with_saml(RoleArn=ROLE, PrincipalArn=provider, SAMLAssertion=assertion)
    assert answer["Subject"] == "alice"
    assert answer["SubjectType"] == "persistent"
    assert answer["Issuer"] == "https://idp.example"
    assert client_of(answer["Credentials"]).get_caller_identity()["Account"] == "222222222222"


def test_access_key_info(sts):
    assert sts.get_access_key_info(AccessKeyId="ASIAVJ2E6QGR2WZILJFM")["Account"] == "364679954851"
    key = sts.assume_role(RoleArn=ROLE, RoleSessionName="session")["Credentials"]["AccessKeyId"]
    assert sts.get_access_key_info(AccessKeyId=key)["Account"] == "222222222222"


def test_what_cannot_be_answered(sts):
    with pytest.raises(sts.exceptions.InvalidAuthorizationMessageException):
        sts.decode_authorization_message(EncodedMessage="nothing")
