"""What S3's tests share: clients in path style, and buckets that are emptied and deleted with their test."""

from __future__ import annotations

import os

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from conftest import ON_AWS, unique_name


def make_s3_client(account_id="123456789012", region="us-east-1", **options):
    """Path style, one attempt, nothing validated by the SDK. `options` are those of botocore's Config."""
    config = Config(
        retries={"max_attempts": 0},
        parameter_validation=False,
        s3={"addressing_style": "path"},
        **{"signature_version": "s3v4", **options},
    )
    if ON_AWS:
        return boto3.client("s3", region_name=region, config=config)
    return boto3.client(
        "s3",
        endpoint_url=os.environ["WB_ENDPOINT"],
        region_name=region,
        aws_access_key_id=account_id,
        aws_secret_access_key="secret",
        config=config,
    )


@pytest.fixture(scope="session")
def s3():
    return make_s3_client()


def empty_bucket(client, bucket):
    """Uploads, objects, versions and markers; retention in governance mode is bypassed."""
    try:
        for upload in client.list_multipart_uploads(Bucket=bucket).get("Uploads", []):
            client.abort_multipart_upload(Bucket=bucket, Key=upload["Key"], UploadId=upload["UploadId"])
    except ClientError:
        pass
    while True:
        page = client.list_object_versions(Bucket=bucket)
        found = page.get("Versions", []) + page.get("DeleteMarkers", [])
        for version in found:
            delete_version(client, bucket, version["Key"], version["VersionId"])
        if not page.get("IsTruncated"):
            return


def delete_version(client, bucket, key, version_id):
    where = {"Bucket": bucket, "Key": key, "VersionId": version_id}
    try:
        client.delete_object(**where)
    except ClientError:  # locked
        client.put_object_legal_hold(**where, LegalHold={"Status": "OFF"})
        client.delete_object(**where, BypassGovernanceRetention=True)


@pytest.fixture
def make_bucket(s3):
    """Makes a bucket that goes with the test; answers its name. `versioned`: with versions. Further arguments are CreateBucket's."""
    made = []

    def make(name=None, versioned=False, client=None, **arguments):
        name = name or unique_name()
        client = client or s3
        client.create_bucket(Bucket=name, **arguments)
        made.append((client, name))
        if versioned:
            client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        return name

    yield make
    for client, name in made:
        try:
            empty_bucket(client, name)
            client.delete_bucket(Bucket=name)
        except ClientError:
            pass  # the test has deleted it, or its objects are locked in compliance mode


@pytest.fixture
def bucket(make_bucket):
    return make_bucket()
