#include "services/s3/s3_errors.h"

#include <cstddef>
#include <iterator>

#include "aws/schema.h"

namespace winterbaume::s3 {
namespace {

using aws::Member;

#define PIECE(member, element)                                                              \
  Member {                                                                                  \
    .name = element, .wire = element, .xml_name = element, .schema = &aws::plain::k_string, \
    .offset = offsetof(ErrorDetail, member)                                                 \
  }
constexpr Member k_details[] = {
    PIECE(argument_name, "ArgumentName"),
    PIECE(argument_value, "ArgumentValue"),
    PIECE(bucket_name, "BucketName"),
    PIECE(key, "Key"),
    PIECE(version_id, "VersionId"),
    PIECE(upload_id, "UploadId"),
    PIECE(condition, "Condition"),
    PIECE(method, "Method"),
    PIECE(resource_type, "ResourceType"),
    PIECE(range_requested, "RangeRequested"),
    PIECE(actual_object_size, "ActualObjectSize"),
    PIECE(proposed_size, "ProposedSize"),
    PIECE(size, "Size"),
    PIECE(min_size_allowed, "MinSizeAllowed"),
    PIECE(max_size_allowed, "MaxSizeAllowed"),
    PIECE(max_post_pre_data_length_bytes, "MaxPostPreDataLengthBytes"),
    PIECE(part_number, "PartNumber"),
    PIECE(part_number_requested, "PartNumberRequested"),
    PIECE(actual_part_count, "ActualPartCount"),
    PIECE(etag, "ETag"),
    PIECE(allow_methods, "AllowedMethod"),
    PIECE(header, "Header"),
};
#undef PIECE
constexpr aws::Schema k_schema{.kind = aws::Kind::structure, .name = "S3Error", .members = k_details};

struct ErrorRow {
  ErrorCode code;
  aws::ErrorShape shape;
  std::string_view message;
};

constexpr ErrorRow row(ErrorCode code, std::string_view name, int status, std::string_view message) {
  const auto fault = status >= 500 ? aws::Fault::receiver : aws::Fault::sender;
  return {code, {.name = name, .code = name, .status = status, .fault = fault, .schema = &k_schema}, message};
}

// In the order of ErrorCode.
constexpr ErrorRow k_rows[] = {
    row(ErrorCode::accepted, "Accepted", 202, "Accepted"),
    row(ErrorCode::access_control_list_not_supported, "AccessControlListNotSupported", 400, "The bucket does not allow ACLs"),
    row(ErrorCode::access_denied, "AccessDenied", 403, "Access Denied"),
    row(ErrorCode::bad_digest, "BadDigest", 400, "The Content-MD5 you specified did not match what we received."),
    row(ErrorCode::bad_request, "BadRequest", 400, "Bad Request"),
    row(ErrorCode::bucket_already_exists, "BucketAlreadyExists", 409,
        "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a "
        "different name and try again."),
    row(ErrorCode::bucket_already_owned_by_you, "BucketAlreadyOwnedByYou", 409,
        "Your previous request to create the named bucket succeeded and you already own it."),
    row(ErrorCode::bucket_not_empty, "BucketNotEmpty", 409, "The bucket you tried to delete is not empty"),
    row(ErrorCode::conditional_request_conflict, "ConditionalRequestConflict", 409,
        "The conditional request cannot succeed due to a conflicting operation against this resource."),
    row(ErrorCode::cors_forbidden, "AccessForbidden", 403,
        "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / "
        "Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec."),
    row(ErrorCode::cross_location_logging_prohibited, "CrossLocationLoggingProhibitted", 403,
        "Cross S3 location logging not allowed. "),
    row(ErrorCode::duplicate_configuration, "InvalidRequest", 400, "Duplicate configuration"),
    row(ErrorCode::entity_too_large, "EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size"),
    row(ErrorCode::entity_too_small, "EntityTooSmall", 400, "Your proposed upload is smaller than the minimum allowed size"),
    row(ErrorCode::expired_token, "ExpiredToken", 400, "The provided token has expired."),
    row(ErrorCode::id_mismatch, "IdMismatch", 400, "Document ID does not match the specified configuration ID."),
    row(ErrorCode::illegal_location_constraint, "IllegalLocationConstraintException", 400,
        "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to."),
    row(ErrorCode::illegal_versioning_configuration, "IllegalVersioningConfigurationException", 400,
        "The Versioning element must be specified"),
    row(ErrorCode::incomplete_body, "IncompleteBody", 400,
        "You did not provide the number of bytes specified by the Content-Length HTTP header"),
    row(ErrorCode::internal_error, "InternalError", 500, "We encountered an internal error. Please try again."),
    row(ErrorCode::invalid_access_key_id, "InvalidAccessKeyId", 403,
        "The AWS Access Key Id you provided does not exist in our records."),
    row(ErrorCode::invalid_argument, "InvalidArgument", 400, "Invalid Argument"),
    row(ErrorCode::invalid_bucket_acl_with_object_ownership, "InvalidBucketAclWithObjectOwnership", 400,
        "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting"),
    row(ErrorCode::invalid_bucket_name, "InvalidBucketName", 400, "The specified bucket is not valid."),
    row(ErrorCode::invalid_bucket_namespace, "InvalidBucketNamespace", 400,
        "The requested bucket is not of the namespace that was asked for."),
    row(ErrorCode::invalid_bucket_state, "InvalidBucketState", 409,
        "The request is not valid with the current state of the bucket."),
    row(ErrorCode::invalid_digest, "InvalidDigest", 400, "The Content-MD5 you specified was invalid."),
    row(ErrorCode::invalid_encryption_algorithm, "InvalidEncryptionAlgorithmError", 400,
        "The encryption request you specified is not valid. The valid value is AES256."),
    row(ErrorCode::invalid_location_constraint, "InvalidLocationConstraint", 400,
        "The specified location-constraint is not valid"),
    row(ErrorCode::invalid_object_state, "InvalidObjectState", 403, "The operation is not valid for the object's storage class"),
    row(ErrorCode::invalid_part, "InvalidPart", 400,
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity "
        "tag may not match the part's entity tag."),
    row(ErrorCode::invalid_part_number, "InvalidPartNumber", 416, "The requested partnumber is not satisfiable"),
    row(ErrorCode::invalid_part_order, "InvalidPartOrder", 400,
        "The list of parts was not in ascending order. Parts must be ordered by part number."),
    row(ErrorCode::invalid_policy_document, "InvalidPolicyDocument", 400,
        "The content of the form does not meet the conditions specified in the policy document."),
    row(ErrorCode::invalid_range, "InvalidRange", 416, "The requested range is not satisfiable"),
    row(ErrorCode::invalid_redirect_location, "InvalidRedirectLocation", 400,
        "The website redirect location must have a prefix of 'http://' or 'https://' or '/'."),
    row(ErrorCode::invalid_request, "InvalidRequest", 400, "Invalid Request"),
    row(ErrorCode::invalid_retention_period, "InvalidRetentionPeriod", 400,
        "The retention period must be a positive integer value."),
    row(ErrorCode::invalid_s3_destination_bucket, "InvalidS3DestinationBucket", 400, "Invalid bucket ARN."),
    row(ErrorCode::invalid_storage_class, "InvalidStorageClass", 400, "The storage class you specified is not valid"),
    row(ErrorCode::invalid_tag, "InvalidTag", 400, "The tag provided was not a valid tag."),
    row(ErrorCode::invalid_target_bucket_for_logging, "InvalidTargetBucketForLogging", 400,
        "The target bucket for logging does not exist"),
    row(ErrorCode::invalid_uri, "InvalidURI", 400, "Couldn't parse the specified URI."),
    row(ErrorCode::key_too_long, "KeyTooLongError", 400, "Your key is too long"),
    row(ErrorCode::malformed_acl, "MalformedACLError", 400,
        "The XML you provided was not well-formed or did not validate against our published schema"),
    row(ErrorCode::malformed_policy, "MalformedPolicy", 400, "Policies must be valid JSON and the first byte must be '{'"),
    row(ErrorCode::malformed_post_request, "MalformedPOSTRequest", 400,
        "The body of your POST request is not well-formed multipart/form-data."),
    row(ErrorCode::malformed_xml, "MalformedXML", 400,
        "The XML you provided was not well-formed or did not validate against our published schema"),
    row(ErrorCode::max_message_length_exceeded, "MaxMessageLengthExceeded", 400, "Your request was too large."),
    row(ErrorCode::max_post_pre_data_length_exceeded, "MaxPostPreDataLengthExceeded", 400,
        "Your POST request fields preceeding the upload file was too large."),
    row(ErrorCode::metadata_configuration_not_found, "MetadataConfigurationNotFound", 404,
        "The metadata configuration was not found"),
    row(ErrorCode::metadata_too_large, "MetadataTooLarge", 400, "Your metadata headers exceed the maximum allowed metadata size"),
    row(ErrorCode::method_not_allowed, "MethodNotAllowed", 405, "The specified method is not allowed against this resource."),
    row(ErrorCode::missing_content_length, "MissingContentLength", 411, "You must provide the Content-Length HTTP header."),
    row(ErrorCode::missing_namespace_header, "MissingNamespaceHeader", 400,
        "The name is that of an account-regional namespace bucket: the request must have the header x-amz-bucket-namespace."),
    row(ErrorCode::missing_request_body, "MissingRequestBodyError", 400, "Request Body is empty"),
    row(ErrorCode::missing_security_header, "MissingSecurityHeader", 400, "Your request was missing a required header"),
    row(ErrorCode::no_such_bucket, "NoSuchBucket", 404, "The specified bucket does not exist"),
    row(ErrorCode::no_such_bucket_policy, "NoSuchBucketPolicy", 404, "The bucket policy does not exist"),
    row(ErrorCode::no_such_configuration, "NoSuchConfiguration", 404, "The specified configuration does not exist."),
    row(ErrorCode::no_such_cors_configuration, "NoSuchCORSConfiguration", 404, "The CORS configuration does not exist"),
    row(ErrorCode::no_such_key, "NoSuchKey", 404, "The specified key does not exist."),
    row(ErrorCode::no_such_lifecycle_configuration, "NoSuchLifecycleConfiguration", 404,
        "The lifecycle configuration does not exist"),
    row(ErrorCode::no_such_object_lock_configuration, "NoSuchObjectLockConfiguration", 404,
        "The specified object does not have a ObjectLock configuration"),
    row(ErrorCode::no_such_public_access_block_configuration, "NoSuchPublicAccessBlockConfiguration", 404,
        "The public access block configuration was not found"),
    row(ErrorCode::no_such_tag_set, "NoSuchTagSet", 404, "The TagSet does not exist"),
    row(ErrorCode::no_such_upload, "NoSuchUpload", 404,
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed."),
    row(ErrorCode::no_such_version, "NoSuchVersion", 404, "The specified version does not exist."),
    row(ErrorCode::no_such_website_configuration, "NoSuchWebsiteConfiguration", 404,
        "The specified bucket does not have a website configuration"),
    row(ErrorCode::not_implemented, "NotImplemented", 501,
        "A header you provided implies functionality that is not implemented."),
    row(ErrorCode::not_modified, "NotModified", 304, "Not Modified"),
    row(ErrorCode::object_lock_configuration_not_found, "ObjectLockConfigurationNotFoundError", 404,
        "Object Lock configuration does not exist for this bucket"),
    row(ErrorCode::operation_aborted, "OperationAborted", 409,
        "A conflicting conditional operation is currently in progress against this resource. Please try again."),
    row(ErrorCode::ownership_controls_not_found, "OwnershipControlsNotFoundError", 404,
        "The bucket ownership controls were not found"),
    row(ErrorCode::permanent_redirect, "PermanentRedirect", 301,
        "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests "
        "to this endpoint."),
    row(ErrorCode::precondition_failed, "PreconditionFailed", 412,
        "At least one of the pre-conditions you specified did not hold"),
    row(ErrorCode::replication_configuration_not_found, "ReplicationConfigurationNotFoundError", 404,
        "The replication configuration was not found"),
    row(ErrorCode::request_timeout, "RequestTimeout", 400,
        "Your socket connection to the server was not read from or written to within the timeout period. Idle connections will "
        "be closed."),
    row(ErrorCode::restore_already_in_progress, "RestoreAlreadyInProgress", 409, "Object restore is already in progress"),
    row(ErrorCode::server_side_encryption_configuration_not_found, "ServerSideEncryptionConfigurationNotFoundError", 404,
        "The server side encryption configuration was not found"),
    row(ErrorCode::too_many_buckets, "TooManyBuckets", 400, "You have attempted to create more buckets than allowed"),
    row(ErrorCode::too_many_configurations, "TooManyConfigurations", 400,
        "You are attempting to create a new configuration but have already reached the 1,000-configuration limit."),
    row(ErrorCode::unexpected_content, "UnexpectedContent", 400, "This request does not support content"),
    row(ErrorCode::unresolvable_grant_by_email_address, "UnresolvableGrantByEmailAddress", 400,
        "The e-mail address you provided does not match any account on record."),
    row(ErrorCode::user_key_must_be_specified, "UserKeyMustBeSpecified", 400,
        "The bucket POST must contain the specified field name.  If it is specified, please check the order of the fields."),
    row(ErrorCode::validation_error, "ValidationError", 400, "Validation error"),
    row(ErrorCode::xamz_content_checksum_mismatch, "XAmzContentChecksumMismatch", 400,
        "The provided 'x-amz-checksum' header does not match what was computed."),
    row(ErrorCode::xamz_content_sha256_mismatch, "XAmzContentSHA256Mismatch", 400,
        "The provided 'x-amz-content-sha256' header does not match what was computed.")};

consteval bool in_order() {
  for (std::size_t i = 0; i < std::size(k_rows); ++i) {
    if (static_cast<std::size_t>(k_rows[i].code) != i) return false;
  }
  return true;
}
static_assert(in_order(), "a row an ErrorCode, in its order");

const ErrorRow& row_of(ErrorCode code) { return k_rows[static_cast<std::size_t>(code)]; }

}  // namespace

aws::Error error(ErrorCode code, std::string message, ErrorDetail detail) {
  const ErrorRow& row = row_of(code);
  if (message.empty()) message = row.message;
  return {&row.shape, std::move(message), std::make_shared<const ErrorDetail>(std::move(detail))};
}

aws::Error with_header(aws::Error error, std::string name, std::string value) {
  auto headers = error.headers ? *error.headers : std::vector<std::pair<std::string, std::string>>();
  headers.emplace_back(std::move(name), std::move(value));
  error.headers = std::make_shared<const std::vector<std::pair<std::string, std::string>>>(std::move(headers));
  return error;
}

aws::Error invalid_argument(std::string message, std::string name, std::string value) {
  return error(ErrorCode::invalid_argument, std::move(message),
               {.argument_name = std::move(name), .argument_value = std::move(value)});
}

bool is(const aws::Error& error, ErrorCode code) { return error.shape->code == row_of(code).shape.code; }

}  // namespace winterbaume::s3
