"""A bucket's configurations: what is put comes back, deleted it is gone, and bad input gets AWS's errors."""

from __future__ import annotations

import pytest
from conftest import Refused, arn_of, takes, unique_name
from s3_fixtures import bucket, make_bucket, s3  # noqa: F401


def kind(put, get, delete, configuration, missing, argument=None, answer=None):
    """One kind of configuration: its operations, a value, the error of none. `answer`: where the value is in the answer."""
    return pytest.param(put, get, delete, configuration, missing, argument, answer, id=get)


CORS = {
    "CORSRules": [
        {
            "ID": "r",
            "AllowedMethods": ["GET", "PUT"],
            "AllowedOrigins": ["https://*.example.com"],
            "AllowedHeaders": ["*"],
            "ExposeHeaders": ["ETag"],
            "MaxAgeSeconds": 60,
        }
    ]
}
WEBSITE = {
    "IndexDocument": {"Suffix": "index.html"},
    "ErrorDocument": {"Key": "error.html"},
    "RoutingRules": [
        {"Condition": {"KeyPrefixEquals": "old/"}, "Redirect": {"ReplaceKeyPrefixWith": "new/", "HttpRedirectCode": "302"}}
    ],
}
BLOCK = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": False}
LIFECYCLE = {
    "Rules": [
        {
            "ID": "all",
            "Filter": {"And": {"Prefix": "logs/", "Tags": [{"Key": "k", "Value": "v"}], "ObjectSizeGreaterThan": 10}},
            "Status": "Enabled",
            "Expiration": {"Days": 365},
            "Transitions": [{"Days": 30, "StorageClass": "STANDARD_IA"}, {"Days": 90, "StorageClass": "GLACIER"}],
            "NoncurrentVersionTransitions": [{"NoncurrentDays": 30, "StorageClass": "STANDARD_IA"}],
            "NoncurrentVersionExpiration": {"NoncurrentDays": 60, "NewerNoncurrentVersions": 3},
        },
        {"ID": "uploads", "Filter": {}, "Status": "Disabled", "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 2}},
    ]
}
TAGS = {"TagSet": [{"Key": "Hello", "Value": "World"}]}

KINDS = [
    kind("put_bucket_cors", "get_bucket_cors", "delete_bucket_cors", CORS, "NoSuchCORSConfiguration", "CORSConfiguration"),
    kind(
        "put_bucket_website",
        "get_bucket_website",
        "delete_bucket_website",
        WEBSITE,
        "NoSuchWebsiteConfiguration",
        "WebsiteConfiguration",
    ),
    kind(
        "put_bucket_lifecycle_configuration",
        "get_bucket_lifecycle_configuration",
        "delete_bucket_lifecycle",
        LIFECYCLE,
        "NoSuchLifecycleConfiguration",
        "LifecycleConfiguration",
    ),
    kind("put_bucket_tagging", "get_bucket_tagging", "delete_bucket_tagging", TAGS, "NoSuchTagSet", "Tagging"),
    kind(
        "put_public_access_block",
        "get_public_access_block",
        "delete_public_access_block",
        BLOCK,
        "NoSuchPublicAccessBlockConfiguration",
        "PublicAccessBlockConfiguration",
        "PublicAccessBlockConfiguration",
    ),
    kind(
        "put_bucket_ownership_controls",
        "get_bucket_ownership_controls",
        "delete_bucket_ownership_controls",
        {"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]},
        "OwnershipControlsNotFoundError",
        "OwnershipControls",
        "OwnershipControls",
    ),
]


def values(answer, within):
    found = answer[within] if within else answer
    return {name: value for name, value in found.items() if name != "ResponseMetadata"}


@pytest.mark.parametrize("put, get, delete, configuration, missing, argument, answer", KINDS)
def test_what_is_put_comes_back_until_it_is_deleted(
    s3,  # noqa: F811
    bucket,  # noqa: F811
    put,
    get,
    delete,
    configuration,
    missing,
    argument,
    answer,
):
    getattr(s3, delete)(Bucket=bucket)
    with Refused(missing, status=404):
        getattr(s3, get)(Bucket=bucket)
    getattr(s3, put)(Bucket=bucket, **{argument: configuration})
    got = values(getattr(s3, get)(Bucket=bucket), answer)
    assert {name: got[name] for name in configuration} == configuration
    for _ in range(2):
        assert getattr(s3, delete)(Bucket=bucket)["ResponseMetadata"]["HTTPStatusCode"] == 204
    with Refused(missing, status=404):
        getattr(s3, get)(Bucket=bucket)
    with Refused("NoSuchBucket", status=404):
        getattr(s3, put)(Bucket=unique_name(), **{argument: configuration})
    with Refused("AccessDenied", status=403):
        getattr(s3, get)(Bucket=bucket, ExpectedBucketOwner="999999999999")


def bucket_arn(name):
    return f"arn:aws:s3:::{name}"


INVENTORY = {
    "Id": "i",
    "IsEnabled": True,
    "IncludedObjectVersions": "All",
    "Schedule": {"Frequency": "Daily"},
    "Filter": {"Prefix": "a/"},
    "OptionalFields": ["Size", "ETag"],
    "Destination": {
        "S3BucketDestination": {"Bucket": "arn:aws:s3:::target", "Format": "CSV", "Prefix": "p", "Encryption": {"SSES3": {}}}
    },
}
ANALYTICS = {
    "Id": "i",
    "Filter": {"And": {"Prefix": "a/", "Tags": [{"Key": "k", "Value": "v"}]}},
    "StorageClassAnalysis": {
        "DataExport": {
            "OutputSchemaVersion": "V_1",
            "Destination": {"S3BucketDestination": {"Format": "CSV", "Bucket": "arn:aws:s3:::target"}},
        }
    },
}
TIERING = {"Id": "i", "Filter": {"Prefix": "a/"}, "Status": "Enabled", "Tierings": [{"Days": 90, "AccessTier": "ARCHIVE_ACCESS"}]}
METRICS = {"Id": "i", "Filter": {"Tag": {"Key": "k", "Value": "v"}}}


class Listed:
    def __init__(self, client, name):
        snake = {"IntelligentTiering": "intelligent_tiering"}.get(name, name.lower())
        self.member = f"{name}Configuration"
        self.put = getattr(client, f"put_bucket_{snake}_configuration")
        self.get = getattr(client, f"get_bucket_{snake}_configuration")
        self.delete = getattr(client, f"delete_bucket_{snake}_configuration")
        self.list = getattr(client, f"list_bucket_{snake}_configurations")


@pytest.mark.parametrize(
    "name, configuration, mismatch",
    [
        ("Inventory", INVENTORY, "IdMismatch"),
        ("Analytics", ANALYTICS, "MalformedXML"),
        ("IntelligentTiering", TIERING, "MalformedXML"),
        ("Metrics", METRICS, "MalformedXML"),
    ],
)
def test_configurations_with_ids(s3, bucket, name, configuration, mismatch):  # noqa: F811
    if not takes(s3, f"PutBucket{name}Configuration", None):
        pytest.skip("the SDK is too old")
    listed = Listed(s3, name)
    assert listed.list(Bucket=bucket)["IsTruncated"] is False
    with Refused("NoSuchConfiguration", status=404):
        listed.get(Bucket=bucket, Id="i")
    with Refused("NoSuchConfiguration", status=404):
        listed.delete(Bucket=bucket, Id="i")
    listed.put(Bucket=bucket, Id="i", **{listed.member: configuration})
    assert listed.get(Bucket=bucket, Id="i")[listed.member] == configuration
    with Refused(mismatch, status=400):
        listed.put(Bucket=bucket, Id="other", **{listed.member: configuration})
    with Refused("InvalidArgument", status=400):
        listed.put(Bucket=bucket, Id="a b", **{listed.member: {**configuration, "Id": "a b"}})
    for i in range(150):
        listed.put(Bucket=bucket, Id=f"n{i:03}", **{listed.member: {**configuration, "Id": f"n{i:03}"}})
    page = listed.list(Bucket=bucket)
    found = [each["Id"] for each in page[f"{listed.member}List"]]
    assert page["IsTruncated"] and len(found) == 100
    page = listed.list(Bucket=bucket, ContinuationToken=page["NextContinuationToken"])
    found += [each["Id"] for each in page[f"{listed.member}List"]]
    assert not page["IsTruncated"] and found == ["i"] + [f"n{i:03}" for i in range(150)]
    assert listed.delete(Bucket=bucket, Id="i")["ResponseMetadata"]["HTTPStatusCode"] == 204
    with Refused("InvalidArgument"):
        listed.list(Bucket=bucket, ContinuationToken="?")


def test_a_cors_configuration_has_64_kilobytes(s3, bucket):  # noqa: F811
    def put(count):
        rule = {"AllowedMethods": ["GET"], "AllowedOrigins": [f"http://{i}.example.com" for i in range(count)]}
        s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": [rule]})

    put(1000)
    with Refused("MaxMessageLengthExceeded", status=400):
        put(1500)


def test_a_bucket_has_a_thousand_of_a_kind(s3, bucket):  # noqa: F811
    for i in range(1000):
        s3.put_bucket_metrics_configuration(Bucket=bucket, Id=f"m{i}", MetricsConfiguration={"Id": f"m{i}"})
    with Refused("TooManyConfigurations", status=400):
        s3.put_bucket_metrics_configuration(Bucket=bucket, Id="one-more", MetricsConfiguration={"Id": "one-more"})
    s3.put_bucket_metrics_configuration(Bucket=bucket, Id="m7", MetricsConfiguration={"Id": "m7"})


def test_defaults_of_what_was_never_set(s3, bucket):  # noqa: F811
    rule = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"][0]
    assert rule == {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": False}
    assert s3.get_bucket_request_payment(Bucket=bucket)["Payer"] == "BucketOwner"
    assert "Status" not in s3.get_bucket_accelerate_configuration(Bucket=bucket)
    assert "LoggingEnabled" not in s3.get_bucket_logging(Bucket=bucket)
    block = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    assert all(block.values()) and len(block) == 4
    rules = s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"]["Rules"]
    assert rules == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    assert set(s3.get_bucket_notification_configuration(Bucket=bucket)) == {"ResponseMetadata"}
    with Refused("ReplicationConfigurationNotFoundError", status=404):
        s3.get_bucket_replication(Bucket=bucket)


def test_encryption(s3, bucket):  # noqa: F811
    def put(rule, *more):
        configuration = {"Rules": [rule, *more]}
        s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration=configuration)

    kms = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "fool-me-again"}
    put({"ApplyServerSideEncryptionByDefault": kms, "BucketKeyEnabled": True})
    rules = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rules == [{"ApplyServerSideEncryptionByDefault": kms, "BucketKeyEnabled": True}]
    with Refused("InvalidArgument"):
        put({"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256", "KMSMasterKeyID": "k"}})
    with Refused("MalformedXML"):
        put({"BucketKeyEnabled": True})
    with Refused("MalformedXML"):
        put({"ApplyServerSideEncryptionByDefault": kms}, {"ApplyServerSideEncryptionByDefault": kms})
    s3.delete_bucket_encryption(Bucket=bucket)
    rules = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rules[0]["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}


def test_accelerate_and_request_payment(s3, make_bucket, bucket):  # noqa: F811
    s3.put_bucket_accelerate_configuration(Bucket=bucket, AccelerateConfiguration={"Status": "Enabled"})
    assert s3.get_bucket_accelerate_configuration(Bucket=bucket)["Status"] == "Enabled"
    with Refused("MalformedXML"):
        s3.put_bucket_accelerate_configuration(Bucket=bucket, AccelerateConfiguration={"Status": "On"})
    dotted = make_bucket(unique_name(".dot"))
    with Refused("InvalidRequest"):
        s3.put_bucket_accelerate_configuration(Bucket=dotted, AccelerateConfiguration={"Status": "Enabled"})
    s3.put_bucket_request_payment(Bucket=bucket, RequestPaymentConfiguration={"Payer": "Requester"})
    assert s3.get_bucket_request_payment(Bucket=bucket)["Payer"] == "Requester"
    with Refused("MalformedXML"):
        s3.put_bucket_request_payment(Bucket=bucket, RequestPaymentConfiguration={"Payer": "Nobody"})


def test_lifecycle_wordings(s3, bucket):  # noqa: F811
    def put(*rules, **more):
        return s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": list(rules)}, **more)

    rule = {"Filter": {"Prefix": "a"}, "Status": "Enabled", "Expiration": {"Days": 1}}
    put(rule)
    assert len(s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"][0]["ID"]) == 48
    with Refused("InvalidArgument", "'Date' must be at midnight GMT"):
        put({**rule, "Expiration": {"Date": "2026-01-01T00:00:01Z"}})
    with Refused("InvalidArgument", "ID length should not exceed allowed limit of 255"):
        put({**rule, "ID": "a" * 256})
    with Refused("MalformedXML"):
        put({**rule, "Status": "enabled"})
    with Refused("MalformedXML"):
        put({**rule, "Expiration": {"Days": 1, "ExpiredObjectDeleteMarker": True}})
    old = {"Prefix": "old/", "Status": "Enabled", "Expiration": {"Date": "2017-09-27"}}
    put(old)
    assert s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"][0]["Prefix"] == "old/"
    if not takes(s3, "PutBucketLifecycleConfiguration", "TransitionDefaultMinimumObjectSize"):
        return
    answer = put(rule, TransitionDefaultMinimumObjectSize="varies_by_storage_class")
    assert answer["TransitionDefaultMinimumObjectSize"] == "varies_by_storage_class"
    got = s3.get_bucket_lifecycle_configuration(Bucket=bucket)
    assert got["TransitionDefaultMinimumObjectSize"] == "varies_by_storage_class"
    put(rule)
    got = s3.get_bucket_lifecycle_configuration(Bucket=bucket)
    assert got["TransitionDefaultMinimumObjectSize"] == "all_storage_classes_128K"
    with Refused("InvalidRequest", "Invalid TransitionDefaultMinimumObjectSize found: tiny"):
        put(rule, TransitionDefaultMinimumObjectSize="tiny")


def test_logging(s3, make_bucket, bucket):  # noqa: F811
    def put(**logging):
        s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus={"LoggingEnabled": logging} if logging else {})

    logs = make_bucket()
    put(TargetBucket=logs, TargetPrefix="log/")
    assert s3.get_bucket_logging(Bucket=bucket)["LoggingEnabled"] == {"TargetBucket": logs, "TargetPrefix": "log/"}
    with Refused("InvalidTargetBucketForLogging", status=400):
        put(TargetBucket=unique_name(), TargetPrefix="log/")
    owner = s3.list_buckets()["Owner"]["ID"]
    grants = [{"Grantee": {"Type": "CanonicalUser", "ID": owner}, "Permission": "READ"}]
    with Refused("AccessControlListNotSupported"):
        put(TargetBucket=logs, TargetPrefix="", TargetGrants=grants)
    far = make_bucket(CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    with Refused("CrossLocationLoggingProhibitted", status=403):
        put(TargetBucket=far, TargetPrefix="")
    put()
    assert "LoggingEnabled" not in s3.get_bucket_logging(Bucket=bucket)


def test_tags(s3, bucket):  # noqa: F811
    def put(*tags):
        s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": [{"Key": k, "Value": v} for k, v in tags]})

    put(*[(f"k{i}", "v") for i in range(50)])
    with Refused("BadRequest"):
        put(*[(f"k{i}", "v") for i in range(51)])
    with Refused("InvalidTag"):
        put(("a", "1"), ("a", "2"))
    with Refused("InvalidTag"):
        put(("aws:a", "1"))
    if takes(s3, "PutBucketAbac", None):
        assert s3.get_bucket_abac(Bucket=bucket)["AbacStatus"] == {"Status": "Disabled"}
        s3.put_bucket_abac(Bucket=bucket, AbacStatus={"Status": "Enabled"})
        assert s3.get_bucket_abac(Bucket=bucket)["AbacStatus"] == {"Status": "Enabled"}
        with Refused("InvalidRequest"):
            put(("a", "1"))
        with Refused("MalformedXML"):
            s3.put_bucket_abac(Bucket=bucket, AbacStatus={"Status": "Maybe"})


def test_replication(s3, make_bucket, bucket):  # noqa: F811
    target = make_bucket(versioned=True)

    def put(**changes):
        rule = {
            "ID": "r",
            "Priority": 1,
            "Filter": {"Prefix": "a/"},
            "Status": "Enabled",
            "DeleteMarkerReplication": {"Status": "Disabled"},
            "Destination": {"Bucket": bucket_arn(target)},
            **changes,
        }
        configuration = {"Role": "arn:aws:iam::123456789012:role/r", "Rules": [rule]}
        s3.put_bucket_replication(Bucket=bucket, ReplicationConfiguration=configuration)
        return configuration

    with Refused("InvalidRequest", "Versioning must be 'Enabled' on the bucket to apply a replication configuration"):
        put()
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    configuration = put()
    assert s3.get_bucket_replication(Bucket=bucket)["ReplicationConfiguration"] == configuration
    with Refused("InvalidRequest", "Destination bucket must exist."):
        put(Destination={"Bucket": bucket_arn(unique_name())})
    with Refused("InvalidRequest", "Destination bucket must have versioning enabled."):
        put(Destination={"Bucket": bucket_arn(make_bucket())})
    with Refused("InvalidBucketState", status=409):
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})
    assert s3.delete_bucket_replication(Bucket=bucket)["ResponseMetadata"]["HTTPStatusCode"] == 204
    with Refused("ReplicationConfigurationNotFoundError", status=404):
        s3.get_bucket_replication(Bucket=bucket)


