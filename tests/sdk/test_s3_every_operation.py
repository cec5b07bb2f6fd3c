"""Every operation that the SDK knows is called, and does what it says: what was put is got, what was deleted is gone.

A hook notes the operations as they are answered; the last test compares them with the SDK's model.
"""

from __future__ import annotations

import datetime
import hashlib
import json

import pytest
from botocore import xform_name
from conftest import Refused, takes, unique_name
from s3_fixtures import bucket, make_bucket, make_s3_client  # noqa: F401

# SelectObjectContent is not for new customers of AWS, and not here.
LEFT_OUT = {"SelectObjectContent"}
# AWS itself answers these with errors where there is no torrent and no Object Lambda.
ALWAYS_REFUSED = {"GetObjectTorrent", "WriteGetObjectResponse"}


@pytest.fixture(scope="module")
def answered():
    """The operations called, each with the statuses that it was answered with."""
    return {}


@pytest.fixture(scope="module")
def s3(answered):
    client = make_s3_client(inject_host_prefix=False)

    def note(model, http_response, **_):
        answered.setdefault(model.name, set()).add(http_response.status_code)

    client.meta.events.register("after-call.s3", note)
    return client


def needs(client, *operations):
    for operation in operations:
        if not takes(client, operation, None):
            pytest.skip(f"this SDK knows no {operation}")


def call(client, operation, **arguments):
    return getattr(client, xform_name(operation))(**arguments)


def within(answer, *path):
    for name in path:
        answer = answer[name]
    return answer


# ---- Configurations of buckets ----


def rule_of_replication(target):
    return {
        "Role": "arn:aws:iam::123456789012:role/r",
        "Rules": [
            {
                "ID": "r",
                "Priority": 1,
                "Filter": {"Prefix": ""},
                "Status": "Enabled",
                "DeleteMarkerReplication": {"Status": "Disabled"},
                "Destination": {"Bucket": f"arn:aws:s3:::{target}"},
            }
        ],
    }


