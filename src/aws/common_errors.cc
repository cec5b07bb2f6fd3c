#include "aws/common_errors.h"

#include <fmt/format.h>

// Codes and statuses: the "Common Errors" pages of the services' API references, S3's "Error responses", and for AWS JSON the
// exceptions of the com.amazon.coral.service namespace.
namespace winterbaume::aws::errors {
namespace {

constexpr ErrorShape k_internal_failure{.name = "InternalFailure",
                                        .code = "InternalFailure",
                                        .status = 500,
                                        .fault = Fault::receiver,
                                        .shared = true,
                                        .rest_xml_code = "InternalError"};
constexpr ErrorShape k_service_unavailable{
    .name = "ServiceUnavailableException", .code = "ServiceUnavailable", .status = 503, .fault = Fault::receiver, .shared = true};
constexpr ErrorShape k_not_implemented{
    .name = "NotImplemented", .code = "NotImplemented", .status = 501, .fault = Fault::receiver, .shared = true};
constexpr ErrorShape k_unknown_operation{
    .name = "UnknownOperationException", .code = "InvalidAction", .status = 400, .shared = true};
constexpr ErrorShape k_missing_action{.name = "MissingAction", .code = "MissingAction", .status = 400, .shared = true};
constexpr ErrorShape k_method_not_allowed{
    .name = "MethodNotAllowedException", .code = "MethodNotAllowed", .status = 405, .shared = true};
constexpr ErrorShape k_serialization{
    .name = "SerializationException", .code = "SerializationException", .status = 400, .shared = true};
constexpr ErrorShape k_malformed_input{.name = "SerializationException",
                                       .code = "MalformedInput",
                                       .status = 400,
                                       .shared = true,
                                       .rest_xml_code = "InvalidArgument"};
constexpr ErrorShape k_malformed_xml{.name = "SerializationException", .code = "MalformedXML", .status = 400, .shared = true};
constexpr ErrorShape k_request_too_large{
    .name = "RequestEntityTooLargeException", .code = "RequestEntityTooLarge", .status = 413, .shared = true};
constexpr ErrorShape k_missing_parameter{
    .name = "MissingRequiredParameterException", .code = "MissingParameter", .status = 400, .shared = true};
constexpr ErrorShape k_invalid_parameter_value{.name = "InvalidParameterValueException",
                                               .code = "InvalidParameterValue",
                                               .status = 400,
                                               .shared = true,
                                               .rest_xml_code = "InvalidArgument"};
constexpr ErrorShape k_invalid_parameter_combination{.name = "InvalidParameterCombinationException",
                                                     .code = "InvalidParameterCombination",
                                                     .status = 400,
                                                     .shared = true,
                                                     .rest_xml_code = "InvalidRequest"};
constexpr ErrorShape k_validation{
    .name = "ValidationException", .code = "ValidationError", .status = 400, .shared = true, .rest_xml_code = "InvalidArgument"};
constexpr ErrorShape k_throttling{
    .name = "ThrottlingException", .code = "Throttling", .status = 400, .shared = true, .rest_xml_code = "SlowDown"};
constexpr ErrorShape k_access_denied{
    .name = "AccessDeniedException", .code = "AccessDenied", .status = 403, .shared = true, .json_status = 400};
constexpr ErrorShape k_missing_authentication_token{.name = "MissingAuthenticationTokenException",
                                                    .code = "MissingAuthenticationToken",
                                                    .status = 403,
                                                    .shared = true,
                                                    .json_status = 400,
                                                    .rest_xml_code = "AccessDenied"};
constexpr ErrorShape k_incomplete_signature{.name = "IncompleteSignatureException",
                                            .code = "IncompleteSignature",
                                            .status = 400,
                                            .shared = true,
                                            .rest_xml_code = "AuthorizationHeaderMalformed"};
constexpr ErrorShape k_signature_does_not_match{
    .name = "InvalidSignatureException", .code = "SignatureDoesNotMatch", .status = 403, .shared = true, .json_status = 400};
constexpr ErrorShape k_unrecognized_client{.name = "UnrecognizedClientException",
                                           .code = "InvalidClientTokenId",
                                           .status = 403,
                                           .shared = true,
                                           .json_status = 400,
                                           .rest_xml_code = "InvalidAccessKeyId"};
constexpr ErrorShape k_expired_token{
    .name = "ExpiredTokenException", .code = "ExpiredToken", .status = 403, .shared = true, .json_status = 400};
// AWS JSON words a stale signature as InvalidSignatureException, S3 as RequestTimeTooSkewed.
constexpr ErrorShape k_request_expired{.name = "InvalidSignatureException",
                                       .code = "RequestExpired",
                                       .status = 400,
                                       .shared = true,
                                       .rest_xml_code = "RequestTimeTooSkewed"};

Error make(const ErrorShape& shape, std::string message) { return {&shape, std::move(message), nullptr}; }

}  // namespace

Error internal_failure() { return make(k_internal_failure, "We encountered an internal error. Please try again."); }

Error service_unavailable() {
  return make(k_service_unavailable, "The service is unavailable for the moment. Please try again.");
}

Error not_implemented(std::string_view operation) {
  return make(k_not_implemented, fmt::format("The operation {} is not implemented.", operation));
}

Error unknown_operation(std::string_view name, std::string_view api_version) {
  if (name.empty()) return make(k_unknown_operation, "The request names no operation of this service.");
  return make(k_unknown_operation, fmt::format("Could not find operation {} for version {}", name, api_version));
}

Error missing_action() { return make(k_missing_action, "The request must contain the parameter Action."); }

Error method_not_allowed() { return make(k_method_not_allowed, "The specified method is not allowed against this resource."); }

Error serialization(std::string message) { return make(k_serialization, std::move(message)); }

Error malformed_input(std::string message) { return make(k_malformed_input, std::move(message)); }

Error malformed_xml() {
  return make(k_malformed_xml, "The XML you provided was not well-formed or did not validate against our published schema");
}

Error request_too_large() { return make(k_request_too_large, "The request's body is larger than this service takes."); }

Error missing_parameter(std::string_view name) {
  return make(k_missing_parameter, fmt::format("The request must contain the parameter {}.", name));
}

Error invalid_parameter_value(std::string message) { return make(k_invalid_parameter_value, std::move(message)); }

Error invalid_parameter_combination(std::string message) { return make(k_invalid_parameter_combination, std::move(message)); }

Error validation(std::string message) { return make(k_validation, std::move(message)); }

Error throttling(std::string message) { return make(k_throttling, std::move(message)); }

Error access_denied(std::string message) { return make(k_access_denied, std::move(message)); }

Error missing_authentication_token() { return make(k_missing_authentication_token, "Request is missing Authentication Token"); }

Error incomplete_signature(std::string message) { return make(k_incomplete_signature, std::move(message)); }

Error signature_does_not_match(std::string message) { return make(k_signature_does_not_match, std::move(message)); }

Error invalid_client_token_id() { return make(k_unrecognized_client, "The security token included in the request is invalid."); }

Error unrecognized_client() { return invalid_client_token_id(); }

Error expired_token() { return make(k_expired_token, "The security token included in the request is expired"); }

Error request_expired(std::string message) { return make(k_request_expired, std::move(message)); }

}  // namespace winterbaume::aws::errors