def test_notifications(s3, sqs, bucket, queue):  # noqa: F811
    arn = arn_of(sqs, queue)

    def put(*queues, **more):
        s3.put_bucket_notification_configuration(
            Bucket=bucket, NotificationConfiguration={"QueueConfigurations": list(queues)}, **more
        )

    created = {"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}
    put({**created, "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": "a/"}]}}})
    got = s3.get_bucket_notification_configuration(Bucket=bucket)["QueueConfigurations"][0]
    assert got["Id"] and got["Filter"]["Key"]["FilterRules"] == [{"Name": "Prefix", "Value": "a/"}]
    gone = {**created, "QueueArn": arn + "-gone"}
    with Refused("InvalidArgument", "Unable to validate the following destination configurations", 400):
        put(gone)
    assert s3.get_bucket_notification_configuration(Bucket=bucket)["QueueConfigurations"][0] == got
    if takes(s3, "PutBucketNotificationConfiguration", "SkipDestinationValidation"):
        put(gone, SkipDestinationValidation=True)
    with Refused("InvalidArgument", "The event is not supported for notifications"):
        put({**created, "Events": ["s3:ObjectEaten:*"]})
    with Refused("InvalidArgument", "The ARN could not be parsed"):
        put({**created, "QueueArn": "me"})
    with Refused("InvalidArgument"):
        put(created, created)
    topics = [{"Id": "t", "TopicArn": "arn:aws:sns:us-east-1:123456789012:t", "Events": ["s3:ObjectRemoved:*"]}]
    functions = [
        {"Id": "f", "LambdaFunctionArn": "arn:aws:lambda:us-east-1:123456789012:function:f", "Events": ["s3:ObjectCreated:Put"]}
    ]
    configuration = {"TopicConfigurations": topics, "LambdaFunctionConfigurations": functions}
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=configuration)
    got = s3.get_bucket_notification_configuration(Bucket=bucket)
    assert {name: got[name] for name in configuration} == configuration
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={"EventBridgeConfiguration": {}})
    assert s3.get_bucket_notification_configuration(Bucket=bucket)["EventBridgeConfiguration"] == {}
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={})
    assert set(s3.get_bucket_notification_configuration(Bucket=bucket)) == {"ResponseMetadata"}


