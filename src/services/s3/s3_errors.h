// S3's error codes that the model does not list, with the status of each (Amazon S3 API Reference, "Error responses"). The few
// that the model lists are generated: errors::no_such_bucket(…) and the like are wrapped here too, so that all look alike.
#pragma once

#include <string>
#include <string_view>

#include "aws/error.h"
#include "generated/s3/errors.h"

namespace winterbaume::s3 {

// The codes. `message` empty: the text that AWS sends with the code.
enum class ErrorCode : std::uint8_t {
  accepted,  // 202, no body: RestoreObject's success, which the model has no member for
  access_control_list_not_supported,
  access_denied,
  bad_digest,
  bad_request,
  bucket_already_exists,
  bucket_already_owned_by_you,
  bucket_not_empty,
  conditional_request_conflict,
  cors_forbidden,                     // code AccessForbidden
  cross_location_logging_prohibited,  // AWS spells the code so
  duplicate_configuration,            // InvalidRequest's of lists with one id twice
  entity_too_large,
  entity_too_small,
  expired_token,
  id_mismatch,
  illegal_location_constraint,
  illegal_versioning_configuration,
  incomplete_body,
  internal_error,
  invalid_access_key_id,
  invalid_argument,
  invalid_bucket_acl_with_object_ownership,
  invalid_bucket_name,
  invalid_bucket_namespace,
  invalid_bucket_state,
  invalid_digest,
  invalid_encryption_algorithm,
  invalid_location_constraint,
  invalid_object_state,
  invalid_part,
  invalid_part_number,
  invalid_part_order,
  invalid_policy_document,
  invalid_range,
  invalid_redirect_location,
  invalid_request,
  invalid_retention_period,
  invalid_s3_destination_bucket,
  invalid_storage_class,
  invalid_tag,
  invalid_target_bucket_for_logging,
  invalid_uri,
  key_too_long,
  malformed_acl,
  malformed_policy,
  malformed_post_request,
  malformed_xml,
  max_message_length_exceeded,
  max_post_pre_data_length_exceeded,
  metadata_configuration_not_found,
  metadata_too_large,
  method_not_allowed,
  missing_content_length,
  missing_namespace_header,
  missing_request_body,
  missing_security_header,
  no_such_bucket,
  no_such_bucket_policy,
  no_such_configuration,
  no_such_cors_configuration,
  no_such_key,
  no_such_lifecycle_configuration,
  no_such_object_lock_configuration,
  no_such_public_access_block_configuration,
  no_such_tag_set,
  no_such_upload,
  no_such_version,
  no_such_website_configuration,
  not_implemented,
  not_modified,  // 304, no body
  object_lock_configuration_not_found,
  operation_aborted,
  ownership_controls_not_found,
  permanent_redirect,
  precondition_failed,
  replication_configuration_not_found,
  request_timeout,
  restore_already_in_progress,
  server_side_encryption_configuration_not_found,
  too_many_buckets,
  too_many_configurations,
  unexpected_content,
  unresolvable_grant_by_email_address,
  user_key_must_be_specified,
  validation_error,  // of S3 Object Lambda
  xamz_content_checksum_mismatch,
  xamz_content_sha256_mismatch,
};

// What stands beside Code and Message in the answer, where it is known.
struct ErrorDetail {
  std::optional<std::string> argument_name, argument_value, bucket_name, key, version_id, upload_id, condition, method,
      resource_type, range_requested, actual_object_size, proposed_size, size, min_size_allowed, max_size_allowed,
      max_post_pre_data_length_bytes, part_number, part_number_requested, actual_part_count, etag, allow_methods, header;
};

aws::Error error(ErrorCode code, std::string message = {}, ErrorDetail detail = {});
// The same error with one more header field in its answer.
aws::Error with_header(aws::Error error, std::string name, std::string value);
aws::Error invalid_argument(std::string message, std::string name, std::string value);
// Whether an error is of that code: what a caller that goes on after it asks.
bool is(const aws::Error& error, ErrorCode code);

}  // namespace winterbaume::s3