def policy_of(name):
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{name}/*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


# Name of the operations, of the deletion where it is another, argument, where the answer has it, value, the error of none.
DELETABLE = [
    ("BucketCors", None, "CORSConfiguration", ["CORSRules"], {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}, "NoSuchCORSConfiguration"),
    ("BucketWebsite", None, "WebsiteConfiguration", ["IndexDocument"], {"IndexDocument": {"Suffix": "i.html"}}, "NoSuchWebsiteConfiguration"),
    ("BucketLifecycleConfiguration", "DeleteBucketLifecycle", "LifecycleConfiguration", ["Rules"], {"Rules": [{"ID": "r", "Filter": {"Prefix": "a"}, "Status": "Enabled", "Expiration": {"Days": 3}}]}, "NoSuchLifecycleConfiguration"),
    ("BucketTagging", None, "Tagging", ["TagSet"], {"TagSet": [{"Key": "a", "Value": "1"}]}, "NoSuchTagSet"),
    ("PublicAccessBlock", None, "PublicAccessBlockConfiguration", ["PublicAccessBlockConfiguration"], dict.fromkeys(["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"], True), "NoSuchPublicAccessBlockConfiguration"),
    ("BucketOwnershipControls", None, "OwnershipControls", ["OwnershipControls"], {"Rules": [{"ObjectOwnership": "ObjectWriter"}]}, "OwnershipControlsNotFoundError"),
]  # fmt: skip


@pytest.mark.parametrize("name, deletion, argument, path, value, missing", DELETABLE, ids=[row[0] for row in DELETABLE])
def test_configurations_that_can_be_deleted(s3, bucket, name, deletion, argument, path, value, missing):  # noqa: F811
    deletion = deletion or f"Delete{name}"
    call(s3, deletion, Bucket=bucket)
    with Refused(missing, status=404):
        call(s3, f"Get{name}", Bucket=bucket)
    call(s3, f"Put{name}", Bucket=bucket, **{argument: value})
    found = within(call(s3, f"Get{name}", Bucket=bucket), *path)
    assert found == value.get(path[0], value)
    call(s3, deletion, Bucket=bucket)
    with Refused(missing, status=404):
        call(s3, f"Get{name}", Bucket=bucket)


def test_policies(s3, bucket):  # noqa: F811
    with Refused("NoSuchBucketPolicy", status=404):
        s3.get_bucket_policy(Bucket=bucket)
    s3.put_bucket_policy(Bucket=bucket, Policy=policy_of(bucket))
    assert s3.get_bucket_policy(Bucket=bucket)["Policy"] == policy_of(bucket)
    assert s3.get_bucket_policy_status(Bucket=bucket)["PolicyStatus"]["IsPublic"] is False
    s3.delete_bucket_policy(Bucket=bucket)
    with Refused("NoSuchBucketPolicy", status=404):
        s3.get_bucket_policy_status(Bucket=bucket)


def test_encryption(s3, bucket):  # noqa: F811
    def algorithm():
        rule = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"][0]
        return rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"]

    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [rule]})
    assert algorithm() == "aws:kms"
    assert s3.put_object(Bucket=bucket, Key="a", Body=b"1")["ServerSideEncryption"] == "aws:kms"
    s3.delete_bucket_encryption(Bucket=bucket)
    assert algorithm() == "AES256"
    assert s3.put_object(Bucket=bucket, Key="a", Body=b"1")["ServerSideEncryption"] == "AES256"


def test_replication(s3, make_bucket):  # noqa: F811
    source, target = make_bucket(versioned=True), make_bucket(versioned=True)
    with Refused("ReplicationConfigurationNotFoundError", status=404):
        s3.get_bucket_replication(Bucket=source)
    value = rule_of_replication(target)
    s3.put_bucket_replication(Bucket=source, ReplicationConfiguration=value)
    assert s3.get_bucket_replication(Bucket=source)["ReplicationConfiguration"] == value
    s3.delete_bucket_replication(Bucket=source)
    with Refused("ReplicationConfigurationNotFoundError", status=404):
        s3.get_bucket_replication(Bucket=source)


EXPORT = {"S3BucketDestination": {"Format": "CSV", "Bucket": "arn:aws:s3:::reports"}}
LISTED = {
    "Analytics": {"StorageClassAnalysis": {"DataExport": {"OutputSchemaVersion": "V_1", "Destination": EXPORT}}},
    "IntelligentTiering": {"Status": "Enabled", "Tierings": [{"Days": 90, "AccessTier": "ARCHIVE_ACCESS"}]},
    "Inventory": {
        "IsEnabled": True,
        "IncludedObjectVersions": "All",
        "Schedule": {"Frequency": "Daily"},
        "Destination": EXPORT,
    },
    "Metrics": {"Filter": {"Prefix": "a/"}},
}


@pytest.mark.parametrize("name", LISTED)
def test_configurations_that_have_ids(s3, bucket, name):  # noqa: F811
    member = f"{name}Configuration"
    value = {"Id": "one", **LISTED[name]}
    call(s3, f"PutBucket{member}", Bucket=bucket, Id="one", **{member: value})
    assert call(s3, f"GetBucket{member}", Bucket=bucket, Id="one")[member] == value
    assert call(s3, f"ListBucket{member}s", Bucket=bucket)[f"{member}List"] == [value]
    call(s3, f"DeleteBucket{member}", Bucket=bucket, Id="one")
    with Refused("NoSuchConfiguration", status=404):
        call(s3, f"GetBucket{member}", Bucket=bucket, Id="one")
    assert f"{member}List" not in call(s3, f"ListBucket{member}s", Bucket=bucket)


# Name of the operations, argument, value; the answer has the value's members.
LASTING = [
    ("BucketAccelerateConfiguration", "AccelerateConfiguration", {"Status": "Suspended"}),
    ("BucketRequestPayment", "RequestPaymentConfiguration", {"Payer": "Requester"}),
    ("BucketVersioning", "VersioningConfiguration", {"Status": "Enabled"}),
    (
        "BucketNotificationConfiguration",
        "NotificationConfiguration",
        {"TopicConfigurations": [{"Id": "t", "TopicArn": "arn:aws:sns:us-east-1:123456789012:t", "Events": ["s3:ObjectRemoved:*"]}]},
    ),
]  # fmt: skip


@pytest.mark.parametrize("name, argument, value", LASTING, ids=[row[0] for row in LASTING])
def test_configurations_that_stay(s3, bucket, name, argument, value):  # noqa: F811
    before = call(s3, f"Get{name}", Bucket=bucket)
    call(s3, f"Put{name}", Bucket=bucket, **{argument: value})
    after = call(s3, f"Get{name}", Bucket=bucket)
    assert {member: after[member] for member in value} == value
    assert {member: before.get(member) for member in value} != value
    with Refused("NoSuchBucket", status=404):
        call(s3, f"Put{name}", Bucket=unique_name(), **{argument: value})


def test_logging(s3, make_bucket, bucket):  # noqa: F811
    value = {"TargetBucket": make_bucket(), "TargetPrefix": "log/"}
    s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus={"LoggingEnabled": value})
    assert s3.get_bucket_logging(Bucket=bucket)["LoggingEnabled"] == value
    s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus={})
    assert "LoggingEnabled" not in s3.get_bucket_logging(Bucket=bucket)


def test_abac(s3, bucket):  # noqa: F811
    needs(s3, "PutBucketAbac")
    assert s3.get_bucket_abac(Bucket=bucket)["AbacStatus"]["Status"] == "Disabled"
    s3.put_bucket_abac(Bucket=bucket, AbacStatus={"Status": "Enabled"})
    assert s3.get_bucket_abac(Bucket=bucket)["AbacStatus"]["Status"] == "Enabled"


def test_the_older_names_of_lifecycles_and_notifications(s3, bucket):  # noqa: F811
    """Their URLs are those of the newer operations."""
    needs(s3, "PutBucketLifecycle", "PutBucketNotification")
    rule = {"ID": "r", "Prefix": "a/", "Status": "Enabled", "Expiration": {"Days": 3}}
    s3.put_bucket_lifecycle(Bucket=bucket, LifecycleConfiguration={"Rules": [rule]})
    assert s3.get_bucket_lifecycle(Bucket=bucket)["Rules"] == [rule]
    topic = {"Id": "t", "Topic": "arn:aws:sns:us-east-1:123456789012:t", "Event": "s3:ObjectCreated:Put"}
    s3.put_bucket_notification(Bucket=bucket, NotificationConfiguration={"TopicConfiguration": topic})
    found = s3.get_bucket_notification(Bucket=bucket)["TopicConfiguration"]
    assert found["Id"] == "t" and found["Topic"] == topic["Topic"] and found["Events"] == ["s3:ObjectCreated:Put"]
    assert len(s3.get_bucket_notification_configuration(Bucket=bucket)["TopicConfigurations"]) == 1


def test_metadata_tables(s3, bucket):  # noqa: F811
    needs(s3, "CreateBucketMetadataConfiguration", "UpdateBucketMetadataJournalTableConfiguration")

    def tables():
        answer = s3.get_bucket_metadata_configuration(Bucket=bucket)
        return answer["GetBucketMetadataConfigurationResult"]["MetadataConfigurationResult"]

    journal = {"RecordExpiration": {"Expiration": "ENABLED", "Days": 7}}
    s3.create_bucket_metadata_configuration(Bucket=bucket, MetadataConfiguration={"JournalTableConfiguration": journal})
    assert tables()["JournalTableConfigurationResult"]["RecordExpiration"] == journal["RecordExpiration"]
    s3.update_bucket_metadata_journal_table_configuration(
        Bucket=bucket, JournalTableConfiguration={"RecordExpiration": {"Expiration": "DISABLED"}}
    )
    assert tables()["JournalTableConfigurationResult"]["RecordExpiration"] == {"Expiration": "DISABLED"}
    s3.update_bucket_metadata_inventory_table_configuration(
        Bucket=bucket, InventoryTableConfiguration={"ConfigurationState": "ENABLED"}
    )
    assert tables()["InventoryTableConfigurationResult"]["ConfigurationState"] == "ENABLED"
    if takes(s3, "UpdateBucketMetadataAnnotationTableConfiguration", None):
        role = "arn:aws:iam::123456789012:role/annotations"
        s3.update_bucket_metadata_annotation_table_configuration(
            Bucket=bucket, AnnotationTableConfiguration={"ConfigurationState": "ENABLED", "Role": role}
        )
        assert tables()["AnnotationTableConfigurationResult"]["Role"] == role
    s3.delete_bucket_metadata_configuration(Bucket=bucket)
    with Refused("MetadataConfigurationNotFound", status=404):
        tables()


def test_the_first_form_of_metadata_tables(s3, bucket):  # noqa: F811
    needs(s3, "CreateBucketMetadataTableConfiguration")
    arn = "arn:aws:s3tables:us-east-1:123456789012:bucket/tables"
    value = {"S3TablesDestination": {"TableBucketArn": arn, "TableName": "objects"}}
    s3.create_bucket_metadata_table_configuration(Bucket=bucket, MetadataTableConfiguration=value)
    answer = s3.get_bucket_metadata_table_configuration(Bucket=bucket)["GetBucketMetadataTableConfigurationResult"]
    made = answer["MetadataTableConfigurationResult"]["S3TablesDestinationResult"]
    assert (made["TableBucketArn"], made["TableName"]) == (arn, "objects")
    s3.delete_bucket_metadata_table_configuration(Bucket=bucket)
    with Refused("MetadataConfigurationNotFound", status=404):
        s3.get_bucket_metadata_table_configuration(Bucket=bucket)


# ---- Buckets ----


def test_buckets_come_and_go(s3):
    name = unique_name()
    with Refused("404", status=404):
        s3.head_bucket(Bucket=name)
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    assert s3.head_bucket(Bucket=name)["ResponseMetadata"]["HTTPHeaders"]["x-amz-bucket-region"] == "eu-west-1"
    assert s3.get_bucket_location(Bucket=name)["LocationConstraint"] == "eu-west-1"
    assert name in [entry["Name"] for entry in s3.list_buckets()["Buckets"]]
    s3.put_object(Bucket=name, Key="a", Body=b"1")
    with Refused("BucketNotEmpty", status=409):
        s3.delete_bucket(Bucket=name)
    s3.delete_object(Bucket=name, Key="a")
    s3.delete_bucket(Bucket=name)
    with Refused("NoSuchBucket", status=404):
        s3.get_bucket_location(Bucket=name)
    assert name not in [entry["Name"] for entry in s3.list_buckets()["Buckets"]]


@pytest.fixture
def directory(s3):
    needs(s3, "CreateSession", "ListDirectoryBuckets")
    name = unique_name("--use1-az4--x-s3")
    s3.create_bucket(
        Bucket=name,
        CreateBucketConfiguration={
            "Location": {"Type": "AvailabilityZone", "Name": "use1-az4"},
            "Bucket": {"Type": "Directory", "DataRedundancy": "SingleAvailabilityZone"},
        },
    )
    yield name
    for entry in s3.list_objects_v2(Bucket=name).get("Contents", []):
        s3.delete_object(Bucket=name, Key=entry["Key"])
    s3.delete_bucket(Bucket=name)


def test_directory_buckets(s3, directory):
    assert directory in [entry["Name"] for entry in s3.list_directory_buckets()["Buckets"]]
    assert directory not in [entry["Name"] for entry in s3.list_buckets()["Buckets"]]
    credentials = s3.create_session(Bucket=directory)["Credentials"]
    assert credentials["SessionToken"] and credentials["Expiration"] > datetime.datetime.now(datetime.timezone.utc)


def test_renames(s3, directory):
    needs(s3, "RenameObject")
    s3.put_object(Bucket=directory, Key="a", Body=b"1")
    s3.rename_object(Bucket=directory, Key="b", RenameSource=f"{directory}/a")
    assert s3.get_object(Bucket=directory, Key="b")["Body"].read() == b"1"
    with Refused("NoSuchKey", status=404):
        s3.get_object(Bucket=directory, Key="a")


# ---- Objects ----


def test_objects(s3, bucket):  # noqa: F811
    etag = f'"{hashlib.md5(b"hello").hexdigest()}"'
    assert s3.put_object(Bucket=bucket, Key="a", Body=b"hello", Metadata={"m": "1"})["ETag"] == etag
    found = s3.get_object(Bucket=bucket, Key="a")
    assert (found["Body"].read(), found["ETag"], found["Metadata"]) == (b"hello", etag, {"m": "1"})
    assert s3.head_object(Bucket=bucket, Key="a")["ContentLength"] == 5
    attributes = s3.get_object_attributes(Bucket=bucket, Key="a", ObjectAttributes=["ETag", "ObjectSize"])
    assert (attributes["ETag"], attributes["ObjectSize"]) == (etag.strip('"'), 5)
    s3.copy_object(Bucket=bucket, Key="b", CopySource={"Bucket": bucket, "Key": "a"})
    assert s3.get_object(Bucket=bucket, Key="b")["Metadata"] == {"m": "1"}
    for listed in (s3.list_objects(Bucket=bucket), s3.list_objects_v2(Bucket=bucket)):
        assert [(entry["Key"], entry["Size"]) for entry in listed["Contents"]] == [("a", 5), ("b", 5)]
    s3.delete_object(Bucket=bucket, Key="a")
    with Refused("NoSuchKey", status=404):
        s3.get_object(Bucket=bucket, Key="a")
    answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "b"}, {"Key": "c"}]})
    assert [entry["Key"] for entry in answer["Deleted"]] == ["b", "c"]
    with Refused("404", status=404):
        s3.head_object(Bucket=bucket, Key="b")
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)


def test_versions(s3, make_bucket):  # noqa: F811
    name = make_bucket(versioned=True)
    first, second = (s3.put_object(Bucket=name, Key="a", Body=body)["VersionId"] for body in (b"1", b"2"))
    marker = s3.delete_object(Bucket=name, Key="a")["VersionId"]
    page = s3.list_object_versions(Bucket=name)
    assert [entry["VersionId"] for entry in page["Versions"]] == [second, first]
    assert [entry["VersionId"] for entry in page["DeleteMarkers"]] == [marker]
    assert s3.get_object(Bucket=name, Key="a", VersionId=first)["Body"].read() == b"1"
    with Refused("NoSuchKey", status=404):
        s3.get_object(Bucket=name, Key="a")


def test_tags_of_objects(s3, bucket):  # noqa: F811
    s3.put_object(Bucket=bucket, Key="a", Body=b"1")
    tags = [{"Key": "a", "Value": "1"}]
    s3.put_object_tagging(Bucket=bucket, Key="a", Tagging={"TagSet": tags})
    assert s3.get_object_tagging(Bucket=bucket, Key="a")["TagSet"] == tags
    s3.delete_object_tagging(Bucket=bucket, Key="a")
    assert s3.get_object_tagging(Bucket=bucket, Key="a")["TagSet"] == []


def test_acls(s3, make_bucket):  # noqa: F811
    name = make_bucket(ObjectOwnership="ObjectWriter")
    s3.delete_public_access_block(Bucket=name)
    s3.put_object(Bucket=name, Key="a", Body=b"1")
    for operation, where in (("BucketAcl", {"Bucket": name}), ("ObjectAcl", {"Bucket": name, "Key": "a"})):
        assert len(call(s3, f"Get{operation}", **where)["Grants"]) == 1
        call(s3, f"Put{operation}", **where, ACL="public-read")
        grants = call(s3, f"Get{operation}", **where)["Grants"]
        assert {grant["Permission"] for grant in grants} == {"FULL_CONTROL", "READ"}
        call(s3, f"Put{operation}", **where, ACL="private")
        assert len(call(s3, f"Get{operation}", **where)["Grants"]) == 1


def test_locks(s3, make_bucket):  # noqa: F811
    name = make_bucket(ObjectLockEnabledForBucket=True)
    rule = {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 1}}
    value = {"ObjectLockEnabled": "Enabled", "Rule": rule}
    s3.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration=value)
    assert s3.get_object_lock_configuration(Bucket=name)["ObjectLockConfiguration"] == value
    version = s3.put_object(Bucket=name, Key="a", Body=b"1", ChecksumAlgorithm="SHA256")["VersionId"]
    assert s3.get_object_retention(Bucket=name, Key="a")["Retention"]["Mode"] == "GOVERNANCE"
    until = datetime.datetime(2099, 1, 1, tzinfo=datetime.timezone.utc)
    s3.put_object_retention(Bucket=name, Key="a", Retention={"Mode": "GOVERNANCE", "RetainUntilDate": until})
    assert s3.get_object_retention(Bucket=name, Key="a")["Retention"]["RetainUntilDate"] == until
    s3.put_object_legal_hold(Bucket=name, Key="a", LegalHold={"Status": "ON"})
    assert s3.get_object_legal_hold(Bucket=name, Key="a")["LegalHold"]["Status"] == "ON"
    with Refused("AccessDenied", status=403):
        s3.delete_object(Bucket=name, Key="a", VersionId=version, BypassGovernanceRetention=True)
    s3.put_object_legal_hold(Bucket=name, Key="a", LegalHold={"Status": "OFF"})
    s3.delete_object(Bucket=name, Key="a", VersionId=version, BypassGovernanceRetention=True)


def test_archived_objects_are_restored(s3, bucket):  # noqa: F811
    s3.put_object(Bucket=bucket, Key="a", Body=b"1", StorageClass="GLACIER")
    with Refused("InvalidObjectState", status=403):
        s3.get_object(Bucket=bucket, Key="a")
    restore = {"Days": 1, "GlacierJobParameters": {"Tier": "Standard"}}
    answer = s3.restore_object(Bucket=bucket, Key="a", RestoreRequest=restore)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert 'ongoing-request="false"' in s3.head_object(Bucket=bucket, Key="a")["Restore"]
    assert s3.get_object(Bucket=bucket, Key="a")["Body"].read() == b"1"


def test_the_encryption_of_an_object_changes_in_place(s3, bucket):  # noqa: F811
    needs(s3, "UpdateObjectEncryption")
    s3.put_object(Bucket=bucket, Key="a", Body=b"1")
    key = "arn:aws:kms:us-east-1:123456789012:key/k"
    s3.update_object_encryption(Bucket=bucket, Key="a", ObjectEncryption={"SSEKMS": {"KMSKeyArn": key}})
    assert s3.head_object(Bucket=bucket, Key="a")["SSEKMSKeyId"] == key


def test_annotations(s3, bucket):  # noqa: F811
    needs(s3, "PutObjectAnnotation")
    where = {"Bucket": bucket, "Key": "a"}
    s3.put_object(**where, Body=b"1")
    s3.put_object_annotation(**where, AnnotationName="n", AnnotationPayload=b"note")
    assert s3.get_object_annotation(**where, AnnotationName="n")["AnnotationPayload"].read() == b"note"
    assert [entry["AnnotationName"] for entry in s3.list_object_annotations(**where)["Annotations"]] == ["n"]
    s3.delete_object_annotation(**where, AnnotationName="n")
    with Refused("NoSuchAnnotation", status=404):
        s3.get_object_annotation(**where, AnnotationName="n")


def test_multipart_uploads(s3, bucket):  # noqa: F811
    where = {"Bucket": bucket, "Key": "a"}
    s3.put_object(Bucket=bucket, Key="source", Body=b"0123456789")
    upload = {**where, "UploadId": s3.create_multipart_upload(**where)["UploadId"]}
    first = s3.upload_part(**upload, PartNumber=1, Body=b"x" * (5 << 20))["ETag"]
    copied = s3.upload_part_copy(
        **upload, PartNumber=2, CopySource={"Bucket": bucket, "Key": "source"}, CopySourceRange="bytes=2-4"
    )["CopyPartResult"]["ETag"]
    assert [part["Size"] for part in s3.list_parts(**upload)["Parts"]] == [5 << 20, 3]
    assert [entry["Key"] for entry in s3.list_multipart_uploads(Bucket=bucket)["Uploads"]] == ["a"]
    parts = [{"PartNumber": 1, "ETag": first}, {"PartNumber": 2, "ETag": copied}]
    assert s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts})["ETag"].endswith('-2"')
    assert s3.get_object(**where, Range="bytes=-4")["Body"].read() == b"x234"
    upload = {**where, "UploadId": s3.create_multipart_upload(**where)["UploadId"]}
    s3.abort_multipart_upload(**upload)
    with Refused("NoSuchUpload", status=404):
        s3.list_parts(**upload)
    assert "Uploads" not in s3.list_multipart_uploads(Bucket=bucket)


def test_what_aws_refuses_too(s3, bucket):  # noqa: F811
    s3.put_object(Bucket=bucket, Key="a", Body=b"1")
    with Refused("MethodNotAllowed", status=405):
        s3.get_object_torrent(Bucket=bucket, Key="a")
    with Refused("NoSuchKey", status=404):
        s3.get_object_torrent(Bucket=bucket, Key="missing")
    with Refused("ValidationError", status=400):
        s3.write_get_object_response(RequestRoute="route", RequestToken="token", Body=b"1")


def test_every_operation_was_answered(s3, answered):
    if not answered:
        pytest.skip("the other tests did not run")
    known = set(s3.meta.service_model.operation_names) - LEFT_OUT
    assert known - set(answered) == set(), "operations that no test called"
    done = {name for name, statuses in answered.items() if any(200 <= status < 300 for status in statuses)}
    assert known - done == ALWAYS_REFUSED
    broken = {name for name, statuses in answered.items() if any(status >= 500 for status in statuses)}
    assert broken == set()