def test_metadata_tables(s3, bucket):  # noqa: F811
    if not takes(s3, "CreateBucketMetadataConfiguration", None):
        pytest.skip("the SDK is too old")

    def tables():
        answer = s3.get_bucket_metadata_configuration(Bucket=bucket)
        return answer["GetBucketMetadataConfigurationResult"]["MetadataConfigurationResult"]

    with Refused("MetadataConfigurationNotFound", status=404):
        tables()
    configuration = {
        "JournalTableConfiguration": {"RecordExpiration": {"Expiration": "ENABLED", "Days": 7}},
        "InventoryTableConfiguration": {"ConfigurationState": "DISABLED"},
    }
    s3.create_bucket_metadata_configuration(Bucket=bucket, MetadataConfiguration=configuration)
    assert tables()["JournalTableConfigurationResult"]["RecordExpiration"] == {"Expiration": "ENABLED", "Days": 7}
    with Refused("InvalidBucketState", status=409):
        s3.create_bucket_metadata_configuration(Bucket=bucket, MetadataConfiguration=configuration)
    s3.update_bucket_metadata_journal_table_configuration(
        Bucket=bucket, JournalTableConfiguration={"RecordExpiration": {"Expiration": "DISABLED"}}
    )
    s3.update_bucket_metadata_inventory_table_configuration(
        Bucket=bucket, InventoryTableConfiguration={"ConfigurationState": "ENABLED"}
    )
    assert tables()["JournalTableConfigurationResult"]["RecordExpiration"] == {"Expiration": "DISABLED"}
    assert tables()["InventoryTableConfigurationResult"]["TableStatus"] == "ACTIVE"
    if takes(s3, "UpdateBucketMetadataAnnotationTableConfiguration", None):
        role = "arn:aws:iam::123456789012:role/annotations"
        s3.update_bucket_metadata_annotation_table_configuration(
            Bucket=bucket, AnnotationTableConfiguration={"ConfigurationState": "ENABLED", "Role": role}
        )
        assert tables()["AnnotationTableConfigurationResult"]["Role"] == role
    assert s3.delete_bucket_metadata_configuration(Bucket=bucket)["ResponseMetadata"]["HTTPStatusCode"] == 204
    with Refused("MetadataConfigurationNotFound", status=404):
        s3.delete_bucket_metadata_configuration(Bucket=bucket)


