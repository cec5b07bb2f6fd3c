// The errors that AWS's front door gives for every service, worded for whichever protocol the request speaks. Error shapes
// here are marked `shared`; those of one service's model are generated.
#pragma once

#include <string>
#include <string_view>

#include "aws/error.h"

namespace winterbaume::aws::errors {

// ---- Faults of the service ----
Error internal_failure();     // 500
Error service_unavailable();  // 503
// 501: the operation is in the model, and nobody wrote it.
Error not_implemented(std::string_view operation);

// ---- Requests that name no operation ----
// JSON and REST: UnknownOperationException; query: InvalidAction; `name` is empty where the request named none.
Error unknown_operation(std::string_view name, std::string_view api_version);
Error missing_action();
Error method_not_allowed();  // REST: the resource exists, not with this method

// ---- Bodies and parameters ----
Error serialization(std::string message);    // JSON that is not JSON, or holds a value of the wrong type
Error malformed_input(std::string message);  // query: a parameter of the wrong type
Error malformed_xml();                       // REST-XML
Error request_too_large();                   // 413
Error missing_parameter(std::string_view name);
Error invalid_parameter_value(std::string message);
Error invalid_parameter_combination(std::string message);
Error validation(std::string message);  // ValidationException; query: ValidationError
Error throttling(std::string message);

// ---- Authentication ----
Error access_denied(std::string message);
Error missing_authentication_token();
Error incomplete_signature(std::string message);
Error signature_does_not_match(std::string message);
Error invalid_client_token_id();  // the access key is unknown; JSON: UnrecognizedClientException
Error unrecognized_client();      // the same error, by its name in JSON
Error expired_token();
Error request_expired(std::string message);  // signed too long ago, or too far ahead; a presigned URL past its time

}  // namespace winterbaume::aws::errors