def test_the_first_metadata_table(s3, bucket):  # noqa: F811
    if not takes(s3, "CreateBucketMetadataTableConfiguration", None):
        pytest.skip("the SDK is too old")
    arn = "arn:aws:s3tables:us-east-1:123456789012:bucket/tables"

    def create(bucket_arn=arn):
        destination = {"TableBucketArn": bucket_arn, "TableName": "objects"}
        s3.create_bucket_metadata_table_configuration(
            Bucket=bucket, MetadataTableConfiguration={"S3TablesDestination": destination}
        )

    with Refused("InvalidArgument"):
        create("arn:aws:s3tables:eu-west-1:123456789012:bucket/tables")
    create()
    result = s3.get_bucket_metadata_table_configuration(Bucket=bucket)["GetBucketMetadataTableConfigurationResult"]
    made = result["MetadataTableConfigurationResult"]["S3TablesDestinationResult"]
    assert made["TableNamespace"] == "aws_s3_metadata" and made["TableArn"].startswith(arn + "/table/")
    s3.delete_bucket_metadata_table_configuration(Bucket=bucket)
    with Refused("MetadataConfigurationNotFound", status=404):
        s3.get_bucket_metadata_table_configuration(Bucket=bucket)


def test_ownership_wants_a_private_acl(s3, make_bucket):  # noqa: F811
    name = make_bucket(ObjectOwnership="ObjectWriter", ACL="public-read")
    enforced = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    with Refused("InvalidBucketAclWithObjectOwnership", status=400):
        s3.put_bucket_ownership_controls(Bucket=name, OwnershipControls=enforced)
    s3.put_bucket_acl(Bucket=name, ACL="private")
    s3.put_bucket_ownership_controls(Bucket=name, OwnershipControls=enforced)
    with Refused("MalformedXML"):
        s3.put_bucket_ownership_controls(Bucket=name, OwnershipControls={"Rules": [{"ObjectOwnership": "Nobody"}]})
